using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RetentionTags.Numerics;

/// <summary>Rows and events, or their weights, for each of a number of codes. Codes are below the number of places given; that is not checked again.</summary>
internal static class CodeCounts
{
    /// <summary>For each row adds 1 to the lower 32 bits of its code's count and, if it is an event, 1 to the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<ushort> codes, ReadOnlySpan<bool> events, Span<ulong> counts)
    {
        ref ushort code = ref MemoryMarshal.GetReference(codes);
        ref byte isEvent = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(events));
        ref ulong count = ref MemoryMarshal.GetReference(counts);
        for (int row = 0; row < codes.Length; row++)
            Unsafe.Add(ref count, Unsafe.Add(ref code, row)) += 1 | ((ulong)Unsafe.Add(ref isEvent, row) << 32);
    }

    /// <summary>For each row adds its weight to place 2 · code of <paramref name="sums"/> or, if it is an event, to the place after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<ushort> codes, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, Span<double> sums)
    {
        ref ushort code = ref MemoryMarshal.GetReference(codes);
        ref byte isEvent = ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(events));
        ref double sum = ref MemoryMarshal.GetReference(sums);
        ref double weight = ref MemoryMarshal.GetReference(weights);
        for (int row = 0; row < codes.Length; row++)
            Unsafe.Add(ref sum, (2 * Unsafe.Add(ref code, row)) + Unsafe.Add(ref isEvent, row)) += Unsafe.Add(ref weight, row);
    }

    /// <summary>The rows that are no events in one of the packed counts.</summary>
    public static uint NonEvents(ulong count) => (uint)count - (uint)(count >> 32);

    public static uint Events(ulong count) => (uint)(count >> 32);
}
