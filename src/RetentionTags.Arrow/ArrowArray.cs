using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RetentionTags.Arrow;

/// <summary>The values of an Arrow array or record batch, laid out as <c>struct ArrowArray</c> of the Arrow C data interface.</summary>
/// <remarks>
/// Whoever fills one sets <see cref="Release"/>; whoever owns it calls that once, or hands it on. A structure whose <see cref="Release"/> is <see langword="null"/> is released or moved away. See
/// <see href="https://arrow.apache.org/docs/format/CDataInterface.html"/>.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The layout of the structure is its interface.")]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Two owners of one array are never compared.")]
public unsafe struct ArrowArray
{
    /// <summary>The number of rows.</summary>
    public long Length;

    /// <summary>The number of missing values, or −1 when nobody has counted.</summary>
    public long NullCount;

    /// <summary>The place in the buffers at which the array begins, in values.</summary>
    public long Offset;

    /// <summary>The number of buffers.</summary>
    public long BufferCount;

    /// <summary>The number of children.</summary>
    public long ChildCount;

    /// <summary>Validity bits first (or <see langword="null"/> when every value is there), then what the type needs.</summary>
    public void** Buffers;

    /// <summary>The children: the columns of a record batch.</summary>
    public ArrowArray** Children;

    /// <summary>The values of the dictionary, or <see langword="null"/> when the array is not dictionary-encoded.</summary>
    public ArrowArray* Dictionary;

    /// <summary>Frees what the structure owns and sets this field to <see langword="null"/>.</summary>
    public delegate* unmanaged[Cdecl]<ArrowArray*, void> Release;

    /// <summary>What belongs to whoever filled the structure.</summary>
    public void* PrivateData;
}
