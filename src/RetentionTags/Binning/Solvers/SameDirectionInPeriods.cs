namespace RetentionTags.Binning.Solvers;

/// <summary>
/// Two bins stand in the same order overall and in every period in which both have rows: nowhere is the left one's rate the lower if it is the higher one elsewhere. Equal rates, and rates that
/// differ by no more than rounding, agree with either order.
/// </summary>
/// <remarks>Rates are compared by e₁c₂ and e₂c₁, exact for whole counts of moderate size; the two count as equal when they differ by 10⁻¹² of their sum or less.</remarks>
internal sealed class SameDirectionInPeriods : IPairRule
{
    private const double Rounding = 1e-12;

    private readonly int _periods;

    /// <summary>Running sums, all periods of a boundary side by side and their sum behind them; then a row for the missing rows.</summary>
    private readonly double[] _events;
    private readonly double[] _counts;

    /// <param name="eventsByPeriod">By period, then by pre-bin: events, or the sum of the target.</param>
    /// <param name="countsByPeriod">By period, then by pre-bin: the weight of the rows.</param>
    /// <param name="missingEvents">The same for the missing rows, by period, when they are placed.</param>
    /// <param name="missingCounts">The same for the missing rows, by period, when they are placed.</param>
    public SameDirectionInPeriods(double[][] eventsByPeriod, double[][] countsByPeriod, double[]? missingEvents = null, double[]? missingCounts = null)
    {
        _periods = eventsByPeriod.Length;
        _events = RunningSums(eventsByPeriod, missingEvents);
        _counts = RunningSums(countsByPeriod, missingCounts);
    }

    public bool Allows(int start, int middle, int end, MissingSide missing = MissingSide.Neither)
    {
        int width = _periods + 1, missingRow = _events.Length - width;
        bool isHigher = false, isLower = false;
        for (int period = 0; period < width; period++)
        {
            int from = (start * width) + period, between = (middle * width) + period, to = (end * width) + period;
            double events1 = _events[between] - _events[from], count1 = _counts[between] - _counts[from];
            double events2 = _events[to] - _events[between], count2 = _counts[to] - _counts[between];
            if (missing == MissingSide.Left)
                (events1, count1) = (events1 + _events[missingRow + period], count1 + _counts[missingRow + period]);
            else if (missing == MissingSide.Right)
                (events2, count2) = (events2 + _events[missingRow + period], count2 + _counts[missingRow + period]);
            if (!(count1 > 0 && count2 > 0))
                continue;
            double left = events1 * count2, right = events2 * count1, difference = left - right;
            if (Math.Abs(difference) <= Rounding * (Math.Abs(left) + Math.Abs(right)))
                continue;
            isHigher |= difference > 0;
            isLower |= difference < 0;
        }

        return !(isHigher && isLower);
    }

    private static double[] RunningSums(double[][] byPeriod, double[]? missing)
    {
        int periods = byPeriod.Length, width = periods + 1, size = periods == 0 ? 0 : byPeriod[0].Length;
        var sums = new double[(size + 2) * width];
        for (int prebin = 0; prebin < size; prebin++)
        {
            int from = prebin * width, to = from + width;
            double total = 0;
            for (int period = 0; period < periods; period++)
            {
                sums[to + period] = sums[from + period] + byPeriod[period][prebin];
                total += byPeriod[period][prebin];
            }

            sums[to + periods] = sums[from + periods] + total;
        }

        int last = (size + 1) * width;
        for (int period = 0; period < periods && missing is not null; period++)
        {
            sums[last + period] = missing[period];
            sums[last + periods] += missing[period];
        }

        return sums;
    }
}
