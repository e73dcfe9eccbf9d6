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
    private readonly CategoryLookup _categories = new([], Missing, Unseen);
    private readonly string[][] _groups = [];

    public PairAxis(string name, double[] cuts)
    {
        (Name, Kind, Size, _numbers) = (name, ColumnKind.Numeric, cuts.Length + 1, new(cuts, [], Missing));
        for (int cut = 1; cut < cuts.Length; cut++)
        {
            if (!(cuts[cut - 1] < cuts[cut]))
                throw new ArgumentException($"Column '{name}': cuts do not ascend.", nameof(cuts));
        }
    }

    public PairAxis(string name, string[][] groups)
    {
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int place = 0; place < groups.Length; place++)
        {
            foreach (string category in groups[place])
                placeOf.Add(category, place);
        }

        (Name, Kind, Size, _groups, _categories) = (name, ColumnKind.Category, groups.Length, groups, new(placeOf, Missing, Unseen));
    }

    public string Name { get; }

    public ColumnKind Kind { get; }

    /// <summary>The number of places, at least 1.</summary>
    public int Size { get; }

    /// <summary>Where places 1, 2 … begin; empty for categories.</summary>
    public ReadOnlySpan<double> Cuts => _numbers.Cuts;

    /// <summary>The categories of each place, in ordinal order; empty for numbers.</summary>
    public IReadOnlyList<string[]> Groups => _groups;

    /// <summary>The finest division that is considered: that of <see cref="OptimalBinning"/>.</summary>
    public static PairAxis Of(Column column, TrainingSet data, OptimalBinning recipe, CancellationToken cancellationToken)
    {
        if (column is NumericColumn numbers)
            return new(column.Name, NumericPrebins.Of(numbers, data, recipe.Prebins, recipe.MaxPrebins, cancellationToken).Cuts);
        var rules = new CategoryRules(recipe.MinCategoryCount, recipe.MaxPrebins, [], [], []);
        string[][] groups = [.. CategoryPrebins.Of((CategoryColumn)column, data, rules, cancellationToken).Groups.Select(group => group.ToArray())];
        return new(column.Name, groups.Length == 0 ? [[]] : groups);
    }

    /// <summary>The same axis with fewer places: those that begin at the given ones, the first of which is 0.</summary>
    public PairAxis Merged(int[] starts)
    {
        if (Kind == ColumnKind.Numeric)
            return new(Name, [.. starts.Skip(1).Select(start => Cuts[start - 1])]);
        return new(Name, [.. starts.Select((start, place) => Categories(start, place + 1 < starts.Length ? starts[place + 1] : Size))]);
    }

    /// <summary>The places from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public PairSide Side(int start, int end) => Kind == ColumnKind.Numeric
        ? PairSide.Interval(start == 0 ? double.NegativeInfinity : Cuts[start - 1], end == Size ? double.PositiveInfinity : Cuts[end - 1])
        : PairSide.Group(Categories(start, end));

    public int Find(Cell cell)
    {
        if (cell.Kind is ColumnKind kind && kind != Kind)
            throw new ArgumentException($"Column '{Name}' takes a {(Kind == ColumnKind.Numeric ? "number" : "category")}; the value given is '{cell}'.", nameof(cell));
        return Kind == ColumnKind.Numeric ? _numbers.Find(cell.Number) : _categories.Find(cell.Category);
    }

    /// <summary>Finds the place of each row.</summary>
    public void Find(Column column, Span<int> places, CancellationToken cancellationToken)
    {
        if (column is NumericColumn numbers && Kind == ColumnKind.Numeric)
            Find(numbers.Values, places, cancellationToken);
        else if (column is CategoryColumn categories && Kind == ColumnKind.Category)
            _categories.Find(categories, places, cancellationToken);
        else
            throw new ArgumentException($"Column '{column.Name}' holds {(column is NumericColumn ? "numbers" : "categories")}, but it was binned as {(Kind == ColumnKind.Numeric ? "numbers" : "categories")}.", nameof(column));
    }

    private void Find(ReadOnlySpan<double> values, Span<int> places, CancellationToken cancellationToken)
    {
        for (int first = 0; first < values.Length; first += Stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Stride, values.Length - first);
            _numbers.Find(values.Slice(first, count), places.Slice(first, count));
        }
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
