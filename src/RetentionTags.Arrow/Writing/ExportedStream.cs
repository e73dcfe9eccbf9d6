using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Writing;

/// <summary>A stream that is handed over: the tables that are still to come, and the last error.</summary>
internal sealed unsafe class ExportedStream
{
    /// <summary>The number of an input or output error (<c>EIO</c>).</summary>
    private const int Failed = 5;

    private readonly IEnumerator<Table> _tables;
    private readonly Table _first;
    private int _batches;
    private nint _lastError;

    private ExportedStream(IEnumerator<Table> tables) => (_tables, _first) = (tables, tables.Current);

    public static void Write(IEnumerable<Table> tables, ArrowArrayStream* stream)
    {
        IEnumerator<Table> enumerator = tables.GetEnumerator();
        try
        {
            if (!enumerator.MoveNext())
                throw new ArgumentException("There is no table, so nothing says which columns the stream has. Give at least one, which may have no rows.", nameof(tables));
            *stream = new()
            {
                GetSchema = &GetSchema,
                GetNext = &GetNext,
                GetLastError = &GetLastError,
                Release = &Release,
                PrivateData = Callback.Hold(new ExportedStream(enumerator)),
            };
        }
        catch
        {
            enumerator.Dispose();
            throw;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(ArrowArrayStream* stream, ArrowSchema* schema)
    {
        var exported = Callback.Target<ExportedStream>(stream->PrivateData);
        return exported.Try(() => ExportedSchema.Write(exported._first, schema));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(ArrowArrayStream* stream, ArrowArray* batch)
    {
        var exported = Callback.Target<ExportedStream>(stream->PrivateData);
        return exported.Try(() => exported.WriteNext(batch));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetLastError(ArrowArrayStream* stream) => (byte*)Callback.Target<ExportedStream>(stream->PrivateData)._lastError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(ArrowArrayStream* stream)
    {
        if (stream->Release == null)
            return;
        var exported = Callback.Target<ExportedStream>(stream->PrivateData);
        exported.Try(exported._tables.Dispose);
        Marshal.FreeCoTaskMem(exported._lastError);
        Callback.LetGo(stream->PrivateData);
        stream->Release = null;
    }

    /// <summary>The first table has been asked for already.</summary>
    private void WriteNext(ArrowArray* batch)
    {
        batch->Release = null;
        if (_batches > 0 && !_tables.MoveNext())
            return;
        CheckColumns(_tables.Current);
        _batches++;
        ExportedArray.Write(_tables.Current, batch);
    }

    private void CheckColumns(Table table)
    {
        if (!table.Columns.Select(Heading).SequenceEqual(_first.Columns.Select(Heading)))
            throw new ArgumentException($"Table {_batches + 1} of the stream has the columns {Headings(table)}, the first one has {Headings(_first)}. All tables of a stream have the same ones.", nameof(table));

        static string Heading(Column column) => $"'{column.Name}' ({(column.Kind == ColumnKind.Numeric ? "numbers" : "categories")})";
        static string Headings(Table table) => string.Join(", ", table.Columns.Select(Heading));
    }

    /// <summary>No exception may pass into another runtime: it becomes the stream's last error.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The receiver gets it by the stream's own error.")]
    private int Try(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (Exception exception)
        {
            Marshal.FreeCoTaskMem(_lastError);
            _lastError = Marshal.StringToCoTaskMemUTF8(exception.Message);
            return Failed;
        }
    }
}
