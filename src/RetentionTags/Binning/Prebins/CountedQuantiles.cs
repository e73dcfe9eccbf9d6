using System.Buffers;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// The exact quantile pre-bins of a long column of many distinct values, without sorting it: the same cuts and counts as <see cref="QuantileRule"/> over all sorted values gives.
/// </summary>
/// <remarks>
/// <para>
/// A first walk codes each row into one of up to 2¹⁵ narrow buckets and counts rows and events of each. That tells which buckets a quantile falls into. A second walk, over the codes, takes the few rows
/// of those buckets (and of the one after each: a cut may fall between two buckets), which are sorted; all other buckets enter as a whole.
/// </para>
/// <para>
/// The buckets come from a sample of rows, so the sample decides how many rows there are to sort, and nothing else: whatever the buckets, the cuts are the exact ones. A frequent value does not fill the
/// buffer: each bucket counts the first value that it meets apart. When nearly all values are so close together, compared with the range of the column, that they fill a few buckets only, nearly all
/// rows are sorted after all.
/// </para>
/// <para>Beyond its input it holds two bytes for each row, and sixteen for each row taken: about one in a hundred times the number of pre-bins over one hundred.</para>
/// </remarks>
internal sealed class CountedQuantiles
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Tile = 1 << 14;
    private const int SampleSize = 4096;

    private readonly QuantileRule _rule;
    private readonly List<double> _cuts = [];
    private readonly List<double> _events = [0];
    private readonly List<double> _nonEvents = [0];

    private CountedQuantiles(QuantileRule rule) => _rule = rule;

    /// <summary>Where pre-bins 1, 2 … begin.</summary>
    public double[] Cuts => [.. _cuts];

    /// <summary>Weight of the events of each pre-bin.</summary>
    public double[] Events => [.. _events];

    /// <summary>Weight of the non-events of each pre-bin.</summary>
    public double[] NonEvents => [.. _nonEvents];

    public double MissingEvents { get; private init; }

    public double MissingNonEvents { get; private init; }

    /// <summary>Divides a column that has more distinct values than pre-bins; <see langword="null"/> when the sample is all missing.</summary>
    public static CountedQuantiles? TryFind(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, int maxPrebins, CancellationToken cancellationToken)
    {
        ulong[] sample = SampleOf(values);
        if (sample.Length == 0)
            return null;
        var grid = new BucketGrid(sample);
        ushort[] codes = ArrayPool<ushort>.Shared.Rent(values.Length);
        double[] pooledSums = ArrayPool<double>.Shared.Rent(2 * grid.Count);
        try
        {
            Span<double> sums = pooledSums.AsSpan(0, 2 * grid.Count);
            Count(values, events, weights, grid, codes, sums, cancellationToken);
            double total = 0;
            for (int place = 2; place < sums.Length; place++)
                total += sums[place];
            var quantiles = new CountedQuantiles(new(total, maxPrebins)) { MissingNonEvents = sums[0], MissingEvents = sums[1] };
            ushort[] slots = quantiles.Slots(sums, out int slotCount);
            using var taken = new TakenRows(slotCount);
            taken.Take(values, events, weights, codes.AsSpan(0, values.Length), slots, cancellationToken);
            taken.Sort(cancellationToken);
            quantiles.Divide(sums, slots, taken);
            return quantiles;
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(codes);
            ArrayPool<double>.Shared.Return(pooledSums);
        }
    }

    /// <summary>Keys of rows at equal distances. It steers the work and not the result, so it may depend on the order of rows.</summary>
    private static ulong[] SampleOf(ReadOnlySpan<double> values)
    {
        var sample = new ulong[Math.Min(SampleSize, values.Length)];
        int count = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double value = values[(int)((long)i * values.Length / sample.Length)];
            if (!double.IsNaN(value))
                sample[count++] = SortableDouble.ToKey(value);
        }

        return sample[..count];
    }

    /// <summary>Weights of non-events and events of each bucket, side by side.</summary>
    private static void Count(ReadOnlySpan<double> values, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, BucketGrid grid, ushort[] codes, Span<double> sums, CancellationToken cancellationToken)
    {
        sums.Clear();
        ulong[] pooledCounts = ArrayPool<ulong>.Shared.Rent(grid.Count);
        Span<ulong> counts = pooledCounts.AsSpan(0, weights.IsEmpty ? grid.Count : 0);
        counts.Clear();
        for (int first = 0; first < values.Length; first += Tile)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Tile, values.Length - first);
            Span<ushort> tile = codes.AsSpan(first, count);
            grid.ToBuckets(values.Slice(first, count), tile);
            if (weights.IsEmpty)
                CodeCounts.Add(tile, events.Slice(first, count), counts);
            else
                CodeCounts.Add(tile, events.Slice(first, count), weights.Slice(first, count), sums);
        }

        for (int bucket = 0; bucket < counts.Length; bucket++)
            (sums[2 * bucket], sums[(2 * bucket) + 1]) = (CodeCounts.NonEvents(counts[bucket]), CodeCounts.Events(counts[bucket]));
        ArrayPool<ulong>.Shared.Return(pooledCounts);
    }

    /// <summary>Numbers from 1 for the buckets whose rows have to be seen one by one: those in which the rank grows, and the next one after each; 0 for all others.</summary>
    private ushort[] Slots(ReadOnlySpan<double> sums, out int slotCount)
    {
        var slots = new ushort[sums.Length / 2];
        slotCount = 0;
        double beneath = 0;
        int reached = 0;
        bool grew = false;
        for (int bucket = 1; bucket < slots.Length; bucket++)
        {
            double weight = sums[2 * bucket] + sums[(2 * bucket) + 1];
            if (weight == 0)
                continue;
            beneath += weight;
            int rank = _rule.Rank(beneath);
            if (rank > reached || grew)
                slots[bucket] = (ushort)++slotCount;
            grew = rank > reached;
            reached = rank;
        }

        return slots;
    }

    /// <summary>One walk over buckets and, within those that were taken apart, over their values.</summary>
    private void Divide(ReadOnlySpan<double> sums, ushort[] slots, TakenRows taken)
    {
        double beneath = 0, previous = double.NaN;
        int? reached = 0;
        int next = 0;
        for (int bucket = 1; bucket < slots.Length; bucket++)
        {
            (double nonEvents, double events) = (sums[2 * bucket], sums[(2 * bucket) + 1]);
            if (nonEvents + events == 0)
                continue;
            if (slots[bucket] == 0)
            {
                Add(nonEvents, events);
                reached = null;
            }
            else
            {
                // No quantile lies in the buckets that were passed as a whole.
                reached ??= _rule.Rank(beneath);
                double within = beneath;
                foreach ((double value, double valueNonEvents, double valueEvents) in taken.Values(slots[bucket], next))
                {
                    int rank = _rule.Rank(within);
                    if (rank > reached)
                        Open(previous, value);
                    Add(valueNonEvents, valueEvents);
                    (reached, previous) = (rank, value);
                    within += valueNonEvents + valueEvents;
                }

                next += taken.RowsOf(slots[bucket]);
            }

            beneath += nonEvents + events;
        }
    }

    private void Open(double previous, double value)
    {
        _cuts.Add(ShortestCut.Between(previous, value));
        _events.Add(0);
        _nonEvents.Add(0);
    }

    private void Add(double nonEvents, double events)
    {
        _nonEvents[^1] += nonEvents;
        _events[^1] += events;
    }
}
