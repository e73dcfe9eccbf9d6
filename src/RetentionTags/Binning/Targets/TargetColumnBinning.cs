using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning.Targets;

/// <summary>How one column is cut into bins: a <see cref="MeanColumnBinning"/>, a <see cref="RateColumnBinning"/> or a <see cref="ClassColumnBinning"/>.</summary>
public abstract class TargetColumnBinning
{
    private readonly IReadOnlyList<TargetBin> _bins;
    private readonly NumberLookup? _numbers;
    private readonly CategoryLookup? _categories;

    private protected TargetColumnBinning(string columnName, ColumnKind kind, IReadOnlyList<TargetBin> bins, int missingBin)
    {
        (ColumnName, Kind, _bins, MissingBin) = (columnName, kind, bins, missingBin);
        RegularBinCount = bins.Count(bin => bin.Kind == BinKind.Regular);
        UnseenBin = bins.Count - 1;
        BinPlace[] places = [.. bins.Select(bin => bin.Place)];
        if (kind == ColumnKind.Numeric)
        {
            UnseenBin = -1;
            _numbers = NumberLookup.Of(places, missingBin);
            return;
        }

        _categories = CategoryLookup.Of(places, missingBin, UnseenBin);
    }

    /// <summary>The name of the column.</summary>
    public string ColumnName { get; }

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The number of regular bins, at least 1; they come first among the bins.</summary>
    public int RegularBinCount { get; }

    /// <summary>The index of the bin for missing values: a bin of its own or, by <see cref="MissingPolicy"/>, a regular one.</summary>
    public int MissingBin { get; }

    /// <summary>The index of the bin for categories that no training row had, which is the last one; −1 for a column of numbers.</summary>
    public int UnseenBin { get; }

    /// <summary>
    /// Where one regular bin of numbers ends and the next begins, ascending; a value equal to a cut belongs to the bin above it. Of all numbers between the two training values that a cut divides, it is the
    /// one with the fewest significant bits. Empty for categories.
    /// </summary>
    public ReadOnlySpan<double> Cuts => _numbers is null ? [] : _numbers.Cuts;

    /// <summary>The trend of the regular bins: the one asked for or, when that was <see cref="Trend.Automatic"/>, the one chosen. <see cref="Trend.None"/> for categories without an order, whose bins ascend anyway.</summary>
    public Trend Trend { get; private protected init; }

    /// <summary>What the recipe maximised, over the regular bins: the recipe's objective says in which unit.</summary>
    public double Objective { get; private protected init; }

    /// <summary>The trends that <see cref="Trend.Automatic"/> compared; otherwise empty.</summary>
    public IReadOnlyList<TargetTrendCandidate> Candidates { get; private protected init; } = [];

    /// <summary>For each regular bin but the last, the test that it does not differ from the next one.</summary>
    public IReadOnlyList<NeighbourTest> NeighbourTests { get; private protected init; } = [];

    /// <summary>What a person should know about this column's bins.</summary>
    public IReadOnlyList<Finding> Findings { get; private protected init; } = [];

    /// <summary>Finds the bin of a value.</summary>
    /// <param name="value">A number for a column of numbers, a category for one of categories, or <see cref="Cell.Missing"/>.</param>
    /// <returns>The index of the bin.</returns>
    /// <exception cref="ArgumentException">The value is of the other kind.</exception>
    public int FindBin(Cell value)
    {
        if (value.Kind is ColumnKind kind && kind != Kind)
            throw new ArgumentException($"'{value}' is a {(kind == ColumnKind.Numeric ? "number" : "category")}, but '{ColumnName}' was binned as {KindName(Kind)}.", nameof(value));
        return _numbers is null ? _categories!.Find(value.Category) : _numbers.Find(value.Number);
    }

    /// <summary>Finds the bin of each row.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives the index of a bin for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToBins(Column column, Span<int> destination)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Length != destination.Length)
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows, the destination {destination.Length}.", nameof(column));
        if (column is NumericColumn numbers && _numbers is not null)
            _numbers.Find(numbers.Values, destination);
        else if (column is CategoryColumn categories && _categories is not null)
            _categories.Find(categories, destination);
        else
            throw new ArgumentException($"Column '{column.Name}' holds {KindName(column.Kind)}, but '{ColumnName}' was binned as {KindName(Kind)}.", nameof(column));
    }

    /// <summary>Finds the bin of each value of a column of numbers. Allocates nothing.</summary>
    /// <param name="values">Any numbers; NaN is missing.</param>
    /// <param name="destination">Receives the index of a bin for each value.</param>
    /// <exception cref="ArgumentException">The column holds categories, or lengths differ.</exception>
    public void ToBins(ReadOnlySpan<double> values, Span<int> destination)
    {
        if (values.Length != destination.Length)
            throw new ArgumentException($"There are {values.Length} values, and the destination takes {destination.Length}.", nameof(values));
        NumbersFor(nameof(values)).Find(values, destination);
    }

    /// <summary>Replaces each row by the label of its bin.</summary>
    /// <param name="column">A column of the same kind; its name does not matter.</param>
    /// <param name="destination">Receives one label for each row.</param>
    /// <exception cref="ArgumentException">The column is of the other kind, or lengths differ.</exception>
    public void ToLabels(Column column, Span<string> destination) => Replace(column, destination, [.. _bins.Select(bin => bin.Label)]);

    /// <summary>The binning table as text: one line for each bin, then the totals.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain) => ToTable().Render(format);

    private protected abstract TextTable ToTable();

    /// <summary>Replaces each row by what belongs to its bin.</summary>
    private protected void Replace<T>(Column column, Span<T> destination, T[] ofBin)
    {
        var bins = new int[destination.Length];
        ToBins(column, bins);
        for (int row = 0; row < bins.Length; row++)
            destination[row] = ofBin[bins[row]];
    }

    /// <summary>Replaces each number by what belongs to its bin, without allocating.</summary>
    private protected void Replace(ReadOnlySpan<double> values, Span<double> destination, double[] ofBin)
    {
        if (values.Length != destination.Length)
            throw new ArgumentException($"There are {values.Length} values, and the destination takes {destination.Length}.", nameof(values));
        NumberLookup numbers = NumbersFor(nameof(values));
        for (int row = 0; row < values.Length; row++)
            destination[row] = ofBin[numbers.Find(values[row])];
    }

    private static string KindName(ColumnKind kind) => kind == ColumnKind.Numeric ? "numbers" : "categories";

    private NumberLookup NumbersFor(string parameter) => _numbers ?? throw new ArgumentException($"'{ColumnName}' was binned as categories, and these are numbers.", parameter);
}
