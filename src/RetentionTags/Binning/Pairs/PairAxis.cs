using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Binning.Pairs;

/// <summary>One column of a pair, divided into places 0, 1 …: intervals of numbers in their order, or groups of categories in the order of their event rates.</summary>
internal sealed class PairAxis
{
    /// <summary>The place of a value that is missing.</summary>
    public const int Missing = -1;

    /// <summary>The place of a category that the axis does not know.</summary>
    public const int Unseen = -2;

    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    private readonly NumberLookup _numbers = new([], [], Missing);
    private readonly double[] _cuts = [];
    private readonly string[][] _groups = [];
    private readonly Dictionary<string, int> _placeOf = new(StringComparer.Ordinal);

    public PairAxis(string name, double[] cuts)
    {
        (Name, Kind, Size, _cuts, _numbers) = (name, ColumnKind.Numeric, cuts.Length + 1, cuts, new(cuts, [], Missing));
        for (int cut = 1; cut < cuts.Length; cut++)
        {
            if (!(cuts[cut - 1] < cuts[cut]))
                throw new ArgumentException($"Column '{name}': cuts do not ascend.", nameof(cuts));
        }
    }

    public PairAxis(string name, string[][] groups)
    {
        (Name, Kind, Size, _groups) = (name, ColumnKind.Category, groups.Length, groups);
        for (int place = 0; place < groups.Length; place++)
        {
            foreach (string category in groups[place])
                _placeOf.Add(category, place);
        }
    }

    public string Name { get; }

    public ColumnKind Kind { get; }

    /// <summary>The number of places, at least 1.</summary>
    public int Size { get; }

    /// <summary>Where places 1, 2 … begin; empty for categories.</summary>
    public IReadOnlyList<double> Cuts => _cuts;

    /// <summary>The categories of each place, in ordinal order; empty for numbers.</summary>
    public IReadOnlyList<string[]> Groups => _groups;

    /// <summary>The finest division that is considered: that of <see cref="OptimalBinning"/>.</summary>
    public static PairAxis Of(Column column, TrainingSet data, OptimalBinning recipe, CancellationToken cancellationToken)
    {
        if (column is NumericColumn numbers)
            return new(column.Name, NumericPrebins.Of(numbers, data, recipe.Prebins, recipe.MaxPrebins, cancellationToken).Cuts);
        var rules = new CategoryRules(recipe.MinCategoryCount, recipe.MaxPrebins, [], [], []);
        List<List<string>> groups = CategoryPrebins.Of((CategoryColumn)column, data, rules, cancellationToken).Groups;
        var sorted = new List<string[]>();
        foreach (List<string> group in groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sorted.Add([.. group.Order(StringComparer.Ordinal)]);
        }

        return new(column.Name, sorted.Count == 0 ? [[]] : [.. sorted]);
    }

    /// <summary>The same axis with fewer places: those that begin at the given ones, the first of which is 0.</summary>
    public PairAxis Merged(int[] starts)
    {
        if (Kind == ColumnKind.Numeric)
            return new(Name, [.. starts.Skip(1).Select(start => _cuts[start - 1])]);
        return new(Name, [.. starts.Select((start, place) => Categories(start, place + 1 < starts.Length ? starts[place + 1] : Size))]);
    }

    /// <summary>The places from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public PairSide Side(int start, int end) => Kind == ColumnKind.Numeric
        ? PairSide.Interval(start == 0 ? double.NegativeInfinity : _cuts[start - 1], end == Size ? double.PositiveInfinity : _cuts[end - 1])
        : PairSide.Group(Categories(start, end));

    public int Find(Cell cell)
    {
        if (cell.Kind is ColumnKind kind && kind != Kind)
            throw new ArgumentException($"Column '{Name}' takes a {(Kind == ColumnKind.Numeric ? "number" : "category")}; the value given is '{cell}'.", nameof(cell));
        return Kind == ColumnKind.Numeric ? Find(cell.Number) : Find(cell.Category);
    }

    /// <summary>Finds the place of each row.</summary>
    public void Find(Column column, Span<int> places, CancellationToken cancellationToken)
    {
        if (column is NumericColumn numbers && Kind == ColumnKind.Numeric)
            Find(numbers.Values, places, cancellationToken);
        else if (column is CategoryColumn categories && Kind == ColumnKind.Category)
            Find(categories, places, cancellationToken);
        else
            throw new ArgumentException($"Column '{column.Name}' holds {(column is NumericColumn ? "numbers" : "categories")}, but it was binned as {(Kind == ColumnKind.Numeric ? "numbers" : "categories")}.", nameof(column));
    }

    private void Find(ReadOnlySpan<double> values, Span<int> places, CancellationToken cancellationToken)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            places[row] = Find(values[row]);
        }
    }

    private void Find(CategoryColumn column, Span<int> places, CancellationToken cancellationToken)
    {
        // One place more than there are levels: code −1, missing, is at 0.
        var placeOfCode = new int[column.Levels.Count + 1];
        placeOfCode[0] = Missing;
        for (int code = 0; code < column.Levels.Count; code++)
        {
            if (code % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            placeOfCode[code + 1] = Find(column.Levels[code]);
        }

        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < codes.Length; row++)
            places[row] = placeOfCode[codes[row] + 1];
    }

    private int Find(double value) => _numbers.Find(value);

    private int Find(string? category)
    {
        if (category is null)
            return Missing;
        return _placeOf.TryGetValue(category, out int place) ? place : Unseen;
    }

    /// <summary>The categories of some places together: merged and not sorted anew, since there may be hundreds of thousands.</summary>
    private string[] Categories(int start, int end) => _groups[start..end].Aggregate(Merge);

    private static string[] Merge(string[] one, string[] other)
    {
        var merged = new string[one.Length + other.Length];
        for (int i = 0, j = 0; i + j < merged.Length;)
        {
            bool isOne = j == other.Length || (i < one.Length && string.CompareOrdinal(one[i], other[j]) < 0);
            merged[i + j] = isOne ? one[i] : other[j];
            (i, j) = isOne ? (i + 1, j) : (i, j + 1);
        }

        return merged;
    }
}
