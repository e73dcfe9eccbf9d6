using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Arrow's validity bits, least significant first, from some bit on: 1 where a row holds a value. No bits at all mean that every row does.</summary>
internal readonly ref struct ValidRows(ReadOnlySpan<byte> bits, int first)
{
    private readonly ReadOnlySpan<byte> _bits = bits;
    private readonly int _first = first;

    /// <summary>Whether every row holds a value.</summary>
    public bool All => _bits.IsEmpty;

    public bool this[int row] => _bits.IsEmpty || ((_bits[(_first + row) >> 3] >> ((_first + row) & 7)) & 1) != 0;

    /// <summary>The rows from <paramref name="row"/> on.</summary>
    public ValidRows From(int row) => new(_bits, _first + row);

    /// <summary>Eight rows as masks, −1 where there is a value. The eight bits lie in one byte or in two; each lane then looks at its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Masks(int row)
    {
        int bit = _first + row, shift = bit & 7;
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_bits), bit >> 3);
        int eight = (first >> shift) | (Unsafe.Add(ref first, (shift + 7) >> 3) << (8 - shift));
        Vector256<int> own = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.Equals(Vector256.Create(eight) & own, own);
    }

    /// <summary>Sixteen rows as masks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> WideMasks(int row) => Vector512.Create(Masks(row), Masks(row + 8));
}
