using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>Stores of a register of numbers: as usual, or past the cache, which needs addresses that the register's bytes divide and is seen by other threads after <see cref="Sse.StoreFence"/> only.</summary>
internal static unsafe class CacheStores
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Vector256<double> numbers, double* to, bool pastTheCache)
    {
        if (pastTheCache)
            Avx.StoreAlignedNonTemporal(to, numbers);
        else
            numbers.Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Vector512<double> numbers, double* to, bool pastTheCache)
    {
        if (pastTheCache)
            Avx512F.StoreAlignedNonTemporal(to, numbers);
        else
            numbers.Store(to);
    }
}
