namespace RetentionTags.Cleaning;

/// <summary>What one step did in all.</summary>
/// <param name="Step">The name of the step.</param>
/// <param name="Entries">The number of its entries.</param>
/// <param name="CellsChanged">Values that it changed; a value that two entries name counts once.</param>
/// <param name="RowsDropped">Rows that it dropped from a training set; each counts once.</param>
/// <param name="RowsKept">Rows of a table that it would have dropped from a training set; each counts once.</param>
/// <param name="ColumnsAdded">Columns that it added.</param>
/// <param name="ColumnsLeftOut">Columns that it left out.</param>
public sealed record CleaningTotals(string Step, int Entries, int CellsChanged, int RowsDropped, int RowsKept, int ColumnsAdded, int ColumnsLeftOut);
