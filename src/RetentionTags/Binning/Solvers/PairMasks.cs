namespace RetentionTags.Binning.Solvers;

/// <summary>The answers of a pair rule for all pairs of neighbouring intervals, a bit each, so that the rule is asked once and not for every trend and every number of bins.</summary>
internal sealed class PairMasks
{
    private const int Bits = 64;

    private readonly int _size;
    private readonly int _words;
    private readonly ulong[]?[] _masks = new ulong[3][];

    public PairMasks(IPairRule rule, Placement problem, CancellationToken cancellationToken)
    {
        _size = problem.Size;
        _words = WordsFor(_size);
        _masks[(int)MissingSide.Neither] = Ask(rule, problem.Plain, problem.Plain, MissingSide.Neither, cancellationToken);
        if (problem.WithMissing is not IntervalTable withMissing)
            return;
        _masks[(int)MissingSide.Left] = Ask(rule, withMissing, problem.Plain, MissingSide.Left, cancellationToken);
        _masks[(int)MissingSide.Right] = Ask(rule, problem.Plain, withMissing, MissingSide.Right, cancellationToken);
    }

    public static int WordsFor(int size) => (size + Bits - 1) / Bits;

    /// <summary>The ends of the intervals that may follow [start, middle), a bit each from middle + 1 on.</summary>
    public ReadOnlySpan<ulong> Row(MissingSide side, int start, int middle) =>
        _masks[(int)side].AsSpan(((middle * _size) + start) * _words, _words);

    public bool Allows(MissingSide side, int start, int middle, int end)
    {
        int bit = end - middle - 1;
        return (Row(side, start, middle)[bit / Bits] >> (bit % Bits) & 1) != 0;
    }

    private ulong[] Ask(IPairRule rule, IntervalTable left, IntervalTable right, MissingSide side, CancellationToken cancellationToken)
    {
        var mask = new ulong[_size * _size * _words];
        for (int middle = 1; middle < _size; middle++)
        {
            for (int start = 0; start < middle; start++)
            {
                if (!left.IsAllowed(start, middle))
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                Span<ulong> row = mask.AsSpan(((middle * _size) + start) * _words, _words);
                for (int end = middle + 1; end <= _size; end++)
                {
                    if (right.IsAllowed(middle, end) && rule.Allows(start, middle, end, side))
                        row[(end - middle - 1) / Bits] |= 1UL << ((end - middle - 1) % Bits);
                }
            }
        }

        return mask;
    }
}
