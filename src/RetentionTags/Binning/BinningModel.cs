using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>The bins of every column of a training set.</summary>
public sealed class BinningModel
{
    private readonly ColumnBinning[] _columns;
    private readonly Dictionary<string, ColumnBinning> _byName = new(StringComparer.Ordinal);

    internal BinningModel(BinningRecipe recipe, ColumnBinning[] columns, ColumnFailure[] failures)
    {
        Recipe = recipe;
        _columns = columns;
        Failures = failures;
        foreach (ColumnBinning column in columns)
            _byName.Add(column.ColumnName, column);
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public BinningRecipe Recipe { get; }

    /// <summary>The columns that could not be binned and were left out, see <see cref="BinningRecipe.LeaveOutFailures"/>.</summary>
    public IReadOnlyList<ColumnFailure> Failures { get; }

    /// <summary>One binning for each column that has one, in the training table's order.</summary>
    public IReadOnlyList<ColumnBinning> Columns => _columns;

    /// <summary>The findings of all columns.</summary>
    public IReadOnlyList<Finding> Findings => [.. _columns.SelectMany(column => column.Findings)];

    /// <summary>The binning of a column.</summary>
    /// <param name="columnName">The column's name, compared by ordinal.</param>
    /// <returns>The binning.</returns>
    /// <exception cref="ArgumentException">The model has no such column.</exception>
    public ColumnBinning this[string columnName] => _byName.TryGetValue(columnName, out ColumnBinning? column)
        ? column
        : throw new ArgumentException($"The model has no column '{columnName}'. It has: {string.Join(", ", _columns.Select(each => $"'{each.ColumnName}'"))}.", nameof(columnName));

    /// <summary>The model with one column's bins exchanged, for instance for bins edited by hand.</summary>
    /// <param name="column">The new bins; a column of this name is in the model.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="ArgumentException">The model has no such column, or one of another kind or from other rows.</exception>
    public BinningModel With(ColumnBinning column)
    {
        ArgumentNullException.ThrowIfNull(column);
        ColumnBinning old = this[column.ColumnName];
        if (old.Kind != column.Kind || old.TotalEvents != column.TotalEvents || old.TotalNonEvents != column.TotalNonEvents)
            throw new ArgumentException($"The bins of '{column.ColumnName}' are of another kind, or were fitted on other rows, than those in the model.", nameof(column));
        return new(Recipe, [.. _columns.Select(each => each == old ? column : each)], [.. Failures]);
    }

    /// <summary>Makes the same tables of other rows, see <see cref="ColumnBinning.Evaluate"/>.</summary>
    /// <param name="data">Rows with at least the model's columns; weights count.</param>
    /// <param name="cancellationToken">Stops the work between columns.</param>
    /// <returns>One evaluation for each column, in the model's order.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public IReadOnlyList<BinningEvaluation> Evaluate(TrainingSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return ColumnsInParallel.Fit(_columns.Length, i => _columns[i].Evaluate(data), maxThreads: 0, leaveOutFailures: false, progress: null, cancellationToken).Columns;
    }

    /// <summary>All columns in one table, those with the highest information value first: bins, trend, information value, Gini, KS, quality score, share of missing rows.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Column", "Bins", "Trend", "IV", "Gini", "KS", "Quality", "Missing");
        foreach (ColumnBinning column in _columns.OrderByDescending(column => column.InformationValue).ThenBy(column => column.ColumnName, StringComparer.Ordinal))
        {
            Bin missing = column.Bins[column.MissingBin];
            table.Add(
                column.ColumnName,
                Invariant($"{column.RegularBinCount}"),
                column.Trend.ToString(),
                TableCell.Number(column.InformationValue, 4),
                TableCell.Number(column.Statistics.Gini, 4),
                TableCell.Number(column.Statistics.KolmogorovSmirnov, 4),
                TableCell.Number(column.Statistics.QualityScore, 4),
                missing.Kind == BinKind.Missing ? TableCell.Percent(missing.CountShare) : missing.Label);
        }

        return table.Render(format);
    }

    /// <summary>Replaces every column by indicators of its bins (one-hot coding): 1 in the rows of the bin, 0 in others, for regressions that give each bin a coefficient of its own.</summary>
    /// <remarks>
    /// A column's <see cref="ColumnBinning.ReferenceBin"/> has no indicator, since those of all bins add up to 1 in every row; its rows have 0 in all. Nor has a bin without training rows: nothing is known of it, so its rows are taken for average ones, with each other bin's share of the training rows in its indicator.
    /// </remarks>
    /// <param name="table">Holds at least the model's columns, found by name; others are left out.</param>
    /// <returns>Numeric columns named by <see cref="ColumnBinning.IndicatorName"/>, in the model's order.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind; or no column has two bins with training rows, so that there is no indicator.</exception>
    public Table ToIndicators(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        NumericColumn[] indicators = [.. _columns.SelectMany(column => column.ToIndicators(table))];
        return indicators.Length > 0
            ? Table.Create(indicators)
            : throw new ArgumentException("No column of the model has two bins with training rows, so there is no indicator.", nameof(table));
    }

    /// <summary>Replaces every column by the weights of evidence of its bins.</summary>
    /// <param name="table">Holds at least the model's columns, found by name; others are left out.</param>
    /// <returns>Numeric columns of the same names, in the model's order, without missing values.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public Table ToWoe(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Table.Create([.. _columns.Select(column => column.ToWoe(table))]);
    }
}
