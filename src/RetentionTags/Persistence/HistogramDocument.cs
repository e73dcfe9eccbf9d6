using RetentionTags.Binning;
using RetentionTags.Binning.Histograms;

namespace RetentionTags.Persistence;

/// <summary>A histogram as it is saved.</summary>
internal sealed record HistogramDocument(int Capacity, double Events, double NonEvents, HistogramColumnDocument[] Columns)
{
    public static HistogramDocument Of(BinningHistogram histogram) => new(
        histogram.Capacity,
        histogram.EventWeight,
        histogram.NonEventWeight,
        [.. histogram.ColumnHistograms.Select(HistogramColumnDocument.Of)]);

    public BinningHistogram ToHistogram()
    {
        ColumnHistogram[] columns = [.. Columns.Select(column => column.ToColumn(Capacity))];
        double total = Events + NonEvents;
        foreach (HistogramPrecision column in columns.Select(column => column.Precision))
        {
            if (!(Math.Abs(column.Weight + column.MissingWeight - total) <= BinningHistogram.Rounding * total))
                throw new ArgumentException($"The counts of column '{column.ColumnName}' do not add up to those of all rows.");
        }

        return BinningHistogram.Restore(Capacity, columns, new(Events, NonEvents));
    }
}
