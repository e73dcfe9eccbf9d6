using BenchmarkDotNet.Running;
using RetentionTags.Benchmarks;

// "ab [rounds] [results folder]" runs the interleaved comparisons; anything else goes to BenchmarkDotNet, for instance "--filter *Scoring*".
if (args is ["ab", ..])
{
    int rounds = args.Length > 1 ? int.Parse(args[1], null) : 15;
    string report = new ComparisonReport(Comparisons.All, rounds).Run(Console.Out);
    if (args.Length > 2)
        File.WriteAllText(Path.Combine(args[2], ComparisonReport.FileName), report);
    else
        Console.WriteLine(report);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
