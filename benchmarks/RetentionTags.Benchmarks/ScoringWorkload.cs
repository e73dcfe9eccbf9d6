using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>What cards score: twenty columns, in turns normal, log-normal and whole numbers, with 5 % missing values, all of which bear on the event a little; and cards with just as many bins in every column as their titles say.</summary>
internal static class ScoringWorkload
{
    public const int Columns = 20;

    private const int FittedRows = 50_000;

    /// <summary>The first rows are the same however many there are.</summary>
    public static TrainingSet Rows(int rows)
    {
        var table = new Column[Columns];
        var logOdds = new double[rows];
        for (int j = 0; j < Columns; j++)
        {
            var random = new SplitMix64(100 + j);
            var values = new double[rows];
            for (int i = 0; i < rows; i++)
            {
                double normal = Draws.Normal(ref random), value = j % 3 == 2 ? random.Next(1000) : j % 3 == 1 ? 100 * Math.Exp(normal) : normal;
                logOdds[i] += 0.2 * (j % 3 == 2 ? (value - 500) / 300 : normal);
                values[i] = random.Next(20) == 0 ? double.NaN : value;
            }

            table[j] = Column.Numeric($"x{j}", values);
        }

        var labels = new SplitMix64(99);
        bool[] events = [.. logOdds.Select(each => Draws.Uniform(ref labels) < LogisticFunctions.Sigmoid(each - 1))];
        return TrainingSet.Create(Table.Create(table), events);
    }

    /// <summary>A card with so many bins of equal frequency in every column, cut where cuts have few bits.</summary>
    public static Scorecard Card(int bins) => Fit(new() { MaxBins = bins }, bins);

    /// <summary>The same with cuts of which every bit counts.</summary>
    public static Scorecard CardCutAnywhere(int bins)
    {
        var recipe = new FixedBinning { MaxBins = bins };
        foreach (ScorecardColumn column in Card(bins).Columns)
        {
            double[] cuts = [.. ((NumericBinning)column.Binning).Cuts.ToArray().Select(cut => cut + 1e-9)];
            recipe = recipe.ForColumn(column.Name, own => own with { Rule = FixedRule.Given, Cuts = [.. cuts] });
        }

        return Fit(recipe, bins);
    }

    private static Scorecard Fit(FixedBinning binning, int bins)
    {
        Scorecard card = new ScorecardRecipe { Binning = binning, MinInformationValue = 0, RequirePositiveCoefficients = false }.Fit(Rows(FittedRows));
        return card.Columns.Count == Columns && card.Columns.All(column => column.Binning.RegularBinCount == bins)
            ? card
            : throw new InvalidOperationException($"The card was to have {bins} bins in each of {Columns} columns and has {string.Join(", ", card.Columns.Select(column => $"{column.Name}: {column.Binning.RegularBinCount}"))}.");
    }
}
