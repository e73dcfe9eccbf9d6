using BenchmarkDotNet.Attributes;
using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Benchmarks;

/// <summary>A fit of one column beside reading it, and the solver alone.</summary>
[MemoryDiagnoser]
public class BinningBenchmarks
{
    private TrainingSet _data = null!;
    private OptimalBinning _recipe = null!;
    private PrebinnedColumn _column = null!;

    [Params(20, 77, 200)]
    public int Prebins { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _data = Workload.Rows(1_000_000, 1);
        _recipe = new OptimalBinning { MaxThreads = 1, MaxPrebins = Prebins };
        _column = ColumnPrebins.Of(_recipe, _data.Table["x0"], _data, default);
    }

    [Benchmark(Baseline = true)]
    public double ReadTheColumn() => Workload.Read(_data.Table);

    [Benchmark]
    public BinningModel Fit() => _recipe.Fit(_data);

    [Benchmark]
    public void SolveForPeak() => new BinaryProblem(_recipe, _column, _column.Counts, null, default).Best(Trend.Peak);
}
