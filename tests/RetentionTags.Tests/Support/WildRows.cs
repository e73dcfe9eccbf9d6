using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Support;

/// <summary>Rows of a number of any size and sort, a category, a label and a whole weight; the same for the same seed.</summary>
internal sealed record WildRows(double[] Values, string?[] Categories, bool[] Events, double[] Weights)
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1e300, 2.2250738585072014e-308];

    public int Count => Values.Length;

    public static WildRows Of(int seed, int maxRows = 400)
    {
        var random = new SplitMix64(seed);
        int rows = 2 + random.Next(maxRows), kind = random.Next(6);
        var made = new WildRows(new double[rows], new string?[rows], new bool[rows], new double[rows]);
        for (int row = 0; row < rows; row++)
        {
            made.Values[row] = random.Next(8) == 0 ? Odd[random.Next(Odd.Length)] : Number(kind, ref random);
            made.Categories[row] = random.Next(10) == 0 ? null : $"c{random.Next(1 + (rows / 3))}";
            made.Events[row] = random.Next(3) == 0;
            made.Weights[row] = random.Next(4);
        }

        // Weights that add up to more than one, and both classes.
        (made.Weights[0], made.Weights[1], made.Events[0], made.Events[1]) = (2, 1, true, false);
        return made;
    }

    public TrainingSet Unweighted => Of([.. Enumerable.Range(0, Count)], weighted: false);

    public TrainingSet Weighted => Of([.. Enumerable.Range(0, Count)], weighted: true);

    /// <summary>Each row as many times as its weight says.</summary>
    public TrainingSet Replicated => Of([.. Enumerable.Range(0, Count).SelectMany(row => Enumerable.Repeat(row, (int)Weights[row]))], weighted: false);

    public TrainingSet Of(int[] rows, bool weighted) => TrainingSet.Create(
        Table.Create(
            Column.Numeric("value", rows.Select(row => Values[row]).ToArray()),
            Column.Category("category", rows.Select(row => Categories[row]))),
        rows.Select(row => Events[row]).ToArray(),
        weighted ? rows.Select(row => Weights[row]).ToArray() : default);

    private static double Number(int kind, ref SplitMix64 random) => kind switch
    {
        0 => random.Next(10),
        1 => (random.Next(2000) - 1000) / 100.0,
        2 => SampleData.Uniform(ref random) - 0.5,
        3 => Math.Pow(10, 600 * (SampleData.Uniform(ref random) - 0.5)),
        4 => double.Epsilon * random.Next(1000),
        _ => BitConverter.UInt64BitsToDouble(random.Next()),
    };
}
