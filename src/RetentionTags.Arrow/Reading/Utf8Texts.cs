using System.Numerics;

namespace RetentionTags.Arrow.Reading;

/// <summary>Texts one after another, with offsets of 32 or 64 bits.</summary>
internal readonly unsafe struct Utf8Texts<TOffset>(ArrowField field, long firstRow) : IRowTexts
    where TOffset : unmanaged, IBinaryInteger<TOffset>
{
    public ReadOnlySpan<byte> At(in ArrayView array, int row)
    {
        TOffset* offsets = array.Start<TOffset>();
        long begin = long.CreateTruncating(offsets[row]), end = long.CreateTruncating(offsets[row + 1]);
        if (begin < 0 || end < begin || end - begin > int.MaxValue)
            throw CellError.At(field, firstRow + row, $"a text from byte {begin} to {end}", "offsets that do not fall");
        return end == begin ? [] : new((byte*)array.Buffer(2) + begin, (int)(end - begin));
    }
}
