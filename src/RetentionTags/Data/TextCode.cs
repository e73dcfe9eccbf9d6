using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace RetentionTags.Data;

/// <summary>
/// Writes short texts as whole numbers in the same order, and back: keys of entities are such texts mostly, and numbers are sorted, compared and kept several times faster than texts.
/// </summary>
/// <remarks>
/// A text has up to 32 places; beyond its end the character is 0. At each place there are characters from some least to some greatest one, but for a gap between digits and letters and one above 0. How many there are below a
/// character takes as many bits as the greatest such number has, and the bits of all places, one after another, are the text's number. There is a code for texts in ASCII, without the character 0, that takes at most 128
/// bits: places at which all texts agree take none, decimal and hexadecimal digits four, letters of either case and digits six.
/// </remarks>
internal sealed class TextCode
{
    private const int Places = 32;
    private const int PlacesPerWord = 8;

    /// <summary>Letters, and some signs, are no less than this; digits are below.</summary>
    private const byte FirstAfterDigits = (byte)'9' + 1;

    private readonly Vector256<byte> _offsets;
    private readonly Vector256<byte> _gaps;
    private readonly byte[][] _characters;
    private readonly int[] _widths;
    private readonly ulong[] _masks;
    private readonly int[] _widthsOfWords;
    private readonly int _words;

    /// <param name="offsets">For each place what is taken from its characters, but from 0.</param>
    /// <param name="gaps">For each place what is taken from characters after the digits, too.</param>
    /// <param name="characters">For each place the characters that there may be, in order.</param>
    private TextCode(Vector256<byte> offsets, Vector256<byte> gaps, byte[][] characters)
    {
        (_offsets, _gaps, _characters) = (offsets, gaps, characters);
        _widths = [.. characters.Select(WidthOf)];
        _words = 1 + (Array.FindLastIndex(_widths, width => width > 0) / PlacesPerWord);
        _widthsOfWords = [.. _widths.Chunk(PlacesPerWord).Select(word => word.Sum())];
        _masks = [.. _widths.Chunk(PlacesPerWord).Select(word => word.Aggregate(0UL, (mask, width) => (mask << 8) | ((1UL << width) - 1)))];
    }

    /// <summary>The code of some texts, or nothing when there is none for all of them.</summary>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public static TextCode? Of(Utf8Keys texts)
    {
        Vector256<byte> least = Vector256<byte>.AllBitsSet, leastLetter = least, greatest = Vector256<byte>.Zero, greatestDigit = greatest, missing = greatest, holes = greatest;
        for (int row = 0; row < texts.Count; row++)
        {
            int length = texts.Offsets[row + 1] - texts.Offsets[row];
            if (length == 0)
                throw Utf8Numbering.Empty(row);
            if (length > Places)
                return null;
            Vector256<byte> characters = Characters(texts.Bytes, texts.Offsets, row), isLetter = IsAfterDigits(characters), isZero = Vector256.Equals(characters, Vector256<byte>.Zero);
            least = Vector256.Min(least, characters | isZero);
            leastLetter = Vector256.Min(leastLetter, characters | ~isLetter);
            greatestDigit = Vector256.Max(greatestDigit, characters & ~isLetter);
            greatest = Vector256.Max(greatest, characters);
            missing |= isZero;
            holes |= isZero & First(length);
        }

        return holes == Vector256<byte>.Zero && Vector256.LessThanAll(greatest, Vector256.Create((byte)128)) ? Of(least, greatestDigit, leastLetter, greatest, missing) : null;
    }

    private static TextCode? Of(Vector256<byte> least, Vector256<byte> greatestDigit, Vector256<byte> leastLetter, Vector256<byte> greatest, Vector256<byte> missing)
    {
        byte[] offsets = new byte[Places], gaps = new byte[Places];
        byte[][] characters = new byte[Places][];
        int bits = 0;
        for (int place = 0; place < Places; place++)
        {
            bool canEnd = missing[place] != 0, hasBoth = greatestDigit[place] > 0 && greatest[place] >= FirstAfterDigits;
            int endOfFirst = hasBoth ? greatestDigit[place] : greatest[place], startOfSecond = hasBoth ? leastLetter[place] : greatest[place] + 1;
            characters[place] = [.. canEnd ? [(byte)0] : Array.Empty<byte>(), .. Range(least[place], endOfFirst), .. Range(startOfSecond, greatest[place])];
            (offsets[place], gaps[place]) = ((byte)(least[place] - (canEnd ? 1 : 0)), (byte)(startOfSecond - endOfFirst - 1));
            bits += WidthOf(characters[place]);
        }

        if (bits > 128)
            return null;

        return new(Vector256.Create<byte>(offsets), Vector256.Create<byte>(gaps), characters);

        static IEnumerable<byte> Range(int first, int last) => Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(character => (byte)character);
    }

    /// <summary>The numbers of some of the texts that the code was made for.</summary>
    public void ToNumbers(Utf8Keys texts, int first, Span<UInt128> numbers)
    {
        ReadOnlySpan<byte> bytes = texts.Bytes;
        ReadOnlySpan<int> offsets = texts.Offsets.Slice(first, numbers.Length + 1);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = NumberOf(DigitsOf(Characters(bytes, offsets, i)));
    }

    /// <summary>The number of a text, or nothing when it is not among those that the code stands for.</summary>
    public UInt128? NumberOf(string text)
    {
        if (text.Length > Places || !Ascii.IsValid(text))
            return null;
        Span<byte> characters = stackalloc byte[Places];
        characters.Clear();
        Encoding.ASCII.GetBytes(text, characters);
        UInt128 number = NumberOf(DigitsOf(Vector256.Create<byte>(characters)));
        return ToText(number) == text ? number : null;
    }

    /// <summary>The text of a number, or nothing when it is that of none.</summary>
    public string? ToText(UInt128 number)
    {
        Span<byte> characters = stackalloc byte[Places];
        for (int place = Places - 1; place >= 0; place--)
        {
            int digit = (int)(number & ((1u << _widths[place]) - 1));
            if (digit >= _characters[place].Length)
                return null;
            characters[place] = _characters[place][digit];
            number >>= _widths[place];
        }

        int length = characters.IndexOf((byte)0);
        return Encoding.ASCII.GetString(length < 0 ? characters : characters[..length]);
    }

    /// <summary>What characters are above the least of their places, without gaps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> DigitsOf(Vector256<byte> characters) =>
        Vector256.AndNot(characters - _offsets - (_gaps & IsAfterDigits(characters)), Vector256.Equals(characters, Vector256<byte>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsAfterDigits(Vector256<byte> characters) => Vector256.GreaterThanOrEqual(characters, Vector256.Create(FirstAfterDigits));

    /// <summary>The characters of a text, and 0 after its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Characters(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row)
    {
        int start = offsets[row], length = offsets[row + 1] - start;
        return start <= bytes.Length - Places
            ? Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)start) & First(length)
            : LastCharacters(bytes.Slice(start, length));
    }

    /// <summary>Where a vector would read beyond the end of all texts.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<byte> LastCharacters(ReadOnlySpan<byte> text)
    {
        Span<byte> characters = stackalloc byte[Places];
        characters.Clear();
        text.CopyTo(characters);
        return Vector256.Create<byte>(characters);
    }

    /// <summary>All bits of the first places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> First(int places) => Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)places));

    private static int WidthOf(byte[] characters) => 32 - BitOperations.LeadingZeroCount((uint)characters.Length - 1);

    /// <summary>Takes out of each byte, which holds a digit, the bits of its place; the first place has the highest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UInt128 NumberOf(Vector256<byte> digits)
    {
        Vector256<ulong> words = digits.AsUInt64();
        (ulong high, ulong low) = (0, BitsOf(words[0], 0));
        if (_words > 1)
            Append(ref high, ref low, BitsOf(words[1], 1), _widthsOfWords[1]);
        if (_words > 2)
            Append(ref high, ref low, BitsOf(words[2], 2), _widthsOfWords[2]);
        if (_words > 3)
            Append(ref high, ref low, BitsOf(words[3], 3), _widthsOfWords[3]);
        return new(high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong BitsOf(ulong places, int word)
    {
        places = BinaryPrimitives.ReverseEndianness(places);
        return Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(places, _masks[word]) : Extract(places, _masks[word]);
    }

    /// <summary>Makes room for the bits of a word, less than 64, and puts them there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(ref ulong high, ref ulong low, ulong bits, int width)
    {
        high = (high << width) | ((low >> 1) >> (63 - width));
        low = (low << width) | bits;
    }

    /// <summary>The plain form of the instruction: the bits at which a mask is set, side by side.</summary>
    internal static ulong Extract(ulong value, ulong mask)
    {
        ulong bits = 0;
        for (int place = 0; mask != 0; place++, mask &= mask - 1)
            bits |= ((value >> BitOperations.TrailingZeroCount(mask)) & 1) << place;
        return bits;
    }
}
