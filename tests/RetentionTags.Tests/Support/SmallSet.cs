using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>One row of a <see cref="SmallSet"/>.</summary>
public sealed record SmallRow(double Value, string? Category, bool IsEvent, int Weight);

/// <summary>A random training set of a number, a category, a label and a whole weight.</summary>
public sealed record SmallSet(SmallRow[] Rows)
{
    public TrainingSet ToTrainingSet() => Of(Rows, weighted: false);

    public TrainingSet ToWeightedSet() => Of(Rows, weighted: true);

    /// <summary>Each row as many times as its weight says.</summary>
    public TrainingSet ToReplicatedSet() => Of([.. Rows.SelectMany(row => Enumerable.Repeat(row, row.Weight))], weighted: false);

    public TrainingSet ToReversedSet() => Of([.. Rows.Reverse()], weighted: false);

    /// <summary>All sets that lack one row and still have both classes, for shrinking.</summary>
    public IEnumerable<SmallSet> Smaller() => Enumerable.Range(0, Rows.Length)
        .Select(left => new SmallSet([.. Rows.Where((_, i) => i != left)]))
        .Where(set => set.Rows.Any(row => row.IsEvent) && set.Rows.Any(row => !row.IsEvent));

    public override string ToString() => string.Join("; ", Rows.Select(row => FormattableString.Invariant($"{row.Value} {row.Category ?? "null"} {(row.IsEvent ? 1 : 0)} ×{row.Weight}")));

    private static TrainingSet Of(SmallRow[] rows, bool weighted) => TrainingSet.Create(
        Table.Create(
            Column.Numeric("value", rows.Select(row => row.Value).ToArray()),
            Column.Category("category", rows.Select(row => row.Category))),
        rows.Select(row => row.IsEvent).ToArray(),
        weighted ? rows.Select(row => (double)row.Weight).ToArray() : default);
}
