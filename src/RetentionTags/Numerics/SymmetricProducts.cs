using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>
/// Σ of products of all pairs of rows of a block, X Xᵀ: what an information matrix costs its time in. Tiles of 3 × 3 products share their loads; each product has four lanes, of which lane l takes the elements
/// l, l + 4, l + 8 …, added as (0 + 2) + (1 + 3) at the end. A product and its sum are rounded once, as IEEE 754 defines it (fused multiply-add), so every processor gives the same bits; one without that instruction takes longer.
/// </summary>
internal static class SymmetricProducts
{
    /// <summary>Rows of a tile. Blocks and sums have a multiple of it.</summary>
    public const int Tile = 3;

    /// <summary>Room for a block of zeros that begins where a line of the cache does: rows whose distance is a multiple of 4 are then read without crossing lines, which is a fifth faster.</summary>
    public static Memory<double> NewBlock(int length)
    {
        const int Line = 64;
        double[] room = GC.AllocateArray<double>(length + (Line / sizeof(double)), pinned: true);
        long past = Marshal.UnsafeAddrOfPinnedArrayElement(room, 0) % Line;
        return room.AsMemory((int)((Line - past) % Line / sizeof(double)), length);
    }

    /// <summary>The least multiple of <see cref="Tile"/> that is not below a size.</summary>
    public static int Padded(int size) => (size + Tile - 1) / Tile * Tile;

    /// <summary>Adds the products to the lower triangle of sums; what tiles reach beyond it means nothing.</summary>
    /// <param name="block">Row after row, each <paramref name="stride"/> numbers long.</param>
    /// <param name="stride">The distance of rows.</param>
    /// <param name="length">How much of each row counts: a multiple of 8.</param>
    /// <param name="rows">A multiple of <see cref="Tile"/>.</param>
    /// <param name="sums">A square of <paramref name="rows"/> by <paramref name="rows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(Span<double> sums, ReadOnlySpan<double> block, int stride, int length, int rows)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            PlainAddTo(sums, block, stride, length, rows);
            return;
        }

        ref double first = ref MemoryMarshal.GetReference(block);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        for (int i = 0; i < rows; i += Tile)
        {
            for (int k = 0; k <= i; k += Tile)
            {
                ref double x0 = ref Unsafe.Add(ref first, i * stride), x1 = ref Unsafe.Add(ref x0, stride), x2 = ref Unsafe.Add(ref x1, stride);
                ref double y0 = ref Unsafe.Add(ref first, k * stride), y1 = ref Unsafe.Add(ref y0, stride), y2 = ref Unsafe.Add(ref y1, stride);
                Vector256<double> s00 = Vector256<double>.Zero, s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00, s20 = s00, s21 = s00, s22 = s00;
                for (nuint t = 0; t < (nuint)length; t += 8)
                {
                    Vector256<double> a = Vector256.LoadUnsafe(ref y0, t), b = Vector256.LoadUnsafe(ref y1, t), c = Vector256.LoadUnsafe(ref y2, t), x = Vector256.LoadUnsafe(ref x0, t);
                    s00 = Vector256.FusedMultiplyAdd(x, a, s00);
                    s01 = Vector256.FusedMultiplyAdd(x, b, s01);
                    s02 = Vector256.FusedMultiplyAdd(x, c, s02);
                    x = Vector256.LoadUnsafe(ref x1, t);
                    s10 = Vector256.FusedMultiplyAdd(x, a, s10);
                    s11 = Vector256.FusedMultiplyAdd(x, b, s11);
                    s12 = Vector256.FusedMultiplyAdd(x, c, s12);
                    x = Vector256.LoadUnsafe(ref x2, t);
                    s20 = Vector256.FusedMultiplyAdd(x, a, s20);
                    s21 = Vector256.FusedMultiplyAdd(x, b, s21);
                    s22 = Vector256.FusedMultiplyAdd(x, c, s22);

                    nuint u = t + 4;
                    Vector256<double> d = Vector256.LoadUnsafe(ref y0, u), e = Vector256.LoadUnsafe(ref y1, u), f = Vector256.LoadUnsafe(ref y2, u), z = Vector256.LoadUnsafe(ref x0, u);
                    s00 = Vector256.FusedMultiplyAdd(z, d, s00);
                    s01 = Vector256.FusedMultiplyAdd(z, e, s01);
                    s02 = Vector256.FusedMultiplyAdd(z, f, s02);
                    z = Vector256.LoadUnsafe(ref x1, u);
                    s10 = Vector256.FusedMultiplyAdd(z, d, s10);
                    s11 = Vector256.FusedMultiplyAdd(z, e, s11);
                    s12 = Vector256.FusedMultiplyAdd(z, f, s12);
                    z = Vector256.LoadUnsafe(ref x2, u);
                    s20 = Vector256.FusedMultiplyAdd(z, d, s20);
                    s21 = Vector256.FusedMultiplyAdd(z, e, s21);
                    s22 = Vector256.FusedMultiplyAdd(z, f, s22);
                }

                ref double to = ref Unsafe.Add(ref sum, (i * rows) + k);
                Add(ref to, s00, s01, s02);
                Add(ref Unsafe.Add(ref to, rows), s10, s11, s12);
                Add(ref Unsafe.Add(ref to, 2 * rows), s20, s21, s22);
            }
        }
    }

    /// <summary>The plain form, which the vectors must equal to the bit.</summary>
    public static void PlainAddTo(Span<double> sums, ReadOnlySpan<double> block, int stride, int length, int rows)
    {
        Span<double> lanes = stackalloc double[4];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k <= i; k++)
            {
                lanes.Clear();
                for (int t = 0; t < length; t++)
#pragma warning disable RS0030 // Rounds as the instruction does (docs/decisions/0023).
                    lanes[t % 4] = Math.FusedMultiplyAdd(block[(i * stride) + t], block[(k * stride) + t], lanes[t % 4]);
#pragma warning restore RS0030
                sums[(i * rows) + k] += (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double to, Vector256<double> a, Vector256<double> b, Vector256<double> c)
    {
        to += CenteredColumn.OfLanes(a);
        Unsafe.Add(ref to, 1) += CenteredColumn.OfLanes(b);
        Unsafe.Add(ref to, 2) += CenteredColumn.OfLanes(c);
    }
}
