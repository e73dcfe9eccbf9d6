using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Events and non-events of each bin of a fitted column among other rows, for one group of rows or several.</summary>
internal sealed class BinTally
{
    private readonly int _bins;
    private readonly double _addedRows;
    private readonly double[] _events;
    private readonly double[] _nonEvents;

    private BinTally(int bins, int groups, double addedRows)
    {
        (_bins, _addedRows) = (bins, addedRows);
        _events = new double[bins * groups];
        _nonEvents = new double[bins * groups];
    }

    /// <summary>Counts in one pass, in the order of rows.</summary>
    /// <param name="binning">The bins.</param>
    /// <param name="data">The rows.</param>
    /// <param name="groupOf">The group of each row, from 0; empty when there is one.</param>
    /// <param name="groups">The number of groups.</param>
    public static BinTally Of(ColumnBinning binning, TrainingSet data, ReadOnlySpan<int> groupOf, int groups)
    {
        var tally = new BinTally(binning.Bins.Count, groups, binning.ShrinkageStrength);
        var bins = new int[data.RowCount];
        binning.ToBins(data.Table[binning.ColumnName], bins);
        ReadOnlySpan<bool> events = data.Events;
        ReadOnlySpan<double> weights = data.Weights;
        for (int row = 0; row < bins.Length; row++)
        {
            int cell = groupOf.IsEmpty ? bins[row] : (groupOf[row] * tally._bins) + bins[row];
            (events[row] ? tally._events : tally._nonEvents)[cell] += weights.IsEmpty ? 1 : weights[row];
        }

        return tally;
    }

    /// <summary>The counts of one group, bin by bin, beside the group's totals.</summary>
    public BinCounts[] CountsOf(int group)
    {
        double totalEvents = 0, totalNonEvents = 0;
        for (int bin = 0; bin < _bins; bin++)
        {
            totalEvents += _events[(group * _bins) + bin];
            totalNonEvents += _nonEvents[(group * _bins) + bin];
        }

        var counts = new BinCounts[_bins];
        for (int bin = 0; bin < _bins; bin++)
            counts[bin] = new(_events[(group * _bins) + bin], _nonEvents[(group * _bins) + bin], totalEvents, totalNonEvents) { AddedRows = _addedRows };
        return counts;
    }
}
