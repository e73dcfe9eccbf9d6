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

    /// <summary>Merges a regular bin with the next one.</summary>
    /// <param name="bin">The index of the first of the two.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no two such bins.</exception>
    public ColumnBinning Merge(int bin, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount - 1);
        (Bin first, Bin second) = (_bins[bin], _bins[bin + 1]);
        Bin both = Together(first, second, CountsOf(first.Events + second.Events, first.NonEvents + second.NonEvents));
        return Edited(bin, 2, [both], place => place <= bin ? place : place - 1, Trend, $"merged {first.Label} and {second.Label}", reason);
    }

    /// <summary>Sends missing values, which so far have a bin of their own, to a regular bin.</summary>
    /// <param name="bin">The index of a regular bin.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such regular bin.</exception>
    /// <exception cref="InvalidOperationException">Missing values go to a regular bin already.</exception>
    public ColumnBinning MergeMissing(int bin, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount);
        if (_bins[MissingBin].Kind != BinKind.Missing)
            throw new InvalidOperationException($"The missing values of '{ColumnName}' go to the bin '{_bins[MissingBin].Label}' already.");
        (Bin regular, Bin missing) = (_bins[bin], _bins[MissingBin]);
        ColumnBinning without = Edited(MissingBin, 1, [], place => place == MissingBin ? bin : place > MissingBin ? place - 1 : place, Trend.None, "", reason);
        Bin both = Together(regular, null, CountsOf(regular.Events + missing.Events, regular.NonEvents + missing.NonEvents));
        return without.Edited(bin, 1, [both], place => place, Trend.None, $"sent missing values to {regular.Label}", reason, this);
    }

    private protected abstract void FindBins(Column column, Span<int> destination);

    private protected ArgumentException WrongKind(Column column) =>
        new($"Column '{column.Name}' holds {(column is NumericColumn ? "numbers" : "categories")}, but '{ColumnName}' was binned as {(Kind == ColumnKind.Numeric ? "numbers" : "categories")}.", nameof(column));

    private protected abstract ColumnBinning With(ColumnBinningContent content);

    /// <summary>One regular bin in place of itself and perhaps another one.</summary>
    private protected abstract Bin Together(Bin first, Bin? second, BinCounts counts);

    private protected BinCounts CountsOf(double events, double nonEvents) => new(events, nonEvents, TotalEvents, TotalNonEvents) { AddedRows = ShrinkageStrength };

    /// <summary>A binning with some bins in place of others, and one more line in the audit trail.</summary>
    /// <param name="first">The index of the first bin that goes.</param>
    /// <param name="count">How many bins go.</param>
    /// <param name="bins">The bins that come.</param>
    /// <param name="placeOf">Where the bin of an index is afterwards.</param>
    /// <param name="trend">The trend that still holds.</param>
    /// <param name="change">What was changed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="origin">What it was changed from, when there were steps between.</param>
    private protected ColumnBinning Edited(int first, int count, IReadOnlyList<Bin> bins, Func<int, int> placeOf, Trend trend, string change, string reason, ColumnBinning? origin = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ColumnBinning before = origin ?? this;
        ColumnBinningContent content = Content with
        {
            Bins = [.. _bins[..first], .. bins, .. _bins[(first + count)..]],
            MissingBin = placeOf(Content.MissingBin),
            UnseenBin = Content.UnseenBin < 0 ? -1 : placeOf(Content.UnseenBin),
            Trend = trend,
            Candidates = [],
        };
        double after = content.Bins.Sum(bin => bin.InformationValue);
        return With(content with { Edits = [.. before.Edits, new(change, reason, before.InformationValue, after)] });
    }

    /// <summary>The counts of rows by bin, after making sure that these are the rows that the column was binned on.</summary>
    private protected (double[] Events, double[] NonEvents) Recount(TrainingSet data, int binCount, Action<Column, int[]> find)
    {
        ArgumentNullException.ThrowIfNull(data);
        Column column = data.Table[ColumnName];
        var bins = new int[data.RowCount];
        FindBins(column, bins);
        Check(bins, data);
        find(column, bins);
        return CountsByBin(bins, data, binCount);
    }

    private static (double[] Events, double[] NonEvents) CountsByBin(int[] bins, TrainingSet data, int binCount)
    {
        var events = new double[binCount];
        var nonEvents = new double[binCount];
        for (int row = 0; row < bins.Length; row++)
            (data.Events[row] ? events : nonEvents)[bins[row]] += data.WeightOf(row);
        return (events, nonEvents);
    }

    private void Check(int[] bins, TrainingSet data)
    {
        (double[] events, double[] nonEvents) = CountsByBin(bins, data, _bins.Length);
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            if (Math.Abs(events[bin] - _bins[bin].Events) > 1e-9 * TotalEvents || Math.Abs(nonEvents[bin] - _bins[bin].NonEvents) > 1e-9 * TotalNonEvents)
                throw new ArgumentException(Invariant($"These are not the rows on which '{ColumnName}' was binned: the bin '{_bins[bin].Label}' had {_bins[bin].Events} events and {_bins[bin].NonEvents} non-events, and here it has {events[bin]} and {nonEvents[bin]}. Give the training set of the fit."), nameof(data));
        }
    }

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
