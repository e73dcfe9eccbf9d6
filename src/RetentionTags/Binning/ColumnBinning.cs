using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>How one column is cut into bins, with the counts and the evidence of each: a <see cref="NumericBinning"/> or a <see cref="CategoryBinning"/>.</summary>
public abstract class ColumnBinning
{
    private readonly Bin[] _bins;
    private BinningStatistics? _statistics;
    private IReadOnlyList<AdjacentTest>? _adjacentTests;

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
    /// The trend of the regular bins that the optimiser kept: the one asked for or, when that was <see cref="Trend.Automatic"/>, the one chosen. <see cref="Trend.Ascending"/> for categories in the
    /// order of their event rates; <see cref="Trend.None"/> for bins by a fixed rule, and after changes by hand other than merging.
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

    /// <summary>What the table says as a whole: divergences, Gini, KS, concentration, quality score, observed trend. Computed when first asked for.</summary>
    public BinningStatistics Statistics => _statistics ??= BinningStatistics.Of(_bins);

    /// <summary>
    /// The tests between neighbouring regular bins, in the order of the table; bins without rows are passed over, so fewer than two regular bins have none. Computed when first asked for, in some milliseconds for each pair.
    /// </summary>
    public IReadOnlyList<AdjacentTest> AdjacentTests => _adjacentTests ??= AdjacentTest.AllOf(_bins);

    /// <summary>The bin that has no column in <see cref="BinningModel.ToIndicators"/>, against which the others are measured: the one with the most training rows, the first of several.</summary>
    public int ReferenceBin => Array.FindIndex(_bins, bin => bin.Count == _bins.Max(other => other.Count));

    /// <summary>Finds the bin of each row.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one index into <see cref="Bins"/> for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToBins(Column column, Span<int> destination)
    {
        RequireLength(column, destination.Length);
        FindBins(column, destination);
    }

    /// <summary>Finds the bin of each row and keeps it in a byte: an eighth of the memory of a number, and rows so coded are scored several times as fast.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one index into <see cref="Bins"/> for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    /// <exception cref="InvalidOperationException">There are more bins than the 256 that a byte can name.</exception>
    public void ToBins(Column column, Span<byte> destination)
    {
        RequireLength(column, destination.Length);
        if (_bins.Length > byte.MaxValue + 1)
            throw new InvalidOperationException($"'{ColumnName}' has {_bins.Length} bins, and a byte names {byte.MaxValue + 1}. Use ToBins with a Span<int>.");
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

    /// <summary>The name of a bin's column in <see cref="BinningModel.ToIndicators"/>, such as <c>tenure = [6, 18)</c>.</summary>
    /// <param name="bin">The index of a bin.</param>
    /// <returns>The column's name and the bin's label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bin.</exception>
    public string IndicatorName(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, _bins.Length);
        return $"{ColumnName} = {_bins[bin].Label}";
    }

    /// <summary>The indicators of a table's column of this name; formulas at <see cref="BinningModel.ToIndicators"/>.</summary>
    internal IEnumerable<NumericColumn> ToIndicators(Table table)
    {
        var bins = new int[table.RowCount];
        ToBins(table[ColumnName], bins);
        int reference = ReferenceBin;
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            if (bin == reference || _bins[bin].Count == 0)
                continue;
            var values = new double[bins.Length];
            for (int row = 0; row < values.Length; row++)
                values[row] = bins[row] == bin ? 1 : _bins[bins[row]].Count == 0 ? _bins[bin].CountShare : 0;
            yield return Column.Numeric(IndicatorName(bin), values);
        }
    }

    /// <summary>The binning table as text: one line for each bin, then the totals.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(ColumnName, "Count", "Share", "Events", "Non-events", "Event rate", "WOE", "IV");
        foreach (Bin bin in _bins)
        {
            table.Add([
                bin.Label,
                .. BinningTables.Counts(bin.Count, bin.CountShare, bin.Events, bin.NonEvents, bin.EventRate),
                TableCell.Number(bin.Woe, 4),
                TableCell.Number(bin.InformationValue, 4)]);
        }

        double total = TotalEvents + TotalNonEvents;
        table.Add(["total", .. BinningTables.Counts(total, 1, TotalEvents, TotalNonEvents, TotalEvents / total), "", TableCell.Number(InformationValue, 4)]);
        return table.Render(format);
    }

    /// <summary>Merges a regular bin with the next one.</summary>
    /// <param name="bin">The index of the first of the two.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no two such bins.</exception>
    public virtual ColumnBinning Merge(int bin, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount - 1);
        (Bin first, Bin second) = (_bins[bin], _bins[bin + 1]);
        Bin both = Together(first, second, CountsOf(first, second));
        return Edited(bin, 2, [both], place => place <= bin ? place : place - 1, Trend is Trend.Concave or Trend.Convex ? Trend.None : Trend, $"merged {first.Label} and {second.Label}", reason);
    }

    /// <summary>Sends missing values, which so far have a bin of their own, to a regular bin.</summary>
    /// <param name="bin">The index of a regular bin.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <returns>A new binning; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such regular bin.</exception>
    /// <exception cref="InvalidOperationException">Missing values go to a regular bin already.</exception>
    public virtual ColumnBinning MergeMissing(int bin, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, RegularBinCount);
        if (_bins[MissingBin].Kind != BinKind.Missing)
            throw new InvalidOperationException($"The missing values of '{ColumnName}' go to the bin '{_bins[MissingBin].Label}' already.");
        (Bin regular, Bin missing) = (_bins[bin], _bins[MissingBin]);
        Bin[] bins = [Together(regular, null, CountsOf(regular, missing)), .. _bins[(bin + 1)..MissingBin]];
        return Edited(bin, bins.Length + 1, bins, place => place == MissingBin ? bin : place > MissingBin ? place - 1 : place, Trend.None, $"sent missing values to {regular.Label}", reason);
    }

    /// <summary>The binning as text, in the detail asked for.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <param name="detail">The bins, briefly or in full, the statistics, the tests between neighbours, or all of them.</param>
    /// <returns>The table or tables.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format or the detail is none of those there are.</exception>
    public string ToText(TableFormat format, BinningTableDetail detail) => detail switch
    {
        BinningTableDetail.Brief => ToText(format),
        BinningTableDetail.Bins => BinningTables.WithConventions(BinningTables.Bins(ColumnName, _bins, Statistics, format), ShrinkageStrength, format),
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
    /// <exception cref="ArgumentException">There is no such column, it is of the other kind, there is not one period for each row, or there are more than 10,000 periods.</exception>
    public BinningStability StabilityOver(TrainingSet data, ReadOnlySpan<int> periodOfRow) => BinningStability.Of(this, data, periodOfRow);

    /// <summary>Makes the same table of each period's rows.</summary>
    /// <param name="data">Rows with a column of this name and kind, and whether the event happened; weights count.</param>
    /// <param name="periodOfRow">For each row the name of its period, such as <c>2024-11</c>. Periods run in the ordinal order of their names.</param>
    /// <returns>One table for each period, and what they say together.</returns>
    /// <exception cref="ArgumentException">There is no such column, it is of the other kind, a period is <see langword="null"/>, there is not one period for each row, or there are more than 10,000 periods.</exception>
    public BinningStability StabilityOver(TrainingSet data, IReadOnlyList<string> periodOfRow) => BinningStability.Of(this, data, periodOfRow);

    private protected abstract void FindBins(Column column, Span<int> destination);

    private protected abstract void FindBins(Column column, Span<byte> destination);

    private protected ArgumentException WrongKind(Column column) =>
        new($"Column '{column.Name}' holds {(column is NumericColumn ? "numbers" : "categories")}, but '{ColumnName}' was binned as {(Kind == ColumnKind.Numeric ? "numbers" : "categories")}.", nameof(column));

    private protected abstract ColumnBinning With(ColumnBinningContent content);

    /// <summary>One regular bin in place of itself and perhaps another one.</summary>
    private protected abstract Bin Together(Bin first, Bin? second, BinCounts counts);

    private BinCounts CountsOf(Bin first, Bin second) => CountsOf(first.Events + second.Events, first.NonEvents + second.NonEvents);

    private protected BinCounts CountsOf(double events, double nonEvents) => new(events, nonEvents, TotalEvents, TotalNonEvents) { AddedRows = ShrinkageStrength };

    /// <summary>A binning with some bins in place of others, and one more line in the audit trail.</summary>
    /// <param name="first">The index of the first bin that goes.</param>
    /// <param name="count">How many bins go.</param>
    /// <param name="bins">The bins that come.</param>
    /// <param name="placeOf">Where the bin of an index is afterwards.</param>
    /// <param name="trend">The trend that still holds.</param>
    /// <param name="change">What was changed.</param>
    /// <param name="reason">Why.</param>
    private protected ColumnBinning Edited(int first, int count, IReadOnlyList<Bin> bins, Func<int, int> placeOf, Trend trend, string change, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ColumnBinningContent content = Content with
        {
            Bins = [.. _bins[..first], .. bins, .. _bins[(first + count)..]],
            MissingBin = placeOf(Content.MissingBin),
            UnseenBin = Content.UnseenBin < 0 ? -1 : placeOf(Content.UnseenBin),
            Trend = trend,
            Candidates = [],
        };
        double after = content.Bins.Sum(bin => bin.InformationValue);
        IEnumerable<Finding> findings = Findings.Where(finding => finding.Code is not (FindingCodes.ZeroCell or FindingCodes.NoSplit));
        return With(content with { Findings = [.. findings, .. ShrinkageStrength > 0 ? [] : ColumnAssembly.ZeroCells(ColumnName, content.Bins)], Edits = [.. Edits, new(change, reason, InformationValue, after)] });
    }

    /// <summary>The counts of rows by bin, after making sure that missing values are in none of the bins that change, and that these are the rows that the column was binned on.</summary>
    private protected (double[] Events, double[] NonEvents) Recount(TrainingSet data, int binCount, Action<Column, int[]> find)
    {
        if (_bins[MissingBin].Kind != BinKind.Missing)
            throw new InvalidOperationException($"The missing values of '{ColumnName}' are part of the bin '{_bins[MissingBin].Label}', so its rows cannot be divided anew by hand. Change its bins before MergeMissing, or fit with MissingPolicy.OwnBin.");
        ArgumentNullException.ThrowIfNull(data);
        BinCounts[] now = BinTally.Of(this, data, [], 1).CountsOf(0);
        for (int bin = 0; bin < now.Length; bin++)
        {
            if (Math.Abs(now[bin].Events - _bins[bin].Events) > 1e-9 * TotalEvents || Math.Abs(now[bin].NonEvents - _bins[bin].NonEvents) > 1e-9 * TotalNonEvents)
                throw new ArgumentException(Invariant($"These are not the rows on which '{ColumnName}' was binned: the bin '{_bins[bin].Label}' had {_bins[bin].Events} events and {_bins[bin].NonEvents} non-events, and here it has {now[bin].Events} and {now[bin].NonEvents}. Give the training set of the fit."), nameof(data));
        }

        var bins = new int[data.RowCount];
        FindBins(data.Table[ColumnName], bins);
        find(data.Table[ColumnName], bins);
        double[] events = new double[binCount], nonEvents = new double[binCount];
        for (int row = 0; row < bins.Length; row++)
            (data.Events[row] ? events : nonEvents)[bins[row]] += data.WeightOf(row);
        return (events, nonEvents);
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
