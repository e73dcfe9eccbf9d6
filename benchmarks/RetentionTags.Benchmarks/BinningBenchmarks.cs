using BenchmarkDotNet.Attributes;
using RetentionTags.Binning;
using RetentionTags.Binning.Prebins;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Benchmarks;

/// <summary>A fit of one column beside reading it, and the solver alone.</summary>
[MemoryDiagnoser]
public class BinningBenchmarks
{
    private TrainingSet _data = null!;
    private IntervalCounts _counts = null!;

    [Params(20, 77, 200)]
    public int Prebins { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _data = Workload.Rows(1_000_000, 1);
        _counts = NumericPrebins.Of(_data.Table.Numeric("x0"), _data, PrebinRule.Quantile, Prebins, default).Counts;
    }

    [Benchmark(Baseline = true)]
    public double ReadTheColumn() => Workload.Read(_data.Table);

    [Benchmark]
    public BinningModel Fit() => new OptimalBinning { MaxThreads = 1, MaxPrebins = Prebins }.Fit(_data);

    [Benchmark]
    public void SolveForPeak() => new PartitionSolver(InformationUnits.Table(_counts, 0.05 * _counts.Weight, default), new() { MaxBins = 10 }, default).Best(Trend.Peak);
}
