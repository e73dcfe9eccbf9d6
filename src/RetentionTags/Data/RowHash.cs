using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>A number for each row that depends on what the row says and not on where it stands.</summary>
internal static class RowHash
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    public static ulong[] Of(Table table, long seed, CancellationToken cancellationToken)
    {
        var hashes = new ulong[table.RowCount];
        Array.Fill(hashes, SplitMix64.Mix((ulong)seed));
        foreach (Column column in table.Columns)
        {
            ulong[]? levels = column is CategoryColumn names ? [.. names.Levels.Select(Of)] : null;
            for (int row = 0; row < hashes.Length; row++)
            {
                if (row % Stride == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                hashes[row] = SplitMix64.Mix(hashes[row] ^ (column switch
                {
                    NumericColumn numbers => double.IsNaN(numbers.Values[row]) ? 0 : SortableDouble.ToKey(numbers.Values[row]),
                    CategoryColumn categories => categories.Codes[row] == CategoryColumn.MissingCode ? 0 : levels![categories.Codes[row]],
                    _ => 0,
                }));
            }
        }

        return hashes;
    }

    /// <summary>FNV-1a over the text's 16-bit units (Fowler, Noll and Vo), mixed.</summary>
    private static ulong Of(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char unit in text)
            hash = (hash ^ unit) * 0x100000001B3;
        return SplitMix64.Mix(hash);
    }
}
