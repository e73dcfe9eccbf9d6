namespace RetentionTags.Scoring;

/// <summary>
/// Rounds the points of a card's bins to whole steps so that bins of a column keep their order: equal they may become, never reversed.
/// </summary>
internal static class PointsRounding
{
    /// <summary>How far from a whole number a value may be by the rounding of doubles alone.</summary>
    private const double Noise = 1e-9;

    /// <summary>How far sums may be from the proportional ones in <see cref="KeepingExtremes"/>. Up to 32 columns this leaves nothing out.</summary>
    private const int Band = 32;

    /// <summary>Each number to the nearest step, halves to the even one.</summary>
    public static (long[][] Steps, long Base) Nearest(double[][] exact, double exactBase) =>
        ([.. exact.Select(column => column.Select(value => (long)Math.Round(value)).ToArray())], (long)Math.Round(exactBase));

    /// <summary>
    /// Each number to a neighbouring step, such that the highest points of all columns and the base add up to the highest score, the lowest to the lowest, and the sum over the columns of their largest errors is as small as these allow.
    /// </summary>
    /// <remarks>
    /// For each column the highest and the lowest points go up or down, four ways; bins between them go to the nearest step within. What has been rounded up so far among the highest and among the lowest is the state
    /// of a dynamic program over the columns. There is always a solution: the two sums and "lowest ≤ highest" in each column are the constraints of a network flow, whose fractional solution are the exact points, so there is a whole one.
    /// </remarks>
    public static (long[][] Steps, long Base) KeepingExtremes(double[][] exact, double exactBase)
    {
        double highest = exactBase + exact.Sum(column => column.Max()), lowest = exactBase + exact.Sum(column => column.Min());
        Ends[][] ways = [.. exact.Select(WaysOf)];
        (double Cost, long[][] Steps, long Base) best = (double.PositiveInfinity, [], 0);
        foreach (long baseSteps in Neighbours(exactBase))
        {
            if (Choose(exact, ways, (long)Math.Round(highest) - baseSteps, (long)Math.Round(lowest) - baseSteps) is not Ends[] chosen)
                continue;
            double cost = Math.Abs(baseSteps - exactBase) + chosen.Sum(each => each.Error);
            if (cost < best.Cost)
                best = (cost, [.. exact.Select((column, j) => Within(column, chosen[j].Low, chosen[j].High))], baseSteps);
        }

        return best.Cost < double.PositiveInfinity ? (best.Steps, best.Base) : throw new InvalidOperationException("No rounding of the points keeps the lowest and the highest of them.");
    }

    private static long[] Neighbours(double value)
    {
        long nearest = (long)Math.Round(value);
        return Math.Abs(value - nearest) <= Noise * Math.Max(1, Math.Abs(value)) ? [nearest] : [(long)Math.Floor(value), (long)Math.Ceiling(value)];
    }

    private static Ends[] WaysOf(double[] column)
    {
        double min = column.Min(), max = column.Max();
        return
        [
            .. from low in Neighbours(min)
               from high in Neighbours(max)
               where min < max ? low <= high : low == high
               select new Ends(low, high, Within(column, low, high).Zip(column, (rounded, value) => Math.Abs(rounded - value)).Max()),
        ];
    }

    /// <summary>The column's points with given ends: monotone, since rounding to the nearest is, and holding it between the ends is.</summary>
    private static long[] Within(double[] column, long low, long high)
    {
        double min = column.Min(), max = column.Max();
        return [.. column.Select(value => value == max ? high : value == min ? low : Math.Clamp((long)Math.Round(value), low, high))];
    }

    /// <summary>One way for each column with given sums of the high and the low ends, at the least cost; nothing when there is none.</summary>
    private static Ends[]? Choose(double[][] exact, Ends[][] ways, long highs, long lows)
    {
        int n = ways.Length;
        const int Side = (2 * Band) + 1;
        double[] costs = new double[Side * Side], next = new double[Side * Side];
        var chosen = new byte[n][];
        Array.Fill(costs, double.PositiveInfinity);
        costs[(Band * Side) + Band] = 0;
        double exactHigh = 0, exactLow = 0;
        for (int j = 0; j < n; j++)
        {
            // A state is how far the sums so far are from the exact ones, rounded down.
            double high = exactHigh + exact[j].Max(), low = exactLow + exact[j].Min();
            long stepHigh = Floor(high) - Floor(exactHigh), stepLow = Floor(low) - Floor(exactLow);
            Array.Fill(next, double.PositiveInfinity);
            chosen[j] = new byte[Side * Side];
            for (int state = 0; state < costs.Length; state++)
            {
                if (double.IsPositiveInfinity(costs[state]))
                    continue;
                for (int way = 0; way < ways[j].Length; way++)
                {
                    long h = (state / Side) + ways[j][way].High - stepHigh, l = (state % Side) + ways[j][way].Low - stepLow;
                    if (h is < 0 or >= Side || l is < 0 or >= Side)
                        continue;
                    int to = (int)((h * Side) + l);
                    double cost = costs[state] + ways[j][way].Error;
                    if (cost < next[to])
                        (next[to], chosen[j][to]) = (cost, (byte)way);
                }
            }

            (costs, next) = (next, costs);
            (exactHigh, exactLow) = (high, low);
        }

        long atHigh = highs - Floor(exactHigh) + Band, atLow = lows - Floor(exactLow) + Band;
        if (atHigh is < 0 or >= Side || atLow is < 0 or >= Side || double.IsPositiveInfinity(costs[(atHigh * Side) + atLow]))
            return null;
        return Trace(exact, ways, chosen, atHigh, atLow);
    }

    private static Ends[] Trace(double[][] exact, Ends[][] ways, byte[][] chosen, long atHigh, long atLow)
    {
        const int Side = (2 * Band) + 1;
        double[] sumsHigh = Sums(exact, column => column.Max()), sumsLow = Sums(exact, column => column.Min());
        var result = new Ends[ways.Length];
        for (int j = ways.Length - 1; j >= 0; j--)
        {
            result[j] = ways[j][chosen[j][(atHigh * Side) + atLow]];
            atHigh -= result[j].High - (Floor(sumsHigh[j + 1]) - Floor(sumsHigh[j]));
            atLow -= result[j].Low - (Floor(sumsLow[j + 1]) - Floor(sumsLow[j]));
        }

        return result;
    }

    /// <summary>The sum of none, of the first, of the first two, and so on.</summary>
    private static double[] Sums(double[][] exact, Func<double[], double> of)
    {
        var sums = new double[exact.Length + 1];
        for (int j = 0; j < exact.Length; j++)
            sums[j + 1] = sums[j] + of(exact[j]);
        return sums;
    }

    private static long Floor(double value) => (long)Math.Floor(value);

    /// <summary>Where a column's lowest and highest points go, and the largest error of its bins then.</summary>
    private readonly record struct Ends(long Low, long High, double Error);
}
