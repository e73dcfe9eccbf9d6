using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>Whether one score ranks better than another: both AUCs, their difference, and DeLong's test of it.</summary>
/// <remarks>
/// The test is of independent rows; where a customer has several, its P value is too small. Weights are frequency weights: doubling all of them doubles what is known. Nothing depends on the order of rows (with
/// fractional weights, but for rounding).
/// </remarks>
public sealed class AucComparison
{
    /// <summary>Fractional weights are added with errors far below this, and a difference or a standard error no greater is one of these.</summary>
    private const double Rounding = 1e-12;

    private readonly List<Finding> _findings = [];

    private AucComparison(double firstAuc, double secondAuc, bool isWhole, double firstVariance, double secondVariance, double covariance, double variance, double degreesOfFreedom)
    {
        (FirstAuc, SecondAuc, FirstVariance, SecondVariance, Covariance, Variance, DegreesOfFreedom) = (firstAuc, secondAuc, firstVariance, secondVariance, covariance, variance, degreesOfFreedom);
        double rounding = isWhole ? 0 : Rounding;
        Z = !(StandardError <= rounding) ? Difference / StandardError : Math.Abs(Difference) <= rounding ? 0 : double.NaN;
        PValue = Z == 0 ? 1 : double.IsPositiveInfinity(degreesOfFreedom) || double.IsNaN(Z) ? Tails.NormalTwoSided(Z) : Tails.StudentTwoSided(Z, degreesOfFreedom);
        if (double.IsNaN(Variance))
            Undefined("the test needs more than one event and more than one non-event");
        else if (double.IsNaN(Z))
            Undefined("the AUCs differ and neither has any spread, of which the test could take the measure; that happens with very few rows");
    }

    /// <summary>The AUC of the first score, 0–1.</summary>
    public double FirstAuc { get; }

    /// <summary>The AUC of the second score, 0–1.</summary>
    public double SecondAuc { get; }

    /// <summary>The variance of <see cref="FirstAuc"/>; NaN with one event, or one non-event, or fewer.</summary>
    public double FirstVariance { get; }

    /// <summary>The variance of <see cref="SecondAuc"/>; NaN with one event, or one non-event, or fewer.</summary>
    public double SecondVariance { get; }

    /// <summary>The covariance of both AUCs: scores of the same rows are right and wrong together. 0 for different rows.</summary>
    public double Covariance { get; }

    /// <summary>The first AUC minus the second one.</summary>
    public double Difference => FirstAuc - SecondAuc;

    /// <summary>The variance of <see cref="Difference"/>, <see cref="FirstVariance"/> + <see cref="SecondVariance"/> − 2 · <see cref="Covariance"/>.</summary>
    public double Variance { get; }

    /// <summary>The square root of <see cref="Variance"/>.</summary>
    public double StandardError => Math.Sqrt(Variance);

    /// <summary><see cref="Difference"/> in standard errors, positive when the first score ranks better. 0 when difference and variance are both 0, as for two scores of the same order; NaN when the variance alone is. With fractional weights 0 means: but for rounding.</summary>
    public double Z { get; }

    /// <summary>Of the t distribution that <see cref="Z"/> is held against; infinite, which is the normal distribution, for scores of the same rows.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>The two-sided P value: the probability of a difference at least as large if both scores ranked equally well.</summary>
    public double PValue { get; }

    /// <summary>What is not defined and why.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Compares two scores of the same rows.</summary>
    /// <remarks>
    /// With E events and N non-events, and placements V of every event and non-event for both scores, the covariance of the AUCs is cov(V of events)/E + cov(V of non-events)/N, with the divisors E − 1 and N − 1 in cov.
    /// Source: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, p. 837–845, equations 4 to 6.
    /// </remarks>
    /// <param name="first">One score for each row, higher for a more probable event.</param>
    /// <param name="second">Another score for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the work, which sorts the rows by each score.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static AucComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        double firstAuc = RankMeasures.Of(first, events, weights, cancellationToken).Auc, secondAuc = RankMeasures.Of(second, events, weights, cancellationToken).Auc;
        return OfRanked((firstAuc, Placements.OfRows(first, events, weights, cancellationToken)), (secondAuc, Placements.OfRows(second, events, weights, cancellationToken)));
    }

    /// <summary>Compares two scores of different rows, such as of two markets or of two months.</summary>
    /// <remarks>
    /// The variances add up, and the difference in standard errors is held against Student's t with Welch's degrees of freedom, (v₁ + v₂)²/(v₁²/(W₁ − 1) + v₂²/(W₂ − 1)), with the variances v and the numbers of rows W.
    /// The two sets of rows must have no row in common, and are better without common customers.
    /// </remarks>
    /// <param name="first">The evaluation of one score on its rows.</param>
    /// <param name="second">The evaluation of another score, or of the same one, on other rows.</param>
    /// <returns>The comparison.</returns>
    public static AucComparison OfIndependent(BinaryEvaluation first, BinaryEvaluation second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (double v1, double v2) = (first.AucVariance, second.AucVariance);
        double degreesOfFreedom = (v1 + v2) * (v1 + v2) / ((v1 * v1 / (first.TotalWeight - 1)) + (v2 * v2 / (second.TotalWeight - 1)));
        return new(first.Auc, second.Auc, first.IsWhole && second.IsWhole, v1, v2, 0, v1 + v2, degreesOfFreedom);
    }

    /// <summary>An interval that covers the true difference of the AUCs with a given probability.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval, within −1 and 1; its ends are NaN when <see cref="Variance"/> is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Around(Difference, StandardError, level, -1, 1, DegreesOfFreedom);

    /// <summary>The same from what sorting each score has found already.</summary>
    internal static AucComparison OfRanked((double Auc, Placements Rows) first, (double Auc, Placements Rows) second)
    {
        Placements difference = first.Rows.Minus(second.Rows);
        return new(first.Auc, second.Auc, first.Rows.IsWhole, first.Rows.Covariance(first.Rows), second.Rows.Covariance(second.Rows), first.Rows.Covariance(second.Rows), difference.Covariance(difference), double.PositiveInfinity);
    }

    private void Undefined(string why) => _findings.Add(new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: {why}."));
}
