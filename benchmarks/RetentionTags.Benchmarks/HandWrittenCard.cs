using RetentionTags.Binning;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>A card of numbers as one would score it by hand: a binary search in each column's cuts.</summary>
internal sealed class HandWrittenCard(Scorecard card)
{
    private readonly double[][] _cuts = [.. card.Columns.Select(column => ((NumericBinning)column.Binning).Cuts.ToArray())];
    private readonly double[][] _weights = [.. card.Columns.Select(column => Enumerable.Range(0, column.Binning.Bins.Count).Select(column.LogOddsOf).ToArray())];
    private readonly int[] _missing = [.. card.Columns.Select(column => column.Binning.MissingBin)];
    private readonly double[] _means = [.. card.Columns.Select(column => column.MeanLogOdds)];
    private readonly double _intercept = card.Intercept;

    public double Score(double[] row)
    {
        double sum = _intercept;
        for (int column = 0; column < row.Length; column++)
            sum += WeightOf(column, row[column]);
        return 1 / (1 + Math.Exp(-sum));
    }

    public double Score(double[] row, double[] contributions)
    {
        double sum = _intercept;
        for (int column = 0; column < row.Length; column++)
        {
            double weight = WeightOf(column, row[column]);
            contributions[column] = weight - _means[column];
            sum += weight;
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    private double WeightOf(int column, double value)
    {
        if (double.IsNaN(value))
            return _weights[column][_missing[column]];
        int place = Array.BinarySearch(_cuts[column], value);
        return _weights[column][place >= 0 ? place + 1 : ~place];
    }
}
