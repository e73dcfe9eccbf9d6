using System.Globalization;

namespace RetentionTags.Data;

/// <summary>One value of one row: a number, a category, or nothing. Numbers, texts and truth values convert to it by themselves.</summary>
public readonly record struct Cell
{
    private readonly double _number;

    private Cell(double number, string? category, ColumnKind? kind) => (_number, Category, Kind) = (number, category, kind);

    /// <summary>A cell without a value, for a column of either kind. It is also what <c>default</c> gives.</summary>
    public static Cell Missing => default;

    /// <summary>What the cell holds, or <see langword="null"/> for a missing value.</summary>
    public ColumnKind? Kind { get; }

    /// <summary>The number; NaN when the cell holds none.</summary>
    public double Number => Kind == ColumnKind.Numeric ? _number : double.NaN;

    /// <summary>The category; <see langword="null"/> when the cell holds none.</summary>
    public string? Category { get; }

    /// <summary>A number; <see langword="null"/> and NaN are missing.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator Cell(double? number) => FromDouble(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator Cell(int number) => FromDouble(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number, as the nearest double.</param>
    public static implicit operator Cell(long number) => FromDouble(number);

    /// <summary>A decimal number.</summary>
    /// <param name="number">The number, as the nearest double.</param>
    public static implicit operator Cell(decimal number) => FromDouble((double)number);

    /// <summary>A truth value, which is a category: <c>true</c> or <c>false</c>.</summary>
    /// <param name="truth">The truth value.</param>
    public static implicit operator Cell(bool truth) => FromBoolean(truth);

    /// <summary>A category; <see langword="null"/> is missing.</summary>
    /// <param name="category">The category.</param>
    public static implicit operator Cell(string? category) => FromString(category);

    /// <summary>A number; <see langword="null"/> and NaN are missing.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The cell.</returns>
    public static Cell FromDouble(double? number) => number is double value && !double.IsNaN(value) ? new(value, null, ColumnKind.Numeric) : Missing;

    /// <summary>A category; <see langword="null"/> is missing.</summary>
    /// <param name="category">The category.</param>
    /// <returns>The cell.</returns>
    public static Cell FromString(string? category) => category is null ? Missing : new(0, category, ColumnKind.Category);

    /// <summary>A truth value, which is a category: <c>true</c> or <c>false</c>.</summary>
    /// <param name="truth">The truth value.</param>
    /// <returns>The cell.</returns>
    public static Cell FromBoolean(bool truth) => FromString(truth ? "true" : "false");

    /// <summary>The value as text, in the invariant culture.</summary>
    /// <returns>The number, the category, or <c>missing</c>.</returns>
    public override string ToString() => Kind switch
    {
        ColumnKind.Numeric => _number.ToString(CultureInfo.InvariantCulture),
        ColumnKind.Category => Category!,
        _ => "missing",
    };
}
