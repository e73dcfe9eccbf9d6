using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>Where numbers go: the interval between two cuts, the bin of a special value, or the bin of missing values.</summary>
internal sealed class NumberLookup
{
    /// <summary>Values coded at once: their codes stay in the first-level cache.</summary>
    private const int Tile = 1 << 12;

    private readonly double[] _cuts;
    private readonly CutCodes _codes;
    private readonly NumberPlaces _specials;

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

    /// <summary>The same for many values: their codes first, then what is not regular is put right.</summary>
    public void Find(ReadOnlySpan<double> values, Span<int> destination)
    {
        Span<ushort> codes = stackalloc ushort[Tile];
        for (int first = 0; first < values.Length; first += Tile)
        {
            ReadOnlySpan<double> tile = values.Slice(first, Math.Min(Tile, values.Length - first));
            _codes.ToCodes(tile, codes);
            Span<int> bins = destination.Slice(first, tile.Length);
            for (int i = 0; i < tile.Length; i++)
                bins[i] = codes[i] == _codes.Missing ? MissingBin : codes[i];
            for (int i = 0; i < tile.Length && !_specials.Numbers.IsEmpty; i++)
                bins[i] = Find(tile[i]);
        }
    }
}
