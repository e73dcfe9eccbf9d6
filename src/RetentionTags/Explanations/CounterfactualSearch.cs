namespace RetentionTags.Explanations;

/// <summary>What may be changed to bring a row to another score, and how many ways to look for.</summary>
public sealed record CounterfactualSearch
{
    /// <summary>The columns that something can be done about.</summary>
    /// <value>None by default, so that nothing can be reached. Each column once.</value>
    public ValueList<ActionableColumn> Actionable { get; init => field = Checked(value); } = [];

    /// <summary>How many ways to give at most.</summary>
    /// <value>3 by default. At least 1.</value>
    public int MaxAlternatives { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxAlternatives), value, "at least 1"); } = 3;

    /// <summary>How many columns one way may change at most.</summary>
    /// <value><see langword="null"/> by default: all. At least 1.</value>
    public int? MaxChanges { get; init => field = value is null or >= 1 ? value : throw Setting.OutOfRange(nameof(MaxChanges), value, "at least 1, or null"); }

    private static ValueList<ActionableColumn> Checked(ValueList<ActionableColumn> value)
    {
        ArgumentNullException.ThrowIfNull(value, nameof(Actionable));
        foreach (ActionableColumn column in value)
        {
            if (value.Count(each => each.Name == column.Name) > 1)
                throw new ArgumentException($"Column '{column.Name}' is actionable twice. Name it once, with all of its bins.", nameof(value));
            if (column.Costs.Count > 0 && column.Costs.Count != column.Bins.Count)
                throw new ArgumentException($"Column '{column.Name}' has {column.Costs.Count} costs for {column.Bins.Count} bins. Costs go with Bins, one for each.", nameof(value));
        }

        return value;
    }
}
