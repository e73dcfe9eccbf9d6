using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>Tiers of what is worth doing: the upper envelope of the actions' lines in the probability, and its counterpart on outcomes.</summary>
internal static class ValueTiers
{
    /// <summary>From probability 1 downwards: the action that is worth most, then the one whose line crosses it first, and so on.</summary>
    public static TierScheme OfProbabilities(ReadOnlySpan<(string Name, DecisionValues Values)> tiers, string remaining)
    {
        (string Name, DecisionValues Values)[] actions = Actions(tiers, remaining);
        var best = new List<int> { 0 };
        for (int i = 1; i < actions.Length; i++)
        {
            if ((IfEvent(i), IfNot(i)).CompareTo((IfEvent(best[0]), IfNot(best[0]))) > 0)
                best[0] = i;
        }

        var thresholds = new List<double>();
        while (true)
        {
            int next = -1;
            double at = double.NaN;
            for (int i = 0; i < actions.Length; i++)
            {
                double crossing = Crossing(best[^1], i);
                if (crossing > at || (!double.IsNaN(crossing) && double.IsNaN(at)) || (crossing == at && IfNot(i) > IfNot(next)))
                    (next, at) = (i, crossing);
            }

            if (next < 0)
                return Made(actions, best, [.. thresholds], "is worth most at no probability");

            // Lines that meet in one point, but for rounding: the one in between is needed nowhere.
            for (; thresholds.Count > 0 && at >= thresholds[^1]; at = Crossing(best[^1], next))
            {
                best.RemoveAt(best.Count - 1);
                thresholds.RemoveAt(thresholds.Count - 1);
            }

            best.Add(next);
            thresholds.Add(at);
        }

        double IfEvent(int i) => actions[i].Values.Gain(1, 0);
        double IfNot(int i) => actions[i].Values.Gain(0, 1);

        // Where the one is worth more from there on upwards, and the other one below; NaN where it is not so.
        double Crossing(int upper, int lower) => new DecisionValues(IfEvent(upper), IfNot(upper), IfEvent(lower), IfNot(lower)).BreakEven;
    }

    /// <summary>
    /// Over the distinct scores from the highest down: the best value of the first i of them in the first k tiers is the maximum over j of the best value of the first j in one tier fewer, and the others in this one.
    /// With prefix sums that maximum is found in passing.
    /// </summary>
    public static TierScheme OfOutcomes(ScoreDistribution distribution, ReadOnlySpan<(string Name, DecisionValues Values)> tiers, string remaining)
    {
        int count = distribution.Scores.Count;
        (string Name, DecisionValues Values)[] actions = Actions(tiers, remaining);
        int[] order = [.. Enumerable.Range(0, actions.Length).OrderByDescending(i => actions[i].Values.Gain(1, -1))];
        double[] events = new double[count + 1], nonEvents = new double[count + 1];
        for (int i = 0; i < count; i++)
        {
            events[i + 1] = events[i] + distribution.Events[count - 1 - i];
            nonEvents[i + 1] = nonEvents[i] + distribution.NonEvents[count - 1 - i];
        }

        var from = new int[order.Length][];
        double[] value = new double[count + 1];
        Array.Fill(value, double.NegativeInfinity, 1, count);
        for (int k = 0; k < order.Length; k++)
        {
            DecisionValues action = actions[order[k]].Values;
            from[k] = new int[count + 1];
            double best = double.NegativeInfinity;
            int bestFrom = 0;
            for (int i = 0; i <= count; i++)
            {
                double here = action.Gain(events[i], nonEvents[i]);
                if (value[i] - here > best)
                    (best, bestFrom) = (value[i] - here, i);
                value[i] = best + here;
                from[k][i] = bestFrom;
            }
        }

        var kept = new List<int>();
        var thresholds = new List<double>();
        for (int k = order.Length - 1, end = count; k >= 0; end = from[k--][end])
        {
            int start = from[k][end];
            if (start == end)
                continue;
            kept.Insert(0, order[k]);
            if (start > 0)
                thresholds.Insert(0, ShortestCut.Between(distribution.Scores[count - 1 - start], distribution.Scores[count - start]));
        }

        return Made(actions, kept, [.. thresholds], "is worth most for no row");
    }

    /// <summary>What there is to do, leaving alone included.</summary>
    private static (string Name, DecisionValues Values)[] Actions(ReadOnlySpan<(string Name, DecisionValues Values)> tiers, string remaining)
    {
        if (tiers.IsEmpty)
            throw new ArgumentException("There is no action: give at least one tier beside the one of those who are left alone.", nameof(tiers));
        foreach ((string name, DecisionValues values) in tiers)
        {
            if (!double.IsFinite(values.Gain(1, 0)) || !double.IsFinite(values.Gain(0, 1)))
                throw new ArgumentException(Invariant($"Treating an event in the tier '{name}' adds {values.Gain(1, 0)}, and a non-event {values.Gain(0, 1)}. Values are finite."), nameof(tiers));
        }

        return [.. tiers, (remaining, default)];
    }

    private static TierScheme Made((string Name, DecisionValues Values)[] actions, List<int> kept, double[] thresholds, string why)
    {
        IEnumerable<int> left = Enumerable.Range(0, actions.Length).Except(kept);
        var scheme = new TierScheme(
            [.. kept.Select(i => actions[i].Name)],
            thresholds,
            [.. left.Select(i => new Finding(FindingSeverity.Warning, FindingCodes.LeftOutTier, $"the tier '{actions[i].Name}' was left out, because its action {why}: another one is always worth as much or more."))]);
        return scheme.WithValues([.. kept.Select(i => (DecisionValues?)actions[i].Values)]);
    }
}
