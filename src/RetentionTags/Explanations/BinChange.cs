namespace RetentionTags.Explanations;

/// <summary>A column brought from one bin into another.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="FromLabel">The bin that the row is in.</param>
/// <param name="ToLabel">The bin that it is brought into.</param>
/// <param name="Effect">What that changes: in log-odds or, where the target is of rounded points, in points.</param>
/// <param name="Cost">What it costs.</param>
public sealed record BinChange(string ColumnName, string FromLabel, string ToLabel, double Effect, double Cost)
{
    /// <summary>The change in words.</summary>
    /// <returns>For instance <c>contract: Month-to-month → One year</c>.</returns>
    public override string ToString() => $"{ColumnName}: {FromLabel} → {ToLabel}";
}
