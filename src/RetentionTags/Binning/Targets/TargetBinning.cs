using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>
/// What optimal binning has in common for targets that are not events: <see cref="MeanBinning"/> for a number, <see cref="RateBinning"/> for events per exposure and <see cref="ClassBinning"/> for one of
/// several classes.
/// </summary>
/// <remarks>
/// <para>
/// Columns are divided into at most <see cref="MaxPrebins"/> pre-bins at quantiles; of all ways to merge neighbouring pre-bins into bins, the best one is found exactly. Categories are sorted by their mean or
/// rate, the rare ones pooled, and treated likewise; where only neighbours in that order are merged, nothing is lost for sums of squares and deviances as long as no other constraint binds. Missing and special
/// values have bins of their own and enter all totals.
/// </para>
/// <para>
/// Of binnings whose objectives differ by less than 10⁻¹² (of the total, or of the range for differences), the one with the fewest bins is taken, and of those the one whose cuts lie leftmost. The order of rows
/// and the number of threads change nothing, to the bit; a whole weight w is the same as w copies of the row. With fractional weights, the order of rows changes nothing but rounding. Rows of weight 0 leave no
/// trace, but what is given for them is checked as for all others: fill it in, or leave the rows out.
/// </para>
/// <para>
/// A column of one value, without values, or without rows that could be told apart gets a single regular bin and a <see cref="Finding"/>. Constraints that no division satisfies make the fit of the column fail with
/// a <see cref="TrainingDataException"/> that names them and what would help.
/// </para>
/// </remarks>
public abstract record TargetBinning
{
    private protected TargetBinning()
    {
    }

    /// <summary>The smallest number of regular bins.</summary>
    /// <value>
    /// 1 by default. A larger one that no division satisfies makes the fit of the column fail, and the message names it. A column that cannot be divided at all, for instance because it has one value or none, gets one
    /// bin and a finding all the same.
    /// </value>
    public int MinBins { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MinBins), value, "at least 1"); } = 1;

    /// <summary>The largest number of regular bins, rare categories' pool included.</summary>
    /// <value>8 by default: few enough to read. Up to 256.</value>
    public int MaxBins { get; init => field = value is >= 1 and <= 256 ? value : throw Setting.OutOfRange(nameof(MaxBins), value, "from 1 to 256"); } = 8;

    /// <summary>The smallest share that a regular bin may hold: of the rows that are neither missing nor special or, for <see cref="RateBinning"/>, of their exposure.</summary>
    /// <value>0.05 by default: with less, means and rates are mostly chance. From 0 to 1.</value>
    public double MinBinShare { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinBinShare), value, "from 0 to 1"); } = 0.05;

    /// <summary>
    /// The smallest difference between neighbouring bins: between their means, in the unit of the target; between their rates, in events per unit of exposure; for <see cref="ClassBinning"/>, between the
    /// rates of the class in which they differ most.
    /// </summary>
    /// <value>0 by default: any. Above 0 the larger program runs, see <see cref="MaxPValue"/>.</value>
    public double MinDifference { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinDifference), value, "finite and at least 0"); }

    /// <summary>
    /// The largest p-value of the test that two neighbouring bins do not differ, two-sided; bins that differ less must be merged. The test is Welch's for means, the pooled z-test of two Poisson rates, and
    /// Pearson's χ² for classes.
    /// </summary>
    /// <value>1 by default: no test. Above 0, up to 1; 0.05 is customary. A rule between neighbours makes the time grow with the cube of the number of pre-bins; <see cref="MaxPrebins"/> up to 400 is practical.</value>
    public double MaxPValue { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MaxPValue), value, "above 0 and at most 1"); } = 1;

    /// <summary>
    /// How means or rates may run in numeric columns, and in categories with an order. For <see cref="ClassBinning"/> it is the rate of <see cref="ClassBinning.TrendClass"/>; without one
    /// there is no trend, and asking for a certain one is an error.
    /// </summary>
    /// <value>
    /// <see cref="Trend.Automatic"/> by default: of the optima for <see cref="Trend.Ascending"/>, <see cref="Trend.Descending"/>, <see cref="Trend.Peak"/> and <see cref="Trend.Valley"/>, the one with the
    /// lowest BIC, see <see cref="TargetTrendCandidate"/>.
    /// </value>
    public Trend Trend { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Trend), value, "one of the named trends"); } = Trend.Automatic;

    /// <summary>The largest number of pre-bins, the finest division that is considered.</summary>
    /// <value>200 by default. Time and memory grow with its square. From 2 to 2,500.</value>
    public int MaxPrebins { get; init => field = value is >= 2 and <= 2500 ? value : throw Setting.OutOfRange(nameof(MaxPrebins), value, "from 2 to 2,500"); } = 200;

    /// <summary>Categories with fewer rows are pooled before anything else: so few rows have no mean or rate of their own, and many such categories would be sorted by chance.</summary>
    /// <value>30 by default. 0 keeps every category apart.</value>
    public double MinCategoryCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinCategoryCount), value, "finite and at least 0"); } = 30;

    /// <summary>Values that are codes: each group has a bin of its own in every column in which a training row has one of its values.</summary>
    /// <value>None by default.</value>
    public ValueList<SpecialGroup> Specials { get; init => field = new OptimalBinning { Specials = value }.Specials; } = [];

    /// <summary>
    /// The order of the categories of a column, lowest first, so that bins are neighbours in it and a trend means something. It goes for every column of categories in the table, so fit such columns together only
    /// where they have the same categories, and others by a recipe of their own, with <see cref="Table.Select"/>.
    /// </summary>
    /// <value>None by default: the order of means or rates. With an order, rare categories are not pooled, and one that is not listed is an error.</value>
    public ValueList<string> CategoryOrder { get; init => field = value ?? throw new ArgumentNullException(nameof(CategoryOrder)); } = [];

    /// <summary>Where missing values go. The highest and the lowest rate are the highest and lowest mean, rate, or rate of <see cref="ClassBinning.TrendClass"/>, the missing rows included.</summary>
    /// <value><see cref="MissingPolicy.OwnBin"/> by default.</value>
    public MissingPolicy Missing { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Missing), value, "one of the named policies"); }

    /// <summary>Whether columns that cannot be binned are left out of the model and listed in <see cref="TargetBinningModel{TColumn}.Failures"/>, instead of failing the whole fit.</summary>
    /// <value><see langword="false"/> by default: the fit fails, and its message names every such column.</value>
    public bool LeaveOutFailures { get; init; }

    /// <summary>How many columns are binned at the same time. It has no influence on the result.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <summary>Whether neighbours have to differ by a certain amount.</summary>
    internal bool HasPairRule => MinDifference > 0 || MaxPValue < 1;

    /// <summary>Fails when settings contradict one another or the data cannot be used, and returns the rows with their weights.</summary>
    private protected TrainingSet Checked(Table table, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (MinBins > MaxBins)
            throw new InvalidOperationException($"MinBins is {MinBins} and MaxBins is {MaxBins}. MinBins is at most MaxBins.");
        var data = TrainingSet.Create(table, new bool[table.RowCount], weights);
        return data.TotalWeight > 0 ? data : throw new TrainingDataException("No row has a weight above 0.");
    }

    /// <summary>Bins columns in parallel and puts the results together in their order.</summary>
    private protected (TColumn[] Columns, ColumnFailure[] Failures) FitColumns<TColumn>(Table table, Func<Column, TColumn> fit, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        where TColumn : TargetColumnBinning
    {
        IReadOnlyList<Column> columns = table.Columns;
        return ColumnsInParallel.Fit(columns.Count, i => fit(columns[i]), MaxThreads, LeaveOutFailures, progress, cancellationToken);
    }
}
