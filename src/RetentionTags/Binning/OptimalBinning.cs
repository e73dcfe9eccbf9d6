using System.Diagnostics.CodeAnalysis;
using RetentionTags.Binning.Histograms;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// Cuts every column of a training set into the bins with the highest information value (or another objective) that a trend, a number of bins, a smallest bin and other constraints allow.
/// </summary>
/// <remarks>
/// <para>
/// Columns are first divided into at most <see cref="MaxPrebins"/> pre-bins, by <see cref="Prebins"/>; of all ways to merge neighbouring pre-bins into bins, the best one is found exactly, by a dynamic
/// program over intervals. Categories are sorted by event rate, the rare ones pooled, and treated likewise. Missing values have a bin of their own, unless <see cref="BinningRecipe.Missing"/> says otherwise,
/// and enter all totals.
/// </para>
/// <para>
/// Every regular bin holds at least one event and one non-event. Of binnings whose objectives differ by less than 10⁻¹², the one
/// with the fewest bins is taken, and of those the one whose cuts lie leftmost. The order of rows and the number of threads change nothing
/// (with fractional weights, the order of rows changes nothing but rounding).
/// </para>
/// <para>
/// A column of one value, without values, or without both kinds of rows gets a single regular bin and a <see cref="Finding"/>. Constraints that no division satisfies make the fit of the column fail with a
/// <see cref="TrainingDataException"/> that names the binding one and its smallest relaxation.
/// </para>
/// </remarks>
public sealed record OptimalBinning : BinningRecipe
{
    /// <summary>The most pre-bins that there can be.</summary>
    private const int MostPrebins = 2500;

    /// <summary>What is maximised.</summary>
    /// <value><see cref="BinningObjective.InformationValue"/> by default.</value>
    public BinningObjective Objective { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Objective), value, "one of the named objectives"); }

    /// <summary>How the event rate of numeric columns, and of categories with an order, may run.</summary>
    /// <value><see cref="Trend.Automatic"/> by default. Bins of categories without an order always ascend, since they are sorted by event rate.</value>
    public Trend Trend { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Trend), value, "one of the named trends"); } = Trend.Automatic;

    /// <summary>By what the automatic trend is chosen.</summary>
    /// <value><see cref="TrendChoice.Bic"/> by default.</value>
    public TrendChoice TrendChoice { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(TrendChoice), value, "one of the named choices"); }

    /// <summary>The smallest number of regular bins.</summary>
    /// <value>1 by default. A larger one that the data do not allow makes the fit fail, and the message names the column; columns without two values or two classes have one bin all the same.</value>
    public int MinBins { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MinBins), value, "at least 1"); } = 1;

    /// <summary>The smallest share of the rows that a regular bin may hold.</summary>
    /// <value>0.05 by default, as in most of the field: with fewer rows, event rates are mostly chance. From 0 to 1, of the rows that <see cref="ShareBase"/> says.</value>
    public double MinBinShare { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinBinShare), value, "from 0 to 1"); } = 0.05;

    /// <summary>The largest share of the rows that a regular bin may hold.</summary>
    /// <value>1 by default: no limit. Above 0, up to 1, of the rows that <see cref="ShareBase"/> says.</value>
    public double MaxBinShare { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MaxBinShare), value, "above 0 and at most 1"); } = 1;

    /// <summary>Of which rows the smallest and largest shares are.</summary>
    /// <value><see cref="ShareBase.RegularRows"/> by default: those that are neither missing nor special.</value>
    public ShareBase ShareBase { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(ShareBase), value, "one of the named bases"); }

    /// <summary>The smallest number of events in a regular bin.</summary>
    /// <value>0 by default; some events there always are.</value>
    public double MinBinEvents { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinBinEvents), value, "finite and at least 0"); }

    /// <summary>The smallest number of non-events in a regular bin.</summary>
    /// <value>0 by default; some non-events there always are.</value>
    public double MinBinNonEvents { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinBinNonEvents), value, "finite and at least 0"); }

    /// <summary>The smallest difference between the event rates of neighbouring bins.</summary>
    /// <value>0 by default: any. From 0 to 1. Above 0 the larger program runs, see <see cref="MaxPValue"/>.</value>
    public double MinRateDifference { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinRateDifference), value, "from 0 to 1"); }

    /// <summary>The largest p-value of the test that two bins have the same event rate (two-proportion z, pooled, two-sided); bins that differ less must be merged.</summary>
    /// <value>
    /// 1 by default: no test. Above 0, up to 1; 0.05 is customary. The test knows nothing of the cuts having been chosen among many, so bins of chance can pass it. A rule between neighbours makes the time grow with the cube of the number of pre-bins: milliseconds at 100, tens of milliseconds at 200;
    /// <see cref="MaxPrebins"/> up to 400 is practical.
    /// </value>
    public double MaxPValue { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MaxPValue), value, "above 0 and at most 1"); } = 1;

    /// <summary>Between which bins <see cref="MaxPValue"/> holds.</summary>
    /// <value><see cref="PairScope.Adjacent"/> by default.</value>
    public PairScope PValuePairs { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(PValuePairs), value, "one of the named scopes"); }

    /// <summary>What is subtracted from the objective for concentration: this times Σ (share of the regular rows in bin i)², the Herfindahl–Hirschman index. Evens out the bins' sizes.</summary>
    /// <value>0 by default.</value>
    public double ConcentrationPenalty { get; init => field = value >= 0 && value <= 1000 ? value : throw Setting.OutOfRange(nameof(ConcentrationPenalty), value, "from 0 to 1,000"); }

    /// <summary>How numeric columns are divided into pre-bins.</summary>
    /// <value><see cref="PrebinRule.Quantile"/> by default.</value>
    public PrebinRule Prebins { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Prebins), value, "one of the named rules"); }

    /// <summary>The largest number of pre-bins, the finest division that is considered.</summary>
    /// <value>200 by default. Time and memory grow with its square. From 2 to 2,500.</value>
    public int MaxPrebins { get; init => field = value is >= 2 and <= MostPrebins ? value : throw Setting.OutOfRange(nameof(MaxPrebins), value, "from 2 to 2,500"); } = 200;

    /// <summary>The only places where numeric columns may be cut, instead of a rule for pre-bins.</summary>
    /// <value>None by default. Fewer than 2,500 ascending finite numbers.</value>
    public ValueList<double> CandidateCuts { get; init => field = CheckedCuts(value, nameof(CandidateCuts)); } = [];

    /// <summary>Places where numeric columns must be cut, beside those that are optimal.</summary>
    /// <value>None by default. Ascending finite numbers.</value>
    public ValueList<double> FixedCuts { get; init => field = CheckedCuts(value, nameof(FixedCuts)); } = [];

    /// <summary>Ranges of numbers that must not be divided: no cut lies strictly inside one.</summary>
    /// <value>None by default.</value>
    public ValueList<ValueRange> UndividedRanges { get; init => field = CheckedRanges(value); } = [];

    /// <summary>The number at which the weights of evidence change their sign: all bins below it lie on one side of 0, all above it on the other, and there is a cut there.</summary>
    /// <value><see langword="null"/> by default: wherever they like.</value>
    public double? SignChangeAt { get; init => field = value is null || double.IsFinite(value.Value) ? value : throw Setting.OutOfRange(nameof(SignChangeAt), value, "finite"); }

    /// <summary>The order of the categories of a column, lowest first, so that bins are neighbours in it and a trend means something.</summary>
    /// <value>None by default: the order of event rates. With an order, rare categories are not pooled, and one that is not listed is an error.</value>
    public ValueList<string> CategoryOrder { get; init => field = CheckedNames(value, nameof(CategoryOrder)); } = [];

    /// <summary>Categories that share a bin, group by group.</summary>
    /// <value>None by default. A category is in one group at most; names that a column does not have are passed over.</value>
    public ValueList<ValueList<string>> CategoriesTogether { get; init => field = CheckedGroups(value, nameof(CategoriesTogether)); } = [];

    /// <summary>Categories no two of which share a bin, group by group.</summary>
    /// <value>None by default. Names that a column does not have are passed over.</value>
    public ValueList<ValueList<string>> CategoriesApart { get; init => field = CheckedApart(value); } = [];

    /// <summary>
    /// The name of a column that says to which time slice a row belongs. Neighbouring bins must then differ in the same direction in each slice in which both have rows as they do overall; equal rates agree with either direction. The column itself is not binned.
    /// </summary>
    /// <value><see langword="null"/> by default: no slices.</value>
    public string? PeriodColumn { get; init; }

    /// <summary>Bins the columns of rows that were counted in batches, in several places or both.</summary>
    /// <remarks>
    /// Where the histogram is exact (<see cref="HistogramPrecision.IsExact"/>), the binning is the same as that of the rows, to the bit (with fractional weights but for rounding). Elsewhere the counts of every
    /// bin still are those of the rows, and cuts are chosen between buckets, each off by at most <see cref="HistogramPrecision.RankError"/> of the rows.
    /// </remarks>
    /// <param name="histogram">Counts of the rows to learn from. Not changed, and not to be changed meanwhile.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="ArgumentException">There is a recipe for a column that the histogram does not have.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another, or one needs the rows themselves: a period column, or a column's recipe of another kind.</exception>
    /// <exception cref="TrainingDataException">The rows cannot support this fit, for instance because they hold one class only.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public BinningModel Fit(BinningHistogram histogram, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        Check();
        IReadOnlyList<ColumnHistogram> columns = histogram.ColumnHistograms;
        foreach (ColumnRecipe own in ColumnRecipes)
        {
            own.Recipe.Check();
            _ = histogram[own.ColumnName];
        }

        OptimalBinning[] recipes = [.. columns.Select(column => ForHistogram(RecipeOf(column.Name), column.Name))];
        histogram.RequireBothClasses();
        return Assemble(columns.Count, i => ColumnFit.Of(recipes[i], columns[i].ToPrebins(recipes[i], cancellationToken), null, cancellationToken), progress, cancellationToken);
    }

    /// <summary>A list of categories that names each once.</summary>
    internal static ValueList<string> CheckedNames(ValueList<string> names, string setting)
    {
        ArgumentNullException.ThrowIfNull(names, setting);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name is null)
                throw new ArgumentException($"{setting} holds null. Where missing values go is said by Missing.", setting);
            if (!seen.Add(name))
                throw new ArgumentException($"The category '{name}' is in {setting} twice.", setting);
        }

        return names;
    }

    /// <summary>Groups of categories, in all of which each is named once.</summary>
    internal static ValueList<ValueList<string>> CheckedGroups(ValueList<ValueList<string>> groups, string setting)
    {
        ArgumentNullException.ThrowIfNull(groups, setting);
        foreach (ValueList<string> group in groups)
            ArgumentNullException.ThrowIfNull(group, setting);
        CheckedNames([.. groups.SelectMany(group => group)], setting);
        return groups;
    }

    private static ValueList<ValueList<string>> CheckedApart(ValueList<ValueList<string>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups, nameof(CategoriesApart));
        foreach (ValueList<string> group in groups)
            CheckedNames(group, nameof(CategoriesApart));
        return groups;
    }

    internal override void Check()
    {
        if (MinBins > MaxBins)
            throw new InvalidOperationException($"MinBins is {MinBins} and MaxBins is {MaxBins}. MinBins is at most MaxBins.");
        if (MinBinShare > MaxBinShare)
            throw new InvalidOperationException(Invariant($"MinBinShare is {MinBinShare} and MaxBinShare is {MaxBinShare}. MinBinShare is at most MaxBinShare."));
        if (FixedCuts.Count >= MaxBins)
            throw new InvalidOperationException($"There are {FixedCuts.Count} FixedCuts, which make {FixedCuts.Count + 1} bins, and MaxBins is {MaxBins}. Raise MaxBins or give fewer cuts.");
        if (Objective == BinningObjective.Gini && Missing != MissingPolicy.OwnBin)
            throw new InvalidOperationException($"The objective Gini is a sum over bins only when missing values have a bin of their own, and Missing is {Missing}.");
        if (Objective == BinningObjective.Gini && Trend is not (Trend.Automatic or Trend.Ascending or Trend.Descending))
            throw new InvalidOperationException($"The objective Gini is a sum over bins only when their rates ascend or descend, and Trend is {Trend}. Take Ascending, Descending or Automatic, or another objective.");
    }

    internal override void CheckColumns(Table table)
    {
        if (PeriodColumn is null)
            return;
        if (!table.TryGetColumn(PeriodColumn, out _))
            throw new InvalidOperationException($"PeriodColumn is '{PeriodColumn}', but there is no such column. The table has: {string.Join(", ", table.Columns.Select(column => $"'{column.Name}'"))}.");
        if (table.Columns.Count == 1)
            throw new InvalidOperationException($"The table has no column beside the period column '{PeriodColumn}'.");
    }

    internal override bool IsAuxiliary(string columnName) => columnName == PeriodColumn || base.IsAuxiliary(columnName);

    internal override ColumnBinning FitColumn(Column column, TrainingSet data, CancellationToken cancellationToken) => ColumnFit.Of(this, column, data, cancellationToken);

    /// <summary>The recipe, if counts of values are all that it needs.</summary>
    private static OptimalBinning ForHistogram(BinningRecipe recipe, string columnName)
    {
        if (recipe is not OptimalBinning optimal)
            throw new InvalidOperationException($"Column '{columnName}': its recipe is a {recipe.GetType().Name}, and a histogram is binned by OptimalBinning. Fit on rows, or take the recipe away.");
        return optimal.PeriodColumn is null
            ? optimal
            : throw new InvalidOperationException($"Column '{columnName}': PeriodColumn is '{optimal.PeriodColumn}', and a histogram does not know which row belongs to which period. Fit on rows, or without periods.");
    }

    internal static ValueList<double> CheckedCuts(ValueList<double> cuts, string setting)
    {
        ArgumentNullException.ThrowIfNull(cuts, setting);
        if (cuts.Count >= MostPrebins)
            throw new ArgumentException($"{setting} holds {cuts.Count} cuts; there can be fewer than {MostPrebins}.", setting);
        for (int i = 0; i < cuts.Count; i++)
        {
            if (!double.IsFinite(cuts[i]))
                throw new ArgumentException(Invariant($"{setting} holds {cuts[i]}; cuts are finite numbers."), setting);
            if (i > 0 && cuts[i] <= cuts[i - 1])
                throw new ArgumentException(Invariant($"{setting} holds {cuts[i]} after {cuts[i - 1]}; cuts ascend."), setting);
        }

        return cuts;
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<ValueRange> CheckedRanges(ValueList<ValueRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges, nameof(UndividedRanges));
        foreach (ValueRange range in ranges)
        {
            if (!(range.Lower < range.Upper))
                throw new ArgumentException(Invariant($"UndividedRanges holds [{range.Lower}, {range.Upper}); the lower end is below the upper one."), nameof(UndividedRanges));
        }

        return ranges;
    }
}
