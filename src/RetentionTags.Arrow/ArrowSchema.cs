using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RetentionTags.Arrow;

/// <summary>The type of an Arrow array, laid out as <c>struct ArrowSchema</c> of the Arrow C data interface.</summary>
/// <remarks>
/// Whoever fills one sets <see cref="Release"/>; whoever owns it calls that once, or hands it on. A structure whose <see cref="Release"/> is <see langword="null"/> is released or moved away. See
/// <see href="https://arrow.apache.org/docs/format/CDataInterface.html"/>.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The layout of the structure is its interface.")]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Two owners of one array are never compared.")]
public unsafe struct ArrowSchema
{
    /// <summary>The type, as a format string in UTF-8 that ends with a zero: <c>g</c> for 64-bit floats, <c>+s</c> for a record batch.</summary>
    public byte* Format;

    /// <summary>The name of the field in UTF-8, or <see langword="null"/>.</summary>
    public byte* Name;

    /// <summary>Keys and values in the layout that the interface prescribes, or <see langword="null"/>.</summary>
    public byte* Metadata;

    /// <summary>Bits: 1 the dictionary is ordered, 2 values can be missing, 4 the keys of a map are sorted.</summary>
    public long Flags;

    /// <summary>The number of children.</summary>
    public long ChildCount;

    /// <summary>The children's types: the columns of a record batch.</summary>
    public ArrowSchema** Children;

    /// <summary>The type of the dictionary's values, or <see langword="null"/> when the array is not dictionary-encoded.</summary>
    public ArrowSchema* Dictionary;

    /// <summary>Frees what the structure owns and sets this field to <see langword="null"/>.</summary>
    public delegate* unmanaged[Cdecl]<ArrowSchema*, void> Release;

    /// <summary>What belongs to whoever filled the structure.</summary>
    public void* PrivateData;
}
