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
/// character is its digit, and the digits of all places, the first one leading, are the text's number, in which each place has the base that it needs: texts that count up become numbers that do.
/// There is a code for texts in ASCII, without the character 0, whose numbers take at most 128 bits.
/// </remarks>
internal sealed class TextCode
{
    private const int Places = 32;
    private const int PlacesPerWord = 8;

    /// <summary>Of texts that are no longer than this, two are taken in one vector.</summary>
    private const int FewPlaces = Places / 2;

    /// <summary>Letters, and some signs, are no less than this; digits are below.</summary>
    private const byte FirstAfterDigits = (byte)'9' + 1;

    /// <summary>More characters at a place are not counted in bytes with a sign.</summary>
    private const int MostCharacters = sbyte.MaxValue;

    private readonly Vector256<byte> _offsets;
    private readonly Vector256<byte> _gaps;
    private readonly byte[][] _characters;
    private readonly Vector256<sbyte> _timesNext;
    private readonly Vector256<short> _timesNextTwo;
    private readonly Vector256<uint> _timesNextFour;
    private readonly ulong[] _countsOfWords;
    private readonly int _words;
    private readonly bool _hasFewPlaces;

    /// <param name="offsets">For each place what is taken from its characters, but from 0.</param>
    /// <param name="gaps">For each place what is taken from characters after the digits, too.</param>
    /// <param name="characters">For each place the characters that there may be, in order.</param>
    /// <param name="count">How many texts there may be.</param>
    private TextCode(Vector256<byte> offsets, Vector256<byte> gaps, byte[][] characters, UInt128 count)
    {
        (_offsets, _gaps, _characters) = (offsets, gaps, characters);
        IsShort = count <= (UInt128)ulong.MaxValue + 1;
        _words = 1 + (Array.FindLastIndex(_characters, each => each.Length > 1) / PlacesPerWord);
        _hasFewPlaces = _characters.AsSpan(FewPlaces).ToArray().All(each => each is [0]);
        _countsOfWords = [.. Enumerable.Range(0, Places / PlacesPerWord).Select(word => Count(word * PlacesPerWord, PlacesPerWord))];
        _timesNext = Vector256.Create<sbyte>([.. Enumerable.Range(0, Places).Select(place => place % 2 == 0 ? (sbyte)Count(place + 1, 1) : (sbyte)1)]);
        _timesNextTwo = Vector256.Create<short>([.. Enumerable.Range(0, Places / 2).Select(pair => pair % 2 == 0 ? (short)Count(2 * (pair + 1), 2) : (short)1)]);
        _timesNextFour = Vector256.Create<uint>([.. Enumerable.Range(0, Places / 4).Select(four => (uint)Count(4 * ((four + 1) % 8), 4))]);

        ulong Count(int first, int places) => _characters.AsSpan(first, places).ToArray().Aggregate(1UL, (product, each) => product * (ulong)each.Length);
    }

    /// <summary>Whether numbers take no more than 64 bits.</summary>
    public bool IsShort { get; }

    /// <summary>The code of some texts, or nothing when there is none for all of them.</summary>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public static TextCode? Of(Utf8Keys texts)
    {
        ReadOnlySpan<byte> bytes = texts.Bytes;
        ReadOnlySpan<int> offsets = texts.Offsets;
        Vector256<byte> least = Vector256<byte>.AllBitsSet, leastLetter = least, greatest = Vector256<byte>.Zero, greatestDigit = greatest;
        int shortest = Places, scanned = Vector256.IsHardwareAccelerated ? ScanPairs(bytes, offsets, ref least, ref leastLetter, ref greatestDigit, ref greatest, ref shortest) : 0;
        for (int row = scanned; row + 1 < offsets.Length; row++)
        {
            int length = offsets[row + 1] - offsets[row];
            if (length == 0)
                throw Utf8Numbering.Empty(row);
            if (length > Places)
                return null;
            shortest = Math.Min(shortest, length);
            Vector256<byte> characters = Characters(bytes, offsets, row), isLetter = IsAfterDigits(characters);
            least = Vector256.Min(least, characters | ~First(length));
            leastLetter = Vector256.Min(leastLetter, characters | ~isLetter);
            greatestDigit = Vector256.Max(greatestDigit, characters & ~isLetter);
            greatest = Vector256.Max(greatest, characters);
        }

        bool areOfAscii = Vector256.LessThanAll(greatest, Vector256.Create((byte)128)) && !Vector256.EqualsAny(least, Vector256<byte>.Zero);
        return areOfAscii ? Of(least, greatestDigit, leastLetter, greatest, shortest) : null;
    }

    /// <summary>Scans texts two at a time, up to one that is empty or long, or close to the end of all.</summary>
    /// <returns>How many texts were scanned.</returns>
    private static int ScanPairs(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, ref Vector256<byte> least, ref Vector256<byte> leastLetter, ref Vector256<byte> greatestDigit, ref Vector256<byte> greatest, ref int shortest)
    {
        Vector256<byte> allLeast = Vector256<byte>.AllBitsSet, allLeastLetter = allLeast, allGreatestDigit = Vector256<byte>.Zero, allGreatest = allGreatestDigit;
        int row = 0;
        for (; row + 2 < offsets.Length; row += 2)
        {
            int start = offsets[row], second = offsets[row + 1], length = second - start, secondLength = offsets[row + 2] - second;
            if (Math.Min(length, secondLength) == 0 || Math.Max(length, secondLength) > FewPlaces || second > bytes.Length - FewPlaces)
                break;
            shortest = Math.Min(shortest, Math.Min(length, secondLength));
            Vector256<byte> ends = Vector256.Create(FirstFew(length), FirstFew(secondLength));
            Vector256<byte> characters = Vector256.Create(Few(bytes, start), Few(bytes, second)) & ends, isLetter = IsAfterDigits(characters);
            allLeast = Vector256.Min(allLeast, characters | ~ends);
            allLeastLetter = Vector256.Min(allLeastLetter, characters | ~isLetter);
            allGreatestDigit = Vector256.Max(allGreatestDigit, characters & ~isLetter);
            allGreatest = Vector256.Max(allGreatest, characters);
        }

        least = Vector256.Create(Vector128.Min(allLeast.GetLower(), allLeast.GetUpper()), Vector128<byte>.AllBitsSet);
        leastLetter = Vector256.Create(Vector128.Min(allLeastLetter.GetLower(), allLeastLetter.GetUpper()), Vector128<byte>.AllBitsSet);
        greatestDigit = Vector256.Create(Vector128.Max(allGreatestDigit.GetLower(), allGreatestDigit.GetUpper()), Vector128<byte>.Zero);
        greatest = Vector256.Create(Vector128.Max(allGreatest.GetLower(), allGreatest.GetUpper()), Vector128<byte>.Zero);
        return row;
    }

    private static TextCode? Of(Vector256<byte> least, Vector256<byte> greatestDigit, Vector256<byte> leastLetter, Vector256<byte> greatest, int shortest)
    {
        byte[] offsets = new byte[Places], gaps = new byte[Places];
        byte[][] characters = new byte[Places][];
        UInt128 count = 1;
        for (int place = 0; place < Places; place++)
        {
            bool canEnd = place >= shortest, hasBoth = greatestDigit[place] > 0 && greatest[place] >= FirstAfterDigits;
            int endOfFirst = hasBoth ? greatestDigit[place] : greatest[place], startOfSecond = hasBoth ? leastLetter[place] : greatest[place] + 1;
            characters[place] = [.. canEnd ? [(byte)0] : Array.Empty<byte>(), .. Range(least[place], endOfFirst), .. Range(startOfSecond, greatest[place])];
            (offsets[place], gaps[place]) = ((byte)(least[place] - (canEnd ? 1 : 0)), (byte)(startOfSecond - endOfFirst - 1));
            UInt128 counted = (UInt128)characters[place].Length;
            if (counted > MostCharacters || count > UInt128.MaxValue / counted)
                return null;
            count *= counted;
        }

        return new(Vector256.Create<byte>(offsets), Vector256.Create<byte>(gaps), characters, count);

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

    /// <summary>The numbers of some of the texts that the code was made for, when they are short, moved so that 0 is the least number with a sign.</summary>
    public void ToNumbers(Utf8Keys texts, int first, Span<long> numbers)
    {
        ReadOnlySpan<byte> bytes = texts.Bytes;
        ReadOnlySpan<int> offsets = texts.Offsets.Slice(first, numbers.Length + 1);
        for (int i = _hasFewPlaces && Avx2.IsSupported ? ToNumbersOfFour(bytes, offsets, numbers) : 0; i < numbers.Length; i++)
            numbers[i] = (long)ShortNumberOf(DigitsOf(Characters(bytes, offsets, i))) ^ long.MinValue;
    }

    /// <summary>Numbers of texts with few places, four at a time, up to the end of all texts.</summary>
    /// <returns>How many there are.</returns>
    private int ToNumbersOfFour(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, Span<long> numbers)
    {
        PairCode code = new(Twice(_offsets), Twice(_gaps), Twice(_timesNext), Twice(_timesNextTwo), Twice(_timesNextFour), Vector256.Create(_countsOfWords[1]));
        int i = 0;
        for (; i <= numbers.Length - 4 && offsets[i + 3] <= bytes.Length - FewPlaces; i += 4)
        {
            Vector256<ulong> even = code.NumbersOf(Pair(bytes, offsets, i, i + 2)), odd = code.NumbersOf(Pair(bytes, offsets, i + 1, i + 3));
            (Avx2.UnpackLow(even, odd).AsInt64() ^ Vector256.Create(long.MinValue)).CopyTo(numbers[i..]);
        }

        return i;

        static Vector256<T> Twice<T>(Vector256<T> places) => Vector256.Create(places.GetLower(), places.GetLower());
    }

    /// <summary>What a short number was before it was moved.</summary>
    public static UInt128 ToNumber(long moved) => (ulong)(moved ^ long.MinValue);

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
            (UInt128 leading, UInt128 digit) = _characters[place].Length == 1 ? (number, 0) : UInt128.DivRem(number, (UInt128)_characters[place].Length);
            characters[place] = _characters[place][(int)digit];
            number = leading;
        }

        int length = characters.IndexOf((byte)0);
        return number > 0 ? null : Encoding.ASCII.GetString(length < 0 ? characters : characters[..length]);
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

    /// <summary>The characters of two texts with few places, and 0 after their ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pair(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int other) =>
        Vector256.Create(Few(bytes, offsets[row]) & FirstFew(offsets[row + 1] - offsets[row]), Few(bytes, offsets[other]) & FirstFew(offsets[other + 1] - offsets[other]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Few(ReadOnlySpan<byte> bytes, int start) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> FirstFew(int places) => Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)places));

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UInt128 NumberOf(Vector256<byte> digits)
    {
        Vector256<ulong> words = NumbersOfWords(digits);
        UInt128 number = words[0];
        for (int word = 1; word < _words; word++)
            number = (number * _countsOfWords[word]) + words[word];
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ShortNumberOf(Vector256<byte> digits)
    {
        Vector256<ulong> words = NumbersOfWords(digits);
        ulong number = words[0];
        if (_words > 1)
            number = (number * _countsOfWords[1]) + words[1];
        if (_words > 2)
            number = (number * _countsOfWords[2]) + words[2];
        if (_words > 3)
            number = (number * _countsOfWords[3]) + words[3];
        return number;
    }

    /// <summary>The numbers that every eight places make, less than 2⁵⁶: two digits become one, then four, then eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ulong> NumbersOfWords(Vector256<byte> digits)
    {
        if (!Avx2.IsSupported)
            return Combine(digits);
        Vector256<uint> fours = Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(digits, _timesNext), _timesNextTwo).AsUInt32();
        return Avx2.Multiply(fours, _timesNextFour) + (fours.AsUInt64() >>> 32);
    }

    /// <summary>The plain form.</summary>
    private Vector256<ulong> Combine(Vector256<byte> digits)
    {
        Span<ulong> words = stackalloc ulong[Places / PlacesPerWord];
        for (int place = 0; place < Places; place++)
            words[place / PlacesPerWord] = (words[place / PlacesPerWord] * (ulong)_characters[place].Length) + digits[place];
        return Vector256.Create<ulong>(words);
    }

    /// <summary>What a code is for texts with few places, of which two lie in a vector.</summary>
    private readonly struct PairCode(Vector256<byte> offsets, Vector256<byte> gaps, Vector256<sbyte> timesNext, Vector256<short> timesNextTwo, Vector256<uint> timesNextFour, Vector256<ulong> timesSecond)
    {
        /// <summary>The number of each text at the first of its two lanes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> NumbersOf(Vector256<byte> characters)
        {
            Vector256<byte> digits = Vector256.AndNot(characters - offsets - (gaps & IsAfterDigits(characters)), Vector256.Equals(characters, Vector256<byte>.Zero));
            Vector256<uint> fours = Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(digits, timesNext), timesNextTwo).AsUInt32();
            Vector256<ulong> words = Avx2.Multiply(fours, timesNextFour) + (fours.AsUInt64() >>> 32);
            return (words * timesSecond) + Avx2.UnpackHigh(words, words);
        }
    }
}
