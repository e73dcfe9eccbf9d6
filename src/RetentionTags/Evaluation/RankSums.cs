using System.Numerics;
using System.Runtime.CompilerServices;

namespace RetentionTags.Evaluation;

/// <summary>
/// What AUC and KS are made of, for whole counts that add up to less than 2³¹: all in 64-bit integers, so that the order of sums and the number of rows do not matter. Distinct scores are added from the lowest to the
/// highest.
/// </summary>
internal struct RankSums(long totalEvents, long totalNonEvents)
{
    private long _events;
    private long _nonEvents;

    /// <summary>Σ E(s) [2 N(below s) + N(s)]: twice the number of pairs that are in the right order; at most 2⁶¹.</summary>
    private long _doubledWins;

    /// <summary>The greatest difference between the classes' cumulated counts, each times the other's total: whole, so that equal gaps are equal.</summary>
    private long _widestGap;

    public readonly long TotalEvents => totalEvents;

    public readonly long TotalNonEvents => totalNonEvents;

    /// <summary>What <see cref="Add"/> was told of the score at which the widest gap ends; of equal gaps, of the lowest.</summary>
    public int Place { get; private set; }

    public readonly double Auc => _doubledWins / (double)(2 * totalEvents * totalNonEvents);

    public readonly double KolmogorovSmirnov => _widestGap / (double)(totalEvents * totalNonEvents);

    /// <summary>Merges the sorted keys of both classes. Places are indices of <paramref name="events"/> and, behind them, of <paramref name="nonEvents"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RankSums OfSorted<T>(ReadOnlySpan<T> events, ReadOnlySpan<T> nonEvents, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        var sums = new RankSums(events.Length, nonEvents.Length);
        int e = 0, n = 0;
        for (int step = 0; e < events.Length || n < nonEvents.Length; step++)
        {
            if (step % (1 << 20) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            int firstEvent = e, firstNonEvent = n;
            bool isEvent = n == nonEvents.Length || (e < events.Length && events[e] <= nonEvents[n]);
            T score = isEvent ? events[e] : nonEvents[n];
            while (e < events.Length && events[e] == score)
                e++;
            while (n < nonEvents.Length && nonEvents[n] == score)
                n++;
            sums.Add(isEvent ? firstEvent : events.Length + firstNonEvent, e - firstEvent, n - firstNonEvent);
        }

        return sums;
    }

    /// <summary>Counts the rows of the next higher score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int place, long events, long nonEvents)
    {
        long gap = Math.Abs((_nonEvents * totalEvents) - (_events * totalNonEvents));
        if (gap > _widestGap)
            (_widestGap, Place) = (gap, place);
        _doubledWins += events * ((2 * _nonEvents) + nonEvents);
        _events += events;
        _nonEvents += nonEvents;
    }
}
