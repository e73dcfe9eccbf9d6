using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>How one column is cut into bins, with the counts and the evidence of each: a <see cref="NumericBinning"/> or a <see cref="CategoryBinning"/>.</summary>
public abstract class ColumnBinning
{
    private readonly Bin[] _bins;

    private protected ColumnBinning(string columnName, Bin[] bins, double totalEvents, double totalNonEvents, Trend trend, IReadOnlyList<TrendCandidate> candidates, IReadOnlyList<Finding> findings)
    {
        ColumnName = columnName;
        _bins = bins;
        TotalEvents = totalEvents;
        TotalNonEvents = totalNonEvents;
        Trend = trend;
        Candidates = candidates;
        Findings = findings;
        foreach (Bin bin in bins)
        {
            InformationValue += bin.InformationValue;
            RegularBinCount += bin.Kind == BinKind.Regular ? 1 : 0;
        }
    }

    /// <summary>The name of the column.</summary>
    public string ColumnName { get; }

    /// <summary>What the column holds.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>
    /// The bins: regular ones in order, then the missing bin and, for categories, the unseen bin. The last two are there also when no training row
    /// fell into them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<Bin> Bins => _bins;

    /// <summary>The number of regular bins, at least 1.</summary>
    public int RegularBinCount { get; }

    /// <summary>The index of the missing bin.</summary>
    public int MissingBin => RegularBinCount;

    /// <summary>Sum of the weights of all events in training, missing rows included.</summary>
    public double TotalEvents { get; }

    /// <summary>Sum of the weights of all non-events in training, missing rows included.</summary>
    public double TotalNonEvents { get; }

    /// <summary>The trend of the regular bins: the one asked for or, when that was <see cref="Trend.Automatic"/>, the one chosen.</summary>
    public Trend Trend { get; }

    /// <summary>The trends that <see cref="Trend.Automatic"/> compared; otherwise empty.</summary>
    public IReadOnlyList<TrendCandidate> Candidates { get; }

    /// <summary>
    /// Information value: the sum over all bins of (event share − non-event share) · weight of evidence. At least 0; below 0.02 a column says
    /// next to nothing, above 0.5 it is worth asking whether it knows the answer.
    /// </summary>
    public double InformationValue { get; }

    /// <summary>What a person should know about this column's bins.</summary>
    public IReadOnlyList<Finding> Findings { get; }

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
        var bins = new int[destination.Length];
        FindBins(column, bins);
        for (int row = 0; row < bins.Length; row++)
            destination[row] = _bins[bins[row]].Woe;
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

    private static void RequireLength(Column column, int length)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Length != length)
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows, the destination {length}.", nameof(column));
    }
}
