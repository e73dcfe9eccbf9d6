using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Tests.Binning;

/// <summary>Binning tables made of counts, without a fit.</summary>
internal static class BinTable
{
    /// <summary>Regular bins (−∞, 1), [1, 2) … with these events and non-events, then a missing bin.</summary>
    public static Bin[] Of(IReadOnlyList<(double Events, double NonEvents)> regular, (double Events, double NonEvents) missing = default)
    {
        double events = regular.Sum(bin => bin.Events) + missing.Events, nonEvents = regular.Sum(bin => bin.NonEvents) + missing.NonEvents;
        return
        [
            .. regular.Select((bin, i) => Bin.Interval(i == 0 ? double.NegativeInfinity : i, i + 1 == regular.Count ? double.PositiveInfinity : i + 1, new(bin.Events, bin.NonEvents, events, nonEvents))),
            Bin.Missing(new(missing.Events, missing.NonEvents, events, nonEvents)),
        ];
    }

    /// <summary>From counts and events, as reference tables give them.</summary>
    public static Bin[] OfCounts(IReadOnlyList<double> counts, IReadOnlyList<double> events, (double Events, double NonEvents) missing = default) =>
        Of([.. counts.Zip(events, (count, event_) => (event_, count - event_))], missing);

    /// <summary>The bins as a fitted column named x.</summary>
    public static NumericBinning Fitted(Bin[] bins) => Fitted("x", bins);

    public static NumericBinning Fitted(string name, Bin[] bins) => new(name, bins, bins.Sum(bin => bin.Events), bins.Sum(bin => bin.NonEvents), Trend.None, [], []);

    /// <summary>A column cut at the given numbers and counted row by row.</summary>
    public static NumericBinning Cut(TrainingSet data, string column, params double[] cuts)
    {
        double[] values = data.Table.Numeric(column).Values.ToArray(), edges = [double.NegativeInfinity, .. cuts, double.PositiveInfinity];
        Bin[] bins = [.. edges.Zip(edges.Skip(1)).Select(edge => Bin.Interval(edge.First, edge.Second, Count(value => value >= edge.First && value < edge.Second))), Bin.Missing(Count(double.IsNaN))];
        return Fitted(column, bins);

        BinCounts Count(Func<double, bool> isIn)
        {
            bool[] labels = data.Events.ToArray();
            return new(values.Where((value, row) => isIn(value) && labels[row]).Count(), values.Where((value, row) => isIn(value) && !labels[row]).Count(), data.EventWeight, data.NonEventWeight);
        }
    }

    /// <summary>Two arrays of bytes, as FsCheck makes them, as a table with both classes; some cells are 0.</summary>
    public static List<(double Events, double NonEvents)> Cells(byte[] events, byte[] nonEvents)
    {
        List<(double Events, double NonEvents)> cells = [.. events.Zip(nonEvents, (e, n) => ((double)(e % 40), (double)(n % 40)))];
        cells.Add((3, 4));
        return cells;
    }

    /// <summary>Rows of a column x whose bins hold exactly these counts: the value i − 0.5 lies in regular bin i, the last entry is missing.</summary>
    public static TrainingSet Rows(IReadOnlyList<(double Events, double NonEvents)> cells)
    {
        double[] values = [.. cells.Select((_, bin) => bin == cells.Count - 1 ? double.NaN : bin + 0.5)];
        return TrainingSet.Create(
            Table.Create(Column.Numeric("x", values.Concat(values).ToArray())),
            [.. cells.Select(_ => true), .. cells.Select(_ => false)],
            [.. cells.Select(cell => cell.Events), .. cells.Select(cell => cell.NonEvents)]);
    }
}
