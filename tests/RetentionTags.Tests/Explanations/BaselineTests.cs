using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class BaselineTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    private static ExplanationBaseline[] Baselines(Scorecard card, Table table) =>
    [
        card.BaselineOf(BaselineKind.Population),
        card.BaselineOf(BaselineKind.LowestLogOdds),
        card.BaselineOf(BaselineKind.HighestLogOdds),
        card.BaselineOf("first hundred", table.Rows([.. Enumerable.Range(0, 100)])),
        card.BaselineOf("one customer", table.Rows([7])),
    ];

    [Fact]
    public void Contributions_add_up_to_the_bit_against_every_baseline_and_scores_stay()
    {
        double[] logOdds = Card.LogOdds(Data.Table);
        foreach (ExplanationBaseline baseline in Baselines(Card, Data.Table))
        {
            Scorecard card = Card.WithBaseline(baseline);
            ScoreExplanations why = card.Explain(Data.Table);
            Same.Bits(logOdds, [.. Enumerable.Range(0, why.RowCount).Select(why.LogOddsOf)]);
            Same.Bits(logOdds, card.LogOdds(Data.Table));
            Assert.Equal((baseline.Name, card.Baseline), (why.BaselineName, why.Baseline));
            Assert.Same(baseline, card.ExplanationBaseline);
        }
    }

    /// <summary>By the definition, over all orders of the columns and all rows of the cohort, weights included.</summary>
    [Fact]
    public void Contributions_against_a_cohort_are_shapley_values_by_the_definition()
    {
        TrainingSet data = SmallCards.Data(3, 4);
        Scorecard small = SmallCards.Of(data, 3);
        int[] cohort = [.. Enumerable.Range(0, 30).Select(i => i * 7)];
        double[] weights = [.. cohort.Select(row => 1.0 + (row % 3))];
        ScoreExplanations why = small.WithBaseline(small.BaselineOf("cohort", data.Table.Rows(cohort), weights)).Explain(data.Table);
        double[][] terms = [.. small.Columns.Select(column => column.Binning.Bins.Select((_, bin) => column.LogOddsOf(bin)).ToArray())];
        int[][] bins = [.. small.Columns.Select(column =>
        {
            var found = new int[data.RowCount];
            column.Binning.ToBins(data.Table[column.Name], found);
            return found;
        })];
        int[] columns = [0, 1, 2, 3];
        foreach (int row in (int[])[0, 11, 200])
        {
            foreach (int column in columns)
            {
                double mean = Orders(columns).Average(order =>
                {
                    int[] known = [.. order.TakeWhile(c => c != column)];
                    return Worth([.. known, column]) - Worth(known);
                });
                Same.Within(4e-8, mean, why[row][column]);
            }

            double Worth(int[] known) => cohort.Select((b, i) => weights[i] * columns.Sum(c => terms[c][bins[c][known.Contains(c) ? row : b]])).Sum() / weights.Sum();
        }
    }

    [Fact]
    public void Another_baseline_moves_all_rows_by_the_same_amount_in_each_column()
    {
        ScoreExplanations population = Card.Explain(Data.Table);
        foreach (ExplanationBaseline baseline in Baselines(Card, Data.Table))
        {
            ScoreExplanations other = Card.WithBaseline(baseline).Explain(Data.Table);
            for (int column = 0; column < Card.Columns.Count; column++)
                Assert.Single(Enumerable.Range(0, Data.RowCount).Select(row => other[row][column] - population[row][column]).Distinct());
        }
    }

    [Fact]
    public void The_population_is_what_cards_have_by_default()
    {
        Scorecard again = Card.WithBaseline(Card.BaselineOf(BaselineKind.HighestLogOdds)).WithBaseline(Card.BaselineOf(BaselineKind.Population));
        Assert.Equal(Card.Baseline, again.Baseline);
        Same.Bits(Card.Explain(Data.Table)[5], again.Explain(Data.Table)[5]);
        Assert.Equal(BaselineKind.Population, Card.ExplanationBaseline.Kind);

        // All training rows as a cohort are the population, up to the rounding of shares.
        Same.Within(2e-7, Card.Baseline, Card.WithBaseline(Card.BaselineOf("all", Data.Table)).Baseline);
    }

    [Fact]
    public void Against_the_best_bins_no_regular_bin_is_better()
    {
        ScoreExplanations lowest = Card.WithBaseline(Card.BaselineOf(BaselineKind.LowestLogOdds)).Explain(Data.Table), highest = Card.WithBaseline(Card.BaselineOf(BaselineKind.HighestLogOdds)).Explain(Data.Table);
        int[] complete = [.. Enumerable.Range(0, Data.RowCount).Where(row => !double.IsNaN(Data.Table.Numeric("usage").Values[row]) && Data.Table.Category("plan")[row] is not null)];
        foreach (int row in complete)
        {
            Assert.True(lowest[row].ToArray().Min() >= 0);
            Assert.True(highest[row].ToArray().Max() <= 0);
        }

        for (int column = 0; column < Card.Columns.Count; column++)
            Assert.Equal(0, complete.Min(row => lowest[row][column]));
    }

    [Fact]
    public void Baselines_and_reasons_survive_saving_calibration_and_other_points()
    {
        ReasonCatalogue catalogue = ReasonCatalogue.ForColumns(Card.Columns.Select(column => column.Name)) with { MaxReasons = 2 };
        foreach (ExplanationBaseline baseline in Baselines(Card, Data.Table))
        {
            Scorecard card = Card.WithBaseline(baseline).WithReasons(catalogue), loaded = Reload(card);
            Same.Bits(card.Explain(Data.Table)[3], loaded.Explain(Data.Table)[3]);
            Assert.Equal((card.Baseline, baseline.Kind, baseline.Name), (loaded.Baseline, loaded.ExplanationBaseline.Kind, loaded.ExplanationBaseline.Name));
            for (int column = 0; column < Card.Columns.Count; column++)
                Same.Bits(baseline[column], loaded.ExplanationBaseline[column]);
            Assert.Equal(catalogue, loaded.ReasonCatalogue);
            Assert.Equal(catalogue, card.WithPoints(new() { RoundTo = 1 }).ReasonCatalogue);
            Assert.Equal(card.Baseline, card.WithPoints(new() { RoundTo = 1 }).Baseline);

            double[] probabilities = card.Score(Data.Table);
            Scorecard line = card.Calibrated(new PlattScaling().Fit(probabilities, Data.Events)), bent = card.Calibrated(new IsotonicRegression().Fit(probabilities, Data.Events));
            Assert.Equal(card.Baseline, bent.Baseline);
            Assert.Equal((catalogue, baseline.Name), (line.ReasonCatalogue, line.ExplanationBaseline.Name));
            double slope = line.Columns[0].Coefficient.Value / card.Columns[0].Coefficient.Value;
            Same.Within(1e-6, card.Explain(Data.Table)[3].ToArray().Select(each => slope * each), line.Explain(Data.Table)[3].ToArray());
            Assert.Equal(line.LogOdds(Data.Table)[3], line.Explain(Data.Table).LogOddsOf(3));
        }
    }

    [Fact]
    public void Baselines_that_do_not_fit_are_errors()
    {
        Scorecard other = new ScorecardRecipe().Fit(Data.WithTable(Data.Table.Select("usage", "visits")));
        Assert.Contains("usage, visits", Assert.Throws<ArgumentException>(() => Card.WithBaseline(other.BaselineOf(BaselineKind.Population))).Message, StringComparison.Ordinal);
        Assert.Contains("BaselineOf(name, table)", Assert.Throws<ArgumentOutOfRangeException>(() => Card.BaselineOf(BaselineKind.Cohort)).Message, StringComparison.Ordinal);
        Assert.Contains("The weight of row 1 is -1", Assert.Throws<ArgumentException>(() => Card.BaselineOf("x", Data.Table.Rows([0, 1]), [1, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("add up to 0", Assert.Throws<ArgumentException>(() => Card.BaselineOf("x", Data.Table.Rows([0, 1]), [0, 0])).Message, StringComparison.Ordinal);
    }

    /// <summary>By the definition, over all orders of the columns and all rows of the background.</summary>
    [Fact]
    public void Probabilities_are_shared_by_the_definition_through_a_calibration_too()
    {
        TrainingSet data = SmallCards.Data(4, 4, rows: 60);
        Scorecard small = SmallCards.Of(data, 4);
        Scorecard bent = small.Calibrated(new IsotonicRegression().Fit(small.Score(data.Table), data.Events));
        foreach (Scorecard card in (Scorecard[])[small, bent])
        {
            double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(row => 1.0 + (row % 2))];
            ProbabilityExplanations why = card.ExplainProbability(data.Table.Rows([0, 1, 2]), data.Table, weights);
            double[] scores = card.Score(data.Table);
            int[] columns = [0, 1, 2, 3];
            for (int row = 0; row < 3; row++)
            {
                Same.Within(1e-12, scores[row], why.ProbabilityOf(row));
                foreach (int column in columns)
                {
                    double mean = Orders(columns).Average(order =>
                    {
                        int[] known = [.. order.TakeWhile(c => c != column)];
                        return Worth([.. known, column]) - Worth(known);
                    });
                    Same.Within(1e-12, mean, why[row][column]);
                }

                double Worth(int[] known) => Enumerable.Range(0, data.RowCount).Sum(b => weights[b] * card.Score([.. columns.Select(c => (Cell)data.Table.Numeric($"x{c}").Values[known.Contains(c) ? row : b])])) / weights.Sum();
            }
        }
    }

    [Property(MaxTest = 30)]
    public void Laws_of_shapley_values(int seed)
    {
        // A column without effect has no part; two columns that say the same have equal parts.
        TrainingSet data = SmallCards.Data(seed, 2);
        double[] x = data.Table.Numeric("x0").Values.ToArray();
        TrainingSet twice = data.WithTable(Table.Create(Column.Numeric("x0", x), Column.Numeric("x1", x), data.Table["x1"] is NumericColumn other ? Column.Numeric("x2", other.Values.ToArray()) : null!));
        Scorecard made = SmallCards.Of(twice, seed);
        ScorecardColumn first = made.Columns[0], second = ScorecardColumn.Of(made.Columns[1].Binning, first.Coefficient), none = ScorecardColumn.Of(made.Columns[2].Binning, made.Columns[2].Coefficient with { Value = 0 });
        Scorecard card = new(made.Recipe, made.Binning, null, [first, second, none], made.InterceptUnits, []);
        ScoreExplanations why = card.Explain(twice.Table);
        ProbabilityExplanations game = card.ExplainProbability(twice.Table.Rows([0, 1, 2]), twice.Table);
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal((why[row][0], 0), (why[row][1], why[row][2]));
            Same.Within(1e-14, game[row][0], game[row][1]);
            Same.Within(1e-14, 0, game[row][2]);
        }
    }

    private static Scorecard Reload(Scorecard card)
    {
        using var stream = new MemoryStream();
        card.Save(stream);
        stream.Position = 0;
        return Scorecard.Load(stream);
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
