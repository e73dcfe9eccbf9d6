using System.Runtime.InteropServices;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
namespace RetentionTags.Benchmarks;
internal static unsafe partial class Scratch
{
    [StructLayout(LayoutKind.Sequential)] struct Ts { public long S, N; }
    [DllImport("libc")] static extern int clock_gettime(int id, Ts* t);
    static double Cpu() { Ts t; clock_gettime(3, &t); return t.S + t.N * 1e-9; }
    static double Median(double[] v) { Array.Sort(v); return v[v.Length / 2]; }
    public static void Run(string[] args)
    {
        int rows = int.Parse(args[1]), rounds = int.Parse(args[2]);
        var table = Workload.Rows(Math.Max(rows, 50_000), 20).Table;
        if (rows < 50_000) table = table.Rows([.. Enumerable.Range(0, rows)]);
        var train = Workload.Rows(50_000, 20);
        FixedBinning Any(int bins) => new() { Rule = FixedRule.Given, MaxBins = bins, Cuts = [.. Enumerable.Range(1, bins - 1).Select(cut => ((2.0 * cut / bins) - 1) * Math.Sqrt(0.7))] };
        Scorecard Card(FixedBinning b) => new ScorecardRecipe { Binning = b, MinInformationValue = 0, RequirePositiveCoefficients = false }.Fit(train);
        var o = new double[rows];
        var list = new List<(string, Action)> { ("read", () => Workload.Read(table)) };
        list.Add(("sigmoid", () => LogisticFunctions.Sigmoid(o, o)));
        foreach (var (n, b) in new[] { ("8 aligned", new FixedBinning { MaxBins = 8 }), ("8 any", Any(8)), ("20 aligned", new FixedBinning { MaxBins = 20 }), ("20 any", Any(20)), ("40", new FixedBinning { MaxBins = 40 }) })
        {
            if (args.Length > 3 && !args[3..].Contains(n.Replace(" ", ""))) continue;
            var card = Card(b); list.Add((n + " logodds", () => card.LogOdds(table, o))); list.Add((n + " prob", () => card.Score(table, o)));
            var all = new double[rows * 20L <= 40_000_000 ? rows * 20 : 0]; var from = new double[all.Length];
            if (n == "8 aligned" && all.Length > 0) { list.Add(("memcpy", () => from.CopyTo(all, 0))); list.Add((n + " contrib", () => card.Contributions(table, all)));
              var bound = card.Bind(table); var bits = new byte[(rows + 7) / 8]; Array.Fill(bits, (byte)0xEF);
              var v = card.Columns.Select(c => ScoringInput.Numbers(table.Numeric(c.Name).Memory, bits)).ToArray(); list.Add(("validity", () => bound.LogOdds(v, o)));
              var k = card.Columns.Select(c => { var x = new byte[rows]; c.Binning.ToBins(table[c.Name], x); return ScoringInput.Bins(x); }).ToArray(); list.Add(("coded", () => bound.LogOdds(k, o)));
            }
        }
        int inner = Math.Max(1, 200_000 / rows);
        foreach (var (n, a) in list) for (int i = 0; i < 40; i++) a();
        var t = list.Select(_ => new double[rounds]).ToArray(); var r = list.Select(_ => new double[rounds]).ToArray();
        for (int q = 0; q < rounds; q++) { for (int j = 0; j < list.Count; j++) { double s = Cpu(); for (int i = 0; i < inner; i++) list[j].Item2(); t[j][q] = (Cpu() - s) / inner; } for (int j = 0; j < list.Count; j++) r[j][q] = t[j][q] / t[0][q]; }
        for (int j = 0; j < list.Count; j++) { var sorted = t[j].Order().ToArray(); Console.WriteLine($"{list[j].Item1,-20} min {sorted[0] / rows / 20 * 1e9:F3} med {Median(t[j]) / rows / 20 * 1e9:F3} ns/value   x read {Median(r[j]):F2}  min/min {sorted[0]/t[0].Min():F2}   {Median(t[j]) / rows * 1e9:F1} ns/row"); }
    }
}
