namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Levels differ by at least d: |a − b| ≥ d − 10⁻¹² (|a| + |b|). The last term is for rounding: 0.3 and 0.2 differ by 0.1.
/// </summary>
/// <param name="levels">The levels.</param>
/// <param name="difference">The smallest difference d, in the unit of the levels.</param>
/// <param name="withMissing">The levels of bins that also hold the missing rows; <see langword="null"/> when these are not placed.</param>
internal sealed class MinDifference(IntervalTable levels, double difference, IntervalTable? withMissing = null) : IPairRule, IAllPairsRule
{
    private const double Rounding = 1e-12;

    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither) => Allows(start, middle, middle, end, missing);

    public bool Allows(int start1, int end1, int start2, int end2, MissingSide missing = MissingSide.Neither)
    {
        double a = (missing == MissingSide.Left ? withMissing! : levels).Level(start1, end1);
        double b = (missing == MissingSide.Right ? withMissing! : levels).Level(start2, end2);
        return Math.Abs(a - b) >= difference - (Rounding * (Math.Abs(a) + Math.Abs(b)));
    }
}
