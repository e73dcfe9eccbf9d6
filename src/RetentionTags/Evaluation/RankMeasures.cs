using System.Buffers;
using System.Numerics;
using RetentionTags.Numerics;

namespace RetentionTags.Evaluation;

/// <summary>How well scores tell events from non-events, and nothing else: the fast way to AUC, Gini and KS for many rows.</summary>
/// <remarks>
/// The numbers are those of <see cref="BinaryEvaluation"/>, to the bit. Without weights the scores of each class are sorted by themselves, nothing moving with them, and counted in 64-bit integers: AUC and KS are exact but for the
/// division at the end. Floats take half the time of doubles, and points that lie close together are counted instead of sorted.
/// </remarks>
public sealed class RankMeasures
{
    /// <summary>The greatest number of different points for each row that are counted: so many empty places cost about what sorting costs.</summary>
    private const int PlacesPerRow = 4;

    /// <summary>A range of points that is always counted.</summary>
    private const int FewPlaces = 1 << 12;

    /// <summary>A range of points that is never counted: its counts would take more memory than a cache has.</summary>
    private const int ManyPlaces = 1 << 22;

    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 20;

    private RankMeasures(double eventWeight, double nonEventWeight, double auc = double.NaN, double kolmogorovSmirnov = double.NaN, double threshold = double.NaN)
    {
        (EventWeight, NonEventWeight, Auc, KolmogorovSmirnov, KolmogorovSmirnovThreshold) = (eventWeight, nonEventWeight, auc, kolmogorovSmirnov, threshold);
        if (eventWeight > 0 && nonEventWeight > 0)
            return;
        string why = eventWeight + nonEventWeight == 0 ? "no row has weight" : $"all rows are {(eventWeight == 0 ? "non-events" : "events")}";
        Findings = [new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: AUC, Gini and KS are not defined, because {why}.")];
    }

    /// <summary>Sum of the weights of the events.</summary>
    public double EventWeight { get; }

    /// <summary>Sum of the weights of the non-events.</summary>
    public double NonEventWeight { get; }

    /// <inheritdoc cref="BinaryEvaluation.Auc"/>
    public double Auc { get; }

    /// <inheritdoc cref="BinaryEvaluation.Gini"/>
    public double Gini => (2 * Auc) - 1;

    /// <inheritdoc cref="BinaryEvaluation.KolmogorovSmirnov"/>
    public double KolmogorovSmirnov { get; }

    /// <inheritdoc cref="BinaryEvaluation.KolmogorovSmirnovThreshold"/>
    public double KolmogorovSmirnovThreshold { get; }

    /// <summary>Why measures are not defined, when they are not.</summary>
    public IReadOnlyList<Finding> Findings { get; } = [];

    /// <summary>Measures scores against what happened.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each, which is faster.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The measures; NaN, with a finding, when there is one class only.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static RankMeasures Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default) => weights.IsEmpty
        ? OfSorted<double, ulong, KeyCodes.Double>(scores, events, cancellationToken)
        : Of(ScoreDistribution.Of(scores, events, weights, cancellationToken));

    /// <summary>Measures scores in single precision, which are sorted in half the time.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each, which is faster.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The measures; NaN, with a finding, when there is one class only.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static RankMeasures Of(ReadOnlySpan<float> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default) => weights.IsEmpty
        ? OfSorted<float, uint, KeyCodes.Single>(scores, events, cancellationToken)
        : Of(Widened(scores), events, weights, cancellationToken);

    /// <summary>Measures points, or log-odds on a grid of whole numbers. Points that span few values are counted, in a fraction of the time.</summary>
    /// <param name="points">Points for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each, which is faster.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The measures; NaN, with a finding, when there is one class only.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a weight is negative or not finite.</exception>
    public static RankMeasures Of(ReadOnlySpan<int> points, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        if (!weights.IsEmpty)
            return Of(Widened(points), events, weights, cancellationToken);
        ScoreDistribution.CheckLengths(points.Length, events.Length, 0);
        if (points.IsEmpty)
            return new(0, 0);
        (int lowest, int highest) = PointRange.Of(points);
        long places = (long)highest - lowest + 1;
        return places <= FewPlaces || (places <= ManyPlaces && places <= PlacesPerRow * (long)points.Length)
            ? OfCounts(points, events, lowest, (int)places, cancellationToken)
            : OfSorted<int, uint, KeyCodes.Whole>(points, events, cancellationToken);
    }

    /// <summary>The same from the distinct scores.</summary>
    internal static RankMeasures Of(ScoreDistribution distribution)
    {
        (double totalEvents, double totalNonEvents) = (distribution.EventWeight, distribution.NonEventWeight);
        if (totalEvents == 0 || totalNonEvents == 0)
            return new(totalEvents, totalNonEvents);
        if (distribution.IsWhole)
        {
            var sums = new RankSums((long)totalEvents, (long)totalNonEvents);
            for (int i = 0; i < distribution.Scores.Count; i++)
                sums.Add(i, (long)distribution.Events[i], (long)distribution.NonEvents[i]);
            return Of(sums, distribution.Scores[sums.Place]);
        }

        double auc = 0, events = 0, nonEvents = 0, widestGap = 0, threshold = distribution.Scores[0];
        for (int i = 0; i < distribution.Scores.Count; i++)
        {
            double gap = Math.Abs((nonEvents / totalNonEvents) - (events / totalEvents));
            if (gap > widestGap)
                (widestGap, threshold) = (gap, distribution.Scores[i]);
            auc += distribution.Events[i] / totalEvents * ((nonEvents + (distribution.NonEvents[i] / 2)) / totalNonEvents);
            events += distribution.Events[i];
            nonEvents += distribution.NonEvents[i];
        }

        return new(totalEvents, totalNonEvents, Math.Min(1, auc), widestGap, threshold);
    }

    private static RankMeasures OfSorted<TScore, TKey, TCode>(ReadOnlySpan<TScore> scores, ReadOnlySpan<bool> events, CancellationToken cancellationToken)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
        where TCode : struct, IKeyCode<TScore, TKey>
    {
        ScoreDistribution.CheckLengths(scores.Length, events.Length, 0);
        TKey[] keys = ArrayPool<TKey>.Shared.Rent(scores.Length), scratch = ArrayPool<TKey>.Shared.Rent(scores.Length);
        try
        {
            int count = KeyCodes.SplitByClass<TScore, TKey, TCode>(scores, events, keys.AsSpan(0, scores.Length), cancellationToken);
            if (count < 0)
                throw ScoreDistribution.NotANumber(FirstNotANumber<TScore, TKey, TCode>(scores));
            if (count == 0 || count == scores.Length)
                return new(count, scores.Length - count);
            Span<TKey> ofEvents = KeySort.Sort(keys.AsSpan(0, count), scratch.AsSpan(0, count), cancellationToken);
            Span<TKey> ofNonEvents = KeySort.Sort(keys.AsSpan(count, scores.Length - count), scratch.AsSpan(count, scores.Length - count), cancellationToken);
            RankSums sums = RankSums.OfSorted<TKey>(ofEvents, ofNonEvents, cancellationToken);
            return Of(sums, TCode.ToScore(sums.Place < count ? ofEvents[sums.Place] : ofNonEvents[sums.Place - count]));
        }
        finally
        {
            ArrayPool<TKey>.Shared.Return(keys);
            ArrayPool<TKey>.Shared.Return(scratch);
        }
    }

    private static RankMeasures OfCounts(ReadOnlySpan<int> points, ReadOnlySpan<bool> events, int lowest, int places, CancellationToken cancellationToken)
    {
        var counts = new int[2 * places];
        for (int first = 0; first < points.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Stride, points.Length - first);
            PointRange.Count(points.Slice(first, count), events.Slice(first, count), lowest, counts);
        }

        long totalEvents = 0;
        for (int place = 0; place < places; place++)
            totalEvents += counts[(2 * place) + 1];
        if (totalEvents == 0 || totalEvents == points.Length)
            return new(totalEvents, points.Length - totalEvents);
        var sums = new RankSums(totalEvents, points.Length - totalEvents);
        for (int place = 0; place < places; place++)
        {
            if (counts[2 * place] + counts[(2 * place) + 1] > 0)
                sums.Add(place, counts[(2 * place) + 1], counts[2 * place]);
        }

        return Of(sums, lowest + sums.Place);
    }

    private static RankMeasures Of(in RankSums sums, double threshold) => new(sums.TotalEvents, sums.TotalNonEvents, sums.Auc, sums.KolmogorovSmirnov, threshold);

    private static int FirstNotANumber<TScore, TKey, TCode>(ReadOnlySpan<TScore> scores)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
        where TCode : struct, IKeyCode<TScore, TKey>
    {
        int row = 0;
        while (TCode.IsNumber(scores[row]))
            row++;
        return row;
    }

    private static double[] Widened<T>(ReadOnlySpan<T> scores)
        where T : INumber<T>
    {
        var wide = new double[scores.Length];
        for (int row = 0; row < wide.Length; row++)
            wide[row] = double.CreateTruncating(scores[row]);
        return wide;
    }
}
