using RetentionTags.Rendering;

namespace RetentionTags.Data;

/// <summary>What became of the rows that a log was read from: which were left out and why, and what kinds of amounts the others have.</summary>
/// <param name="RowsRead">The number of rows of the source.</param>
/// <param name="LeftOut">Rows that are not in the log, by reason: rows without an entity, those that a <see cref="RowRule"/> names, and repetitions of an event. A row counts for the first reason that applies.</param>
/// <param name="Events">The number of events.</param>
/// <param name="Entities">The number of entities.</param>
/// <param name="Refunds">The number of events whose amount is below 0.</param>
/// <param name="RefundAmount">The sum of these amounts, at most 0.</param>
/// <param name="ZeroAmounts">The number of events whose amount is 0.</param>
public sealed record EventLogReport(int RowsRead, ValueList<LeftOutRows> LeftOut, int Events, int Entities, int Refunds, double RefundAmount, int ZeroAmounts)
{
    /// <summary>A table with a line for each reason and each kind of amount; rows read are the rows left out and the events.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("rows", "count");
        table.Add("read", TableCell.Weight(RowsRead));
        foreach (LeftOutRows rows in LeftOut)
            table.Add($"left out: {rows.Reason}", TableCell.Weight(rows.Rows));
        table.Add("events", TableCell.Weight(Events));
        table.Add("of them refunds (amount below 0)", TableCell.Weight(Refunds));
        table.Add("of them without value (amount 0)", TableCell.Weight(ZeroAmounts));
        table.Add("entities", TableCell.Weight(Entities));
        return table.Render(format);
    }
}
