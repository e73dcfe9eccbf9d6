using System.Runtime.CompilerServices;

namespace RetentionTags.Selection;

/// <summary>The weight of the rows in each pair of codes of two columns, and what follows from it. Whole weights are counted exactly, so nothing depends on the order of rows.</summary>
internal sealed class PairTable
{
    private readonly double[] _counts;
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double _total;

    private PairTable(double[] counts, int firstSize, int secondSize)
    {
        _counts = counts;
        _first = new double[firstSize];
        _second = new double[secondSize];
        for (int i = 0; i < firstSize; i++)
        {
            for (int j = 0; j < secondSize; j++)
            {
                _first[i] += counts[(i * secondSize) + j];
                _second[j] += counts[(i * secondSize) + j];
            }
        }

        _total = _first.Sum();
    }

    /// <summary>The counts of one code of the first column, by the codes of the second.</summary>
    public ReadOnlySpan<double> Row(int first) => _counts.AsSpan(first * _second.Length, _second.Length);

    public static PairTable Of(ReadOnlySpan<ushort> first, int firstSize, ReadOnlySpan<ushort> second, int secondSize, ReadOnlySpan<double> weights)
    {
        var counts = new double[firstSize * secondSize];
        if (weights.IsEmpty)
            Count(first, second, secondSize, counts);
        else
            Count(first, second, secondSize, weights, counts);
        return new(counts, firstSize, secondSize);
    }

    /// <summary>Pearson's correlation, each code standing for a value; NaN when one of the two does not vary.</summary>
    public double Correlation(double[] firstValues, double[] secondValues)
    {
        double firstMean = Mean(_first, firstValues), secondMean = Mean(_second, secondValues);
        double firstSquares = 0, secondSquares = 0, products = 0;
        for (int i = 0; i < _first.Length; i++)
        {
            double x = firstValues[i] - firstMean;
            firstSquares += _first[i] * x * x;
            for (int j = 0; j < _second.Length; j++)
                products += _counts[(i * _second.Length) + j] * x * (secondValues[j] - secondMean);
        }

        for (int j = 0; j < _second.Length; j++)
            secondSquares += _second[j] * (secondValues[j] - secondMean) * (secondValues[j] - secondMean);
        if (!Varies(_first, firstValues) || !Varies(_second, secondValues))
            return double.NaN;

        // Only rounding leads out of −1 to 1.
        return Math.Clamp(products / Math.Sqrt(firstSquares) / Math.Sqrt(secondSquares), -1, 1);
    }

    /// <summary>Σ P(i, j) ln [P(i, j)/(P(i) P(j))], in nats; at least 0.</summary>
    public double MutualInformation()
    {
        double sum = 0;
        for (int i = 0; i < _first.Length; i++)
        {
            for (int j = 0; j < _second.Length; j++)
            {
                double count = _counts[(i * _second.Length) + j];
                sum += count == 0 ? 0 : count * Math.Log(count / _first[i] * (_total / _second[j]));
            }
        }

        return Math.Max(0, sum / _total);
    }

    private double Mean(double[] counts, double[] values)
    {
        double sum = 0;
        for (int code = 0; code < counts.Length; code++)
            sum += counts[code] * values[code];
        return sum / _total;
    }

    private static bool Varies(double[] counts, double[] values)
    {
        int first = Array.FindIndex(counts, count => count > 0);
        for (int code = first + 1; code < counts.Length; code++)
        {
            if (counts[code] > 0 && values[code] != values[first])
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second, int secondSize, Span<double> counts)
    {
        for (int row = 0; row < first.Length; row++)
            counts[(first[row] * secondSize) + second[row]]++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second, int secondSize, ReadOnlySpan<double> weights, Span<double> counts)
    {
        for (int row = 0; row < first.Length; row++)
            counts[(first[row] * secondSize) + second[row]] += weights[row];
    }
}
