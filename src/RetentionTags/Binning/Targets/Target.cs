using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning.Targets;

/// <summary>What is to be explained by bins, and by which measure.</summary>
/// <typeparam name="TSums">What has to be known of some rows: counts and sums.</typeparam>
internal abstract class Target<TSums>(TargetBinning recipe, TargetRows rows)
{
    public TargetBinning Recipe => recipe;

    public TargetRows Rows => rows;

    /// <summary>Of no rows.</summary>
    public abstract TSums Nothing { get; }

    /// <summary>The trend that the recipe asks for where values have an order.</summary>
    public virtual Trend Trend => recipe.Trend;

    /// <summary>What a bin has to hold besides its share, for messages; empty for nothing.</summary>
    public abstract string Needs { get; }

    /// <summary>Which setting lifts what a bin has to hold, for messages; empty when none does.</summary>
    public virtual string NeedsRemedy => "";

    /// <param name="strata">The targets of the rows.</param>
    /// <param name="weights">Their weights.</param>
    public abstract TSums Sum(ReadOnlySpan<int> strata, ReadOnlySpan<double> weights);

    /// <summary>What rows of one stratum add to the size of a bin.</summary>
    public abstract double SizeOf(int stratum, double weight);

    /// <summary>What the smallest share of a bin refers to.</summary>
    public abstract double Size(TSums sums);

    public abstract double Weight(TSums sums);

    public abstract TSums Together(TSums a, TSums b);

    public abstract Intervals<TSums> IntervalsOf(TSums[] prebins);

    /// <summary>Whether the rows may be a regular bin as far as their targets are concerned.</summary>
    public abstract bool MayBeBin(TSums sums);

    /// <summary>The bin's part in the objective, in a unit in which the sum over all bins stays below 2¹³.</summary>
    public abstract double Value(TSums sums);

    /// <summary>From the unit of <see cref="Value"/> to that of the objective.</summary>
    public abstract double ToObjective(double value);

    /// <summary>What the trend is about.</summary>
    public abstract double Level(TSums sums);

    /// <summary>Whether neighbours differ by as much as the recipe asks for.</summary>
    public abstract bool Differ(TSums left, TSums right);

    public abstract NeighbourTest Test(TSums left, TSums right);

    public abstract double Bic(TSums[] bins, bool turns);

    /// <summary>Why a column whose values differ cannot be divided, for a finding; <see langword="null"/> when it can.</summary>
    public virtual string? WhyOneBin(TSums all) => null;

    /// <summary>The lower end of rounding: a share times a size may come out a hair above the number that it stands for.</summary>
    public static double Scarcely(double size) => size * (1 - 1e-12);

    /// <summary>|a − b| ≥ the smallest difference, but for rounding.</summary>
    protected static bool IsAtLeast(double difference, double a, double b) =>
        Math.Abs(a - b) >= difference - (1e-12 * (Math.Abs(a) + Math.Abs(b)));

    /// <summary>Values as whole multiples of 2⁻⁴⁸, see <see cref="InformationUnits"/>.</summary>
    public long Units(TSums sums) => InformationUnits.Of(Value(sums));
}
