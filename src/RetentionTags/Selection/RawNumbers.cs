using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Selection;

/// <summary>A column of numbers made ready to be correlated as it is.</summary>
internal sealed class RawNumbers
{
    private readonly double[] _values;
    private readonly int[]? _order;

    private RawNumbers(string name, double[] values, int[]? order)
    {
        Name = name;
        _values = values;
        _order = order;
        HasMissing = values.Any(double.IsNaN);
    }

    public string Name { get; }

    public bool HasMissing { get; }

    /// <summary>Whether the column has more than one value, and no infinite one where distances count.</summary>
    public bool Varies { get; private init; }

    public static RawNumbers Of(NumericColumn column, TrainingSet data, CorrelationMethod method, CancellationToken cancellationToken)
    {
        if (method == CorrelationMethod.Pearson)
        {
            (double[] values, double reach) = Scaled(column.Values);
            return new(column.Name, values, null) { Varies = reach > 0 && double.IsFinite(reach) };
        }

        int[] order = Order(column.Values, cancellationToken);
        var ranks = column.Values.ToArray();
        Rank(column.Values, order, _ => true, data, ranks);
        return new(column.Name, ranks, order) { Varies = order.Length > 0 && ranks[order[0]] != ranks[order[^1]] };
    }

    /// <summary>Weighted, over the rows in which neither is missing; NaN when one of the two does not vary there.</summary>
    public static double Correlation(RawNumbers first, RawNumbers second, TrainingSet data, CancellationToken cancellationToken)
    {
        if (first._order is null || second._order is null || (!first.HasMissing && !second.HasMissing))
            return Pearson(first._values, second._values, data);
        double[] x = [.. first._values], y = [.. second._values];
        Rank(first._values, first._order, row => !double.IsNaN(second._values[row]), data, x);
        cancellationToken.ThrowIfCancellationRequested();
        Rank(second._values, second._order, row => !double.IsNaN(first._values[row]), data, y);
        cancellationToken.ThrowIfCancellationRequested();
        return Pearson(x, y, data);
    }

    /// <summary>Distances are taken from the first row, so that a column that does not vary has none.</summary>
    private static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y, TrainingSet data)
    {
        int first = 0;
        while (first < x.Length && (double.IsNaN(x[first]) || double.IsNaN(y[first])))
            first++;
        double total = 0, sumX = 0, sumY = 0, squaresX = 0, squaresY = 0, products = 0;
        for (int row = first; row < x.Length; row++)
        {
            double dx = x[row] - x[first], dy = y[row] - y[first];
            if (double.IsNaN(dx + dy))
                continue;
            double weight = data.WeightOf(row);
            total += weight;
            sumX += weight * dx;
            sumY += weight * dy;
        }

        for (int row = first; row < x.Length; row++)
        {
            double dx = x[row] - x[first] - (sumX / total), dy = y[row] - y[first] - (sumY / total);
            if (double.IsNaN(dx + dy))
                continue;
            double weight = data.WeightOf(row);
            squaresX += weight * dx * dx;
            squaresY += weight * dy * dy;
            products += weight * dx * dy;
        }

        // Only rounding leads out of −1 to 1.
        return Math.Clamp(products / Math.Sqrt(squaresX) / Math.Sqrt(squaresY), -1, 1);
    }

    /// <summary>Distances from the first number, divided by the greatest: neither an offset nor the size of the numbers costs digits.</summary>
    private static (double[] Values, double Reach) Scaled(ReadOnlySpan<double> values)
    {
        double origin = double.NaN, reach = 0;
        foreach (double value in values)
        {
            origin = double.IsNaN(origin) ? value : origin;
            reach = double.IsNaN(value) ? reach : Math.Max(reach, Math.Abs(value - origin));
        }

        double[] scaled = values.ToArray();
        foreach (ref double value in scaled.AsSpan())
            value = (value - origin) / reach;
        return (scaled, reach);
    }

    /// <summary>The rows that are not missing, by their values.</summary>
    private static int[] Order(ReadOnlySpan<double> values, CancellationToken cancellationToken)
    {
        var keys = new ulong[values.Length];
        int[] rows = [.. Enumerable.Range(0, values.Length)];
        SortableDouble.ToKeys(values, keys);
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), cancellationToken);
        return rows[keys.AsSpan().Count(SortableDouble.NaNKey)..];
    }

    /// <summary>Gives the rows that count the mean rank of their equals among them, up to a number that is the same for all.</summary>
    private static void Rank(ReadOnlySpan<double> values, int[] order, Func<int, bool> counts, TrainingSet data, double[] ranks)
    {
        double before = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            double weight = 0;
            for (end = start; end < order.Length && values[order[end]] == values[order[start]]; end++)
                weight += counts(order[end]) ? data.WeightOf(order[end]) : 0;
            for (int i = start; i < end; i++)
                ranks[order[i]] = before + (weight / 2);
            before += weight;
        }
    }
}
