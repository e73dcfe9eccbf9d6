using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RetentionTags.Arrow.Reading;

/// <summary>Codes texts in UTF-8 in the order in which they first occur; a string is made of each distinct one only.</summary>
internal sealed class LevelCoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<byte[], int> _codeOf = new(new BytesComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<string> _levels = [];

    public LevelCoding() => _lookup = _codeOf.GetAlternateLookup<ReadOnlySpan<byte>>();

    public IReadOnlyList<string> Levels => _levels;

    /// <summary>The code of a text; an error when it is no UTF-8.</summary>
    public int CodeOf(ReadOnlySpan<byte> text, ArrowField field, long row)
    {
        if (_lookup.TryGetValue(text, out int code))
            return code;
        try
        {
            _levels.Add(Strict.GetString(text));
        }
        catch (DecoderFallbackException)
        {
            throw CellError.At(field, row, $"the bytes {Convert.ToHexString(text)}", "a text in UTF-8");
        }

        code = _codeOf.Count;
        _lookup[text] = code;
        return code;
    }

    /// <summary>Bytes by their contents.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
