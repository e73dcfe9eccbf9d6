using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>Weighted mean and population standard deviation of a column of finite numbers, of any size and however far from 0, read once.</summary>
/// <remarks>
/// Blocks that stay in the first cache are summed about their own mean in two turns, and put together in order (Chan, Golub and LeVeque 1979): mean += d·w/W and squares += d²·w·V/W for a block of weight w whose mean is d away from
/// that of the V so far. Distances are taken from the first number, so that an offset costs no digits. Numbers whose squares leave the range of doubles are seen to by a slower way, which divides them by the greatest distance first.
/// </remarks>
internal static class ColumnMoments
{
    private const int BlockRows = 1024;

    /// <summary>Sums of squares between these are exact enough.</summary>
    private const double LeastSquares = 1e-200, MostSquares = 1e250;

    /// <summary>Mean and deviation; the deviation is NaN when a number is not finite, and 0 exactly when all are the same.</summary>
    /// <param name="values">The column; not empty.</param>
    /// <param name="weights">Above 0, one for each value, or empty when each is 1.</param>
    public static (double Mean, double Deviation) Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double origin = values[0], total = 0, mean = 0, squares = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (int first = 0; first < values.Length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, values.Length - first);
            ReadOnlySpan<double> x = values.Slice(first, rows), w = weights.IsEmpty ? [] : weights.Slice(first, rows);
            (double blockLeast, double blockMost) = Range(x);
            if (double.IsNaN(blockLeast))
                return (double.NaN, double.NaN);
            (least, most) = (Math.Min(least, blockLeast), Math.Max(most, blockMost));
            (double weight, double sum) = Sums(x, w, origin);
            double blockMean = sum / weight, distance = blockMean - mean;
            squares += Squares(x, w, origin, blockMean) + (distance * distance * total * weight / (total + weight));
            total += weight;
            mean += distance * weight / total;
        }

        if (!double.IsFinite(least) || !double.IsFinite(most))
            return (double.NaN, double.NaN);
        if (least == most)
            return (least, 0);
        return squares is >= LeastSquares and <= MostSquares ? (origin + mean, Math.Sqrt(squares / total)) : OfExtremes(values, weights, least, most);
    }

    /// <summary>Distances are taken from the least value and divided by the greatest of them.</summary>
    private static (double Mean, double Deviation) OfExtremes(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double least, double most)
    {
        double reach = (most / 2) - (least / 2), total = 0, sum = 0, squares = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            sum += weight * (((values[row] / 2) - (least / 2)) / reach);
        }

        double mean = sum / total;
        for (int row = 0; row < values.Length; row++)
        {
            double distance = (((values[row] / 2) - (least / 2)) / reach) - mean;
            squares += (weights.IsEmpty ? 1 : weights[row]) * distance * distance;
        }

        return (2 * ((least / 2) + (reach * mean)), 2 * reach * Math.Sqrt(squares / total));
    }

    /// <summary>The least and the greatest number; NaN when one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Least, double Most) Range(ReadOnlySpan<double> values)
    {
        ref double x = ref MemoryMarshal.GetReference(values);
        Vector256<double> least = Vector256.Create(double.PositiveInfinity), most = -least, isSame = Vector256<double>.AllBitsSet;
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> next = Vector256.LoadUnsafe(ref x, (nuint)i);
            least = Vector256.ConditionalSelect(Vector256.LessThan(next, least), next, least);
            most = Vector256.ConditionalSelect(Vector256.GreaterThan(next, most), next, most);
            isSame &= Vector256.Equals(next, next);
        }

        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        bool isNaN = isSame.AsInt64() != Vector256<long>.AllBitsSet;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
            (low, high) = (Math.Min(low, least[lane]), Math.Max(high, most[lane]));
        for (; i < values.Length; i++)
        {
            (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
            isNaN |= double.IsNaN(values[i]);
        }

        return isNaN ? (double.NaN, double.NaN) : (low, high);
    }

    /// <summary>Σ w and Σ w (x − origin).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Weight, double Sum) Sums(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double origin)
    {
        ref double x = ref MemoryMarshal.GetReference(values), w = ref MemoryMarshal.GetReference(weights);
        Vector256<double> a = Vector256<double>.Zero, b = a, c = a, d = a, origins = Vector256.Create(origin);
        double weight = values.Length, sum = 0;
        int i = 0;
        if (weights.IsEmpty)
        {
            for (; i <= values.Length - 16; i += 16)
            {
                a += Vector256.LoadUnsafe(ref x, (nuint)i) - origins;
                b += Vector256.LoadUnsafe(ref x, (nuint)i + 4) - origins;
                c += Vector256.LoadUnsafe(ref x, (nuint)i + 8) - origins;
                d += Vector256.LoadUnsafe(ref x, (nuint)i + 12) - origins;
            }

            for (int rest = i; rest < values.Length; rest++)
                sum += values[rest] - origin;
        }
        else
        {
            for (; i <= values.Length - 8; i += 8)
            {
                Vector256<double> first = Vector256.LoadUnsafe(ref w, (nuint)i), second = Vector256.LoadUnsafe(ref w, (nuint)i + 4);
                a += first * (Vector256.LoadUnsafe(ref x, (nuint)i) - origins);
                b += second * (Vector256.LoadUnsafe(ref x, (nuint)i + 4) - origins);
                c += first;
                d += second;
            }

            weight = CenteredColumn.OfLanes(c + d);
            c = d = Vector256<double>.Zero;
            for (int rest = i; rest < values.Length; rest++)
            {
                weight += weights[rest];
                sum += weights[rest] * (values[rest] - origin);
            }
        }

        return (weight, sum + CenteredColumn.OfLanes((a + c) + (b + d)));
    }

    /// <summary>Σ w (x − origin − mean)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Squares(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double origin, double mean)
    {
        ref double x = ref MemoryMarshal.GetReference(values), w = ref MemoryMarshal.GetReference(weights);
        bool isWeighted = !weights.IsEmpty;
        Vector256<double> a = Vector256<double>.Zero, b = a, origins = Vector256.Create(origin), means = Vector256.Create(mean);
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            Vector256<double> first = (Vector256.LoadUnsafe(ref x, (nuint)i) - origins) - means, second = (Vector256.LoadUnsafe(ref x, (nuint)i + 4) - origins) - means;
            a += isWeighted ? Vector256.LoadUnsafe(ref w, (nuint)i) * (first * first) : first * first;
            b += isWeighted ? Vector256.LoadUnsafe(ref w, (nuint)i + 4) * (second * second) : second * second;
        }

        double sum = CenteredColumn.OfLanes(a + b);
        for (; i < values.Length; i++)
        {
            double distance = (values[i] - origin) - mean;
            sum += (isWeighted ? weights[i] : 1) * (distance * distance);
        }

        return sum;
    }
}
