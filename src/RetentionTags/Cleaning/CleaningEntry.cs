namespace RetentionTags.Cleaning;

/// <summary>One thing that cleaning found, and what it did about it.</summary>
/// <param name="Step">The name of the step, the type of its settings: <c>MissingValues</c>.</param>
/// <param name="ColumnName">The column concerned, or <see langword="null"/> when it is whole rows.</param>
/// <param name="Found">What was found, in English.</param>
/// <param name="Effect">What kind of change that led to.</param>
/// <param name="Done">What was done, in English.</param>
/// <param name="Rows">Every row concerned, ascending, numbered from 0 as in the data that came in, whatever steps before have dropped. Empty when it is a column as a whole.</param>
/// <param name="FindingCode">One of <see cref="FindingCodes"/> when the entry is a warning that a person should read, otherwise <see langword="null"/>.</param>
public sealed record CleaningEntry(string Step, string? ColumnName, string Found, CleaningEffect Effect, string Done, ValueList<int> Rows, string? FindingCode = null)
{
    /// <summary>The number of rows concerned.</summary>
    public int Count => Rows.Count;
}
