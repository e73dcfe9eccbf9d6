using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Numerics;

/// <summary>The types of score that can be sorted as keys, and the division of keys by class.</summary>
internal static class KeyCodes
{
    private const uint SignBit = 1U << 31;

    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 20;

    /// <summary>Turns scores into keys, those of events in front and those of non-events behind: keys that are sorted class by class need not carry the class with them.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="labels">For each score, whether its row is an event.</param>
    /// <param name="keys">As many keys.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The number of events, or −1 where a score is not a number.</returns>
    public static int SplitByClass<TScore, TKey, TCode>(ReadOnlySpan<TScore> scores, ReadOnlySpan<bool> labels, Span<TKey> keys, CancellationToken cancellationToken)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
        where TCode : struct, IKeyCode<TScore, TKey>
    {
        int events = 0, nonEvents = 0;
        for (int first = 0; first < scores.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Stride, scores.Length - first), eventsHere = Split<TScore, TKey, TCode>(scores.Slice(first, count), labels.Slice(first, count), keys[events..^nonEvents]);
            if (eventsHere < 0)
                return -1;
            events += eventsHere;
            nonEvents += count - eventsHere;
        }

        return events;
    }

    /// <summary>One stride: events from the start of <paramref name="keys"/> upwards, non-events from its end downwards, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Split<TScore, TKey, TCode>(ReadOnlySpan<TScore> scores, ReadOnlySpan<bool> labels, Span<TKey> keys)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
        where TCode : struct, IKeyCode<TScore, TKey>
    {
        ref TKey key = ref MemoryMarshal.GetReference(keys);
        ref bool label = ref MemoryMarshal.GetReference(labels);
        nint events = 0, last = keys.Length - 1;
        bool areNumbers = true;
        for (int i = 0; i < scores.Length; i++)
        {
            TScore score = scores[i];
            areNumbers &= TCode.IsNumber(score);
            nint isEvent = Unsafe.BitCast<bool, byte>(Unsafe.Add(ref label, i));
            Unsafe.Add(ref key, last + ((events - last) & -isEvent)) = TCode.ToKey(score);
            events += isEvent;
            last += isEvent - 1;
        }

        return areNumbers ? (int)events : -1;
    }

    /// <summary>Doubles; no key is that of NaN.</summary>
    public readonly struct Double : IKeyCode<double, ulong>
    {
        public static bool IsNumber(double score) => !double.IsNaN(score);

        public static ulong ToKey(double score) => SortableDouble.ToKey(score);

        public static double ToScore(ulong key) => SortableDouble.FromKey(key);
    }

    /// <summary>Floats, as doubles but half as long.</summary>
    public readonly struct Single : IKeyCode<float, uint>
    {
        public static bool IsNumber(float score) => !float.IsNaN(score);

        public static uint ToKey(float score)
        {
            int bits = BitConverter.SingleToInt32Bits(score + 0.0f);
            return (uint)(bits ^ ((bits >> 31) | int.MinValue));
        }

        public static double ToScore(uint key) => BitConverter.UInt32BitsToSingle((key & SignBit) != 0 ? key & ~SignBit : ~key);
    }

    /// <summary>Whole numbers.</summary>
    public readonly struct Whole : IKeyCode<int, uint>
    {
        public static bool IsNumber(int score) => true;

        public static uint ToKey(int score) => (uint)score ^ SignBit;

        public static double ToScore(uint key) => (int)(key ^ SignBit);
    }
}
