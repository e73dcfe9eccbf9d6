using System.Runtime.CompilerServices;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>
/// A card laid out for one row at a time. A row is a double for each column: the number or, for categories, the index of the bin; NaN is missing. It is met in blocks of <see cref="BlockColumns"/> columns, so that what is
/// not a span of doubles goes through a small buffer on the stack. Allocates nothing, and is compiled to the end at once: a service's first calls do not wait for it.
/// </summary>
internal sealed class CompiledRow
{
    /// <summary>Columns met at a time.</summary>
    public const int BlockColumns = 32;

    private readonly ScorecardColumn[] _columns;
    private readonly double _intercept;
    private readonly RowWeights[] _numbers;

    /// <summary>For each block the columns in it that hold categories.</summary>
    private readonly int[][] _categories;

    /// <summary>For each column what its bins add; empty for numbers.</summary>
    private readonly double[][] _categoryWeights;

    /// <summary>For each column the bins of its categories; <see langword="null"/> for numbers.</summary>
    private readonly CategoryBinning?[] _lookups;

    private readonly double[] _means;

    public CompiledRow(ScorecardColumn[] columns, double intercept)
    {
        _columns = columns;
        _intercept = intercept;
        _means = new double[columns.Length];
        _lookups = new CategoryBinning?[columns.Length];
        _categoryWeights = new double[columns.Length][];
        _numbers = new RowWeights[(columns.Length + BlockColumns - 1) / BlockColumns];
        _categories = new int[_numbers.Length][];
        for (int i = 0; i < columns.Length; i++)
        {
            _means[i] = columns[i].MeanLogOdds;
            _lookups[i] = columns[i].Binning as CategoryBinning;
            _categoryWeights[i] = _lookups[i] is null ? [] : WeightsOf(columns[i], columns[i].Binning.Bins.Count);
        }

        for (int block = 0; block < _numbers.Length; block++)
        {
            int first = block * BlockColumns, width = Math.Min(BlockColumns, columns.Length - first);
            var numbers = new RowWeightsColumn[width];
            var categories = new List<int>();
            for (int i = first; i < first + width; i++)
            {
                numbers[i - first] = NumbersOf(columns[i]);
                if (_lookups[i] is not null)
                    categories.Add(i);
            }

            _numbers[block] = new(numbers, _means[first..(first + width)]);
            _categories[block] = [.. categories];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds(ReadOnlySpan<double> row)
    {
        RequireWidth(row.Length);
        double sum = _intercept;
        for (int first = 0; first < row.Length; first += BlockColumns)
            sum += Sum(first, row[first..Math.Min(first + BlockColumns, row.Length)]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds(ReadOnlySpan<Cell> row)
    {
        RequireWidth(row.Length);
        Span<double> buffer = stackalloc double[BlockColumns];
        double sum = _intercept;
        for (int first = 0; first < row.Length; first += BlockColumns)
            sum += Sum(first, Read(row, first, buffer));
        return sum;
    }

    /// <summary>The log-odds, and what each column adds to them beyond its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RequireWidth(row.Length);
        RequirePlaces(contributions.Length);
        double sum = _intercept;
        for (int first = 0; first < row.Length; first += BlockColumns)
            sum += Sum(first, row[first..Math.Min(first + BlockColumns, row.Length)], contributions);
        return sum;
    }

    /// <summary>The log-odds, and what each column adds to them beyond its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds(ReadOnlySpan<Cell> row, Span<double> contributions)
    {
        RequireWidth(row.Length);
        RequirePlaces(contributions.Length);
        Span<double> buffer = stackalloc double[BlockColumns];
        double sum = _intercept;
        for (int first = 0; first < row.Length; first += BlockColumns)
            sum += Sum(first, Read(row, first, buffer), contributions);
        return sum;
    }

    /// <summary>The log-odds of a row that is read column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds<T>(T record, Func<T, double>[] readers)
    {
        Span<double> buffer = stackalloc double[BlockColumns];
        double sum = _intercept;
        for (int first = 0; first < readers.Length; first += BlockColumns)
            sum += Sum(first, Read(record, readers, first, buffer));
        return sum;
    }

    /// <summary>The log-odds of a row that is read column by column, and what each column adds to them beyond its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double LogOdds<T>(T record, Func<T, double>[] readers, Span<double> contributions)
    {
        RequirePlaces(contributions.Length);
        Span<double> buffer = stackalloc double[BlockColumns];
        double sum = _intercept;
        for (int first = 0; first < readers.Length; first += BlockColumns)
            sum += Sum(first, Read(record, readers, first, buffer), contributions);
        return sum;
    }

    /// <summary>The cells as doubles.</summary>
    public void Read(ReadOnlySpan<Cell> row, Span<double> values)
    {
        RequireWidth(row.Length);
        for (int i = 0; i < row.Length; i++)
            values[i] = Read(i, in row[i]);
    }

    /// <summary>The bin of a column's value, for explanations.</summary>
    public int BinOf(int column, double value) => _columns[column].Binning is NumericBinning numbers ? numbers.FindBin(value) : CategoryBin(column, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireWidth(int width)
    {
        if (width != _columns.Length)
            throw WrongWidth(width);
    }

    private ArgumentException WrongWidth(int width) =>
        new($"The row has {width} values; the scorecard takes {_columns.Length}: {string.Join(", ", _columns.Select(column => column.Name))}. ToRow puts named values into this order.");

    private static double[] WeightsOf(ScorecardColumn column, int bins)
    {
        var weights = new double[bins];
        for (int bin = 0; bin < bins; bin++)
            weights[bin] = column.LogOddsOf(bin);
        return weights;
    }

    private static RowWeightsColumn NumbersOf(ScorecardColumn column)
    {
        if (column.Binning is not NumericBinning { Lookup: NumberLookup lookup })
            return RowWeightsColumn.Nothing;
        var specialWeights = new double[lookup.SpecialBins.Length];
        for (int i = 0; i < specialWeights.Length; i++)
            specialWeights[i] = column.LogOddsOf(lookup.SpecialBins[i]);
        return new(lookup.Cuts.ToArray(), WeightsOf(column, lookup.Cuts.Length + 1), column.LogOddsOf(lookup.MissingBin), lookup.SpecialValues.ToArray(), specialWeights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<double> Read<T>(T record, Func<T, double>[] readers, int first, Span<double> buffer)
    {
        Span<double> values = buffer[..Math.Min(BlockColumns, readers.Length - first)];
        for (int i = 0; i < values.Length; i++)
            values[i] = readers[first + i](record);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<double> Read(ReadOnlySpan<Cell> row, int first, Span<double> buffer)
    {
        Span<double> values = buffer[..Math.Min(BlockColumns, row.Length - first)];
        for (int i = 0; i < values.Length; i++)
            values[i] = Read(first + i, in row[first + i]);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Read(int column, ref readonly Cell cell)
    {
        if (_lookups[column] is not CategoryBinning categories)
            return cell.Kind != ColumnKind.Category ? cell.Number : throw WrongKind(column, cell);
        return cell.Kind != ColumnKind.Numeric ? categories.FindBin(cell.Category) : throw WrongKind(column, cell);
    }

    private ArgumentException WrongKind(int column, Cell cell) =>
        new($"Column '{_columns[column].Name}' takes a {(_lookups[column] is null ? "number" : "category")}; the value given is '{cell}'.", nameof(cell));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Sum(int first, ReadOnlySpan<double> values)
    {
        double sum = _numbers[first / BlockColumns].Sum(values);
        foreach (int column in _categories[first / BlockColumns])
            sum += _categoryWeights[column][CategoryBin(column, values[column - first])];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Sum(int first, ReadOnlySpan<double> values, Span<double> contributions)
    {
        double sum = _numbers[first / BlockColumns].Sum(values, contributions[first..]);
        foreach (int column in _categories[first / BlockColumns])
        {
            double weight = _categoryWeights[column][CategoryBin(column, values[column - first])];
            contributions[column] = weight - _means[column];
            sum += weight;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CategoryBin(int column, double value)
    {
        int bin = (int)value;
        return bin == value && (uint)bin < (uint)_categoryWeights[column].Length ? bin : OtherBin(column, value);
    }

    private int OtherBin(int column, double value) => double.IsNaN(value)
        ? _columns[column].Binning.MissingBin
        : throw new ArgumentException(Invariant($"Column '{_columns[column].Name}' holds categories. In a row of doubles it takes the index of a bin, 0 to {_categoryWeights[column].Length - 1}, as CategoryBinning.FindBin gives it, or NaN for missing; the value given is {value}."), nameof(value));

    private void RequirePlaces(int places)
    {
        if (places != _columns.Length)
            throw new ArgumentException($"There are {places} places for the contributions of {_columns.Length} columns.");
    }
}
