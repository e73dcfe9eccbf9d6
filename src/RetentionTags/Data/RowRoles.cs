namespace RetentionTags.Data;

/// <summary>What is known of the rows of a training set beside columns, labels and weights; nothing of it is learnt from.</summary>
/// <param name="SourceRows">Where each row stood in the set that was created first; nothing when rows are those.</param>
/// <param name="EntityKeys">The keys of the entities, if there are any.</param>
/// <param name="Entities">The entity of each row, or empty.</param>
/// <param name="Times">The moment of each row in UTC, or empty.</param>
/// <param name="PopulationEventRate">The share of events among those whom the rows were chosen from, if it is another one.</param>
internal sealed record RowRoles(int[]? SourceRows, EntityKeys? EntityKeys, int[] Entities, DateTime[] Times, double? PopulationEventRate)
{
    public static RowRoles None { get; } = new(null, null, [], [], null);

    public int SourceRow(int row) => SourceRows is null ? row : SourceRows[row];

    /// <summary>The roles of the given rows.</summary>
    public RowRoles Of(ReadOnlySpan<int> rows)
    {
        var sourceRows = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            sourceRows[i] = SourceRow(rows[i]);
        return this with { SourceRows = sourceRows, Entities = ValuesOfRows.Of<int>(Entities, rows), Times = ValuesOfRows.Of<DateTime>(Times, rows) };
    }
}
