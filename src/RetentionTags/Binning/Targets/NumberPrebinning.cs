using RetentionTags.Binning.Prebins;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>Divides a column of numbers at quantiles of the size of bins: of rows, or of exposure.</summary>
internal static class NumberPrebinning
{
    public static TargetPrebins<TSums> Of<TSums>(Target<TSums> target, NumericColumn column, CancellationToken cancellationToken)
    {
        ValueList<SpecialGroup> groups = target.Recipe.Specials;
        var specials = NumberPlaces.Of(groups);
        var rows = ColumnRows<TSums>.Of(target, groups.Count, GroupOf, row => SortableDouble.ToKey(column.Values[row]), cancellationToken);
        double[] values = [.. rows.FirstRows.Select(row => column.Values[row] + 0.0)];
        int[] starts = QuantileRule.Starts(rows.Sizes(), target.Recipe.MaxPrebins);
        int[] ends = [.. starts.Skip(1), values.Length];
        double[] cuts = [.. starts.Skip(1).Select(start => ShortestCut.Between(values[start - 1], values[start]))];
        TSums[] sums = starts.Length == 0 ? [target.Nothing] : [.. starts.Select((start, prebin) => rows.Between(start, ends[prebin]))];
        return new()
        {
            Column = column,
            Sums = sums,
            Missing = rows.Apart[^1],
            Specials = [.. groups.Index().Where(group => rows.AreThere[group.Index]).Select(group => (BinPlace.Special(group.Item.Name, [.. group.Item.Values.Where(value => value.Kind == ColumnKind.Numeric)]), rows.Apart[group.Index]))],
            DistinctValues = values.Length,
            IsOrdered = true,
            PlaceOf = (start, end) => BinPlace.Interval(start == 0 ? double.NegativeInfinity : cuts[start - 1], end == sums.Length ? double.PositiveInfinity : cuts[end - 1]),
            Center = target.Trend is Trend.Concave or Trend.Convex ? new IntervalCenters(values, rows.Sizes(), cuts).Of : (start, end) => 0.5 * (start + end - 1),
        };

        int GroupOf(int row) => double.IsNaN(column.Values[row]) ? groups.Count : specials.Find(column.Values[row]);
    }
}
