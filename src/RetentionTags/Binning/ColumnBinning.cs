using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>How one column is cut into bins, with the counts and the evidence of each: a <see cref="NumericBinning"/> or a <see cref="CategoryBinning"/>.</summary>
public abstract class ColumnBinning
{
    private readonly Bin[] _bins;

    private protected ColumnBinning(ColumnBinningContent content)
    {
        Content = content;
        _bins = content.Bins;
        foreach (Bin bin in _bins)
        {
            InformationValue += bin.InformationValue;
            RegularBinCount += bin.Kind == BinKind.Regular ? 1 : 0;
        }
    }

    internal ColumnBinningContent Content { get; }

    /// <summary>The name of the column.</summary>
    public string ColumnName => Content.ColumnName;

    /// <summary>What the column holds.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>
    /// The bins: regular ones in order, then those of special values, then the missing bin and, for categories, the unseen bin, unless a policy sends such rows to another bin. The last two are there also
    /// when no training row fell into them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<Bin> Bins => _bins;

    /// <summary>The number of regular bins, at least 1.</summary>
    public int RegularBinCount { get; }

    /// <summary>The index of the bin for missing values: a bin of its own or, by <see cref="MissingPolicy"/>, a regular one.</summary>
    public int MissingBin => Content.MissingBin;

    /// <summary>Sum of the weights of all events in training, missing rows included.</summary>
    public double TotalEvents => Content.TotalEvents;

    /// <summary>Sum of the weights of all non-events in training, missing rows included.</summary>
    public double TotalNonEvents => Content.TotalNonEvents;

    /// <summary>
    /// The trend of the regular bins that the optimiser kept: the one asked for or, when that was <see cref="Trend.Automatic"/>, the one chosen. <see cref="Trend.None"/> for bins by a fixed rule or by
    /// hand, and for bins without an order.
    /// </summary>
    public Trend Trend => Content.Trend;

    /// <summary>The trends that <see cref="Trend.Automatic"/> compared; otherwise empty.</summary>
    public IReadOnlyList<TrendCandidate> Candidates => Content.Candidates;

    /// <summary>
    /// Information value: the sum over all bins of (event share − non-event share) · weight of evidence. At least 0; below 0.02 a column says
    /// next to nothing, above 0.5 it is worth asking whether it knows the answer.
    /// </summary>
    public double InformationValue { get; }

    /// <summary>The rows that <see cref="WoeEstimate.EmpiricalBayes"/> adds to each bin, divided as all rows are; 0 when evidence is from the counts as they are.</summary>
    public double ShrinkageStrength => Content.ShrinkageStrength;

    /// <summary>What people have changed by hand since the fit, oldest first.</summary>
    public IReadOnlyList<BinningEdit> Edits => Content.Edits;

    /// <summary>What a person should know about this column's bins.</summary>
    public IReadOnlyList<Finding> Findings => Content.Findings;

    /// <summary>Finds the bin of each row.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one index into <see cref="Bins"/> for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToBins(Column column, Span<int> destination)
    {
        RequireLength(column, destination.Length);
        FindBins(column, destination);
    }

    /// <summary>Replaces each row by the weight of evidence of its bin.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one weight of evidence, in log-odds, for each row; never NaN.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToWoe(Column column, Span<double> destination)
    {
        RequireLength(column, destination.Length);
        Replace(column, destination, [.. _bins.Select(bin => bin.Woe)]);
    }

    /// <summary>Replaces each row by the event rate of its bin in training.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one rate, 0–1, for each row; that of all training rows where the bin had none.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToRates(Column column, Span<double> destination)
    {
        RequireLength(column, destination.Length);
        double overall = TotalEvents / (TotalEvents + TotalNonEvents);
        Replace(column, destination, [.. _bins.Select(bin => bin.Count > 0 ? bin.EventRate : overall)]);
    }

    /// <summary>Replaces each row by the label of its bin.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one label for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToLabels(Column column, Span<string> destination)
    {
        RequireLength(column, destination.Length);
        Replace(column, destination, [.. _bins.Select(bin => bin.Label)]);
    }

    /// <summary>A table's column of this name with its weights of evidence instead of its values.</summary>
    internal NumericColumn ToWoe(Table table)
    {
        var woe = new double[table.RowCount];
        ToWoe(table[ColumnName], woe);
        return Column.Numeric(ColumnName, woe);
    }

    /// <summary>The binning table as text: one line for each bin, then the totals.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(ColumnName, "Count", "Share", "Events", "Non-events", "Event rate", "WOE", "IV");
        foreach (Bin bin in _bins)
        {
            table.Add(
                bin.Label,
                TableCell.Weight(bin.Count),
                TableCell.Percent(bin.CountShare),
                TableCell.Weight(bin.Events),
                TableCell.Weight(bin.NonEvents),
                TableCell.Percent(bin.EventRate),
                TableCell.Number(bin.Woe, 4),
                TableCell.Number(bin.InformationValue, 4));
        }

        table.Add(
            "total",
            TableCell.Weight(TotalEvents + TotalNonEvents),
            TableCell.Percent(1),
            TableCell.Weight(TotalEvents),
            TableCell.Weight(TotalNonEvents),
            TableCell.Percent(TotalEvents / (TotalEvents + TotalNonEvents)),
            "",
            TableCell.Number(InformationValue, 4));
        return table.Render(format);
    }

    private protected abstract void FindBins(Column column, Span<int> destination);

    private protected ArgumentException WrongKind(Column column) =>
        new($"Column '{column.Name}' holds {(column is NumericColumn ? "numbers" : "categories")}, but '{ColumnName}' was binned as {(Kind == ColumnKind.Numeric ? "numbers" : "categories")}.", nameof(column));

    private void Replace<T>(Column column, Span<T> destination, T[] ofBin)
    {
        var bins = new int[destination.Length];
        FindBins(column, bins);
        for (int row = 0; row < bins.Length; row++)
            destination[row] = ofBin[bins[row]];
    }

    private static void RequireLength(Column column, int length)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Length != length)
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows, the destination {length}.", nameof(column));
    }
}
