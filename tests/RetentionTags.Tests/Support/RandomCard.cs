using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Scoring;

namespace RetentionTags.Tests.Support;

/// <summary>Scorecards that no fit made: any number of columns and bins, cuts on and off the grid, special values, categories, weights of any size.</summary>
internal static class RandomCard
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1e-310, -1e-310];

    /// <param name="random">Where it comes from.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="largest">About the largest coefficient; weights of evidence are up to about 4.</param>
    public static Scorecard Of(ref SplitMix64 random, int columns, double largest = 2)
    {
        var made = new ScorecardColumn[columns];
        for (int c = 0; c < columns; c++)
        {
            ColumnBinning binning = random.Next(4) == 0 ? Categories($"c{c}", ref random) : Numbers($"x{c}", ref random);
            double coefficient = (SampleData.Uniform(ref random) - 0.5) * 2 * largest;
            long[] units = [.. binning.Bins.Select(bin => LogOddsGrid.FromLogOdds(coefficient * bin.Woe))];
            made[c] = new(binning, new(binning.ColumnName, coefficient, double.NaN), units, units[random.Next(units.Length)] / 2);
        }

        return new(new(), new(new OptimalBinning(), [.. made.Select(column => column.Binning)], []), null, made, LogOddsGrid.FromLogOdds(-0.7), []);
    }

    /// <summary>Rows for a card: cuts and their neighbours, special and odd values, anything; categories known and not, missing.</summary>
    public static Table Rows(ref SplitMix64 random, Scorecard card, int rows)
    {
        var columns = new List<Column>();
        foreach (ScorecardColumn column in card.Columns)
        {
            if (column.Binning is NumericBinning numbers)
            {
                double[] borders = [.. numbers.Cuts, .. numbers.Bins.SelectMany(bin => bin.SpecialValues).Select(value => value.Number), 1];
                var values = new double[rows];
                for (int row = 0; row < rows; row++)
                    values[row] = Value(ref random, borders);
                columns.Add(Column.Numeric(column.Name, values));
                continue;
            }

            string[] levels = [.. column.Binning.Bins.SelectMany(bin => bin.Categories), "never seen", "nor this", "special"];
            Array.Sort(levels, (one, other) => string.CompareOrdinal(one[^1..] + one, other[^1..] + other));
            int[] codes = new int[rows];
            for (int row = 0; row < rows; row++)
                codes[row] = random.Next(levels.Length + 1) - 1;
            columns.Add(Column.Category(column.Name, codes, levels));
        }

        return columns.Count == 0 ? Table.Create(Column.Numeric("none", new double[rows])) : Table.Create([.. columns]);
    }

    private static double Value(ref SplitMix64 random, double[] borders)
    {
        double border = borders[random.Next(borders.Length)];
        return random.Next(8) switch
        {
            0 => border,
            1 => Math.BitIncrement(border),
            2 => Math.BitDecrement(border),
            3 => Odd[random.Next(Odd.Length)],
            4 => double.NaN,
            5 => BitConverter.UInt64BitsToDouble(random.Next()),
            _ => (SampleData.Uniform(ref random) - 0.5) * 40,
        };
    }

    private static NumericBinning Numbers(string name, ref SplitMix64 random)
    {
        int bins = random.Next(3) switch { 0 => 1 + random.Next(8), 1 => 1 + random.Next(32), _ => 1 + random.Next(45) };
        int sort = random.Next(4);
        var cuts = new SortedSet<double>();
        while (cuts.Count < bins - 1)
        {
            cuts.Add(sort switch
            {
                0 => random.Next(101) - 50,
                1 => 1 + random.Next(100),
                2 => (SampleData.Uniform(ref random) - 0.5) * 40,
                _ => random.Next(3) == 0 ? random.Next(41) - 20 : (SampleData.Uniform(ref random) - 0.5) * Math.Pow(10, random.Next(9) - 4),
            });
        }

        double[] edges = [double.NegativeInfinity, .. cuts, double.PositiveInfinity];
        var made = new List<Bin>();
        for (int bin = 0; bin < bins; bin++)
            made.Add(Bin.Interval(edges[bin], edges[bin + 1], Counts(ref random)));
        for (int special = random.Next(3) == 0 ? random.Next(12) : 0; special > 0; special--)
            made.Add(Bin.Special($"special {special}", [cuts.Count > 0 && special == 1 ? cuts.Min : -100 - special], Counts(ref random)));
        return new NumericBinning(Content(name, made, ref random));
    }

    private static CategoryBinning Categories(string name, ref SplitMix64 random)
    {
        var made = new List<Bin>();
        for (int bin = random.Next(6); bin >= 0; bin--)
            made.Add(Bin.Group([.. Enumerable.Range(0, 1 + random.Next(4)).Select(i => $"{bin}.{i}")], Counts(ref random)));
        made.Add(Bin.Special("special", ["special"], Counts(ref random)));
        ColumnBinningContent content = Content(name, made, ref random);
        return new CategoryBinning(content with { Bins = [.. content.Bins, Bin.Unseen(Counts(ref random))], UnseenBin = content.Bins.Length });
    }

    private static BinCounts Counts(ref SplitMix64 random) => new(1 + random.Next(50), 1 + random.Next(50), 100, 200);

    /// <summary>Missing values have a bin of their own, or go to a regular one.</summary>
    private static ColumnBinningContent Content(string name, List<Bin> bins, ref SplitMix64 random)
    {
        bool own = random.Next(3) > 0;
        return new()
        {
            ColumnName = name,
            Bins = own ? [.. bins, Bin.Missing(Counts(ref random))] : [.. bins],
            MissingBin = own ? bins.Count : 0,
            TotalEvents = 100,
            TotalNonEvents = 200,
        };
    }
}
