using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Where categories go: the bin that holds them, the bin of missing values, or that of categories that no training row had.</summary>
internal sealed class CategoryLookup(Dictionary<string, int> binOf, int missingBin, int unseenBin)
{
    /// <summary>Levels between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    public int MissingBin => missingBin;

    public int UnseenBin => unseenBin;

    /// <summary>The lookup of a column's bins, read off the bins themselves.</summary>
    public static CategoryLookup Of(IReadOnlyList<BinPlace> bins, int missingBin, int unseenBin)
    {
        var binOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int bin = 0; bin < bins.Count; bin++)
        {
            foreach (string category in bins[bin].Categories)
                binOf.Add(category, bin);
            foreach (Cell value in bins[bin].SpecialValues)
                binOf.Add(value.Category!, bin);
        }

        return new(binOf, missingBin, unseenBin);
    }

    public int Find(string? category)
    {
        if (category is null)
            return missingBin;
        return binOf.TryGetValue(category, out int bin) ? bin : unseenBin;
    }

    public void Find(CategoryColumn column, Span<int> destination, CancellationToken cancellationToken = default)
    {
        var binOfCode = new int[column.Levels.Count];
        for (int code = 0; code < binOfCode.Length; code++)
        {
            if (code % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            binOfCode[code] = Find(column.Levels[code]);
        }

        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < codes.Length; row++)
            destination[row] = codes[row] == CategoryColumn.MissingCode ? missingBin : binOfCode[codes[row]];
    }

    /// <summary>The same as bytes, for at most 256 bins.</summary>
    public void Find(CategoryColumn column, Span<byte> destination)
    {
        byte[] binOfCode = [(byte)missingBin, .. column.Levels.Select(level => (byte)Find(level))];
        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < codes.Length; row++)
            destination[row] = binOfCode[codes[row] + 1];
    }
}
