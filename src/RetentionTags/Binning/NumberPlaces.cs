using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Numbers that have a place of their own each, such as the bin of a special value.</summary>
internal sealed class NumberPlaces
{
    private readonly double[] _numbers;
    private readonly int[] _places;

    public NumberPlaces(IEnumerable<(double Number, int Place)> numbers)
    {
        (double Number, int Place)[] ordered = [.. numbers.OrderBy(each => each.Number)];
        _numbers = [.. ordered.Select(each => each.Number)];
        _places = [.. ordered.Select(each => each.Place)];
    }

    public ReadOnlySpan<double> Numbers => _numbers;

    public ReadOnlySpan<int> Places => _places;

    /// <summary>The numbers of special groups; a place is the index of the group.</summary>
    public static NumberPlaces Of(ValueList<SpecialGroup> groups) =>
        new(groups.SelectMany((group, i) => group.Values.Where(value => value.Kind == ColumnKind.Numeric).Select(value => (value.Number, i))));

    /// <summary>The place of a number; −1 when it has none.</summary>
    public int Find(double number)
    {
        int i = _numbers.Length == 0 ? -1 : _numbers.AsSpan().BinarySearch(number);
        return i < 0 ? -1 : _places[i];
    }
}
