namespace RetentionTags.Explanations;

/// <summary>Shapley values of a probability that depends on a sum of terms, by enumeration of all sets of columns.</summary>
internal static class ProbabilityGame
{
    private const int MaxColumns = 15;

    /// <summary>From sums in log-odds to probabilities.</summary>
    public delegate void Link(ReadOnlySpan<double> sums, Span<double> probabilities);

    /// <param name="intercept">What all rows have, in log-odds.</param>
    /// <param name="columnNames">The columns.</param>
    /// <param name="terms">Column by column, what each row has from it.</param>
    /// <param name="background">Column by column, what each row of the background has from it.</param>
    /// <param name="weights">One for each row of the background.</param>
    /// <param name="link">From log-odds to probabilities.</param>
    /// <param name="cancellationToken">Looked at after some milliseconds.</param>
    public static ProbabilityExplanations Play(double intercept, string[] columnNames, double[][] terms, double[][] background, double[] weights, Link link, CancellationToken cancellationToken)
    {
        int k = columnNames.Length, rows = k == 0 ? 0 : terms[0].Length;
        if (k is 0 or > MaxColumns)
            throw new ArgumentException($"The model has {k} columns. Probabilities are explained by trying all sets of columns, from 1 column to {MaxColumns}; contributions in log-odds have no such limit.", nameof(columnNames));
        var contributions = new double[rows * k];
        double[] factors = Factors(k), values = new double[1 << k], sums = new double[1 << k], probabilities = new double[1 << k], row = new double[k];
        double total = weights.Sum(), baseProbability = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < k; j++)
                row[j] = terms[j][r];
            Array.Clear(values);
            for (int b = 0; b < weights.Length; b++)
            {
                if ((b << k) % (1 << 16) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                SumsOfSets(intercept, row, background, b, sums);
                link(sums, probabilities);
                for (int set = 0; set < values.Length; set++)
                    values[set] += weights[b] * probabilities[set];
            }

            for (int set = 0; set < values.Length; set++)
                values[set] /= total;
            baseProbability = values[0];
            Share(values, factors, contributions.AsSpan(r * k, k));
            double sum = values[0];
            for (int j = 0; j < k; j++)
                sum += contributions[(r * k) + j];
            if (!(Math.Abs(sum - values[^1]) <= 1e-9))
                throw new InvalidOperationException(Invariant($"Row {r}: the base and the contributions add up to {sum}, and the probability is {values[^1]}."));
        }

        return new(baseProbability, columnNames, contributions, rows);
    }

    /// <summary>Set by set, in the order of their bits: the columns in the set from the row, all others from the row of the background.</summary>
    private static void SumsOfSets(double intercept, double[] row, double[][] background, int b, double[] sums)
    {
        sums[0] = intercept;
        foreach (double[] column in background)
            sums[0] += column[b];
        for (int j = 0; j < row.Length; j++)
        {
            double change = row[j] - background[j][b];
            for (int set = 0; set < 1 << j; set++)
                sums[set | (1 << j)] = sums[set] + change;
        }
    }

    private static void Share(double[] values, double[] factors, Span<double> contributions)
    {
        for (int j = 0; j < contributions.Length; j++)
        {
            double sum = 0;
            for (int set = 0; set < values.Length; set++)
            {
                if ((set & (1 << j)) == 0)
                    sum += factors[int.PopCount(set)] * (values[set | (1 << j)] - values[set]);
            }

            contributions[j] = sum;
        }
    }

    /// <summary>s! (k − s − 1)! / k! for every size s of a set.</summary>
    private static double[] Factors(int k)
    {
        double[] factorials = new double[k + 1];
        factorials[0] = 1;
        for (int i = 1; i <= k; i++)
            factorials[i] = i * factorials[i - 1];
        return [.. Enumerable.Range(0, k).Select(s => factorials[s] * factorials[k - s - 1] / factorials[k])];
    }
}
