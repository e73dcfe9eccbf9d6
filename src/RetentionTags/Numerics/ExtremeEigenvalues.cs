namespace RetentionTags.Numerics;

/// <summary>
/// The least and the greatest eigenvalue of a symmetric matrix: Householder reflections make it tridiagonal, and bisection counts eigenvalues below a number by the signs of Sturm's sequence
/// (Golub and Van Loan, Matrix Computations, sections 8.3 and 8.4). Both are right to a few units in the last place of the greatest one.
/// </summary>
internal static class ExtremeEigenvalues
{
    /// <param name="matrix">Row by row; only finite numbers.</param>
    /// <param name="size">Its side, at least 1.</param>
    public static (double Least, double Greatest) Of(ReadOnlySpan<double> matrix, int size)
    {
        (double[] diagonal, double[] beside) = Tridiagonal(matrix, size);
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < size; i++)
        {
            // Gershgorin: every eigenvalue lies this near to some element of the diagonal.
            double reach = (i > 0 ? Math.Abs(beside[i - 1]) : 0) + (i < size - 1 ? Math.Abs(beside[i]) : 0);
            lowest = Math.Min(lowest, diagonal[i] - reach);
            highest = Math.Max(highest, diagonal[i] + reach);
        }

        return (Bisect(1), Bisect(size));

        // The smallest number with so many eigenvalues below it.
        double Bisect(int count)
        {
            (double low, double high) = (lowest, highest);
            while (true)
            {
                double middle = low + ((high - low) / 2);
                if (middle <= low || middle >= high)
                    return high;
                if (CountBelow(diagonal, beside, middle) >= count)
                    high = middle;
                else
                    low = middle;
            }
        }
    }

    /// <summary>The diagonal and what stands beside it after reflections that leave the eigenvalues as they are.</summary>
    private static (double[] Diagonal, double[] Beside) Tridiagonal(ReadOnlySpan<double> matrix, int size)
    {
        double[] a = matrix.ToArray(), beside = new double[size];
        double[] v = new double[size], w = new double[size];
        for (int k = 0; k < size - 2; k++)
        {
            double norm = 0;
            for (int i = k + 1; i < size; i++)
                norm += a[(i * size) + k] * a[(i * size) + k];
            norm = Math.Sqrt(norm);
            if (norm == 0)
                continue;
            double alpha = a[((k + 1) * size) + k] > 0 ? -norm : norm, length = 0;
            for (int i = k + 1; i < size; i++)
            {
                v[i] = a[(i * size) + k] - (i == k + 1 ? alpha : 0);
                length += v[i] * v[i];
            }

            // A ← (I − 2vvᵀ/vᵀv) A (I − 2vvᵀ/vᵀv) on the rows and columns from k + 1 on, as a rank-two update.
            double overlap = 0;
            for (int i = k + 1; i < size; i++)
            {
                double sum = 0;
                for (int j = k + 1; j < size; j++)
                    sum += a[(i * size) + j] * v[j];
                w[i] = 2 * sum / length;
                overlap += w[i] * v[i] / length;
            }

            for (int i = k + 1; i < size; i++)
                w[i] -= overlap * v[i];
            for (int i = k + 1; i < size; i++)
            {
                for (int j = k + 1; j < size; j++)
                    a[(i * size) + j] -= (v[i] * w[j]) + (w[i] * v[j]);
            }

            beside[k] = alpha;
        }

        if (size > 1)
            beside[size - 2] = a[((size - 1) * size) + size - 2];
        var diagonal = new double[size];
        for (int i = 0; i < size; i++)
            diagonal[i] = a[(i * size) + i];
        return (diagonal, beside);
    }

    /// <summary>How many eigenvalues lie below a number: as many as LDLᵀ of the shifted matrix has negative pivots.</summary>
    private static int CountBelow(double[] diagonal, double[] beside, double number)
    {
        int count = 0;
        double pivot = 1;
        for (int i = 0; i < diagonal.Length; i++)
        {
            pivot = diagonal[i] - number - (i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0);
            if (pivot == 0)
                pivot = -double.Epsilon;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }
}
