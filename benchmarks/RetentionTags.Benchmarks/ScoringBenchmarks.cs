using BenchmarkDotNet.Attributes;
using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>The hot path: scores beside the least that it could cost, reading the columns.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private Table _table = null!;
    private Scorecard _card = null!;
    private Cell[] _row = null!;
    private double[] _scores = null!;

    [Params(1_024, 1_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _card = ScoringWorkload.Card(8);
        _table = ScoringWorkload.Rows(Rows).Table;
        _row = [.. _card.Columns.Select(column => (Cell)_table.Numeric(column.Name).Values[0])];
        _scores = new double[Rows];
    }

    [Benchmark(Baseline = true)]
    public double ReadTheColumns() => Workload.Read(_table);

    [Benchmark]
    public void Score() => _card.Score(_table, _scores);

    [Benchmark]
    public void LogOdds() => _card.LogOdds(_table, _scores);

    [Benchmark]
    public double SingleRow() => _card.Score(_row);
}
