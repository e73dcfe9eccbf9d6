using BenchmarkDotNet.Running;
using RetentionTags.Benchmarks;

// "ab [rounds] [results folder] [--only words]" runs the interleaved comparisons, or those whose names hold the words; anything else goes to BenchmarkDotNet, for instance "--filter *Scoring*".
if (args is ["ab", ..])
{
    int filter = Array.IndexOf(args, "--only"), given = filter < 0 ? args.Length : filter;
    int rounds = given > 1 ? int.Parse(args[1], null) : 15;
    string report = new ComparisonReport(Comparisons.All, rounds, filter < 0 ? "" : args[filter + 1]).Run(Console.Out);
    if (given > 2)
        File.WriteAllText(Path.Combine(args[2], ComparisonReport.FileName), report);
    else
        Console.WriteLine(report);
    return;
}

// "first" times the first batch of a process.
if (args is ["first"])
{
    Console.WriteLine(ScoringComparisons.FirstCall());
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
