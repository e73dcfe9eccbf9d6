using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>Made-up customers whose columns bear on the event, in any number.</summary>
internal static class SampleData
{
    private static readonly string[] Plans = ["monthly", "yearly", "two years", "trial"];

    /// <summary>Columns: usage (continuous, matters), visits (whole numbers, matters), plan (categories, matters) unless left out, noise.</summary>
    public static TrainingSet Customers(int rows, int seed = 1, bool missing = false, bool categories = true)
    {
        var random = new SplitMix64(seed);
        double[] usage = new double[rows], visits = new double[rows], noise = new double[rows];
        var plan = new string?[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            usage[row] = Math.Round(Normal(ref random), 3);
            visits[row] = random.Next(12);
            noise[row] = Normal(ref random);
            int p = random.Next(Plans.Length);
            plan[row] = Plans[p];
            double logOdds = -0.8 + (0.9 * usage[row]) - (0.15 * visits[row]) + (0.4 * p);
            events[row] = Uniform(ref random) < 1 / (1 + Math.Exp(-logOdds));
            if (missing && random.Next(10) == 0)
                usage[row] = double.NaN;
            if (missing && random.Next(10) == 0)
                plan[row] = null;
        }

        var columns = new List<Column> { Column.Numeric("usage", usage), Column.Numeric("visits", visits), Column.Numeric("noise", noise) };
        if (categories)
            columns.Add(Column.Category("plan", plan));
        return TrainingSet.Create(Table.Create([.. columns]), events);
    }

    /// <summary>Many numeric columns, for fits that take a while.</summary>
    public static TrainingSet Wide(int rows, int columns, int seed = 1)
    {
        var random = new SplitMix64(seed);
        var values = new double[columns][];
        for (int j = 0; j < columns; j++)
        {
            values[j] = new double[rows];
            for (int row = 0; row < rows; row++)
                values[j][row] = Uniform(ref random);
        }

        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
            events[row] = Uniform(ref random) < 0.1 + (0.3 * values[0][row]);
        return TrainingSet.Create(Table.Create([.. values.Select((column, j) => Column.Numeric($"x{j}", column))]), events);
    }

    /// <summary>Wide, long, and a category with hundreds of thousands of levels.</summary>
    public static IEnumerable<TrainingSet> LongShapes()
    {
        yield return Wide(250_000, 25);
        TrainingSet one = Wide(2_000_000, 1);
        yield return one;
        yield return one.WithTable(Table.Create(Column.Category("id", Enumerable.Range(0, one.RowCount).Select(row => (int)(row * 2_654_435_761L % 400_000)).ToArray(), [.. Enumerable.Range(0, 400_000).Select(i => $"id{i}")])));
    }

    public static double Uniform(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1L << 53));

    public static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(ref random))) * Math.Cos(2 * Math.PI * Uniform(ref random));
}
