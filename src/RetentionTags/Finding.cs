namespace RetentionTags;

/// <summary>
/// A fact that a person should read: something that a fit or a report noticed and that did not stop it.
/// What does stop it is an exception; nothing is ever written to a log or a console.
/// </summary>
/// <param name="Severity">Whether it asks for attention or merely informs.</param>
/// <param name="Code">A stable name for programs, one of <see cref="FindingCodes"/>.</param>
/// <param name="Message">What was found and what to do about it, in English.</param>
/// <param name="ColumnName">The column concerned, or <see langword="null"/>.</param>
public sealed record Finding(FindingSeverity Severity, string Code, string Message, string? ColumnName = null)
{
    /// <summary>Severity, column and message on one line.</summary>
    /// <returns>For instance <c>Warning: column 'fee': …</c>.</returns>
    public override string ToString() =>
        ColumnName is null ? $"{Severity}: {Message}" : $"{Severity}: column '{ColumnName}': {Message}";
}
