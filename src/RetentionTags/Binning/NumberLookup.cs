using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>Where numbers go: the interval between two cuts, the bin of a special value, or the bin of missing values.</summary>
internal sealed class NumberLookup
{
    /// <summary>Values coded at once: their codes stay in the first-level cache.</summary>
    private const int Tile = 1 << 12;

    private readonly double[] _cuts;
    private readonly CutCodes _codes;
    private readonly double[] _specialValues;
    private readonly int[] _specialBins;

    /// <param name="cuts">Ascending; the number of intervals is one more.</param>
    /// <param name="specials">Values with bins of their own, and these bins.</param>
    /// <param name="missingBin">The bin of NaN.</param>
    public NumberLookup(double[] cuts, IEnumerable<(double Value, int Bin)> specials, int missingBin)
    {
        _cuts = cuts;
        _codes = new(cuts);
        (double Value, int Bin)[] ordered = [.. specials.OrderBy(special => special.Value)];
        _specialValues = [.. ordered.Select(special => special.Value)];
        _specialBins = [.. ordered.Select(special => special.Bin)];
        MissingBin = missingBin;
    }

    public ReadOnlySpan<double> Cuts => _cuts;

    public ReadOnlySpan<double> SpecialValues => _specialValues;

    public ReadOnlySpan<int> SpecialBins => _specialBins;

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
        if (_specialValues.Length > 0)
        {
            int special = _specialValues.AsSpan().BinarySearch(value);
            if (special >= 0)
                return _specialBins[special];
        }

        return _codes.CodeOf(value);
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
            for (int i = 0; i < tile.Length && _specialValues.Length > 0; i++)
                bins[i] = Find(tile[i]);
        }
    }
}
