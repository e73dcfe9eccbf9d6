using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>An entry of a cleaning's report as it is saved.</summary>
internal sealed record CleaningEntryDocument(string Step, string? Column, string Found, CleaningEffect Effect, string Done, string Rows, string? FindingCode)
{
    public static CleaningEntryDocument Of(CleaningEntry entry) =>
        new(entry.Step, entry.ColumnName, entry.Found, entry.Effect, entry.Done, NumberList.Write(entry.Rows.AsSpan().ToArray(), row => row), entry.FindingCode);

    public CleaningEntry ToEntry() =>
        new(Step, Column, Found, Effect, Done, [.. NumberList.Read(Rows).Select(row => checked((int)row))], FindingCode);
}
