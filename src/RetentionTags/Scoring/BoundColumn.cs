using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <summary>Where one of a card's columns stands in tables of some schema, and for categories the levels and what they weigh.</summary>
internal sealed class BoundColumn(ScorecardColumn column, int place, IReadOnlyList<string> levels, int[] weights)
{
    public int Place => place;

    /// <summary>The weight of each level's code, ahead of them that of missing.</summary>
    public ReadOnlyMemory<int> Weights => weights;

    /// <summary>The column in its place in a table, or an error that says what is there instead.</summary>
    public Column Find(Table table)
    {
        if (place < table.Columns.Count && table.Columns[place] is { } found && found.Name == column.Name && found.Kind == column.Kind)
            return found;
        column.Find(table);
        throw new ArgumentException($"The column '{column.Name}' was number {place} in the table that the scorecard was bound to, and is not there now. Bind the scorecard to this table: scorecard.Bind(table).", nameof(table));
    }

    /// <summary>Whether codes mean what they meant: mostly it is the same list.</summary>
    public bool HasLevelsOf(CategoryColumn categories)
    {
        if (ReferenceEquals(categories.Levels, levels))
            return true;
        if (categories.Levels.Count != levels.Count)
            return false;
        for (int i = 0; i < levels.Count; i++)
        {
            if (categories.Levels[i] != levels[i])
                return false;
        }

        return true;
    }
}
