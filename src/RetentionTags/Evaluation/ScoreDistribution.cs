using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>
/// The distinct scores in ascending order with the weight of events and non-events at each: all that any measure needs, found by one
/// sort. Equal scores are one entry, so no measure depends on the order of rows (with fractional weights, but for rounding).
/// </summary>
internal sealed class ScoreDistribution
{
    private ScoreDistribution(List<double> scores, List<double> events, List<double> nonEvents, ReadOnlySpan<double> weights)
    {
        (Scores, Events, NonEvents) = (scores, events, nonEvents);
        for (int i = 0; i < scores.Count; i++)
        {
            EventWeight += events[i];
            NonEventWeight += nonEvents[i];
        }

        IsWhole = AreWhole(weights, TotalWeight);
    }

    public List<double> Scores { get; }

    public List<double> Events { get; }

    public List<double> NonEvents { get; }

    public double EventWeight { get; }

    public double NonEventWeight { get; }

    /// <summary>Whether all weights are whole numbers and add up to so little that sums of their products can be exact.</summary>
    public bool IsWhole { get; }

    public double TotalWeight => EventWeight + NonEventWeight;

    public static ScoreDistribution Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights)
    {
        Check(scores, events, weights);
        var keys = new ulong[scores.Length];
        var signedWeights = new double[scores.Length];
        int rows = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight == 0)
                continue;
            keys[rows] = SortableDouble.ToKey(scores[row]);
            signedWeights[rows++] = events[row] ? weight : -weight;
        }

        RadixSort.Sort(keys.AsSpan(0, rows), signedWeights.AsSpan(0, rows));
        return Merge(keys.AsSpan(0, rows), signedWeights, weights);
    }

    /// <summary>The same scores with other weights, whole ones if these are whole; those without weight are left out.</summary>
    public ScoreDistribution Reweighted(ReadOnlySpan<double> eventWeights, ReadOnlySpan<double> nonEventWeights)
    {
        List<double> scores = new(Scores.Count), events = new(Scores.Count), nonEvents = new(Scores.Count);
        for (int i = 0; i < eventWeights.Length; i++)
        {
            if (eventWeights[i] == 0 && nonEventWeights[i] == 0)
                continue;
            scores.Add(Scores[i]);
            events.Add(eventWeights[i]);
            nonEvents.Add(nonEventWeights[i]);
        }

        return new(scores, events, nonEvents, IsWhole ? default : [.. events, .. nonEvents]);
    }

    /// <summary>Whether all weights are whole, with a sum that <see cref="CenteredProducts"/> takes; no weights are ones.</summary>
    public static bool AreWhole(ReadOnlySpan<double> weights, double total)
    {
        foreach (double weight in weights)
        {
            if (weight != Math.Floor(weight))
                return false;
        }

        return total <= CenteredProducts.WholeLimit;
    }

    private static ScoreDistribution Merge(ReadOnlySpan<ulong> keys, ReadOnlySpan<double> signedWeights, ReadOnlySpan<double> weights)
    {
        List<double> scores = [], events = [], nonEvents = [];
        for (int row = 0; row < keys.Length; row++)
        {
            if (row == 0 || keys[row] != keys[row - 1])
            {
                scores.Add(SortableDouble.FromKey(keys[row]));
                events.Add(0);
                nonEvents.Add(0);
            }

            if (signedWeights[row] > 0)
                events[^1] += signedWeights[row];
            else
                nonEvents[^1] -= signedWeights[row];
        }

        return new(scores, events, nonEvents, weights);
    }

    private static void Check(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights)
    {
        if (events.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores and {events.Length} events.", nameof(events));
        if (!weights.IsEmpty && weights.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores and {weights.Length} weights.", nameof(weights));
        double total = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
                throw new ArgumentException($"Row {row}: the score is NaN. Every row needs a score; leave the row out of scores and events alike if it has none.", nameof(scores));
            if (!weights.IsEmpty && (!(weights[row] >= 0) || !double.IsFinite(weights[row])))
                throw new ArgumentException(Invariant($"Row {row}: the weight is {weights[row]}. Weights are finite and at least 0."), nameof(weights));
            total += weights.IsEmpty ? 1 : weights[row];
        }

        if (double.IsInfinity(total))
            throw new ArgumentException("The weights add up to more than a double holds. Divide them all by the same number.", nameof(weights));
    }
}
