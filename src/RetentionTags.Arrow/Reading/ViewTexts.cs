using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Reading;

/// <summary>Texts of Arrow's view layout: up to twelve bytes in the view itself, longer ones in one of several buffers.</summary>
internal readonly unsafe struct ViewTexts(ArrowField field, long firstRow) : IRowTexts
{
    private const int InlineBytes = 12;

    public ReadOnlySpan<byte> At(in ArrayView array, int row)
    {
        View* view = array.Start<View>() + row;
        if (view->Length < 0 || (view->Length > InlineBytes && ((uint)view->Buffer >= (uint)array.VariadicBuffers || view->Offset < 0)))
            throw CellError.At(field, firstRow + row, $"a view of {view->Length} bytes at {view->Offset} in buffer {view->Buffer}", $"a view into one of {array.VariadicBuffers} buffers");
        return view->Length <= InlineBytes
            ? new((byte*)&view->Prefix, view->Length)
            : new((byte*)array.Buffer(2 + view->Buffer) + view->Offset, view->Length);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct View
    {
        public int Length;
        public int Prefix;
        public int Buffer;
        public int Offset;
    }
}
