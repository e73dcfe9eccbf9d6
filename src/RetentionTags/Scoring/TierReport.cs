using RetentionTags.Binning;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <summary>The realised event rate of every tier: whether the tiers mean what their names say.</summary>
/// <remarks>
/// Three questions have a test each. Does each tier differ from the next? <see cref="Steps"/>. Is the order violated? <see cref="OrderTest"/>. Are the probabilities right, tier by tier? <see cref="TierOutcome.CalibrationZ"/> and <see cref="CalibrationStatistic"/>. They speak of rows that
/// neither the model nor the scheme has seen. Weights are frequency weights: doubling all of them doubles what is known.
/// </remarks>
public sealed class TierReport
{
    private readonly TierOutcome[] _filled;
    private readonly Lazy<TierOrderTest> _orderTest;

    private TierReport(TierOutcome[] tiers)
    {
        Tiers = tiers;
        _filled = [.. tiers.Where(tier => tier.Count > 0)];
        Steps = StepsOf(_filled);
        Trend = TrendTest.Of([.. tiers.Select(tier => tier.Events)], [.. tiers.Select(tier => tier.Count)]);
        _orderTest = new(() => TierOrderTest.Of([.. _filled.Select(tier => tier.Events)], [.. _filled.Select(tier => tier.Count)]));
    }

    /// <summary>One outcome for each tier, from the highest scores to the lowest.</summary>
    public IReadOnlyList<TierOutcome> Tiers { get; }

    /// <summary>Whether the event rate falls, or stays the same, from each tier to the next. Empty tiers are passed over.</summary>
    public bool IsMonotone => _filled.Zip(_filled.Skip(1)).All(pair => pair.First.EventRate >= pair.Second.EventRate);

    /// <summary>From each tier that holds anything to the next: by how much the event rate falls, and whether that can be chance.</summary>
    public IReadOnlyList<TierStep> Steps { get; }

    /// <summary>Whether the order of the tiers is violated by more than chance would have it. Where <see cref="IsMonotone"/> holds it is not. Computed when first asked for, in milliseconds.</summary>
    public TierOrderTest OrderTest => _orderTest.Value;

    /// <summary>The Cochran–Armitage test of a trend over the tiers 0, 1, 2 …: Z is negative when the event rate falls. It says that scores rank; that each tier differs from the next is said by <see cref="Steps"/>.</summary>
    public TrendTest Trend { get; }

    /// <summary>
    /// Σ <see cref="TierOutcome.CalibrationZ"/>² over the tiers: whether the probabilities were right in all tiers together, like Hosmer and Lemeshow's test with tiers as groups, but with the variance Σ p (1 − p) that the probabilities
    /// have one by one. NaN for scores that are no probabilities.
    /// </summary>
    public double CalibrationStatistic => Calibrated.Length == 0 ? double.NaN : Calibrated.Sum(z => z * z);

    /// <summary>The P value of <see cref="CalibrationStatistic"/>: the upper tail of chi-square with as many degrees of freedom as there are tiers in it.</summary>
    public double CalibrationPValue => Tails.ChiSquare(CalibrationStatistic, Calibrated.Length);

    /// <summary>What treating the tiers was worth, given what happened: Σ <see cref="TierOutcome.Value"/>. NaN when the scheme knows no values.</summary>
    public double Value => Tiers.Sum(tier => tier.Value);

    private double[] Calibrated => [.. Tiers.Select(tier => tier.CalibrationZ).Where(z => !double.IsNaN(z))];

    /// <summary>Counts events by tier. Use rows that the model and the scheme have not seen.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="scores">One score for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static TierReport Of(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return Of(scheme, TierTally.Of(scheme, scores, events, weights));
    }

    /// <summary>Counts events by tier, for rows whose tiers do not follow from their scores alone: those of a scheme with a margin, or of an earlier day.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="scores">One score for each row.</param>
    /// <param name="ranks">For each row the rank of its tier.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, a rank is none of the scheme, or a weight is negative or not finite.</exception>
    public static TierReport Of(TierScheme scheme, ReadOnlySpan<double> scores, ReadOnlySpan<int> ranks, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return Of(scheme, TierTally.Of(scheme, scores, ranks, events, weights));
    }

    /// <summary>The report as text: one line for each tier.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a tier has no rows. With probabilities it has the expected event rates and the P values of calibration, with values what tiers were worth.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        bool hasExpected = Calibrated.Length > 0, hasValues = Tiers[0].Tier.Values is not null;
        var table = new TextTable([
            .. TierTally.Heads, "95 % from", "95 % to", "Lift",
            .. (string[])(hasExpected ? ["Expected", "P"] : []),
            .. (string[])(hasValues ? ["Value"] : [])]);
        foreach (TierOutcome tier in Tiers)
        {
            table.Add([
                .. TierTally.Cells(tier.Tier, tier.Count, tier.Share, tier.Events, tier.EventRate),
                TableCell.Percent(tier.Interval.Lower),
                TableCell.Percent(tier.Interval.Upper),
                TableCell.Number(tier.Lift, 2),
                .. (TableCell[])(hasExpected ? [TableCell.Percent(tier.MeanScore), TableCell.Number(tier.CalibrationPValue, 4)] : []),
                .. (TableCell[])(hasValues ? [TableCell.Weight(tier.Value)] : [])]);
        }

        return table.Render(format);
    }

    /// <summary>The steps from tier to tier as text: one line for each.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string StepsToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("From", "To", "Rate", "Next rate", "Fall", "95 % from", "95 % to", "Z", "P", "P (Holm)");
        foreach (TierStep step in Steps)
        {
            table.Add(
                step.Upper.Tier.Name,
                step.Lower.Tier.Name,
                TableCell.Percent(step.Upper.EventRate),
                TableCell.Percent(step.Lower.EventRate),
                TableCell.Percent(step.Difference),
                TableCell.Percent(step.Interval.Lower),
                TableCell.Percent(step.Interval.Upper),
                TableCell.Number(step.Z, 2),
                TableCell.Number(step.PValue, 4),
                TableCell.Number(step.HolmPValue, 4));
        }

        return table.Render(format);
    }

    private static TierReport Of(TierScheme scheme, ScoreDistribution[] rows)
    {
        bool areProbabilities = TierTally.AreProbabilities(rows);
        double all = rows.Sum(each => each.TotalWeight), rate = rows.Sum(each => each.EventWeight) / all;
        return new([.. scheme.Tiers.Select(tier =>
        {
            (double n, double sum, double variance) = TierTally.Sums(rows[tier.Rank]);
            double e = rows[tier.Rank].EventWeight;
            return new TierOutcome(tier, n, n / all, e, e / n, ConfidenceInterval.Wilson(e, n), e / n / rate)
            {
                MeanScore = sum / n,
                CalibrationZ = areProbabilities && n > 0 ? (e - sum) / Math.Sqrt(variance) : double.NaN,
            };
        })]);
    }

    private static TierStep[] StepsOf(TierOutcome[] tiers)
    {
        var steps = new TierStep[Math.Max(tiers.Length - 1, 0)];
        for (int i = 0; i < steps.Length; i++)
        {
            (TierOutcome upper, TierOutcome lower) = (tiers[i], tiers[i + 1]);
            double z = AdjacentTest.ZOf(upper.Events, upper.Count - upper.Events, lower.Events, lower.Count - lower.Events), difference = upper.EventRate - lower.EventRate;
            var interval = new ConfidenceInterval(
                difference - double.Hypot(upper.EventRate - upper.Interval.Lower, lower.Interval.Upper - lower.EventRate),
                difference + double.Hypot(upper.Interval.Upper - upper.EventRate, lower.EventRate - lower.Interval.Lower),
                upper.Interval.Level);
            steps[i] = new(upper, lower, difference, interval, z, Tails.NormalUpper(z), double.NaN);
        }

        // Holm: the smallest P value times the number of steps, the next one times one fewer, and so on, none below the one before.
        double adjusted = 0;
        int left = steps.Length;
        foreach (int i in Enumerable.Range(0, steps.Length).OrderBy(i => steps[i].PValue))
        {
            adjusted = Math.Max(adjusted, Math.Min(1, left-- * steps[i].PValue));
            steps[i] = steps[i] with { HolmPValue = adjusted };
        }

        return steps;
    }
}
