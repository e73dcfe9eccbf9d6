using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Selection;

/// <summary>The audit of a <see cref="SelectionFunnel"/>: which columns stay, and the reason each other one went. Every candidate is in exactly one of <see cref="Selected"/> and <see cref="Dropped"/>.</summary>
public sealed class SelectionModel
{
    internal SelectionModel(SelectionFunnel recipe, BinningModel binning, ValueList<string> selected, ValueList<DroppedColumn> dropped, ValueList<SelectionStage> stages, ValueList<Finding> findings)
    {
        Recipe = recipe;
        Binning = binning;
        Selected = selected;
        Dropped = dropped;
        Stages = stages;
        Findings = findings;
    }

    /// <summary>The recipe that the columns were chosen by.</summary>
    public SelectionFunnel Recipe { get; }

    /// <summary>The bins of all candidates, also of those that were left out.</summary>
    public BinningModel Binning { get; }

    /// <summary>The names of the columns that stay, in the training table's order.</summary>
    public ValueList<string> Selected { get; }

    /// <summary>The columns that went, in the order in which they did.</summary>
    public ValueList<DroppedColumn> Dropped { get; }

    /// <summary>What each step did, in the funnel's order.</summary>
    public ValueList<SelectionStage> Stages { get; }

    /// <summary>What a person should know about this selection; what there is to know about the bins is in those of <see cref="Binning"/>.</summary>
    public ValueList<Finding> Findings { get; }

    /// <summary>The columns that stay.</summary>
    /// <param name="table">Holds at least these columns, found by name.</param>
    /// <returns>A table over the same values, in the order of <see cref="Selected"/>.</returns>
    /// <exception cref="ArgumentException">One of these columns is absent.</exception>
    /// <exception cref="InvalidOperationException">No column stays.</exception>
    public Table Select(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Selected.Count > 0
            ? table.Select(Selected.AsSpan())
            : throw new InvalidOperationException("No column passed the selection, and a table has at least one. Dropped says why each one went.");
    }

    /// <summary>The same rows, labels and weights with the columns that stay.</summary>
    /// <param name="data">Holds at least these columns, found by name.</param>
    /// <returns>A training set over the same values.</returns>
    /// <exception cref="ArgumentException">One of these columns is absent.</exception>
    /// <exception cref="InvalidOperationException">No column stays.</exception>
    public TrainingSet Select(TrainingSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.WithTable(Select(data.Table));
    }

    /// <summary>The whole audit: a line for each step, then a line for each column. As CSV only the columns, since that is one table.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The tables; a dash where a number is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain) => format == TableFormat.Csv ? ColumnsToText(format) : $"{StagesToText(format)}\n{ColumnsToText(format)}";

    private string StagesToText(TableFormat format)
    {
        var table = new TextTable("Step", "In", "Out");
        foreach (SelectionStage stage in Stages)
            table.Add(stage.Step, TableCell.Weight(stage.In), TableCell.Weight(stage.Out));
        return table.Render(format);
    }

    private string ColumnsToText(TableFormat format)
    {
        var table = new TextTable("Column", "IV", "Outcome", "Step", "Rival", "Reason");
        foreach (string name in Selected)
            table.Add(name, TableCell.Number(Binning[name].InformationValue, 4), "kept", "", "", "");
        foreach (DroppedColumn dropped in Dropped)
            table.Add(dropped.ColumnName, TableCell.Number(dropped.StageIndex < 0 ? double.NaN : Binning[dropped.ColumnName].InformationValue, 4), "dropped", dropped.Step, dropped.Rival ?? "", dropped.Reason);
        return table.Render(format);
    }
}
