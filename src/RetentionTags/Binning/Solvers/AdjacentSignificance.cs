using MathNet.Numerics.Distributions;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Event rates differ significantly by the two-proportion z-test with the pooled rate P, two-sided, without correction: |z| ≥ Φ⁻¹(1 − α/2), where
/// z = (r₁ − r₂) / √(P (1 − P) (1/c₁ + 1/c₂)). For neighbours, or for all pairs.
/// </summary>
/// <remarks>
/// Compared as z² = (e₁c₂ − e₂c₁)² (c₁ + c₂) / (c₁ c₂ e n), with the events e and non-events n of both, in which for whole counts only the last steps round; a z² that lacks no more than
/// 10⁻¹² of the critical value reaches it. Two bins without any event, or without any non-event, do not differ.
/// </remarks>
internal sealed class AdjacentSignificance : IPairRule, IAllPairsRule
{
    private const double Rounding = 1e-12;

    private readonly IntervalCounts _counts;
    private readonly double _missingEvents;
    private readonly double _missingNonEvents;
    private readonly double _critical;

    /// <param name="counts">The pre-bins.</param>
    /// <param name="alpha">The level of significance α, above 0 and at most 1; 1 allows every two bins whose rates can be compared.</param>
    /// <param name="missing">The missing rows, when they are placed.</param>
    public AdjacentSignificance(IntervalCounts counts, double alpha, BinCounts missing = default)
    {
        (_counts, _missingEvents, _missingNonEvents) = (counts, missing.Events, missing.NonEvents);
        double z = Normal.InvCDF(0, 1, 1 - (alpha / 2));
        _critical = z * z * (1 - Rounding);
    }

    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither) => Allows(start, middle, middle, end, missing);

    public bool Allows(int start1, int end1, int start2, int end2, MissingSide missing = MissingSide.Neither)
    {
        (double events1, double count1) = CountsOf(start1, end1, missing == MissingSide.Left);
        (double events2, double count2) = CountsOf(start2, end2, missing == MissingSide.Right);
        double events = events1 + events2, count = count1 + count2, nonEvents = count - events;
        if (!(events > 0 && nonEvents > 0))
            return false;
        double difference = (events1 * count2) - (events2 * count1);
        return difference * difference * count >= _critical * count1 * count2 * events * nonEvents;
    }

    private (double Events, double Count) CountsOf(int start, int end, bool takesMissing)
    {
        BinCounts counts = _counts[start, end];
        double events = counts.Events, nonEvents = counts.NonEvents;
        if (takesMissing)
            (events, nonEvents) = (events + _missingEvents, nonEvents + _missingNonEvents);
        return (events, events + nonEvents);
    }
}
