using System.Runtime.CompilerServices;
using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning.Pairs;

/// <summary>
/// The exact optimum over all guillotine partitions of a grid of p × q pre-bins into blocks: partitions that come about by cutting a block in two from edge to edge, again
/// and again.
/// </summary>
/// <remarks>
/// <para>For every block R of the grid and every number of parts k, small blocks before large ones:</para>
/// <code>
/// V[R][1] = information value of R
/// V[R][k] = max over cuts of R into A and B, and over a + b = k, of V[A][a] + V[B][b]
/// </code>
/// <para>
/// A block takes part when it holds both kinds of rows and the smallest weight. Merging two neighbours of that kind gives one of that kind, so a block that can be divided into k
/// parts can be divided into every smaller number: the k that exist for a block are 1 … m, nothing in between is absent, and the loops need no test for it. Cost:
/// O(p² q² (p + q) K²) at most; small blocks, which are by far the most, have few k.
/// </para>
/// <para>
/// Choices are not stored: the way to the optimum is found again from the values, which takes one look at the cuts of at most K − 1 blocks. Of equal optima it takes cuts of the
/// first axis before those of the second, of these the leftmost, of these the one with the fewest parts before it, and then goes by the same rule on each side.
/// </para>
/// </remarks>
internal sealed class GuillotineSolver
{
    /// <summary>Additions between two looks at the cancellation token.</summary>
    private const long Stride = 1 << 20;

    private readonly int _firstSize;
    private readonly int _secondSize;
    private readonly int _secondIntervals;
    private readonly int _maxBins;
    private readonly CancellationToken _cancellationToken;

    /// <summary>For each block, <see cref="_maxBins"/> places: the best values for 1, 2 … parts.</summary>
    private readonly long[] _values;

    /// <summary>For each block the largest number of parts, 0 when it takes no part itself.</summary>
    private readonly byte[] _most;

    /// <param name="counts">The grid.</param>
    /// <param name="minWeight">The smallest weight of a block.</param>
    /// <param name="maxBins">The largest number of blocks, up to 255.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public GuillotineSolver(PairCounts counts, double minWeight, int maxBins, CancellationToken cancellationToken)
    {
        _firstSize = counts.FirstSize;
        _secondSize = counts.SecondSize;
        _secondIntervals = Interval(0, _secondSize + 1);
        _maxBins = Math.Min(maxBins, _firstSize * _secondSize);
        _cancellationToken = cancellationToken;
        _most = new byte[Interval(0, _firstSize + 1) * _secondIntervals];
        _values = new long[_most.Length * _maxBins];
        ValueBlocks(counts, minWeight);
        DivideBlocks();
    }

    /// <summary>
    /// Of all numbers of blocks the smallest whose information value is within <see cref="InformationUnits.WorthABin"/> of the highest, and the best partition into as many;
    /// <see langword="null"/> when not even the whole grid satisfies the rules.
    /// </summary>
    public GuillotinePartition? Best()
    {
        int all = Block(new(0, _firstSize, 0, _secondSize));
        if (_most[all] == 0)
            return null;
        ReadOnlySpan<long> values = _values.AsSpan(all * _maxBins, _most[all]);
        long highest = values[0];
        foreach (long value in values)
            highest = Math.Max(highest, value);
        int bins = 1;
        while (values[bins - 1] < highest - InformationUnits.WorthABin)
            bins++;
        var blocks = new List<PairRectangle>();
        Collect(new(0, _firstSize, 0, _secondSize), bins, blocks);
        return new(values[bins - 1], [.. blocks.Order()]);
    }

    /// <summary>The number of an interval: 0 ≤ start &lt; end, by its end and then its start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Interval(int start, int end) => (end * (end - 1) / 2) + start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Block(PairRectangle block) =>
        (Interval(block.FirstStart, block.FirstEnd) * _secondIntervals) + Interval(block.SecondStart, block.SecondEnd);

    /// <summary>The value of every block that may stand undivided: bands of the first axis that grow place by place, and intervals of the second that do.</summary>
    private void ValueBlocks(PairCounts counts, double minWeight)
    {
        var bandEvents = new double[_secondSize];
        var bandNonEvents = new double[_secondSize];
        for (int firstStart = 0; firstStart < _firstSize; firstStart++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            bandEvents.AsSpan().Clear();
            bandNonEvents.AsSpan().Clear();
            for (int firstEnd = firstStart + 1; firstEnd <= _firstSize; firstEnd++)
            {
                counts.AddTo(bandEvents, bandNonEvents, firstEnd - 1);
                int band = Interval(firstStart, firstEnd) * _secondIntervals;
                for (int secondStart = 0; secondStart < _secondSize; secondStart++)
                {
                    double events = 0, nonEvents = 0;
                    for (int secondEnd = secondStart + 1; secondEnd <= _secondSize; secondEnd++)
                    {
                        events += bandEvents[secondEnd - 1];
                        nonEvents += bandNonEvents[secondEnd - 1];
                        if (events <= 0 || nonEvents <= 0 || events + nonEvents < minWeight)
                            continue;
                        int block = band + Interval(secondStart, secondEnd);
                        _most[block] = 1;
                        _values[block * _maxBins] = InformationUnits.Of(counts.Of(events, nonEvents));
                    }
                }
            }
        }
    }

    /// <summary>Both parts of a block end where it ends or begin where it begins: by ascending ends and descending starts, all parts come before the whole.</summary>
    private void DivideBlocks()
    {
        long additions = 0;
        for (int firstEnd = 1; firstEnd <= _firstSize; firstEnd++)
        {
            for (int firstStart = firstEnd - 1; firstStart >= 0; firstStart--)
            {
                for (int secondEnd = 1; secondEnd <= _secondSize; secondEnd++)
                {
                    for (int secondStart = secondEnd - 1; secondStart >= 0; secondStart--)
                        additions += Divide(new(firstStart, firstEnd, secondStart, secondEnd));
                    if (additions < Stride)
                        continue;
                    additions = 0;
                    _cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
    }

    /// <summary>Tries every cut of one block, and says how much work it was.</summary>
    private long Divide(PairRectangle whole)
    {
        int block = Block(whole);
        if (_most[block] == 0 || _maxBins == 1)
            return 1;
        Span<long> best = _values.AsSpan(block * _maxBins, _maxBins);
        best[1..].Fill(long.MinValue);
        int most = 1;
        long additions = 1;
        for (int cut = whole.FirstStart + 1; cut < whole.FirstEnd; cut++)
            Try(Block(whole with { FirstEnd = cut }), Block(whole with { FirstStart = cut }), best, ref most, ref additions);
        for (int cut = whole.SecondStart + 1; cut < whole.SecondEnd; cut++)
            Try(Block(whole with { SecondEnd = cut }), Block(whole with { SecondStart = cut }), best, ref most, ref additions);
        _most[block] = (byte)most;
        return additions;
    }

    /// <summary>All ways to have a parts on one side of a cut and b on the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Try(int before, int after, Span<long> best, ref int most, ref long additions)
    {
        int mostBefore = _most[before], mostAfter = _most[after];
        additions++;
        if (mostBefore == 0 || mostAfter == 0)
            return;
        most = Math.Max(most, Math.Min(mostBefore + mostAfter, best.Length));
        additions += mostBefore * mostAfter;
        ReadOnlySpan<long> valuesBefore = _values.AsSpan(before * _maxBins, Math.Min(mostBefore, best.Length - 1));
        ReadOnlySpan<long> valuesAfter = _values.AsSpan(after * _maxBins, mostAfter);
        for (int a = 0; a < valuesBefore.Length; a++)
        {
            // Index 0 stands for one part, so a + b + 2 parts have the index a + b + 1.
            long value = valuesBefore[a];
            Span<long> target = best[(a + 1)..];
            int count = Math.Min(valuesAfter.Length, target.Length);
            for (int b = 0; b < count; b++)
                target[b] = Math.Max(target[b], value + valuesAfter[b]);
        }
    }

    /// <summary>Finds the first cut by which a block reaches its value, and goes on with both parts.</summary>
    private void Collect(PairRectangle whole, int parts, List<PairRectangle> blocks)
    {
        if (parts == 1)
        {
            blocks.Add(whole);
            return;
        }

        foreach ((PairRectangle before, PairRectangle after) in Cuts(whole))
        {
            for (int a = 1; a < parts; a++)
            {
                if (!Reaches(before, a, after, parts - a, _values[(Block(whole) * _maxBins) + parts - 1]))
                    continue;
                Collect(before, a, blocks);
                Collect(after, parts - a, blocks);
                return;
            }
        }
    }

    private bool Reaches(PairRectangle before, int a, PairRectangle after, int b, long value)
    {
        int one = Block(before), other = Block(after);
        return a <= _most[one] && b <= _most[other] && _values[(one * _maxBins) + a - 1] + _values[(other * _maxBins) + b - 1] == value;
    }

    private static IEnumerable<(PairRectangle Before, PairRectangle After)> Cuts(PairRectangle whole)
    {
        for (int cut = whole.FirstStart + 1; cut < whole.FirstEnd; cut++)
            yield return (whole with { FirstEnd = cut }, whole with { FirstStart = cut });
        for (int cut = whole.SecondStart + 1; cut < whole.SecondEnd; cut++)
            yield return (whole with { SecondEnd = cut }, whole with { SecondStart = cut });
    }
}
