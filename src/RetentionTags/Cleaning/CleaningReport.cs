using System.Globalization;
using RetentionTags.Rendering;

namespace RetentionTags.Cleaning;

/// <summary>All that a cleaning found and did: whatever differs between the data that came in and the data that came out is in it.</summary>
public sealed class CleaningReport
{
    /// <summary>So many row numbers are shown to people; programs get all.</summary>
    private const int ShownRows = 5;

    private readonly CleaningEntry[] _entries;

    internal CleaningReport(int rowCount, CleaningEntry[] entries) => (RowCount, _entries) = (rowCount, entries);

    /// <summary>The number of rows that came in.</summary>
    public int RowCount { get; }

    /// <summary>What was found and done, step by step, in the order of columns.</summary>
    public IReadOnlyList<CleaningEntry> Entries => _entries;

    /// <summary>The entries that a person should read, as findings.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. _entries.Where(entry => entry.FindingCode is not null).Select(entry => new Finding(FindingSeverity.Warning, entry.FindingCode!, $"{entry.Found}; {entry.Done}.", entry.ColumnName))];

    /// <summary>One line for each step that has entries, in the order of steps. Steps of the same kind share one.</summary>
    public IReadOnlyList<CleaningTotals> Totals => [.. _entries.GroupBy(entry => entry.Step).Select(TotalsOf)];

    /// <summary>The entries of one column.</summary>
    /// <param name="columnName">The column's name.</param>
    /// <returns>Its entries, in order; none when nothing was found.</returns>
    public IReadOnlyList<CleaningEntry> OfColumn(string columnName) => [.. _entries.Where(entry => entry.ColumnName == columnName)];

    /// <summary>The entries as a table: step, column, what was found, number of rows, what was done, and the rows (all of them in CSV, otherwise the first five).</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Step", "Column", "Found", "Count", "Done", "Rows");
        foreach (CleaningEntry entry in _entries)
            table.Add(entry.Step, entry.ColumnName ?? "", entry.Found, entry.Count == 0 ? "" : TableCell.Weight(entry.Count), entry.Done, RowsOf(entry));
        return table.Render(format);
    }

    /// <summary><see cref="Totals"/> as a table.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string TotalsToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Step", "Entries", "Cells changed", "Rows dropped", "Rows kept", "Columns added", "Columns left out");
        foreach (CleaningTotals totals in Totals)
        {
            table.Add(
                totals.Step,
                TableCell.Weight(totals.Entries),
                TableCell.Weight(totals.CellsChanged),
                TableCell.Weight(totals.RowsDropped),
                TableCell.Weight(totals.RowsKept),
                TableCell.Weight(totals.ColumnsAdded),
                TableCell.Weight(totals.ColumnsLeftOut));
        }

        return table.Render(format);
    }

    private static TableCell RowsOf(CleaningEntry entry)
    {
        string first = Joined(entry.Rows.Take(ShownRows));
        return new(entry.Count > ShownRows ? first + " …" : first, Joined(entry.Rows), IsNumber: false);
    }

    private static string Joined(IEnumerable<int> rows) => string.Join(' ', rows.Select(row => row.ToString(CultureInfo.InvariantCulture)));

    private static CleaningTotals TotalsOf(IGrouping<string, CleaningEntry> step)
    {
        ILookup<CleaningEffect, CleaningEntry> by = step.ToLookup(entry => entry.Effect);
        return new(
            step.Key,
            step.Count(),
            by[CleaningEffect.CellsChanged].GroupBy(entry => entry.ColumnName).Sum(DistinctRows),
            DistinctRows(by[CleaningEffect.RowsDropped]),
            DistinctRows(by[CleaningEffect.RowsKept]),
            by[CleaningEffect.ColumnAdded].Count(),
            by[CleaningEffect.ColumnLeftOut].Count());
    }

    private static int DistinctRows(IEnumerable<CleaningEntry> entries) => entries.SelectMany(entry => entry.Rows).Distinct().Count();
}
