using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Writing;

/// <summary>
/// Arrays that are handed over. Each structure owns one block of memory with its buffers' addresses, its children and its dictionary, and keeps the managed memory of its buffers where it is. So a
/// receiver may move a child out and keep it longer than its batch.
/// </summary>
internal sealed unsafe class ExportedArray
{
    private readonly void* _block;
    private readonly MemoryHandle[] _buffers;

    private ExportedArray(void* block, MemoryHandle[] buffers)
    {
        _block = block;
        _buffers = buffers;
    }

    /// <summary>Writes a table as a record batch.</summary>
    public static void Write(Table table, ArrowArray* array)
    {
        Write(array, table.RowCount, 0, [default], table.Columns.Count, hasDictionary: false);
        try
        {
            for (int i = 0; i < table.Columns.Count; i++)
                Write(table.Columns[i], array->Children[i]);
        }
        catch
        {
            array->Release(array);
            throw;
        }
    }

    private static void Write(Column column, ArrowArray* array)
    {
        if (column is NumericColumn numbers)
            Write(numbers, array);
        else
            Write((CategoryColumn)column, array);
    }

    private static void Write(NumericColumn column, ArrowArray* array)
    {
        byte[]? validity = MissingValues.BitsOf(column.Values, out int missing);
        Write(array, column.Length, missing, [Pin<byte>(validity), column.Memory.Pin()], 0, hasDictionary: false);
    }

    private static void Write(CategoryColumn column, ArrowArray* array)
    {
        byte[]? validity = MissingValues.BitsOf(column.Codes, out int missing);
        Write(array, column.Length, missing, [Pin<byte>(validity), column.CodeMemory.Pin()], 0, hasDictionary: true);
        try
        {
            (int[] offsets, byte[] bytes) = LevelTexts.Of(column);
            Write(array->Dictionary, column.Levels.Count, 0, [default, Pin<int>(offsets), Pin<byte>(bytes)], 0, hasDictionary: false);
        }
        catch
        {
            array->Release(array);
            throw;
        }
    }

    private static MemoryHandle Pin<T>(T[]? items) => items is null ? default : items.AsMemory().Pin();

    private static void Write(ArrowArray* array, int length, int missing, MemoryHandle[] buffers, int childCount, bool hasDictionary)
    {
        int structures = childCount + (hasDictionary ? 1 : 0);
        nuint size = (nuint)((buffers.Length * sizeof(void*)) + (childCount * sizeof(ArrowArray*)) + (structures * sizeof(ArrowArray)));
        void* block = NativeMemory.AllocZeroed(size);
        var addresses = (void**)block;
        var children = (ArrowArray**)(addresses + buffers.Length);
        var places = (ArrowArray*)(children + childCount);
        for (int i = 0; i < buffers.Length; i++)
            addresses[i] = buffers[i].Pointer;
        for (int i = 0; i < childCount; i++)
            children[i] = places + i;
        *array = new()
        {
            Length = length,
            NullCount = missing,
            BufferCount = buffers.Length,
            ChildCount = childCount,
            Buffers = addresses,
            Children = childCount == 0 ? null : children,
            Dictionary = hasDictionary ? places : null,
            Release = &Release,
            PrivateData = Callback.Hold(new ExportedArray(block, buffers)),
        };
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowArray* array)
    {
        if (array->Release == null)
            return;
        for (long i = 0; i < array->ChildCount; i++)
        {
            if (array->Children[i]->Release != null)
                array->Children[i]->Release(array->Children[i]);
        }

        if (array->Dictionary != null && array->Dictionary->Release != null)
            array->Dictionary->Release(array->Dictionary);
        var exported = Callback.Target<ExportedArray>(array->PrivateData);
        foreach (MemoryHandle buffer in exported._buffers)
            buffer.Dispose();
        NativeMemory.Free(exported._block);
        Callback.LetGo(array->PrivateData);
        array->Release = null;
    }
}
