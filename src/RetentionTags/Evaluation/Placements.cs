using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>
/// DeLong's placement values: for an event the share of the non-events that its score exceeds, for a non-event the share of the events that exceed it, equal scores counting one half. The AUC is the mean of either, and
/// the spread of both is its variance (DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44, p. 837–845; found by sorting as in Sun and Xu 2014, IEEE Signal Processing Letters 21, p. 1389–1393).
/// </summary>
/// <remarks>For whole weights placements are kept as whole numbers, doubled and not divided by the other class's total, so that sums are exact.</remarks>
internal sealed class Placements
{
    private readonly ClassPart _events;
    private readonly ClassPart _nonEvents;

    private Placements(ClassPart events, ClassPart nonEvents, bool isWhole) => (_events, _nonEvents, IsWhole) = (events, nonEvents, isWhole);

    /// <summary>Whether sums are exact; see <see cref="ScoreDistribution.IsWhole"/>.</summary>
    public bool IsWhole { get; }

    /// <summary>One placement for each class and distinct score: enough for the variance of one AUC.</summary>
    public static Placements Of(ScoreDistribution distribution)
    {
        int count = distribution.Scores.Count;
        double[] events = new double[count], nonEvents = new double[count];
        double eventsBelow = 0, nonEventsBelow = 0;
        for (int i = 0; i < count; i++)
        {
            events[i] = OfEvent(nonEventsBelow, distribution.NonEvents[i], distribution.NonEventWeight, distribution.IsWhole);
            nonEvents[i] = OfNonEvent(eventsBelow, distribution.Events[i], distribution.EventWeight, distribution.IsWhole);
            eventsBelow += distribution.Events[i];
            nonEventsBelow += distribution.NonEvents[i];
        }

        return new(
            new([.. distribution.Events], events, distribution.EventWeight, distribution.IsWhole ? 2 * distribution.NonEventWeight : 1),
            new([.. distribution.NonEvents], nonEvents, distribution.NonEventWeight, distribution.IsWhole ? 2 * distribution.EventWeight : 1),
            distribution.IsWhole);
    }

    /// <summary>One placement for each row with weight, in the order of the rows, so that several scores of the same rows can be compared.</summary>
    public static Placements OfRows(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, scores.Length)];
        var keys = new ulong[scores.Length];
        double eventTotal = 0, nonEventTotal = 0;
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = SortableDouble.ToKey(scores[row]);
            eventTotal += events[row] ? WeightOf(weights, row) : 0;
            nonEventTotal += events[row] ? 0 : WeightOf(weights, row);
        }

        RadixSort.Sort(keys, rows, cancellationToken);
        bool isWhole = ScoreDistribution.AreWhole(weights, eventTotal + nonEventTotal);
        var placements = new double[scores.Length];
        double eventsBelow = 0, nonEventsBelow = 0;
        for (int first = 0, end; first < rows.Length; first = end)
        {
            double eventsHere = 0, nonEventsHere = 0;
            for (end = first; end < rows.Length && keys[end] == keys[first]; end++)
            {
                eventsHere += events[rows[end]] ? WeightOf(weights, rows[end]) : 0;
                nonEventsHere += events[rows[end]] ? 0 : WeightOf(weights, rows[end]);
            }

            double ofEvent = OfEvent(nonEventsBelow, nonEventsHere, nonEventTotal, isWhole), ofNonEvent = OfNonEvent(eventsBelow, eventsHere, eventTotal, isWhole);
            for (int i = first; i < end; i++)
                placements[rows[i]] = events[rows[i]] ? ofEvent : ofNonEvent;
            eventsBelow += eventsHere;
            nonEventsBelow += nonEventsHere;
        }

        return new(
            PartOf(events, weights, placements, isEvent: true, eventTotal, isWhole ? 2 * nonEventTotal : 1),
            PartOf(events, weights, placements, isEvent: false, nonEventTotal, isWhole ? 2 * eventTotal : 1),
            isWhole);
    }

    /// <summary>Whether there is more than one event and more than one non-event: with fewer there is no spread to measure.</summary>
    public static bool HaveVariance(double eventWeight, double nonEventWeight) => eventWeight > 1 && nonEventWeight > 1;

    /// <summary>The covariance of the AUCs of two scores of the same rows; with itself, the variance of one. NaN with one event, or one non-event, or fewer.</summary>
    public double Covariance(Placements other) => HaveVariance(_events.Total, _nonEvents.Total)
        ? ClassPart.Covariance(_events, other._events, IsWhole) + ClassPart.Covariance(_nonEvents, other._nonEvents, IsWhole)
        : double.NaN;

    /// <summary>What the placements of the same rows differ by: the variance of these is the variance of the difference, exactly 0 for scores of the same order.</summary>
    public Placements Minus(Placements other) => new(_events.Minus(other._events), _nonEvents.Minus(other._nonEvents), IsWhole);

    private static double OfEvent(double below, double here, double total, bool isWhole) => isWhole ? (2 * below) + here : (below + (here / 2)) / total;

    private static double OfNonEvent(double below, double here, double total, bool isWhole) => isWhole ? (2 * (total - below)) - here : (total - below - (here / 2)) / total;

    private static double WeightOf(ReadOnlySpan<double> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    private static ClassPart PartOf(ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, double[] placements, bool isEvent, double total, double unit)
    {
        List<double> ownWeights = [], own = [];
        for (int row = 0; row < events.Length; row++)
        {
            if (events[row] != isEvent || WeightOf(weights, row) == 0)
                continue;
            ownWeights.Add(WeightOf(weights, row));
            own.Add(placements[row]);
        }

        return new([.. ownWeights], [.. own], total, unit);
    }

    /// <summary>The events or the non-events: their weights, the weights' total, and placements in the unit that makes a share of them.</summary>
    private sealed record ClassPart(double[] Weights, double[] Values, double Total, double Unit)
    {
        /// <summary>Σ w (x − x̄)(y − ȳ) / (W − 1) / W.</summary>
        public static double Covariance(ClassPart first, ClassPart second, bool isWhole)
        {
            double products = isWhole ? CenteredProducts.OfWhole(first.Weights, first.Values, second.Values) : CenteredProducts.Of(first.Weights, first.Values, second.Values);
            return products / first.Unit / second.Unit / (first.Total - 1) / first.Total;
        }

        public ClassPart Minus(ClassPart other) => this with { Values = [.. Values.Select((value, i) => value - other.Values[i])] };
    }
}
