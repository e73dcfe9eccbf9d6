using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RetentionTags.Arrow;

/// <summary>Record batches of one type, one after another, laid out as <c>struct ArrowArrayStream</c> of the Arrow C stream interface.</summary>
/// <remarks>See <see href="https://arrow.apache.org/docs/format/CStreamInterface.html"/>.</remarks>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The layout of the structure is its interface.")]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The name is Arrow's.")]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Two owners of one stream are never compared.")]
public unsafe struct ArrowArrayStream
{
    /// <summary>Writes the type of the batches; returns 0, or an error number.</summary>
    public delegate* unmanaged[Cdecl]<ArrowArrayStream*, ArrowSchema*, int> GetSchema;

    /// <summary>Writes the next batch, or a released one at the end; returns 0, or an error number.</summary>
    public delegate* unmanaged[Cdecl]<ArrowArrayStream*, ArrowArray*, int> GetNext;

    /// <summary>Explains the last error, in UTF-8 that ends with a zero, or <see langword="null"/>.</summary>
    public delegate* unmanaged[Cdecl]<ArrowArrayStream*, byte*> GetLastError;

    /// <summary>Frees what the structure owns and sets this field to <see langword="null"/>. Batches that were read stay valid.</summary>
    public delegate* unmanaged[Cdecl]<ArrowArrayStream*, void> Release;

    /// <summary>What belongs to whoever filled the structure.</summary>
    public void* PrivateData;
}
