using RetentionTags.Binning.Histograms;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// Cuts every column of a training set into the bins with the highest information value that a trend, a number of bins and a smallest bin allow.
/// </summary>
/// <remarks>
/// <para>
/// Numeric columns are first divided at quantiles into at most <see cref="MaxPrebins"/> pre-bins (one for each distinct value when there are no more than that);
/// of all ways to merge neighbouring pre-bins into bins, the best one is found exactly, by a dynamic program over intervals in the order of their event rates.
/// Categories are sorted by event rate, the rare ones pooled, and treated likewise. Missing values have a bin of their own and enter all totals.
/// </para>
/// <para>
/// Every regular bin holds at least one event and one non-event. Of binnings whose information values differ by less than 10⁻¹², the one
/// with the fewest bins is taken, and of those the one whose cuts lie leftmost. The order of rows and the number of threads change nothing
/// (with fractional weights, the order of rows changes nothing but rounding).
/// </para>
/// <para>A column of one value, without values, or without both kinds of rows gets a single regular bin and a <see cref="Finding"/>.</para>
/// </remarks>
public sealed record OptimalBinning : IRecipe<BinningModel>
{
    /// <summary>The smallest number of regular bins.</summary>
    /// <value>1 by default. A larger one that the data do not allow makes the fit fail, and the message names the column.</value>
    public int MinBins { get; init => field = value >= 1 ? value : throw OutOfRange(nameof(MinBins), value, "at least 1"); } = 1;

    /// <summary>The largest number of regular bins.</summary>
    /// <value>8 by default: few enough to read, and what the scoring kernels are made for. Up to 256.</value>
    public int MaxBins { get; init => field = value is >= 1 and <= 256 ? value : throw OutOfRange(nameof(MaxBins), value, "from 1 to 256"); } = 8;

    /// <summary>The smallest share of the column's rows that a regular bin may hold, of those whose value is not missing.</summary>
    /// <value>0.05 by default, as in most of the field: with fewer rows, event rates are mostly chance. From 0 to 1.</value>
    public double MinBinShare { get; init => field = value is >= 0 and <= 1 ? value : throw OutOfRange(nameof(MinBinShare), value, "from 0 to 1"); } = 0.05;

    /// <summary>Categories with fewer rows are pooled before anything else: so few rows have no event rate of their own, and many such categories would be sorted by chance.</summary>
    /// <value>30 by default. 0 keeps every category apart.</value>
    public double MinCategoryCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(nameof(MinCategoryCount), value, "finite and at least 0"); } = 30;

    /// <summary>The largest number of pre-bins, the finest division that is considered.</summary>
    /// <value>200 by default. Time and memory grow with its square. From 2 to 2,500.</value>
    public int MaxPrebins { get; init => field = value is >= 2 and <= 2500 ? value : throw OutOfRange(nameof(MaxPrebins), value, "from 2 to 2,500"); } = 200;

    /// <summary>How the event rate of numeric columns may run.</summary>
    /// <value><see cref="Trend.Automatic"/> by default. Bins of categories always ascend, since their order is that of the event rates.</value>
    public Trend Trend { get; init => field = Enum.IsDefined(value) ? value : throw OutOfRange(nameof(Trend), value, "one of the named trends"); } = Trend.Automatic;

    /// <summary>How many columns are binned at the same time. It has no influence on the result.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <inheritdoc/>
    public BinningModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireOrder();
        data.RequireBothClasses();
        IReadOnlyList<Column> columns = data.Table.Columns;
        return Fit(columns.Count, i => ColumnFit.Of(this, columns[i], data, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Bins the columns of rows that were counted in batches, in several places or both.</summary>
    /// <remarks>
    /// Where the histogram is exact (<see cref="HistogramPrecision.IsExact"/>), the binning is the same as that of the rows, to the bit (with fractional weights but for rounding). Elsewhere the counts of every
    /// bin still are those of the rows, and cuts are chosen between buckets, each off by at most <see cref="HistogramPrecision.RankError"/> of the rows.
    /// </remarks>
    /// <param name="histogram">Counts of the rows to learn from. Not changed, and not to be changed meanwhile.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="TrainingDataException">The rows cannot support this fit, for instance because they hold one class only.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public BinningModel Fit(BinningHistogram histogram, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        RequireOrder();
        histogram.RequireBothClasses();
        IReadOnlyList<ColumnHistogram> columns = histogram.ColumnHistograms;
        return Fit(columns.Count, i => ColumnFit.Of(this, columns[i], histogram, cancellationToken), progress, cancellationToken);
    }

    private BinningModel Fit(int columnCount, Func<int, ColumnBinning> fitColumn, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var binnings = new ColumnBinning[columnCount];
        var failures = new TrainingDataException?[columnCount];
        int completed = 0;
        var reporting = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxThreads == 0 ? Environment.ProcessorCount : MaxThreads, CancellationToken = cancellationToken };
        Parallel.For(0, columnCount, options, i =>
        {
            try
            {
                binnings[i] = fitColumn(i);
            }
            catch (TrainingDataException failure)
            {
                failures[i] = failure;
            }

            lock (reporting)
                progress?.Report(new("binning", ++completed, columnCount));
        });
        return Array.Find(failures, failure => failure is not null) is TrainingDataException first ? throw first : new(this, binnings);
    }

    private void RequireOrder()
    {
        if (MinBins > MaxBins)
            throw new InvalidOperationException($"MinBins is {MinBins} and MaxBins is {MaxBins}. MinBins is at most MaxBins.");
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string allowed) =>
        new(name, value, $"{name} is {allowed}.");
}
