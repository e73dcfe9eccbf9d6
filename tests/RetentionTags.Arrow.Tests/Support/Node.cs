using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Tests.Support;

/// <summary>An Arrow array as the specification lays it out, written down by hand: format, counts and the bytes of every buffer.</summary>
internal sealed record Node(string Format, string Name, long Length, byte[]?[] Buffers)
{
    /// <summary>−1: nobody has counted.</summary>
    public long NullCount { get; init; } = -1;

    public long Offset { get; init; }

    public Node[] Children { get; init; } = [];

    public Node? Dictionary { get; init; }

    /// <summary>A record batch.</summary>
    public static Node Record(long length, params Node[] columns) => new("+s", "", length, [null]) { NullCount = 0, Children = columns };

    /// <summary>A column whose type has one buffer of values.</summary>
    public static Node Fixed<T>(string format, T[] values, bool[]? valid = null, string name = "x")
        where T : unmanaged => new(format, name, values.Length, [valid is null ? null : Bits(valid), Bytes(values)]);

    /// <summary>A column of texts; <see langword="null"/> is missing.</summary>
    public static Node Utf8(string?[] texts, string name = "x")
    {
        int[] offsets = [0, .. texts.Select((_, row) => texts.Take(row + 1).Sum(text => System.Text.Encoding.UTF8.GetByteCount(text ?? "")))];
        return new("u", name, texts.Length, [Bits([.. texts.Select(text => text is not null)]), Bytes(offsets), System.Text.Encoding.UTF8.GetBytes(string.Concat(texts))]);
    }

    /// <summary>Bit i, least significant first, of byte i / 8.</summary>
    public static byte[] Bits(bool[] bits)
    {
        var bytes = new byte[((bits.Length + 7) / 8) + 8];
        for (int i = 0; i < bits.Length; i++)
            bytes[i / 8] |= (byte)(bits[i] ? 1 << (i % 8) : 0);
        return bytes;
    }

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
