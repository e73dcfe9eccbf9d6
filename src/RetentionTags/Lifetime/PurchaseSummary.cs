using RetentionTags.Data;

namespace RetentionTags.Lifetime;

/// <summary>
/// Customers as purchase models see them: repeat purchases, last purchase, tenure; collapsed to the distinct patterns, with the unit of time that they are counted in.
/// </summary>
/// <remarks>
/// <para>
/// The convention is that of Fader, Hardie and Lee (2005): x = purchases − 1, t = last − first purchase (<b>large is recent</b>), T = end of observation − first purchase, so 0 ≤ t ≤ T, and t = 0 where x = 0. Days since the last purchase are T − t.
/// <see cref="Features.RfmFeatures"/> with <see cref="Features.RfmConvention.PurchaseModel"/> computes it from a log, in days.
/// </para>
/// <para>
/// A likelihood needs only the patterns and their weights, which a database can count: <c>GROUP BY x, t, T</c> and give the counts as weights. Patterns are kept in the order of x, then t, then T, so neither the order of customers nor their collapsing by somebody else
/// changes a bit of a fit.
/// </para>
/// </remarks>
public sealed class PurchaseSummary
{
    /// <summary>Likelihoods sum over j = 0 … x − 1.</summary>
    internal const int MostPurchases = 1_000_000;

    private const string RepeatPurchases = "repeat_purchases";
    private const string LastPurchaseDays = "last_purchase_days";
    private const string TenureDays = "tenure_days";
    private const string RepeatMeanAmount = "repeat_mean_amount";

    private readonly PurchasePattern[] _patterns;
    private readonly int[] _patternOfRow;
    private readonly double[] _weights;
    private readonly double[]? _meanAmounts;

    private PurchaseSummary(TimeUnit unit, PurchasePattern[] patterns, int[] patternOfRow, double[] weights, double[]? meanAmounts)
    {
        Unit = unit;
        _patterns = patterns;
        _patternOfRow = patternOfRow;
        _weights = weights;
        _meanAmounts = meanAmounts;
        foreach (PurchasePattern pattern in patterns)
            TotalWeight += pattern.Weight;
    }

    /// <summary>What last purchases and tenures are counted in.</summary>
    public TimeUnit Unit { get; }

    /// <summary>The number of rows given: customers, or patterns counted elsewhere.</summary>
    public int RowCount => _patternOfRow.Length;

    /// <summary>Sum of weights: the number of customers, unless weights say otherwise.</summary>
    public double TotalWeight { get; }

    /// <summary>The distinct patterns, in the order of repeat purchases, last purchase, tenure.</summary>
    public IReadOnlyList<PurchasePattern> Patterns => _patterns;

    /// <summary>For each row the index of its pattern.</summary>
    public ReadOnlySpan<int> PatternOfRow => _patternOfRow;

    /// <summary>Whether there are mean amounts, which a <see cref="GammaGamma"/> needs.</summary>
    public bool HasMeanAmounts => _meanAmounts is not null;

    /// <summary>For each row the mean amount of its repeat purchases, 0 without any; empty when none were given.</summary>
    public ReadOnlySpan<double> MeanAmounts => _meanAmounts;

    internal ReadOnlySpan<PurchasePattern> AllPatterns => _patterns;

    /// <summary>For each row its weight; empty for weight 1 each.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>Summarises customers, or patterns that were counted elsewhere.</summary>
    /// <param name="repeatPurchases">x for each row, a whole number of at least 0 and at most 1,000,000.</param>
    /// <param name="lastPurchase">t for each row, in <paramref name="unit"/>: from 0 to the tenure, and 0 where x = 0. For opportunities a whole number of at least x.</param>
    /// <param name="tenure">T for each row, in <paramref name="unit"/>, finite. For opportunities a whole number.</param>
    /// <param name="unit">The unit of time.</param>
    /// <param name="weights">For each row a finite weight of at least 0, such as the number of customers with this pattern; or nothing for weight 1 each.</param>
    /// <param name="meanAmounts">For each row the mean amount of its repeat purchases, finite, and 0 where x = 0; or nothing.</param>
    /// <returns>The summary. It keeps nothing of the spans.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is outside its range; the message names the row.</exception>
    public static PurchaseSummary Create(
        ReadOnlySpan<double> repeatPurchases,
        ReadOnlySpan<double> lastPurchase,
        ReadOnlySpan<double> tenure,
        TimeUnit unit,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> meanAmounts = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        RequireLength(lastPurchase.Length, repeatPurchases.Length, nameof(lastPurchase));
        RequireLength(tenure.Length, repeatPurchases.Length, nameof(tenure));
        if (!weights.IsEmpty)
            RequireLength(weights.Length, repeatPurchases.Length, nameof(weights));
        if (!meanAmounts.IsEmpty)
            RequireLength(meanAmounts.Length, repeatPurchases.Length, nameof(meanAmounts));
        for (int row = 0; row < repeatPurchases.Length; row++)
        {
            Check(row, repeatPurchases[row], lastPurchase[row], tenure[row], unit);
            if (!weights.IsEmpty && !(weights[row] >= 0 && double.IsFinite(weights[row])))
                throw Wrong(row, nameof(weights), Invariant($"the weight is {weights[row]}; it is finite and at least 0"));
            if (!meanAmounts.IsEmpty && !(double.IsFinite(meanAmounts[row]) && (repeatPurchases[row] > 0 || meanAmounts[row] == 0)))
                throw Wrong(row, nameof(meanAmounts), Invariant($"the mean amount is {meanAmounts[row]} with {repeatPurchases[row]} repeat purchases; it is finite, and 0 without a repeat purchase (the first purchase does not count)"));
        }

        (PurchasePattern[] patterns, int[] patternOfRow) = PatternCollapse.Of(repeatPurchases, lastPurchase, tenure, weights);
        return new(unit, patterns, patternOfRow, weights.ToArray(), meanAmounts.IsEmpty ? null : meanAmounts.ToArray());
    }

    /// <summary>Summarises the customers of a snapshot.</summary>
    /// <param name="features">The table of <see cref="Features.RfmFeatures"/> with <see cref="Features.RfmConvention.PurchaseModel"/>, in days: <c>repeat_purchases</c>, <c>last_purchase_days</c>, <c>tenure_days</c> and, if there, <c>repeat_mean_amount</c>. Other columns are ignored.</param>
    /// <param name="unit">The unit to count in: days are divided by its length. A model says the same in any unit.</param>
    /// <param name="weights">For each row a finite weight of at least 0; or nothing for weight 1 each.</param>
    /// <returns>The summary, with the rows in the table's order.</returns>
    /// <exception cref="ArgumentException">A column is absent, or a value is outside its range; or the unit is the opportunity.</exception>
    public static PurchaseSummary Create(Table features, TimeUnit unit, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Days is not int days)
            throw new ArgumentException("A table of features counts days, which are no opportunities. Use TimeUnit.Day, TimeUnit.Week or TimeUnit.OfDays, or give the opportunities as spans.", nameof(unit));
        return Create(
            Values(RepeatPurchases),
            InUnits(Values(LastPurchaseDays)),
            InUnits(Values(TenureDays)),
            unit,
            weights,
            features.TryGetColumn(RepeatMeanAmount, out _) ? features.Numeric(RepeatMeanAmount).Values : default);

        ReadOnlySpan<double> Values(string name) => features.TryGetColumn(name, out _)
            ? features.Numeric(name).Values
            : throw new ArgumentException($"There is no column '{name}'. Make the table with RfmFeatures {{ Convention = RfmConvention.PurchaseModel }}; the other convention means something else by recency and frequency.", nameof(features));

        double[] InUnits(ReadOnlySpan<double> inDays)
        {
            double[] units = new double[inDays.Length];
            for (int row = 0; row < units.Length; row++)
                units[row] = inDays[row] / days;
            return units;
        }
    }

    /// <summary>x, for each row.</summary>
    internal int RepeatPurchasesOf(int row) => _patterns[_patternOfRow[row]].RepeatPurchases;

    private static void Check(int row, double repeatPurchases, double lastPurchase, double tenure, TimeUnit unit)
    {
        if (!(repeatPurchases is >= 0 and <= MostPurchases) || repeatPurchases != Math.Floor(repeatPurchases))
            throw Wrong(row, nameof(repeatPurchases), Invariant($"repeat purchases are {repeatPurchases}; they are a whole number from 0 to {MostPurchases:N0}: purchases after the first"));
        if (!(tenure >= 0) || !double.IsFinite(tenure))
            throw Wrong(row, nameof(tenure), Invariant($"the tenure is {tenure}; it is finite and at least 0: from the first purchase to the end of observation"));
        if (!(lastPurchase >= 0 && lastPurchase <= tenure))
            throw Wrong(row, nameof(lastPurchase), Invariant($"the last purchase is at {lastPurchase} and the tenure is {tenure}; it lies between 0 and the tenure, counted from the first purchase (large is recent). Days since the last purchase are another convention"));
        if (repeatPurchases == 0 && lastPurchase != 0)
            throw Wrong(row, nameof(lastPurchase), Invariant($"the last purchase is at {lastPurchase} without a repeat purchase; the first purchase is at 0, so it is 0"));
        if (unit == TimeUnit.Opportunity && !(lastPurchase == Math.Floor(lastPurchase) && tenure == Math.Floor(tenure) && lastPurchase >= repeatPurchases))
            throw Wrong(row, nameof(lastPurchase), Invariant($"{repeatPurchases} opportunities used, the last of them number {lastPurchase} of {tenure}: with opportunities these are whole numbers, and the last is not before as many as were used"));
    }

    private static void RequireLength(int length, int expected, string parameter)
    {
        if (length != expected)
            throw new ArgumentException($"There are {length} values for {expected} rows.", parameter);
    }

    private static ArgumentException Wrong(int row, string parameter, string what) => new($"Row {row}: {what}.", parameter);
}
