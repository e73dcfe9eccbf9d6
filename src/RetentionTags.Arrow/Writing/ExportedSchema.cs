using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Writing;

/// <summary>Types that are handed over. Each structure owns one block of memory with its name, its children and its dictionary's type.</summary>
internal static unsafe class ExportedSchema
{
    private const long Nullable = 2;

    /// <summary>Writes the type of a table's batches.</summary>
    public static void Write(Table table, ArrowSchema* schema)
    {
        Write(schema, "+s"u8, "", flags: 0, table.Columns.Count, hasDictionary: false);
        for (int i = 0; i < table.Columns.Count; i++)
            Write(table.Columns[i], schema->Children[i]);
    }

    private static void Write(Column column, ArrowSchema* schema)
    {
        if (column.Kind == ColumnKind.Numeric)
        {
            Write(schema, "g"u8, column.Name, Nullable, 0, hasDictionary: false);
            return;
        }

        Write(schema, "i"u8, column.Name, Nullable, 0, hasDictionary: true);
        Write(schema->Dictionary, "u"u8, "", flags: 0, 0, hasDictionary: false);
    }

    /// <summary>One structure. Formats are literals, which end with a zero and stay in place.</summary>
    private static void Write(ArrowSchema* schema, ReadOnlySpan<byte> format, string name, long flags, int childCount, bool hasDictionary)
    {
        int structures = childCount + (hasDictionary ? 1 : 0);
        nuint size = (nuint)((childCount * sizeof(ArrowSchema*)) + (structures * sizeof(ArrowSchema)) + Encoding.UTF8.GetByteCount(name) + 1);
        var block = (byte*)NativeMemory.AllocZeroed(size);
        var children = (ArrowSchema**)block;
        var places = (ArrowSchema*)(children + childCount);
        for (int i = 0; i < childCount; i++)
            children[i] = places + i;
        var text = (byte*)(places + structures);
        Encoding.UTF8.GetBytes(name, new Span<byte>(text, Encoding.UTF8.GetByteCount(name)));
        *schema = new()
        {
            Format = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(format)),
            Name = text,
            Flags = flags,
            ChildCount = childCount,
            Children = childCount == 0 ? null : children,
            Dictionary = hasDictionary ? places : null,
            Release = &Release,
            PrivateData = block,
        };
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowSchema* schema)
    {
        if (schema->Release == null)
            return;
        for (long i = 0; i < schema->ChildCount; i++)
        {
            if (schema->Children[i]->Release != null)
                schema->Children[i]->Release(schema->Children[i]);
        }

        if (schema->Dictionary != null && schema->Dictionary->Release != null)
            schema->Dictionary->Release(schema->Dictionary);
        NativeMemory.Free(schema->PrivateData);
        schema->Release = null;
    }
}
