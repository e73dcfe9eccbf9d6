using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>How one column is cut into bins, with the counts and the evidence of each: a <see cref="NumericBinning"/> or a <see cref="CategoryBinning"/>.</summary>
public abstract class ColumnBinning
{
    private readonly Bin[] _bins;
    private BinningStatistics? _statistics;
    private IReadOnlyList<AdjacentTest>? _adjacentTests;

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

    /// <summary>What the table says as a whole: divergences, Gini, KS, concentration, quality score, observed trend. Computed when first asked for.</summary>
    public BinningStatistics Statistics => _statistics ??= BinningStatistics.Of(_bins);

    /// <summary>
    /// The tests between neighbouring regular bins, in the order of the table; bins without rows are passed over, so fewer than two regular bins have none. Computed when first asked for, in some milliseconds for each pair.
    /// </summary>
    public IReadOnlyList<AdjacentTest> AdjacentTests => _adjacentTests ??= AdjacentTest.AllOf(_bins);

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

    /// <summary>The binning as text, in the detail asked for.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <param name="detail">The bins, briefly or in full, the statistics, the tests between neighbours, or all of them.</param>
    /// <returns>The table or tables.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format or the detail is none of those there are.</exception>
    public string ToText(TableFormat format, BinningTableDetail detail) => detail switch
    {
        BinningTableDetail.Brief => ToText(format),
        BinningTableDetail.Bins => BinningTables.WithConventions(BinningTables.Bins(ColumnName, _bins, Statistics, format), format),
        BinningTableDetail.Statistics => Statistics.ToText(format),
        BinningTableDetail.AdjacentTests => BinningTables.AdjacentTests(AdjacentTests, format),
        BinningTableDetail.Full => string.Join('\n', ToText(format, BinningTableDetail.Bins), ToText(format, BinningTableDetail.Statistics), ToText(format, BinningTableDetail.AdjacentTests)),
        _ => throw new ArgumentOutOfRangeException(nameof(detail), detail, "Use Brief, Bins, Statistics, AdjacentTests or Full."),
    };

    /// <summary>Makes the same table of other rows: whether the bins are filled as they were, and whether they still mean what they meant.</summary>
    /// <param name="data">Rows with a column of this name and kind, and whether the event happened. Best those that the fit has not seen; weights count.</param>
    /// <returns>The fresh table beside the fitted one.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it is of the other kind.</exception>
    public BinningEvaluation Evaluate(TrainingSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return BinningEvaluation.Of(this, BinTally.Of(this, data, [], 1).CountsOf(0));
    }

    /// <summary>Makes the same table of each period's rows.</summary>
    /// <param name="data">Rows with a column of this name and kind, and whether the event happened; weights count.</param>
    /// <param name="periodOfRow">For each row the number of its period, such as 202411. Periods run from the lowest number to the highest; numbers that no row has are no periods.</param>
    /// <returns>One table for each period, and what they say together.</returns>
    /// <exception cref="ArgumentException">There is no such column, it is of the other kind, or there is not one period for each row.</exception>
    public BinningStability StabilityOver(TrainingSet data, ReadOnlySpan<int> periodOfRow) => BinningStability.Of(this, data, periodOfRow);

    /// <summary>Makes the same table of each period's rows.</summary>
    /// <param name="data">Rows with a column of this name and kind, and whether the event happened; weights count.</param>
    /// <param name="periodOfRow">For each row the name of its period, such as <c>2024-11</c>. Periods run in the ordinal order of their names.</param>
    /// <returns>One table for each period, and what they say together.</returns>
    /// <exception cref="ArgumentException">There is no such column, it is of the other kind, a period is <see langword="null"/>, or there is not one period for each row.</exception>
    public BinningStability StabilityOver(TrainingSet data, IReadOnlyList<string> periodOfRow) => BinningStability.Of(this, data, periodOfRow);

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
