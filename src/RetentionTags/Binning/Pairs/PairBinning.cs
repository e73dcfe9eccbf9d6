using RetentionTags.Data;

namespace RetentionTags.Binning.Pairs;

/// <summary>
/// Divides the plane of two columns into the rectangular regions with the highest information value that a number of regions and a smallest region allow: for columns that say more
/// together than each by itself.
/// </summary>
/// <remarks>
/// <para>
/// Each column is first divided into at most <see cref="MaxPrebins"/> pre-bins, as <see cref="OptimalBinning"/> does it, over the rows in which neither value is missing: numbers at
/// quantiles (one pre-bin for each distinct value when there are no more than that), categories in the order of their event rates, the rare ones pooled. Of all
/// guillotine partitions of the resulting grid into at most <see cref="MaxBins"/> regions, the best one is found exactly, by a dynamic program over all blocks of
/// the grid. A guillotine partition comes about by cutting a block in two from edge to edge, again and again; it is what a decision tree can draw. Guillotine
/// partitions are a subset of all partitions into rectangles: five rectangles around one another like a pinwheel are no guillotine partition, and are not looked at. Regions of categories are sets that are
/// neighbours in the order of event rates.
/// </para>
/// <para>
/// The information value is that of <see cref="Bin"/>, Σ (e/E − n/N) · ln((e/E) / (n/N)), with the totals E and N of all rows. Every region holds at least one event and one
/// non-event. Rows in which the first value is missing, the second, or both have three bins of their own, which enter all totals and have a weight of evidence by the same rules.
/// There are no special values: a code such as −1 is a quantity here. Bin such a column apart, or make its codes missing.
/// </para>
/// <para>
/// Of partitions whose information values differ by less than 10⁻¹², the one with the fewest regions is taken; of those with as many and the same value, the one that cuts
/// the first column before the second, then the one whose cut lies leftmost, then the one with fewer regions before that cut, and so on within both parts. The order of rows changes
/// nothing (with fractional weights nothing but rounding).
/// </para>
/// </remarks>
public sealed record PairBinning : IRecipe<PairBinningModel>
{
    /// <summary>The name of the first column, of numbers or of categories.</summary>
    /// <value>Required: a column of the training set. Empty until it is set.</value>
    public string FirstColumn { get; init => field = value ?? throw new ArgumentNullException(nameof(FirstColumn)); } = "";

    /// <summary>The name of the second column, of numbers or of categories.</summary>
    /// <value>Required: a column of the training set, other than the first. Empty until it is set.</value>
    public string SecondColumn { get; init => field = value ?? throw new ArgumentNullException(nameof(SecondColumn)); } = "";

    /// <summary>The largest number of pre-bins of each column, the finest division that is considered.</summary>
    /// <value>10 by default. Time grows with its fifth power, and few rows are left in each cell of a fine grid. From 2 to 32.</value>
    public int MaxPrebins { get; init => field = value is >= 2 and <= 32 ? value : throw Setting.OutOfRange(nameof(MaxPrebins), value, "from 2 to 32"); } = 10;

    /// <summary>The largest number of regions.</summary>
    /// <value>8 by default: few enough to read. From 1 to 32.</value>
    public int MaxBins { get; init => field = value is >= 1 and <= 32 ? value : throw Setting.OutOfRange(nameof(MaxBins), value, "from 1 to 32"); } = 8;

    /// <summary>The smallest share of the rows that a region may hold, of those in which neither value is missing.</summary>
    /// <value>0.05 by default: with fewer rows, event rates are mostly chance. From 0 to 1.</value>
    public double MinBinShare { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinBinShare), value, "from 0 to 1"); } = 0.05;

    /// <summary>Categories with fewer rows, of those in which neither value is missing, are pooled before anything else.</summary>
    /// <value>30 by default. 0 keeps every category apart.</value>
    public double MinCategoryCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinCategoryCount), value, "finite and at least 0"); } = 30;

    /// <summary>The rules for one column: the same, and no trend, since regions have none.</summary>
    internal OptimalBinning Alone => new()
    {
        MaxPrebins = MaxPrebins,
        MaxBins = MaxBins,
        MinBinShare = MinBinShare,
        MinCategoryCount = MinCategoryCount,
        Trend = Trend.None,
        MaxThreads = 1,
    };

    /// <inheritdoc/>
    public PairBinningModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (FirstColumn.Length == 0 || SecondColumn.Length == 0 || FirstColumn == SecondColumn)
            throw new InvalidOperationException($"FirstColumn is '{FirstColumn}' and SecondColumn is '{SecondColumn}'. A pair binning needs the names of two different columns.");
        data.RequireBothClasses();
        Table pair = data.Table.Select(FirstColumn, SecondColumn);
        const int Steps = PairFit.Steps + 1;
        progress?.Report(new(PairFit.Stage, 0, Steps));
        BinningModel alone = Alone.Fit(data.WithTable(pair), null, cancellationToken);
        progress?.Report(new(PairFit.Stage, 1, Steps));
        return PairFit.Of(this, data, alone[FirstColumn], alone[SecondColumn], step => progress?.Report(new(PairFit.Stage, step + 1, Steps)), cancellationToken);
    }
}
