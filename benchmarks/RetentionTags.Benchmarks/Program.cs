using BenchmarkDotNet.Running;
using RetentionTags.Benchmarks;

// See benchmarks/README.md.
int option = Array.FindIndex(args, argument => argument.StartsWith("--", StringComparison.Ordinal));
string[] given = option < 0 ? args : args[..option];
string only = Array.IndexOf(args, "--only") is int at and >= 0 ? args[at + 1] : "";
switch (given)
{
    case ["ab", ..]:
        string report = new ComparisonReport(Comparisons.All, given.Length > 1 ? int.Parse(given[1], null) : 15, only).Run(Console.Out);
        if (given.Length > 2)
            File.WriteAllText(Path.Combine(given[2], Processor.FileName), report);
        else
            Console.WriteLine(report);
        return 0;
    case ["guard", ..]:
        string path = given.Length > 1 ? given[1] : GuardFile.DefaultPath;
        return args.Contains("--write") ? Guard.Write(path) : Guard.Check(path, only);
    case ["cold", string kind, string folder]:
        return ColdStart.Run(kind, folder);
    case ["shards", ..]:
        string scaling = ShardScaling.Run(given.Length > 1 ? int.Parse(given[1], null) : 5, given.Length > 3 ? [.. given[3..].Select(size => int.Parse(size, null))] : [1_000_000, 10_000_000]);
        Console.WriteLine(scaling);
        if (given.Length > 2)
            File.WriteAllText(Path.Combine(given[2], "shards-" + Processor.FileName), scaling);
        return 0;
    case ["peers", string scenario, string shared]:
        return PeerSession.Run(scenario, shared);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
