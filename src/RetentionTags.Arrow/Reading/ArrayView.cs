namespace RetentionTags.Arrow.Reading;

/// <summary>One column of one batch: the rows that the batch shows of it, whatever they are cut out of. Checked once, here.</summary>
internal readonly unsafe struct ArrayView
{
    private readonly ArrowArray* _array;
    private readonly byte* _validity;
    private readonly long _offset;

    private ArrayView(ArrowArray* array, long offset, int length, string column)
    {
        _array = array;
        (_offset, Length) = (offset, length);
        _validity = array->BufferCount > 0 ? (byte*)array->Buffers[0] : null;
        MissingCount = CountMissing(column);
    }

    public int Length { get; }

    public int MissingCount { get; }

    /// <summary>A view of a column through its batch.</summary>
    /// <param name="field">The column.</param>
    /// <param name="array">Its values.</param>
    /// <param name="offset">Where the batch begins in the column, over and above the column's own offset.</param>
    /// <param name="length">The batch's rows.</param>
    public static ArrayView Of(ArrowField field, ArrowArray* array, long offset, int length)
    {
        if (array == null || array->Release == null)
            throw new ArgumentException($"Column '{field.Name}': the array is absent, or has been released or moved away.", nameof(array));
        if (array->Offset < 0 || offset < 0 || array->Length - offset < length)
            throw new ArgumentException($"Column '{field.Name}' has {array->Length} rows from {array->Offset} on; its batch needs {length} from {offset} on.", nameof(array));
        CheckBuffers(field, array, length);
        if ((field.Dictionary is null) != (array->Dictionary == null))
            throw new ArgumentException($"Column '{field.Name}': the schema and the array do not agree on whether there is a dictionary.", nameof(array));
        return new(array, array->Offset + offset, length, field.Name);
    }

    /// <summary>The dictionary, all of it.</summary>
    public ArrayView DictionaryOf(ArrowField field) => Of(field.Dictionary!, _array->Dictionary, 0, ToLength(_array->Dictionary, field));

    public bool IsMissing(int row) => MissingCount > 0 && (_validity == null || !ValidityBits.At(_validity, _offset + row));

    /// <summary>A value of the bitmap in the second buffer.</summary>
    public bool Truth(int row) => ValidityBits.At((byte*)_array->Buffers[1], _offset + row);

    /// <summary>The second buffer, as many values as there are rows.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => Length == 0 ? [] : new(Start<T>(), Length);

    /// <summary>Where the rows begin in the second buffer.</summary>
    public T* Start<T>()
        where T : unmanaged => (T*)_array->Buffers[1] + _offset;

    /// <summary>The buffers of a view's longer texts.</summary>
    public int VariadicBuffers => (int)_array->BufferCount - 3;

    public void* Buffer(int index) => _array->Buffers[index];

    private static int ToLength(ArrowArray* dictionary, ArrowField field) => dictionary != null && dictionary->Length is >= 0 and <= int.MaxValue
        ? (int)dictionary->Length
        : throw new ArgumentException($"Column '{field.Name}': the dictionary is absent or too long.", nameof(dictionary));

    /// <summary>As many buffers as the type has, and none of them absent that a row would be read from.</summary>
    private static void CheckBuffers(ArrowField field, ArrowArray* array, int length)
    {
        int needed = field.Format.Kind switch
        {
            ArrowKind.Null => 0,
            ArrowKind.Utf8 or ArrowKind.LargeUtf8 or ArrowKind.Utf8View => 3,
            _ => 2,
        };
        if (array->BufferCount < needed || (array->BufferCount > needed && field.Format.Kind != ArrowKind.Utf8View))
            throw new ArgumentException($"Column '{field.Name}' has {array->BufferCount} buffers; its type {field.Format.Name} (format '{field.Format.Text}') has {needed}.", nameof(array));
        if (needed > 0 && length > 0 && array->Buffers[1] == null)
            throw new ArgumentException($"Column '{field.Name}' has {length} rows, but no buffer of values.", nameof(array));
    }

    private int CountMissing(string column)
    {
        if (_array->BufferCount == 0)
            return Length;
        if (_array->NullCount == 0 || Length == 0)
            return 0;
        if (_validity != null)
            return Length - ValidityBits.Count(_validity, _offset, Length);
        return _array->NullCount < 0 ? 0 : throw new ArgumentException($"Column '{column}': {_array->NullCount} values are said to be missing, but there are no validity bits.", nameof(column));
    }
}
