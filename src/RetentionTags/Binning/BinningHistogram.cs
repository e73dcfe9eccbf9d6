using RetentionTags.Binning.Histograms;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// What a binning has to know of its rows, without the rows: for each column the weights of events and non-events of each value. Rows are added in batches, and histograms of
/// parts of the data are merged into that of the whole, so that data that come as a stream, lie on several machines or exceed the memory can be binned:
/// <see cref="OptimalBinning.Fit(BinningHistogram, IProgress{FitProgress}, CancellationToken)"/>.
/// </summary>
/// <remarks>
/// <para>
/// A column of numbers keeps each distinct value apart as long as there are no more than <see cref="Capacity"/> of them, and a column of categories each category always: the
/// fit is then the same as on the rows. With more distinct numbers, those are counted together that agree in sign, exponent and leading bits of the mantissa, in as many bits as
/// the capacity allows: numbers counted together in b bits of the mantissa differ by less than 2⁻ᵇ of themselves (subnormal numbers, below 2.2·10⁻³⁰⁸, aside). Both sign and exponent always agree with a capacity
/// from 4,096 on, which is 2 signs times 2,048 exponents; with a smaller one, a column that spreads over more powers of two than there are buckets has bits of the exponent dropped too, and then numbers of
/// different size are counted together, which <see cref="HistogramPrecision.ValueError"/> and <see cref="HistogramPrecision.RankError"/> tell. With each such bucket its lowest and its highest
/// value are kept, and cuts are put between buckets, so that the counts of every bin are those of the rows; only the choice of cuts is coarser, by at most the
/// <see cref="HistogramPrecision.RankError"/>. Nothing is drawn at random.
/// </para>
/// <para>
/// The histogram depends on the rows that were counted and on nothing else: neither their order nor the division into batches nor the order of merging changes a bit of it
/// or of what is saved (with fractional weights, nothing but rounding). A row of whole weight w counts as w rows; rows of weight 0 leave no trace.
/// </para>
/// <para>
/// A histogram changes as rows are added. It is not safe to change it on one thread while another uses it; give each worker its own and merge them. For a copy, merge it into
/// an empty one. An addition that fails or is cancelled leaves it as it was.
/// </para>
/// </remarks>
public sealed class BinningHistogram
{
    /// <summary>The default of <see cref="Capacity"/>: 16,384.</summary>
    public const int DefaultCapacity = 16_384;

    private const int LowestCapacity = 16;
    private const int HighestCapacity = 1 << 20;
    private const double MaxTotalWeight = 1L << 53;

    /// <summary>With fractional weights, sums of the same rows in another order differ by rounding.</summary>
    internal const double Rounding = 1e-9;

    private readonly ColumnHistogram[] _columns;

    private BinningHistogram(int capacity, ColumnHistogram[] columns) => (Capacity, _columns) = (capacity, columns);

    /// <summary>The number of distinct values up to which a numeric column is kept exactly, and the largest number of buckets beyond.</summary>
    /// <value>
    /// 16,384 by default, at most 0.7 MB a numeric column: a column that spreads over two dozen powers of two on both sides of 0 still has 256 buckets in each, so that a bucket
    /// holds about a thousandth of the rows, less than a pre-bin of <see cref="OptimalBinning.MaxPrebins"/> does. From 16 to 1,048,576.
    /// </value>
    public int Capacity { get; }

    /// <summary>How many columns are counted or merged at the same time. It has no influence on the result and is not saved.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; set => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <summary>The sum of the weights of the events.</summary>
    public double EventWeight { get; private set; }

    /// <summary>The sum of the weights of the non-events.</summary>
    public double NonEventWeight { get; private set; }

    /// <summary>The sum of all weights: the number of rows counted, when each weighs 1.</summary>
    public double TotalWeight => EventWeight + NonEventWeight;

    /// <summary>How precisely each column is known so far, in the order of the columns. Takes one pass over the histogram.</summary>
    public IReadOnlyList<HistogramPrecision> Columns => [.. _columns.Select(column => column.Precision)];

    internal IReadOnlyList<ColumnHistogram> ColumnHistograms => _columns;

    /// <summary>How precisely a column is known so far.</summary>
    /// <param name="columnName">The column's name, compared by ordinal.</param>
    /// <returns>Numbers of the histogram as it is now.</returns>
    /// <exception cref="ArgumentException">The histogram has no such column.</exception>
    public HistogramPrecision this[string columnName] => Array.Find(_columns, column => column.Name == columnName) is ColumnHistogram found
        ? found.Precision
        : throw new ArgumentException($"The histogram has no column '{columnName}'. It has: {Names(_columns.Select(column => column.Name))}.", nameof(columnName));

    /// <summary>Makes an empty histogram of the named columns.</summary>
    /// <param name="columns">At least one column; names are distinct.</param>
    /// <param name="capacity">See <see cref="Capacity"/>.</param>
    /// <returns>A histogram without rows.</returns>
    /// <exception cref="ArgumentException">There is no column, or a name is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of its range.</exception>
    public static BinningHistogram Create(IReadOnlyList<ColumnSpec> columns, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (ColumnSpec column in columns)
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
        RequireCapacity(capacity);
        return Restore(capacity, [.. columns.Select(column => ColumnHistogram.Create(column.Name, column.Kind, capacity))], default);
    }

    /// <summary>Makes a histogram of the rows of a first batch, which also says what columns there are.</summary>
    /// <param name="batch">Rows with labels and weights.</param>
    /// <param name="capacity">See <see cref="Capacity"/>.</param>
    /// <param name="progress">Told of each counted column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <returns>A histogram of these rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static BinningHistogram Of(TrainingSet batch, int capacity = DefaultCapacity, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BinningHistogram histogram = Create([.. batch.Table.Columns.Select(column => new ColumnSpec(column.Name, column.Kind))], capacity);
        histogram.Add(batch, progress, cancellationToken);
        return histogram;
    }

    /// <summary>Takes counts that were made where the rows are, by a query or by another program, instead of rows.</summary>
    /// <param name="columns">At least one column; names are distinct, and all columns count the same rows.</param>
    /// <returns>A histogram to be fitted. Rows cannot be added to its numeric columns, nor can they be merged or saved.</returns>
    /// <exception cref="ArgumentException">There is no column, a name occurs twice, or the counts of a column add up to others than those of the first.</exception>
    public static BinningHistogram OfCounts(IReadOnlyList<ColumnCounts> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (ColumnCounts column in columns)
        {
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
            if (!AreEqual(column.EventWeight, columns[0].EventWeight) || !AreEqual(column.NonEventWeight, columns[0].NonEventWeight))
                throw new ArgumentException(Invariant($"Column '{column.Name}' counts {column.EventWeight} events and {column.NonEventWeight} non-events, and column '{columns[0].Name}' {columns[0].EventWeight} and {columns[0].NonEventWeight}. All columns count the same rows, missing values included."), nameof(columns));
        }

        BinningHistogram histogram = Restore(DefaultCapacity, [.. columns.Select(column => column.Histogram)], columns.Count == 0 ? default : new(columns[0].EventWeight, columns[0].NonEventWeight));
        histogram.RequireRoomFor(0, nameof(columns));
        return histogram;

        static bool AreEqual(double left, double right) => Math.Abs(left - right) <= Rounding * Math.Max(left, right);
    }

    /// <summary>Counts more rows.</summary>
    /// <remarks>A batch may hold rows of one class only. All or nothing: when it fails or is cancelled, no row of the batch has been counted.</remarks>
    /// <param name="batch">Rows with the columns of the histogram, found by name, and no others.</param>
    /// <param name="progress">Told of each counted column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the counting; it is looked at every few milliseconds of work. The last step, adding the batch's counts to those there are, is not stopped.</param>
    /// <exception cref="ArgumentException">A column is absent, superfluous or of another kind, or all weights together exceed 2⁵³.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public void Add(TrainingSet batch, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Column[] columns = ColumnsOf(batch.Table, nameof(batch));
        RequireRoomFor(batch.TotalWeight, nameof(batch));
        var counted = new ColumnHistogram[columns.Length];
        InParallel.For(columns.Length, i => counted[i] = _columns[i].CountOf(columns[i], batch, cancellationToken), MaxThreads, "counting", progress, cancellationToken);
        if (TotalWeight == 0)
            counted.CopyTo(_columns);
        else
            MergeColumns(counted);
        EventWeight += batch.EventWeight;
        NonEventWeight += batch.NonEventWeight;
    }

    /// <summary>Adds what another histogram has counted, as if its rows had been added to this one. The other stays as it is.</summary>
    /// <param name="other">A histogram of other rows with the same columns, in any order, and the same capacity.</param>
    /// <exception cref="ArgumentException">It is this histogram itself, its columns or its capacity differ, or all weights together exceed 2⁵³.</exception>
    public void Merge(BinningHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == this)
            throw new ArgumentException("A histogram cannot be merged into itself: its rows would count twice.", nameof(other));
        if (other.Capacity != Capacity)
            throw new ArgumentException($"The capacity of the other histogram is {other.Capacity}, of this one {Capacity}. Create the histograms that are to be merged with one capacity.", nameof(other));
        ColumnHistogram[] columns = ColumnsOf(other);
        RequireRoomFor(other.TotalWeight, nameof(other));
        MergeColumns(columns);
        EventWeight += other.EventWeight;
        NonEventWeight += other.NonEventWeight;
    }

    /// <summary>A histogram of columns that have been counted before.</summary>
    internal static BinningHistogram Restore(int capacity, ColumnHistogram[] columns, ClassWeights totals)
    {
        RequireCapacity(capacity);
        RequireNames(columns);
        return new(capacity, columns) { EventWeight = totals.Events, NonEventWeight = totals.NonEvents };
    }

    /// <summary>The check that every fit of a two-class model begins with.</summary>
    internal void RequireBothClasses()
    {
        if (TotalWeight == 0)
            throw new TrainingDataException("The histogram holds no rows. Add some before fitting.");
        if (EventWeight == 0 || NonEventWeight == 0)
            throw new TrainingDataException($"All rows that the histogram counted {(EventWeight == 0 ? "are non-events" : "are events")}. A model needs rows of both kinds: check how the label was made, or take a longer performance window.");
    }

    private static void RequireCapacity(int capacity)
    {
        if (capacity is < LowestCapacity or > HighestCapacity)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity is from 16 to 1,048,576.");
    }

    private static void RequireNames(ColumnHistogram[] columns)
    {
        if (columns.Length == 0)
            throw new ArgumentException("A histogram has at least one column.", nameof(columns));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ColumnHistogram column in columns)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(column.Name, nameof(columns));
            if (!names.Add(column.Name))
                throw new ArgumentException($"Two columns are named '{column.Name}'. Names are unique within a histogram.", nameof(columns));
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static ArgumentException Absent(string name, string where, IEnumerable<string> present, string parameter) =>
        new($"The {where} has no column '{name}', which this histogram counts. It has: {Names(present)}.", parameter);

    private static void RequireKind(ColumnHistogram column, ColumnKind kind, string parameter)
    {
        if (kind != column.Kind)
            throw new ArgumentException($"Column '{column.Name}' holds {(kind == ColumnKind.Numeric ? "numbers" : "categories")}, but this histogram counts it as {(column.Kind == ColumnKind.Numeric ? "numbers" : "categories")}. Read it as such: ColumnSpec.{column.Kind}.", parameter);
    }

    /// <summary>The table's columns in the order of the histogram's.</summary>
    private Column[] ColumnsOf(Table table, string parameter)
    {
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            if (!table.TryGetColumn(_columns[i].Name, out Column? column))
                throw Absent(_columns[i].Name, "batch", table.Columns.Select(each => each.Name), parameter);
            RequireKind(_columns[i], column.Kind, parameter);
            columns[i] = column;
        }

        RequireNoOthers(table.Columns.Select(column => column.Name), "batch", "Leave it out with Table.Without, or create the histogram with it.", parameter);
        return columns;
    }

    /// <summary>The other histogram's columns in the order of this one's.</summary>
    private ColumnHistogram[] ColumnsOf(BinningHistogram other)
    {
        var columns = new ColumnHistogram[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = _columns[i].Name;
            columns[i] = Array.Find(other._columns, column => column.Name == name)
                ?? throw Absent(name, "other histogram", other._columns.Select(each => each.Name), nameof(other));
            RequireKind(_columns[i], columns[i].Kind, nameof(other));
        }

        RequireNoOthers(other._columns.Select(column => column.Name), "other histogram", "Create the histograms that are to be merged with the same columns.", nameof(other));
        return columns;
    }

    private void RequireNoOthers(IEnumerable<string> names, string where, string remedy, string parameter)
    {
        if (names.Except(_columns.Select(column => column.Name), StringComparer.Ordinal).FirstOrDefault() is string other)
            throw new ArgumentException($"The {where} has a column '{other}', which this histogram does not count. {remedy}", parameter);
    }

    private void RequireRoomFor(double weight, string parameter)
    {
        if (TotalWeight + weight > MaxTotalWeight)
            throw new ArgumentException(Invariant($"The weights would add up to {TotalWeight + weight}, and counts above 2⁵³ are not exact. Divide all of them by the same number."), parameter);
    }

    private void MergeColumns(ColumnHistogram[] others) =>
        InParallel.For(others.Length, i => _columns[i].Merge(others[i]), MaxThreads, "merging", progress: null, CancellationToken.None);
}
