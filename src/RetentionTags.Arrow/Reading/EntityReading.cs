using System.Numerics;
using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Collects the keys of entities: whole numbers, or texts as they lie in memory.</summary>
internal sealed unsafe class EntityReading
{
    private readonly Blocks<long> _numbers = new(expected: 0);
    private readonly List<byte> _bytes = [];
    private readonly List<int> _offsets = [0];

    public EntityReading(ArrowField field)
    {
        Field = field;
        if (field.Dictionary is { Format.IsText: false } || (!field.ValueFormat.IsText && !field.ValueFormat.IsWhole))
            throw new NotSupportedException($"Column '{field.Name}' has the Arrow type {field.ValueFormat.Name} (format '{field.ValueFormat.Text}'); a key is a whole number of up to 64 bits or a text. Cast it in the query.");
    }

    public ArrowField Field { get; }

    public void Add(in ArrayView array, long firstRow)
    {
        if (array.MissingCount > 0)
            CheckMissing(array, firstRow);
        if (Field.Dictionary is not null)
            AddTexts(array, firstRow);
        else
            AddValues(array, firstRow);
    }

    /// <summary>The log of these entities.</summary>
    public EventLog ToLog(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventDetails details) => Field.ValueFormat.IsText
        ? EventLog.Create(new Utf8Keys(CollectionsMarshal.AsSpan(_bytes), CollectionsMarshal.AsSpan(_offsets)), times, amounts, details)
        : EventLog.Create(_numbers.ToMemory().Span, times, amounts, details);

    private void CheckMissing(in ArrayView array, long firstRow)
    {
        for (int row = 0; row < array.Length; row++)
        {
            if (array.IsMissing(row))
                throw CellError.At(Field, firstRow + row, "nothing (NULL)", "an entity key. Leave such rows out in the query");
        }
    }

    private void AddValues(in ArrayView array, long firstRow)
    {
        switch (Field.Format.Kind)
        {
            case ArrowKind.Utf8:
                AddTexts(new Utf8Texts<int>(Field, firstRow), array, firstRow);
                break;
            case ArrowKind.LargeUtf8:
                AddTexts(new Utf8Texts<long>(Field, firstRow), array, firstRow);
                break;
            case ArrowKind.Utf8View:
                AddTexts(new ViewTexts(Field, firstRow), array, firstRow);
                break;
            case ArrowKind.Int8:
                AddNumbers<sbyte>(array, firstRow);
                break;
            case ArrowKind.UInt8:
                AddNumbers<byte>(array, firstRow);
                break;
            case ArrowKind.Int16:
                AddNumbers<short>(array, firstRow);
                break;
            case ArrowKind.UInt16:
                AddNumbers<ushort>(array, firstRow);
                break;
            case ArrowKind.Int32:
                AddNumbers<int>(array, firstRow);
                break;
            case ArrowKind.UInt32:
                AddNumbers<uint>(array, firstRow);
                break;
            case ArrowKind.Int64:
                AddNumbers<long>(array, firstRow);
                break;
            default:
                AddNumbers<ulong>(array, firstRow);
                break;
        }
    }

    private void AddNumbers<T>(in ArrayView array, long firstRow)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = array.Values<T>();
        Span<long> numbers = _numbers.Add(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            numbers[row] = long.CreateTruncating(values[row]);
            if (numbers[row] < 0 && !T.IsNegative(values[row]))
                throw CellError.At(Field, firstRow + row, $"the key {values[row]}", "a whole number below 2^63. Cast the column to a text in the query");
        }
    }

    private void AddTexts<TTexts>(TTexts texts, in ArrayView array, long firstRow)
        where TTexts : IRowTexts
    {
        for (int row = 0; row < array.Length; row++)
            AddText(texts.At(array, row), firstRow + row);
    }

    /// <summary>The dictionary's texts by their indices.</summary>
    private void AddTexts(in ArrayView array, long firstRow)
    {
        var reading = new CategoryReading(Field);
        var codes = new int[array.Length];
        reading.Decode(array, codes, firstRow);
        byte[][] levels = [.. reading.Levels.Select(System.Text.Encoding.UTF8.GetBytes)];
        for (int row = 0; row < codes.Length; row++)
            AddText(codes[row] == CategoryColumn.MissingCode ? [] : levels[codes[row]], firstRow + row);
    }

    private void AddText(ReadOnlySpan<byte> text, long row)
    {
        if (text.IsEmpty)
            throw CellError.At(Field, row, "an empty text", "an entity key. Leave such rows out in the query");
        if (_bytes.Count > Array.MaxLength - text.Length)
            throw CellError.At(Field, row, "more than 2 GB of keys", "fewer: number the entities in the query");
        _bytes.AddRange(text);
        _offsets.Add(_bytes.Count);
    }
}
