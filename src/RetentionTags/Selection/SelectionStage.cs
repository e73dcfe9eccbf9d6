using RetentionTags.Binning;
using RetentionTags.Rendering;

namespace RetentionTags.Selection;

/// <summary>What one step of a funnel did.</summary>
/// <param name="Step">The step's name, that of its type.</param>
/// <param name="In">The number of columns that came to it.</param>
/// <param name="Out">The number of columns that it left.</param>
/// <param name="Measures">The number by which it judged each column that came to it, in the table's order; empty for <see cref="Stepwise"/>, which judges columns together.</param>
/// <param name="Moves">The order in which it went, where it goes column by column; otherwise empty.</param>
public sealed record SelectionStage(string Step, int In, int Out, ValueList<ColumnMeasure> Measures, ValueList<SelectionMove> Moves)
{
    /// <summary>The moves, or for a step without any, the columns and their numbers, as a table.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; four decimals, small numbers with their power of ten, a dash where one is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(Moves.Count > 0 ? "Move" : "Column", Step);
        foreach (SelectionMove move in Moves)
            table.Add(move.Action == SelectionAction.Start ? "start" : move.ToString(), TableCell.Number(move.Value, 4));
        if (Moves.Count == 0)
        {
            foreach (ColumnMeasure measure in Measures)
                table.Add(measure.ColumnName, BinningTables.Probability(measure.Value));
        }

        return table.Render(format);
    }
}
