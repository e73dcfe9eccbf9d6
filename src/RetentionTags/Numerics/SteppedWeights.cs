using System.Runtime.CompilerServices;

namespace RetentionTags.Numerics;

/// <summary>
/// Weights as a step function of the value, for any number of cuts and special values and for any processor. A special value is an interval of its own, from itself to the next number, so <see cref="CutCodes"/> finds everything.
/// </summary>
internal sealed class SteppedWeights : BinWeights
{
    /// <summary>Values coded at once.</summary>
    private const int Tile = 1024;

    private readonly CutCodes _codes;

    /// <summary>One for each code; the last is that of NaN.</summary>
    private readonly int[] _weightOfCode;

    public SteppedWeights(Content content)
        : base(content)
    {
        var steps = new SortedSet<double>(content.Cuts);
        foreach (double special in content.SpecialValues)
        {
            steps.Add(special);
            if (special < double.PositiveInfinity)
                steps.Add(Math.BitIncrement(special));
        }

        _codes = new([.. steps]);
        _weightOfCode = [WeightOf(double.NegativeInfinity), .. steps.Select(WeightOf), content.Missing];
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int AddMost(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity)
    {
        Span<ushort> room = stackalloc ushort[Tile];
        bool all = validity.All;
        for (int first = 0; first < values.Length; first += Tile)
        {
            ReadOnlySpan<double> tile = values.Slice(first, Math.Min(Tile, values.Length - first));
            Span<ushort> codes = room[..tile.Length];
            _codes.ToCodes(tile, codes);
            Span<int> tileSums = sums.Slice(first, codes.Length);
            for (int i = 0; i < codes.Length; i++)
                tileSums[i] += all || validity[first + i] ? _weightOfCode[codes[i]] : Missing;
        }

        return values.Length;
    }
}
