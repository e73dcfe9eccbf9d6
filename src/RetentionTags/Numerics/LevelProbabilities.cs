namespace RetentionTags.Numerics;

/// <summary>
/// The probabilities P(l, k; w) that the isotonic regression of k independent normal means with equal expectations and variances 1/wᵢ has l different values: the weights of the chi-bar-square distribution.
/// </summary>
/// <remarks>
/// P(l, k; w) is a sum over all ways to divide the k means into l runs of neighbours: the product of the probabilities P(1, ·) that each run becomes one value, times the probability that l independent normal means with the runs' weights are in order. P(1, ·) is 1 minus the
/// other probabilities of the run. The probability of an order is an l-fold integral that is done one variable at a time, since each is compared with its predecessor only. Sources: Robertson, Wright and Dykstra (1988), section 2.4; Miwa, Hayter and Kuriki (2003), JRSS B 65, p. 223–234.
/// </remarks>
internal static class LevelProbabilities
{
    /// <summary>There are 2ᵏ⁻¹ ways to divide: with more means than these it would take too long.</summary>
    public const int Most = 12;

    /// <summary>Steps of the grid for each unit of u, where x = s sinh u.</summary>
    private const int StepsPerUnit = 64;

    /// <summary>Beyond so many standard deviations a normal density is taken to be 0.</summary>
    private const double Reach = 9;

    /// <summary>P(l, k; w) at place l − 1.</summary>
    /// <param name="weights">At most <see cref="Most"/>, above 0.</param>
    public static double[] Of(ReadOnlySpan<double> weights)
    {
        int count = weights.Length;
        var sums = new double[count + 1];
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            sums[i + 1] = sums[i] + weights[i];
            smallest = Math.Min(smallest, weights[i]);
        }

        // The narrowest density is that of all means together, the widest that of the lightest: a grid in u is fine near 0 and wide far out.
        double narrowest = 1 / Math.Sqrt(sums[count]), steps = Math.Ceiling(StepsPerUnit * Math.Asinh(Reach / Math.Sqrt(smallest) / narrowest));
        var nodes = new double[(2 * (int)steps) + 1];
        for (int j = 0; j < nodes.Length; j++)
            nodes[j] = (j - steps) / StepsPerUnit;
        var densities = new double[count, count + 1][];
        for (int first = 0; first < count; first++)
        {
            for (int end = first + 1; end <= count; end++)
                densities[first, end] = Density(nodes, narrowest, sums[end] - sums[first]);
        }

        var single = new double[count, count + 1];
        double[] levels = [];
        for (int length = 1; length <= count; length++)
        {
            for (int first = 0; first + length <= count; first++)
            {
                levels = new double[length];
                double[] everywhere = new double[nodes.Length];
                Array.Fill(everywhere, 1);
                Divide(first, first + length, 0, 1, everywhere, levels, single, densities);
                double more = 0;
                for (int l = 1; l < length; l++)
                    more += levels[l];
                levels[0] = single[first, first + length] = Math.Max(0, 1 - more);
            }
        }

        return levels;
    }

    /// <summary>Adds the probabilities of all divisions of what is left, from two runs on.</summary>
    /// <param name="first">Where the next run begins.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="runs">How many runs there are before.</param>
    /// <param name="single">The product of their probabilities to become one value.</param>
    /// <param name="below">For each node the probability that they are in order and below it.</param>
    /// <param name="levels">Where to add.</param>
    /// <param name="singles">P(1, ·) of shorter runs.</param>
    /// <param name="densities">The density of each run.</param>
    private static void Divide(int first, int end, int runs, double single, double[] below, double[] levels, double[,] singles, double[,][] densities)
    {
        for (int next = runs == 0 ? end - 1 : end; next > first; next--)
        {
            double[] through = Integrated(densities[first, next], below);
            double product = single * singles[first, next];
            if (next == end)
                levels[runs] += product * through[^1];
            else
                Divide(next, end, runs + 1, product, through, levels, singles, densities);
        }
    }

    /// <summary>The density of a normal variable of this precision in u, times the step.</summary>
    private static double[] Density(double[] nodes, double scale, double precision)
    {
        var density = new double[nodes.Length];
        for (int j = 0; j < nodes.Length; j++)
        {
            double x = scale * Math.Sinh(nodes[j]);
            density[j] = Math.Sqrt(precision / (2 * Math.PI)) * Math.Exp(-precision * x * x / 2) * scale * Math.Cosh(nodes[j]) / StepsPerUnit;
        }

        return density;
    }

    /// <summary>
    /// The integral of density · below up to each node, by polynomials of degree 5 through the six nodes around each interval: (11, −93, 802, 802, −93, 11)/1440. Beyond the ends the product is 0, or so near that it does not matter.
    /// </summary>
    private static double[] Integrated(double[] density, double[] below)
    {
        int count = density.Length;
        var product = new double[count + 5];
        for (int j = 0; j < count; j++)
            product[j + 2] = density[j] * below[j];
        var integral = new double[count];
        for (int j = 1; j < count; j++)
        {
            double outer = product[j - 1] + product[j + 4], middle = product[j] + product[j + 3], inner = product[j + 1] + product[j + 2];
            integral[j] = integral[j - 1] + (((11 * outer) - (93 * middle) + (802 * inner)) / 1440);
        }

        return integral;
    }
}
