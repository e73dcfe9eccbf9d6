using System.Text;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Writing;

/// <summary>The levels of a column in UTF-8, one after another, and where each begins.</summary>
internal static class LevelTexts
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (int[] Offsets, byte[] Bytes) Of(CategoryColumn column)
    {
        var offsets = new int[column.Levels.Count + 1];
        for (int level = 0; level < column.Levels.Count; level++)
            offsets[level + 1] = checked(offsets[level] + BytesOf(column, level));
        var bytes = new byte[Math.Max(1, offsets[^1])];
        for (int level = 0; level < column.Levels.Count; level++)
            Strict.GetBytes(column.Levels[level], bytes.AsSpan(offsets[level]));
        return (offsets, bytes);
    }

    private static int BytesOf(CategoryColumn column, int level)
    {
        try
        {
            return Strict.GetByteCount(column.Levels[level]);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"Column '{column.Name}': level {level} holds half of a surrogate pair, which UTF-8 cannot write.", nameof(column), exception);
        }
    }
}
