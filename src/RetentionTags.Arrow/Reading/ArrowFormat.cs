using System.Globalization;

namespace RetentionTags.Arrow.Reading;

/// <summary>What a format string of the C data interface says.</summary>
/// <param name="Text">The format string.</param>
/// <param name="Kind">The type.</param>
/// <param name="UnitsPerDay">How many units of a moment make a day.</param>
/// <param name="Scale">The decimals of a decimal.</param>
/// <param name="Bytes">The bytes of a decimal.</param>
/// <param name="HasZone">Whether moments are moments in UTC; otherwise they are what a clock showed.</param>
internal readonly record struct ArrowFormat(string Text, ArrowKind Kind, long UnitsPerDay = 0, int Scale = 0, int Bytes = 0, bool HasZone = false)
{
    private const long SecondsPerDay = 86_400;

    public bool IsText => Kind is ArrowKind.Utf8 or ArrowKind.LargeUtf8 or ArrowKind.Utf8View;

    public bool IsMoment => Kind is ArrowKind.Date32 or ArrowKind.Date64 or ArrowKind.Timestamp;

    public bool IsWhole => Kind is >= ArrowKind.Int8 and <= ArrowKind.UInt64;

    /// <summary>The type in words.</summary>
    public string Name => Text switch
    {
        "z" or "Z" or "vz" => "binary",
        "+s" => "struct",
        "+m" => "map",
        "+r" => "run-end encoded",
        _ when Text.StartsWith("w:", StringComparison.Ordinal) => "fixed-size binary",
        _ when Text.StartsWith("+u", StringComparison.Ordinal) => "union",
        _ when Text.StartsWith('+') => "list",
        _ when Text.StartsWith("tt", StringComparison.Ordinal) => "time of day",
        _ when Text.StartsWith("tD", StringComparison.Ordinal) => "duration",
        _ when Text.StartsWith("ti", StringComparison.Ordinal) => "interval",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    public static ArrowFormat Parse(string text) => text switch
    {
        "n" => new(text, ArrowKind.Null),
        "b" => new(text, ArrowKind.Boolean),
        "c" => new(text, ArrowKind.Int8),
        "C" => new(text, ArrowKind.UInt8),
        "s" => new(text, ArrowKind.Int16),
        "S" => new(text, ArrowKind.UInt16),
        "i" => new(text, ArrowKind.Int32),
        "I" => new(text, ArrowKind.UInt32),
        "l" => new(text, ArrowKind.Int64),
        "L" => new(text, ArrowKind.UInt64),
        "e" => new(text, ArrowKind.Float16),
        "f" => new(text, ArrowKind.Float32),
        "g" => new(text, ArrowKind.Float64),
        "u" => new(text, ArrowKind.Utf8),
        "U" => new(text, ArrowKind.LargeUtf8),
        "vu" => new(text, ArrowKind.Utf8View),
        "tdD" => new(text, ArrowKind.Date32, 1),
        "tdm" => new(text, ArrowKind.Date64, SecondsPerDay * 1000),
        ['t', 's', char unit, ':', .. string zone] when UnitsPerSecond(unit) > 0 => new(text, ArrowKind.Timestamp, SecondsPerDay * UnitsPerSecond(unit), HasZone: zone.Length > 0),
        ['d', ':', .. string parts] => ParseDecimal(text, parts.Split(',')),
        _ => new(text, ArrowKind.Unsupported),
    };

    private static long UnitsPerSecond(char unit) => unit switch
    {
        's' => 1,
        'm' => 1_000,
        'u' => 1_000_000,
        'n' => 1_000_000_000,
        _ => 0,
    };

    /// <summary>Precision and scale; and bits, 128 when there are none.</summary>
    private static ArrowFormat ParseDecimal(string text, string[] parts)
    {
        int bits = 128;
        return parts.Length is 2 or 3
            && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int scale)
            && (parts.Length == 2 || int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out bits))
            && bits is 32 or 64 or 128 or 256
            ? new(text, ArrowKind.Decimal, Scale: scale, Bytes: bits / 8)
            : new(text, ArrowKind.Unsupported);
    }
}
