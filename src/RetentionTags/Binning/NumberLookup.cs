using System.Runtime.CompilerServices;
using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>Where numbers go: the interval between two cuts, the bin of a special value, or the bin of missing values.</summary>
internal sealed class NumberLookup
{
    private readonly double[] _cuts;
    private readonly CutCodes _codes;
    private readonly NumberPlaces _specials;
    private BinWeights? _indices;

    /// <param name="cuts">Ascending; the number of intervals is one more.</param>
    /// <param name="specials">Values with bins of their own, and these bins.</param>
    /// <param name="missingBin">The bin of NaN.</param>
    public NumberLookup(double[] cuts, IEnumerable<(double Value, int Bin)> specials, int missingBin)
    {
        _cuts = cuts;
        _codes = new(cuts);
        _specials = new(specials);
        MissingBin = missingBin;
    }

    public ReadOnlySpan<double> Cuts => _cuts;

    public ReadOnlySpan<double> SpecialValues => _specials.Numbers;

    public ReadOnlySpan<int> SpecialBins => _specials.Places;

    public int MissingBin { get; }

    /// <summary>The lookup of a column's bins, read off the bins themselves.</summary>
    public static NumberLookup Of(IReadOnlyList<BinPlace> bins, int missingBin) => new(
        [.. bins.Where(bin => bin.Kind == BinKind.Regular).Skip(1).Select(bin => bin.Lower)],
        bins.SelectMany((bin, i) => bin.SpecialValues.Select(value => (value.Number, i))),
        missingBin);

    public int Find(double value)
    {
        if (double.IsNaN(value))
            return MissingBin;
        int special = _specials.Find(value);
        return special >= 0 ? special : _codes.CodeOf(value);
    }

    /// <summary>The same for many values.</summary>
    public void Find(ReadOnlySpan<double> values, Span<int> destination)
    {
        destination = destination[..values.Length];
        destination.Clear();
        Indices.AddTo(destination, values);
    }

    /// <summary>The same as bytes, for at most 256 bins. Allocates nothing.</summary>
    [SkipLocalsInit]
    public void Find(ReadOnlySpan<double> values, Span<byte> destination)
    {
        const int Tile = 2048;
        Span<int> room = stackalloc int[Tile];
        for (int first = 0; first < values.Length; first += Tile)
        {
            Span<byte> tile = destination.Slice(first, Math.Min(Tile, values.Length - first));
            Find(values.Slice(first, tile.Length), room);
            for (int i = 0; i < tile.Length; i++)
                tile[i] = (byte)room[i];
        }
    }

    /// <summary>Numbers for the bins, to be looked up for many values at once.</summary>
    /// <param name="ofBin">One for each bin.</param>
    public BinWeights Arrange(ReadOnlySpan<int> ofBin)
    {
        int[] specials = new int[SpecialBins.Length];
        for (int i = 0; i < specials.Length; i++)
            specials[i] = ofBin[SpecialBins[i]];
        return BinWeights.Of(_cuts, ofBin[..(_cuts.Length + 1)], ofBin[MissingBin], SpecialValues, specials);
    }

    /// <summary>The bins themselves in place of weights; made when first asked for.</summary>
    private BinWeights Indices => _indices ??= BinWeights.Of(_cuts, [.. Enumerable.Range(0, _cuts.Length + 1)], MissingBin, SpecialValues, SpecialBins);
}
