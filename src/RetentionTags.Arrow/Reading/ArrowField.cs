using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>A column to read: where it is in a batch, its type, and as what it is read.</summary>
internal sealed unsafe class ArrowField
{
    private ArrowField(string name, int place, ArrowFormat format, ArrowField? dictionary) =>
        (Name, Place, Format, Dictionary) = (name, place, format, dictionary);

    public string Name { get; }

    public int Place { get; }

    /// <summary>The type of the values; of the indices when there is a dictionary.</summary>
    public ArrowFormat Format { get; }

    public ArrowField? Dictionary { get; }

    /// <summary>The type of what a row holds.</summary>
    public ArrowFormat ValueFormat => Dictionary?.Format ?? Format;

    public static ArrowField Of(ArrowSchema* schema, int place)
    {
        string name = Marshal.PtrToStringUTF8((nint)schema->Name) ?? "";
        string format = Marshal.PtrToStringUTF8((nint)schema->Format) ?? throw new ArgumentException($"Column '{name}': the schema has no format string.", nameof(schema));
        ArrowField? dictionary = schema->Dictionary == null ? null : Of(schema->Dictionary, place);
        return new(name, place, ArrowFormat.Parse(format), dictionary is null ? null : new($"{name} (dictionary)", place, dictionary.Format, dictionary.Dictionary));
    }

    /// <summary>What the field becomes when nobody says; an error when that is not for a library to guess.</summary>
    public ColumnKind DefaultKind() => ValueFormat.Kind switch
    {
        ArrowKind.Unsupported => throw Unsupported(),
        ArrowKind.Boolean or ArrowKind.Utf8 or ArrowKind.LargeUtf8 or ArrowKind.Utf8View => ColumnKind.Category,
        ArrowKind.Date32 or ArrowKind.Date64 or ArrowKind.Timestamp => throw new NotSupportedException(
            $"Column '{Name}' holds moments (Arrow format '{ValueFormat.Text}'). Name the columns to read in ArrowReadOptions.Columns: without this one, or with ColumnSpec.Numeric('{Name}') for days since 1970-01-01, or with ColumnSpec.Category('{Name}') for texts."),
        _ => ColumnKind.Numeric,
    };

    /// <summary>Checks that the field can be read as this kind.</summary>
    public void Check(ColumnKind kind)
    {
        if (ValueFormat.Kind == ArrowKind.Unsupported || Dictionary?.Dictionary is not null || (Dictionary is not null && !Format.IsWhole))
            throw Unsupported();
        if (kind == ColumnKind.Numeric && ValueFormat.IsText)
            throw new NotSupportedException($"Column '{Name}' holds texts (Arrow format '{ValueFormat.Text}') and is to be read as numbers. Cast it in the query, or read it as categories.");
    }

    private NotSupportedException Unsupported() => new(
        $"Column '{Name}' has the Arrow type {ValueFormat.Name} (format '{ValueFormat.Text}'), which tables do not hold. Cast it to a number or a text in the query, or name the other columns in ArrowReadOptions.Columns.");
}
