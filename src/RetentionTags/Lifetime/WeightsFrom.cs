namespace RetentionTags.Lifetime;

/// <summary>Weights at places on a line, summed from the right: how much lies at or beyond a place. Weights at one place are added in ascending order, so that the order of rows makes no difference.</summary>
internal sealed class WeightsFrom
{
    private readonly double[] _places;
    private readonly double[] _exact;
    private readonly double[] _from;

    private WeightsFrom(List<double> places, List<double> exact)
    {
        _places = [.. places];
        _exact = [.. exact];
        _from = new double[_places.Length];
        for (int i = _places.Length - 1; i >= 0; i--)
            _from[i] = _exact[i] + (i + 1 < _from.Length ? _from[i + 1] : 0);
    }

    /// <summary>The places that have weight, ascending.</summary>
    public IReadOnlyList<double> Places => _places;

    public double Total => _from.Length == 0 ? 0 : _from[0];

    /// <summary>Of the values that are taken; no weights are ones.</summary>
    public static WeightsFrom Of(double[] values, double[] weights, Predicate<double> isTaken) => Of(values, weights, row => isTaken(values[row]));

    /// <summary>Of the values of rows that are flagged, or are not.</summary>
    public static WeightsFrom Of(double[] values, double[] weights, bool[] flags, bool flag) => Of(values, weights, row => flags[row] == flag);

    /// <summary>The weight at this place or beyond.</summary>
    public double At(double place)
    {
        int found = _places.AsSpan().BinarySearch(place);
        int first = found >= 0 ? found : ~found;
        return first < _from.Length ? _from[first] : 0;
    }

    /// <summary>The weight at this place.</summary>
    public double Exactly(double place) => _places.AsSpan().BinarySearch(place) is int found and >= 0 ? _exact[found] : 0;

    private static WeightsFrom Of(double[] values, double[] weights, Func<int, bool> isTaken)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => isTaken(row) && (weights.Length == 0 || weights[row] > 0))];
        double[] keys = [.. rows.Select(row => values[row])];
        double[] masses = [.. rows.Select(row => weights.Length == 0 ? 1 : weights[row])];
        Array.Sort(keys, masses);
        List<double> places = [], exact = [];
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start];)
                end++;
            masses.AsSpan(start, end - start).Sort();
            places.Add(keys[start]);
            double sum = 0;
            for (int i = start; i < end; i++)
                sum += masses[i];
            exact.Add(sum);
        }

        return new(places, exact);
    }
}
