using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>
/// The distinct scores in ascending order with the weight of events and non-events at each: all that any measure needs, found by one
/// sort. Equal scores are one entry, so no measure depends on the order of rows (with fractional weights, but for rounding).
/// </summary>
internal sealed class ScoreDistribution
{
    /// <summary>Distinct scores between two looks at the cancellation token.</summary>
    public const int Stride = 1 << 16;

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

    /// <summary>The weight of all rows with the score at a place.</summary>
    public double WeightAt(int place) => Events[place] + NonEvents[place];

    /// <summary>What happens when all rows with at least this score are flagged.</summary>
    public ConfusionMatrix At(double threshold)
    {
        double truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;
        for (int i = 0; i < Scores.Count; i++)
        {
            bool isFlagged = Scores[i] >= threshold;
            truePositives += isFlagged ? Events[i] : 0;
            falsePositives += isFlagged ? NonEvents[i] : 0;
            falseNegatives += isFlagged ? 0 : Events[i];
            trueNegatives += isFlagged ? 0 : NonEvents[i];
        }

        return new(threshold, truePositives, falsePositives, falseNegatives, trueNegatives);
    }

    public static ScoreDistribution Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken = default)
    {
        CheckLengths(scores.Length, events.Length, weights.Length);
        return weights.IsEmpty ? OfCounts(scores, events, cancellationToken) : OfWeights(scores, events, weights, cancellationToken);
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

    public static void CheckLengths(int scores, int events, int weights)
    {
        if (events != scores)
            throw new ArgumentException($"There are {scores} scores and {events} events.", nameof(events));
        if (weights > 0 && weights != scores)
            throw new ArgumentException($"There are {scores} scores and {weights} weights.", nameof(weights));
    }

    public static ArgumentException NotANumber(int row) =>
        new($"Row {row}: the score is NaN. Every row needs a score; leave the row out of scores and events alike if it has none.");

    /// <summary>Without weights: each class is sorted by itself, nothing moving with the scores, and both are merged into counts.</summary>
    private static ScoreDistribution OfCounts(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, CancellationToken cancellationToken)
    {
        ulong[] keys = new ulong[scores.Length], scratch = new ulong[scores.Length];
        int count = KeyCodes.SplitByClass<double, ulong, KeyCodes.Double>(scores, events, keys, cancellationToken);
        if (count < 0)
            CheckRows(scores, default);
        ReadOnlySpan<ulong> ofEvents = KeySort.Sort(keys.AsSpan(0, count), scratch.AsSpan(0, count), cancellationToken);
        ReadOnlySpan<ulong> ofNonEvents = KeySort.Sort(keys.AsSpan(count), scratch.AsSpan(count), cancellationToken);
        List<double> distinct = [], eventCounts = [], nonEventCounts = [];
        for (int e = 0, n = 0; e < ofEvents.Length || n < ofNonEvents.Length;)
        {
            ulong key = n == ofNonEvents.Length || (e < ofEvents.Length && ofEvents[e] <= ofNonEvents[n]) ? ofEvents[e] : ofNonEvents[n];
            (int firstEvent, int firstNonEvent) = (e, n);
            while (e < ofEvents.Length && ofEvents[e] == key)
                e++;
            while (n < ofNonEvents.Length && ofNonEvents[n] == key)
                n++;
            if (distinct.Count % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            distinct.Add(SortableDouble.FromKey(key));
            eventCounts.Add(e - firstEvent);
            nonEventCounts.Add(n - firstNonEvent);
        }

        return new(distinct, eventCounts, nonEventCounts, default);
    }

    private static ScoreDistribution OfWeights(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        CheckRows(scores, weights);
        var keys = new ulong[scores.Length];
        var signedWeights = new double[scores.Length];
        int rows = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (weights[row] == 0)
                continue;
            keys[rows] = SortableDouble.ToKey(scores[row]);
            signedWeights[rows++] = events[row] ? weights[row] : -weights[row];
        }

        RadixSort.Sort(keys.AsSpan(0, rows), signedWeights.AsSpan(0, rows), cancellationToken);
        return Merge(keys.AsSpan(0, rows), signedWeights, weights);
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

    private static void CheckRows(ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        double total = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
                throw NotANumber(row);
            if (weights.IsEmpty)
                continue;
            if (!(weights[row] >= 0) || !double.IsFinite(weights[row]))
                throw new ArgumentException(Invariant($"Row {row}: the weight is {weights[row]}. Weights are finite and at least 0."), nameof(weights));
            total += weights[row];
        }

        if (double.IsInfinity(total))
            throw new ArgumentException("The weights add up to more than a double holds. Divide them all by the same number.", nameof(weights));
    }
}
