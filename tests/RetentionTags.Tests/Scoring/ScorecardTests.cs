using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Explanations;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class ScorecardTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    [Fact]
    public void Scores_are_intercept_plus_coefficient_times_woe_within_the_grid()
    {
        Table woe = Card.Binning.ToWoe(Data.Table);
        double[] logOdds = Card.LogOdds(Data.Table);
        for (int row = 0; row < Data.RowCount; row++)
        {
            double sum = Card.Regression!.Intercept.Value + Card.Regression.Coefficients.Sum(each => each.Value * woe.Numeric(each.Name).Values[row]);
            Same.Within((Card.Columns.Count + 1) / (double)(1 << 25), sum, logOdds[row]);
        }
    }

    [Fact]
    public void Every_weight_is_a_multiple_of_the_grid_unit()
    {
        IEnumerable<double> numbers = Card.Columns.SelectMany(column => Enumerable.Range(0, column.Binning.Bins.Count).Select(column.LogOddsOf).Append(column.MeanLogOdds)).Append(Card.Intercept).Append(Card.Baseline);
        Assert.All(numbers, number => Assert.Equal(0, number * (1 << 24) % 1));
    }

    [Fact]
    public void Batch_single_row_and_explanation_agree_to_the_bit()
    {
        double[] logOdds = Card.LogOdds(Data.Table), scores = Card.Score(Data.Table);
        ScoreExplanations why = Card.Explain(Data.Table);
        for (int row = 0; row < Data.RowCount; row++)
        {
            Cell[] cells = Cells(Card, Data.Table, row);
            Assert.Equal(logOdds[row], Card.LogOdds(cells));
            Assert.Equal(scores[row], Card.Score(cells));
            Assert.Equal(logOdds[row], why.LogOddsOf(row));
        }
    }

    [Fact]
    public void Every_border_and_every_odd_value_scores_as_its_bin_says()
    {
        ScorecardColumn usage = Card.Columns.Single(column => column.Name == "usage");
        var binning = (NumericBinning)usage.Binning;
        double[] values = [.. binning.Cuts.ToArray().SelectMany(cut => (double[])[cut, Math.BitDecrement(cut), Math.BitIncrement(cut)]), -0.0, 0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.MaxValue, double.Epsilon];
        foreach (string? plan in (string?[])["monthly", "yearly", null, "never seen"])
        {
            Table table = Table.Create(
                Column.Numeric("usage", values),
                Column.Numeric("visits", Enumerable.Repeat(3.0, values.Length).ToArray()),
                Column.Category("plan", Enumerable.Repeat(plan, values.Length)));
            double[] logOdds = Card.LogOdds(table);
            for (int row = 0; row < values.Length; row++)
            {
                double expected = Card.Intercept;
                foreach (ScorecardColumn column in Card.Columns)
                {
                    var bins = new int[values.Length];
                    column.Binning.ToBins(table[column.Name], bins);
                    expected += column.LogOddsOf(bins[row]);
                }

                Assert.Equal(expected, logOdds[row]);
            }
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var destination = new double[Data.RowCount];
        Cell[] cells = Cells(Card, Data.Table, 0);
        Action[] calls = [() => Card.Score(Data.Table, destination), () => Card.LogOdds(Data.Table, destination), () => Card.Points(Data.Table, destination), () => Card.Score(cells)];
        foreach (Action call in calls)
            Assert.Equal(0, Allocated.By(call, times: 10));
    }

    [Fact]
    public void Contributions_are_exact_shapley_values_of_the_card()
    {
        // By the definition: the mean over all orders of the columns of what a column changes when it joins, unknown columns being averaged over the training rows.
        ScoreExplanations why = Card.Explain(Data.Table);
        int[] columns = [.. Enumerable.Range(0, Card.Columns.Count)];
        var bins = Card.Columns.Select(column =>
        {
            var found = new int[Data.RowCount];
            column.Binning.ToBins(Data.Table[column.Name], found);
            return found;
        }).ToArray();
        double[] means = [.. columns.Select(c => bins[c].Average(bin => Card.Columns[c].LogOddsOf(bin)))];
        foreach (int row in (int[])[0, 17, 2999])
        {
            foreach (int column in columns)
            {
                double[] changes = [.. Orders(columns).Select(order =>
                {
                    int[] known = [.. order.TakeWhile(c => c != column)];
                    return Value([.. known, column]) - Value(known);
                })];
                Same.Within(1e-7, changes.Average(), why[row][column]);
            }

            double Value(int[] known) => columns.Sum(c => known.Contains(c) ? Card.Columns[c].LogOddsOf(bins[c][row]) : means[c]);
        }

        Same.Within(1e-7, Card.LogOdds(Data.Table).Average(), why.Baseline);
    }

    [Fact]
    public void Top_contributions_come_by_size_with_their_bin()
    {
        ScoreExplanations why = Card.Explain(Data.Table);
        for (int row = 0; row < 50; row++)
        {
            IReadOnlyList<Contribution> top = why.Top(row, 2);
            double[] sizes = [.. why[row].ToArray().Select(Math.Abs).OrderDescending().Take(2)];
            Assert.Equal(sizes, top.Select(each => Math.Abs(each.LogOdds)));
            foreach (Contribution contribution in top)
            {
                ColumnBinning binning = Card.Binning[contribution.ColumnName];
                var bins = new int[Data.RowCount];
                binning.ToBins(Data.Table[contribution.ColumnName], bins);
                Assert.Equal(binning.Bins[bins[row]].Label, contribution.BinLabel);
            }
        }

        Assert.Equal("usage [1, 2): odds × 1.65", new Contribution("usage", "[1, 2)", 0.5).ToString());
        Assert.Empty(why.Top(0, 0));
    }

    [Fact]
    public void Points_double_the_odds_as_the_scale_says()
    {
        double[] logOdds = Card.LogOdds(Data.Table), points = Card.Points(Data.Table);
        Same.Within(1e-9, logOdds.Select(each => 600 + (20 / Math.Log(2) * each)), points);

        var scale = new PointScale { BasePoints = 500, BaseOdds = 4, PointsToDoubleOdds = 50, Direction = PointsDirection.HigherIsLessLikely };
        Same.Within(1e-12, [500, 450, 550], [scale.ToPoints(Math.Log(4)), scale.ToPoints(Math.Log(8)), scale.ToPoints(Math.Log(2))]);
        Assert.Contains("BaseOdds", Assert.Throws<ArgumentOutOfRangeException>(() => new PointScale { BaseOdds = 0 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_written_card_adds_up_to_the_points()
    {
        string[][] lines = [.. Card.ToText(TableFormat.Csv).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
        Dictionary<string, double> points = lines.GroupBy(cells => cells[0]).ToDictionary(group => group.Key, group => Number(group.First()[^1]));
        Same.Within(1e-9, 600 + (20 / Math.Log(2) * Card.Intercept), points["base"]);
        ScorecardColumn usage = Card.Columns[0];
        Same.Within(1e-9, 20 / Math.Log(2) * usage.LogOddsOf(0), points[usage.Name]);
        Assert.Equal(1 + Card.Columns.Sum(column => column.Binning.Bins.Count), lines.Length);
    }

    [Fact]
    public void Weak_columns_are_left_out_and_named()
    {
        Assert.DoesNotContain("noise", Card.Columns.Select(column => column.Name));
        Finding left = Assert.Single(Card.Findings, finding => finding.Code == FindingCodes.LowInformationValue);
        Assert.Equal("noise", left.ColumnName);
        Assert.Equal(4, Card.Binning.Columns.Count);
    }

    [Fact]
    public void Without_a_column_that_says_anything_the_rate_is_predicted_and_a_warning_given()
    {
        TrainingSet noise = Data.WithTable(Data.Table.Select("noise"));
        Scorecard card = new ScorecardRecipe { MinInformationValue = 0.5 }.Fit(noise);
        Assert.Contains(card.Findings, finding => finding is { Code: FindingCodes.NothingSelected, Severity: FindingSeverity.Warning });
        Assert.Null(card.Regression);
        Same.Within(1e-7, card.Score(noise.Table), Enumerable.Repeat(noise.EventRate, noise.RowCount));
        Assert.Equal(card.Score(noise.Table)[0], card.Score());
    }

    [Fact]
    public void A_column_whose_sign_turns_round_is_left_out_or_stays_with_a_warning()
    {
        // Two noisy copies of one cause, of which the second is mostly the first one's noise.
        TrainingSet data = SampleData.Customers(4000);
        double[] usage = data.Table.Numeric("usage").Values.ToArray(), noise = data.Table.Numeric("noise").Values.ToArray();
        Table table = Table.Create(
            Column.Numeric("a", usage.Zip(noise, (u, n) => u + (2 * n)).ToArray()),
            Column.Numeric("b", usage.Zip(noise, (u, n) => (0.3 * u) + (2 * n)).ToArray()));
        var recipe = new ScorecardRecipe { MinInformationValue = 0, RequirePositiveCoefficients = false };
        Scorecard kept = recipe.Fit(data.WithTable(table));
        Assert.Equal(["a", "b"], kept.Columns.Select(column => column.Name));
        Finding warning = Assert.Single(kept.Findings, finding => finding.Code == FindingCodes.NegativeCoefficient);
        Assert.Equal(("b", FindingSeverity.Warning), (warning.ColumnName, warning.Severity));

        Scorecard card = (recipe with { RequirePositiveCoefficients = true }).Fit(data.WithTable(table));
        Assert.Equal(["a"], card.Columns.Select(column => column.Name));
        Finding note = Assert.Single(card.Findings, finding => finding.Code == FindingCodes.NegativeCoefficient);
        Assert.Equal(("b", FindingSeverity.Note), (note.ColumnName, note.Severity));
        Assert.Equal(new ScorecardRecipe().Fit(data.WithTable(table.Select("a"))).Intercept, card.Intercept);
    }

    [Fact]
    public void Of_two_columns_that_say_the_same_one_is_left_out()
    {
        TrainingSet data = SampleData.Customers(1000);
        Table twice = Table.Create(data.Table["usage"], Column.Numeric("again", data.Table.Numeric("usage").Values.ToArray()));
        Scorecard card = new ScorecardRecipe().Fit(data.WithTable(twice));
        Assert.Equal(["usage"], card.Columns.Select(column => column.Name));
        Assert.Equal("again", Assert.Single(card.Findings).ColumnName);
    }

    [Fact]
    public void Tables_without_a_column_or_with_the_wrong_kind_are_errors_that_name_it()
    {
        Assert.Contains("needs the column 'plan'. The table has: 'usage'", Assert.Throws<ArgumentException>(() => Card.Score(Data.Table.Select("usage", "visits"))).Message, StringComparison.Ordinal);
        Table wrong = Table.Create(Data.Table["usage"], Data.Table["visits"], Column.Numeric("plan", new double[Data.RowCount]));
        Assert.Contains("categories in column 'plan', but the table has numbers", Assert.Throws<ArgumentException>(() => Card.Score(wrong)).Message, StringComparison.Ordinal);
        Assert.Contains("5 places for 3000 rows", Assert.Throws<ArgumentException>(() => Card.Score(Data.Table, new double[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_values_are_put_in_order()
    {
        Assert.Equal([1.5, 2.0, "yearly"], Card.ToRow(("plan", "yearly"), ("other", 7.0), ("usage", 1.5), ("visits", 2.0)));
        Assert.Contains("'visits' has no value; give Cell.Missing", Assert.Throws<ArgumentException>(() => Card.ToRow(("usage", 1.0), ("plan", "a"))).Message, StringComparison.Ordinal);
        Assert.Contains("'usage' has 2 values", Assert.Throws<ArgumentException>(() => Card.ToRow(("usage", 1.0), ("usage", 2.0), ("visits", 1.0), ("plan", "a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_row_has_points_and_reasons_too()
    {
        double[] points = Card.Points(Data.Table);
        ScoreExplanations all = Card.Explain(Data.Table);
        Assert.Equal(Card.Columns.Select(column => column.Name), all.ColumnNames);
        for (int row = 0; row < 20; row++)
        {
            Cell[] cells = Cells(Card, Data.Table, row);
            ScoreExplanations one = Card.Explain(cells);
            Assert.Equal(points[row], Card.Points(cells));
            Assert.Equal(1, one.RowCount);
            Assert.Equal(all.Top(row, 3), one.Top(0, 3));
            Same.Bits(all[row], one[0]);
        }

        Assert.Throws<ArgumentException>(() => Card.Explain(1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Card.Columns[0].LogOddsOf(99));
    }

    [Fact]
    public void Rows_of_the_wrong_shape_are_errors_that_name_the_columns()
    {
        Assert.Contains("takes 3: usage, visits, plan", Assert.Throws<ArgumentException>(() => Card.Score(1.0, 2.0)).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'plan' takes a category; the value given is '3'", Assert.Throws<ArgumentException>(() => Card.Score(1.0, 2.0, 3.0)).Message, StringComparison.Ordinal);
        Assert.Equal(Card.Score(double.NaN, 2.0, (string?)null), Card.Score(Cell.Missing, 2.0, Cell.Missing));
    }

    [Fact]
    public void When_the_last_column_goes_the_rate_is_predicted()
    {
        // The only event is missing where ten non-events are not: alone, the column points the wrong way.
        double[] x = [double.NaN, .. Enumerable.Range(1, 10).Select(i => (double)i), .. Enumerable.Repeat(double.NaN, 90)];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", x)), [.. Enumerable.Range(0, 101).Select(row => row == 0)]);
        foreach (ScorecardRecipe recipe in (ScorecardRecipe[])[new(), new() { MinInformationValue = 0 }, new() { Regression = new() { L2 = 1e100 } }])
        {
            Scorecard card = recipe.Fit(data);
            Assert.All(card.Score(data.Table), score => Assert.True(score is > 0 and < 1));
            Assert.Equal(card.Columns.Count == 0, card.Findings.Any(finding => finding.Code == FindingCodes.NothingSelected));
        }
    }

    [Fact]
    public void Separated_classes_give_a_card_with_a_finding()
    {
        var random = new SplitMix64(4);
        double[][] x = [new double[1000], new double[1000], new double[1000]];
        var events = new bool[1000];
        for (int row = 0; row < 1000; row++)
        {
            foreach (double[] column in x)
                column[row] = random.Next(3);
            events[row] = x[0][row] + x[1][row] + x[2][row] >= 4;
        }

        TrainingSet data = TrainingSet.Create(Table.Create([.. x.Select((column, j) => Column.Numeric($"x{j}", column))]), events);
        Scorecard card = new ScorecardRecipe().Fit(data);
        Assert.Contains(card.Findings, finding => finding.Code == FindingCodes.Separation);
        Assert.True(BinaryEvaluation.Of(card.Score(data.Table), data.Events).Auc > 0.99);
    }

    [Fact]
    public void Coefficients_too_large_for_the_grid_are_an_error()
    {
        // A coefficient of 10⁹ on a weight of evidence of about 5 exceeds 2²⁸.
        ColumnBinning binning = new OptimalBinning { MinBinShare = 0 }.Fit(TrainingSet.Create(
            Table.Create(Column.Numeric("x", Enumerable.Range(0, 400).Select(i => (double)(i % 200)).ToArray())),
            [.. Enumerable.Range(0, 400).Select(i => i % 200 >= 100 != (i is 0 or 399))]))["x"];
        var recipe = new ScorecardRecipe();
        ScorecardColumn column = ScorecardColumn.Of(binning, new Coefficient("x", 1e9, 1));
        string message = Assert.Throws<TrainingDataException>(() => new Scorecard(recipe, new(recipe.Binning, [binning], []), null, [column], 0L, [])).Message;
        Assert.Contains("less than 268435456", message, StringComparison.Ordinal);
    }

    /// <summary>A static table: all 19 columns of Telco, five folds by row number, AUC pooled out of fold.</summary>
    [DataFact]
    public void Telco_out_of_fold_reaches_083_and_contributions_add_up()
    {
        TrainingSet telco = RealData.Telco();
        var scores = new double[telco.RowCount];
        for (int fold = 0; fold < 5; fold++)
        {
            int[] train = [.. Enumerable.Range(0, telco.RowCount).Where(row => row % 5 != fold)], test = [.. Enumerable.Range(0, telco.RowCount).Where(row => row % 5 == fold)];
            Scorecard card = new ScorecardRecipe().Fit(telco.Rows(train));
            Table table = telco.Table.Rows(test);
            double[] part = card.Score(table), logOdds = card.LogOdds(table);
            ScoreExplanations why = card.Explain(table);
            for (int i = 0; i < test.Length; i++)
            {
                scores[test[i]] = part[i];
                Same.Within(1e-9, logOdds[i], why.Baseline + why[i].ToArray().Sum());
            }
        }

        Assert.InRange(BinaryEvaluation.Of(scores, telco.Events).Auc, 0.83, 0.87);
    }

    private static Cell[] Cells(Scorecard card, Table table, int row) => [.. card.Columns.Select(column =>
        table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[row] : ((CategoryColumn)table[column.Name])[row])];

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
