using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Data;

/// <summary>Parts that values are sorted into by the leading bits of numbers.</summary>
internal static class LeadingBits
{
    /// <summary>By how many bits numbers up to a range are shifted so that at most a power of two of parts are left.</summary>
    /// <param name="range">The greatest number; it may take all bits, as one without a sign.</param>
    /// <param name="parts">A power of two, at least 2.</param>
    public static int ShiftFor<T>(T range, int parts)
        where T : unmanaged, IBinaryInteger<T> => Math.Max(0, BitsOf(range) - BitOperations.Log2((uint)parts));

    /// <summary>How many bits a number takes, as one without a sign.</summary>
    public static int BitsOf<T>(T number)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(T.LeadingZeroCount(T.Zero) - T.LeadingZeroCount(number));

    /// <summary>The least and the greatest of at least one number.</summary>
    public static (T Least, T Greatest) RangeOf<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryInteger<T>
    {
        (T least, T greatest) = (numbers[0], numbers[0]);
        int i = 0;
        if (typeof(T) == typeof(long) && Vector256.IsHardwareAccelerated && numbers.Length >= Vector256<long>.Count)
        {
            ReadOnlySpan<long> longs = MemoryMarshal.Cast<T, long>(numbers);
            Vector256<long> first = Vector256.Create(longs), last = first;
            for (; i <= longs.Length - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                Vector256<long> four = Vector256.Create(longs[i..]);
                (first, last) = (Vector256.Min(first, four), Vector256.Max(last, four));
            }

            for (int lane = 0; lane < Vector256<long>.Count; lane++)
                (least, greatest) = (T.Min(least, T.CreateTruncating(first[lane])), T.Max(greatest, T.CreateTruncating(last[lane])));
        }

        for (; i < numbers.Length; i++)
        {
            least = numbers[i] < least ? numbers[i] : least;
            greatest = numbers[i] > greatest ? numbers[i] : greatest;
        }

        return (least, greatest);
    }

    /// <summary>How many parts there are for numbers from 0 to a range: with one below and one above.</summary>
    public static int PartCount<T>(T range, int shift)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(range >>> shift) + 3;

    /// <summary>The part of each number: the first for those below the least, the last for those above the greatest, and between them the others.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="least">Where the second part begins.</param>
    /// <param name="greatest">Where the last part but one ends, inclusive.</param>
    /// <param name="shift">By how many bits what numbers are above the least is shifted.</param>
    /// <param name="parts">Takes the numbers of parts.</param>
    public static void Find<T>(ReadOnlySpan<T> numbers, T least, T greatest, int shift, Span<int> parts)
        where T : unmanaged, IBinaryInteger<T>
    {
        int done = typeof(T) == typeof(long) && Vector256.IsHardwareAccelerated
            ? FindEight(MemoryMarshal.Cast<T, long>(numbers), long.CreateTruncating(least), long.CreateTruncating(greatest), shift, parts)
            : 0;
        FindEach(numbers[done..], least, greatest, shift, parts[done..]);
    }

    /// <summary>The plain form.</summary>
    internal static void FindEach<T>(ReadOnlySpan<T> numbers, T least, T greatest, int shift, Span<int> parts)
        where T : unmanaged, IBinaryInteger<T>
    {
        int last = PartCount(greatest - least, shift) - 1;
        for (int i = 0; i < numbers.Length; i++)
            parts[i] = numbers[i] < least ? 0 : numbers[i] > greatest ? last : 1 + int.CreateTruncating((numbers[i] - least) >>> shift);
    }

    /// <summary>Eight at a time.</summary>
    /// <returns>How many parts were found.</returns>
    private static int FindEight(ReadOnlySpan<long> numbers, long least, long greatest, int shift, Span<int> parts)
    {
        Vector256<int> last = Vector256.Create(PartCount(greatest - least, shift) - 1);
        int i = 0;
        for (; i <= numbers.Length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<long> low = Vector256.Create(numbers[i..]), high = Vector256.Create(numbers[(i + Vector256<long>.Count)..]);
            Vector256<int> part = Vector256.Narrow((low - Vector256.Create(least)) >>> shift, (high - Vector256.Create(least)) >>> shift) + Vector256<int>.One;
            Vector256<int> isBelow = Vector256.Narrow(Vector256.LessThan(low, Vector256.Create(least)), Vector256.LessThan(high, Vector256.Create(least)));
            Vector256<int> isAbove = Vector256.Narrow(Vector256.GreaterThan(low, Vector256.Create(greatest)), Vector256.GreaterThan(high, Vector256.Create(greatest)));
            Vector256.ConditionalSelect(isAbove, last, Vector256.AndNot(part, isBelow)).CopyTo(parts[i..]);
        }

        return i;
    }

    /// <summary>Counts numbers of parts.</summary>
    public static void Count(ReadOnlySpan<int> parts, Span<int> counts)
    {
        foreach (int part in parts)
            counts[part]++;
    }

    /// <summary>Turns the part of each value into its place, one after the other in each part.</summary>
    /// <param name="parts">The values' parts; takes their places.</param>
    /// <param name="next">The next place of each part.</param>
    public static void TurnIntoPlaces(Span<int> parts, Span<int> next)
    {
        for (int i = 0; i < parts.Length; i++)
            parts[i] = next[parts[i]]++;
    }

    /// <summary>Puts each value at its place.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> places, Span<T> target)
    {
        places = places[..values.Length];
        for (int i = 0; i < values.Length; i++)
            target[places[i]] = values[i];
    }
}
