using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Takes special values out of a numeric column.</summary>
internal static class SpecialNumbers
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    /// <summary>The column with NaN in place of special values, the bins of those that are numbers, and the counts of rows that are missing indeed.</summary>
    public static (NumericColumn Column, List<Bin> Bins, BinCounts Missing) Take(NumericColumn column, TrainingSet data, ValueList<SpecialGroup> groups, CancellationToken cancellationToken)
    {
        var specials = NumberPlaces.Of(groups);
        ReadOnlySpan<double> values = column.Values;
        var rest = new double[values.Length];
        var events = new double[groups.Count + 1];
        var nonEvents = new double[groups.Count + 1];
        for (int row = 0; row < rest.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            rest[row] = values[row];
            int group = double.IsNaN(values[row]) ? groups.Count : specials.Find(values[row]);
            if (group < 0)
                continue;
            rest[row] = double.NaN;
            (data.Events[row] ? events : nonEvents)[group] += data.WeightOf(row);
        }

        var bins = new List<Bin>();
        for (int group = 0; group < groups.Count; group++)
        {
            Cell[] numbers = [.. groups[group].Values.Where(value => value.Kind == ColumnKind.Numeric)];
            if (numbers.Length > 0)
                bins.Add(Bin.Special(groups[group].Name, numbers, new(events[group], nonEvents[group], data.EventWeight, data.NonEventWeight)));
        }

        return (Column.Numeric(column.Name, rest), bins, new(events[^1], nonEvents[^1], data.EventWeight, data.NonEventWeight));
    }
}
