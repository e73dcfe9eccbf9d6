using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

/// <summary>Single rows from doubles, cells and records: the bits of the batch, and of the bins' own tables.</summary>
public class SingleRowTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe { Points = new() { BasePoints = 300, BaseOdds = 2 } }.Fit(Data);

    private static readonly Scorecard Mapped = Card.Calibrated(new IsotonicRegression().Fit(Card.Score(Data.Table), Data.Events));

    /// <summary>The names of the categories of the sample's plan, but for "two years".</summary>
    private enum Plan
    {
        monthly,
        yearly,
        trial,
        discontinued,
        also_monthly = monthly,
    }

    private sealed record Customer(double Usage, int? Visits, string? Plan);

    [Property(MaxTest = 60)]
    public void Any_card_scores_any_row_as_its_bins_and_the_batch_do(int seed)
    {
        var random = new SplitMix64(seed);
        (TrainingSet data, BinningRecipe binning) = RandomProblem(ref random);
        Scorecard card = new ScorecardRecipe { Binning = binning, MinInformationValue = 0, RequirePositiveCoefficients = false, CrossFitting = CrossFitting.Never, Regression = new() { L2 = 1 } }.Fit(data);
        Table rows = RandomRows(ref random, card, 60);
        double[] logOdds = card.LogOdds(rows), scores = card.Score(rows), points = card.Points(rows);
        ScoreExplanations why = card.Explain(rows);
        RowScorer<int> scorer = card.ForRecords<int>(map => card.Columns.Aggregate(map, (each, column) => rows[column.Name] switch
        {
            NumericColumn numbers => each.Numeric(column.Name, row => numbers.Values[row]),
            CategoryColumn categories => each.Category(column.Name, row => categories[row]),
            _ => throw new NotSupportedException(),
        }));
        double[] contributions = new double[card.Columns.Count], fromCells = new double[card.Columns.Count], fromRecord = new double[card.Columns.Count];
        for (int row = 0; row < rows.RowCount; row++)
        {
            Cell[] cells = [.. card.Columns.Select(column => CellOf(rows[column.Name], row))];
            int[] bins = [.. card.Columns.Select((column, c) => column.Binning is NumericBinning numbers ? numbers.FindBin(cells[c].Number) : ((CategoryBinning)column.Binning).FindBin(cells[c].Category))];
            double[] values = [.. card.Columns.Select((column, c) => column.Kind == ColumnKind.Numeric ? cells[c].Number : bins[c])];
            double expected = card.Intercept + card.Columns.Select((column, c) => column.LogOddsOf(bins[c])).Sum();
            Same.Bits(
                [expected, expected, expected, expected, expected, expected, expected, expected],
                [logOdds[row], card.LogOdds(values), card.LogOdds(cells), scorer.LogOdds(row), card.Contributions(values, contributions), card.Contributions(cells, fromCells), scorer.Contributions(row, fromRecord), card.Baseline + contributions.Sum()]);
            Same.Bits([scores[row], scores[row], scores[row]], [card.Score(values), card.Score(cells), scorer.Score(row)]);
            Same.Bits([points[row], points[row], points[row]], [card.Points(values), card.Points(cells), scorer.Points(row)]);
            Same.Bits(why[row], contributions);
            Same.Bits(why[row], fromCells);
            Same.Bits(why[row], fromRecord);
            foreach (ScoreExplanations one in (ScoreExplanations[])[card.Explain(values), card.Explain(cells), scorer.Explain(row)])
                Assert.Equal(why.Top(row, 50), one.Top(0, 50));
        }
    }

    [Fact]
    public void Rows_go_through_a_calibration_that_stays_beside_the_card()
    {
        double[] scores = Mapped.Score(Data.Table);
        RowScorer<Customer> scorer = ScorerOf(Mapped);
        for (int row = 0; row < 500; row++)
        {
            Customer customer = CustomerOf(row);
            Same.Bits([scores[row], scores[row]], [scorer.Score(customer), Mapped.Score(RowOf(Mapped, customer))]);
        }
    }

    [Fact]
    public void Single_rows_allocate_nothing()
    {
        RowScorer<Customer> scorer = ScorerOf(Card);
        RowScorer<(double Usage, Plan? Plan, bool Truth)> named = Card.ForRecords<(double Usage, Plan? Plan, bool Truth)>(map => map.Numeric("usage", row => row.Usage).Numeric("visits", row => (decimal)row.Usage).Category("plan", row => row.Plan));
        Customer customer = new(0.4, 3, "yearly");
        double[] values = RowOf(Card, customer), contributions = new double[3];
        Cell[] cells = Card.ToRow(("usage", 0.4), ("visits", 3), ("plan", "yearly"));
        double sum = 0;
        Action[] calls =
        [
            () => sum += Card.Score(values) + Card.Points(values) + Card.LogOdds(values) + Card.Contributions(values, contributions),
            () => sum += Card.Score(cells) + Card.Points(cells) + Card.LogOdds(cells) + Card.Contributions(cells, contributions),
            () => sum += scorer.Score(customer) + scorer.Points(customer) + scorer.LogOdds(customer) + scorer.Contributions(customer, contributions),
            () => sum += named.Score((0.4, Plan.trial, true)) + named.Score((0.4, null, true)),
        ];
        foreach (Action call in calls)
            Assert.Equal(0, Allocated.By(call, times: 4096));

        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void One_scorer_serves_all_threads()
    {
        Scorecard fresh = new ScorecardRecipe().Fit(Data);
        double[] expected = fresh.Score(Data.Table);
        double[][] found = [new double[3000], new double[3000], new double[3000], new double[3000]];
        using var together = new Barrier(found.Length);
        Thread[] threads = [.. found.Select(scores => new Thread(() =>
        {
            together.SignalAndWait();
            RowScorer<Customer> scorer = ScorerOf(fresh);
            for (int row = 0; row < scores.Length; row++)
                scores[row] = scorer.Score(CustomerOf(row));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(found, scores => Same.Bits(expected, scores));
    }

    [Fact]
    public void Enums_and_nullable_numbers_are_read_as_their_names_and_values()
    {
        RowScorer<(int? Visits, decimal? Usage, Plan Plan)> scorer = Card.ForRecords<(int? Visits, decimal? Usage, Plan Plan)>(map => map
            .Category("plan", row => row.Plan)
            .Numeric("visits", row => row.Visits)
            .Numeric("usage", row => row.Usage));
        foreach (Plan plan in (Plan[])[Plan.monthly, Plan.yearly, Plan.trial, Plan.discontinued, (Plan)77])
        {
            Assert.Equal(Card.Score(Card.ToRow(("usage", 0.3), ("visits", 4), ("plan", plan.ToString()))), scorer.Score((4, 0.3m, plan)));
            Assert.Equal(Card.Score(Card.ToRow(("usage", Cell.Missing), ("visits", Cell.Missing), ("plan", plan.ToString()))), scorer.Score((null, null, plan)));
        }

        RowScorer<ValueTuple<Plan?>> missing = Card.ForRecords<ValueTuple<Plan?>>(map => map.Numeric("usage", _ => double.NaN).Numeric("visits", _ => 1f).Category("plan", row => row.Item1));
        Assert.Equal(Card.Score(Card.ToRow(("usage", Cell.Missing), ("visits", 1), ("plan", Cell.Missing))), missing.Score(new(null)));
        Assert.Equal(Card.Score(Card.ToRow(("usage", Cell.Missing), ("visits", 1), ("plan", "trial"))), missing.Score(new(Plan.trial)));
    }

    [Fact]
    public void Truth_values_are_categories()
    {
        bool?[] answers = [true, false, null];
        TrainingSet data = TrainingSet.Create(
            Table.Create(Column.Category("is_member", Enumerable.Range(0, 900).Select(row => answers[row % 3]?.ToString().ToLowerInvariant()))),
            [.. Enumerable.Range(0, 900).Select(row => row / 3 % (row % 3 == 0 ? 2 : row % 3 == 1 ? 5 : 3) == 0)]);
        Scorecard card = new ScorecardRecipe().Fit(data);
        RowScorer<ValueTuple<bool?>> scorer = card.ForRecords<ValueTuple<bool?>>(map => map.Category("is_member", row => row.Item1));
        double[] scores = [.. answers.Select(answer => scorer.Score(new(answer)))];
        Assert.Equal(card.Score(data.Table)[..3], scores);
        Assert.Equal(3, scores.Distinct().Count());
    }

    [Fact]
    public void Maps_that_do_not_fit_say_all_that_is_wrong()
    {
        string message = Assert.Throws<ArgumentException>(() => Card.ForRecords<Customer>(map => map.Category("visits", customer => customer.Plan).Numeric("useage", customer => customer.Usage).Category("plan", customer => customer.Plan))).Message;
        Assert.Contains("there is no column 'useage'", message, StringComparison.Ordinal);
        Assert.Contains("column 'usage' has no mapping; add Numeric(\"usage\", …)", message, StringComparison.Ordinal);
        Assert.Contains("column 'visits' holds numbers and is mapped by Category", message, StringComparison.Ordinal);
        Assert.Contains("The scorecard takes: 'usage' (numbers), 'visits' (numbers), 'plan' (categories)", message, StringComparison.Ordinal);
        Assert.Contains("'usage' is mapped twice", Assert.Throws<ArgumentException>(() => Card.ForRecords<Customer>(map => map.Numeric("usage", customer => customer.Usage).Numeric("usage", customer => customer.Visits))).Message, StringComparison.Ordinal);
        Assert.Contains("column 'plan' holds categories and is mapped by Numeric", Assert.Throws<ArgumentException>(() => Card.ForRecords<Customer>(map => map.Numeric("plan", customer => customer.Usage))).Message, StringComparison.Ordinal);

        // A column that the fit left out may be mapped, so that a new fit on the same columns takes the map too.
        Assert.DoesNotContain("noise", Card.Columns.Select(column => column.Name));
        Assert.Same(Card, Card.ForRecords<Customer>(map => Whole(map).Numeric("noise", customer => customer.Usage)).Scorecard);
    }

    [Fact]
    public void Names_of_an_enum_that_are_no_categories_are_an_error()
    {
        string message = Assert.Throws<ArgumentException>(() => Card.ForRecords<DayOfWeek>(map => map.Numeric("usage", _ => 1.0).Numeric("visits", _ => 1).Category("plan", day => day))).Message;
        Assert.Contains("none of the names of the enum DayOfWeek (Sunday, Monday,", message, StringComparison.Ordinal);
        Assert.Contains("is a category of column 'plan' (", message, StringComparison.Ordinal);
        Assert.Contains("none of the truth values (false, true)", Assert.Throws<ArgumentException>(() => Card.ForRecords<bool>(map => map.Category("plan", each => each))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_doubles_that_do_not_fit_name_the_column()
    {
        int bins = Card.Columns.Single(column => column.Name == "plan").Binning.Bins.Count;
        foreach (double wrong in (double[])[bins, -1, 0.5, double.PositiveInfinity, 1e300])
            Assert.Contains($"Column 'plan' holds categories. In a row of doubles it takes the index of a bin, 0 to {bins - 1}", Assert.Throws<ArgumentException>(() => Card.Score((double[])[1, 2, wrong])).Message, StringComparison.Ordinal);
        Assert.Equal(Card.Score(1.0, 2.0, Cell.Missing), Card.Score((double[])[1, 2, double.NaN]));
        foreach (int width in (int[])[0, 2, 4])
        {
            Assert.Contains($"The row has {width} values; the scorecard takes 3: usage, visits, plan", Assert.Throws<ArgumentException>(() => Card.Score(new double[width])).Message, StringComparison.Ordinal);
            Assert.Contains($"There are {width} places for the contributions of 3 columns", Assert.Throws<ArgumentException>(() => Card.Contributions(new double[3], new double[width])).Message, StringComparison.Ordinal);
            Assert.Contains($"There are {width} places for the contributions of 3 columns", Assert.Throws<ArgumentException>(() => ScorerOf(Card).Contributions(CustomerOf(0), new double[width])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentNullException>(() => ScorerOf(Card).Score(null!));
        Assert.Throws<ArgumentNullException>(() => ScorerOf(Card).Explain(null!));
    }

    private static RowScorer<Customer> ScorerOf(Scorecard card) => card.ForRecords<Customer>(Whole);

    private static RecordMap<Customer> Whole(RecordMap<Customer> map) => map.Category("plan", customer => customer.Plan).Numeric("usage", customer => customer.Usage).Numeric("visits", customer => customer.Visits);

    private static Customer CustomerOf(int row) => new(Data.Table.Numeric("usage").Values[row], (int)Data.Table.Numeric("visits").Values[row], ((CategoryColumn)Data.Table["plan"])[row]);

    private static double[] RowOf(Scorecard card, Customer customer) => [.. card.Columns.Select(column => column.Name switch
    {
        "usage" => customer.Usage,
        "visits" => customer.Visits ?? double.NaN,
        _ => ((CategoryBinning)column.Binning).FindBin(customer.Plan),
    })];

    private static Cell CellOf(Column column, int row) => column is NumericColumn numbers ? numbers.Values[row] : ((CategoryColumn)column)[row];

    /// <summary>Up to 70 columns, of few bins and of many, numbers and categories mixed, some with special values.</summary>
    private static (TrainingSet Data, BinningRecipe Binning) RandomProblem(ref SplitMix64 random)
    {
        int columns = 1 + random.Next(random.Next(4) == 0 ? 70 : 9);
        WildRows first = WildRows.Of(random.Next(1 << 30));
        var table = new List<Column>();
        for (int c = 0; c < columns; c++)
        {
            WildRows wild = WildRows.Of(random.Next(1 << 30));
            table.Add(random.Next(4) == 0
                ? Column.Category($"c{c}", Enumerable.Range(0, first.Count).Select(row => wild.Categories[row % wild.Count]))
                : Column.Numeric($"c{c}", Enumerable.Range(0, first.Count).Select(row => wild.Values[row % wild.Count]).ToArray()));
        }

        var binning = new FixedBinning
        {
            MaxBins = random.Next(3) == 0 ? 60 : 2 + random.Next(9),
            Specials = random.Next(2) == 0 ? [] : [new("zero", [0.0]), new("odd", [1, -2.5, "c1"]), new("large", [double.MaxValue])],
            Missing = random.Next(2) == 0 ? MissingPolicy.OwnBin : MissingPolicy.HighestRate,
            Unseen = random.Next(2) == 0 ? UnseenPolicy.Neutral : UnseenPolicy.AsMissing,
        };
        return (TrainingSet.Create(Table.Create([.. table]), first.Events), binning);
    }

    /// <summary>Borders and their neighbours, special values, zeros of both signs, infinities, missing values, categories known and not.</summary>
    private static Table RandomRows(ref SplitMix64 random, Scorecard card, int rows)
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1, -2.5];
        var table = new List<Column>();
        foreach (ScorecardColumn column in card.Columns)
        {
            if (column.Binning is NumericBinning numbers)
            {
                double[] candidates = [.. odd, .. numbers.Cuts.ToArray().SelectMany(cut => (double[])[cut, Math.BitDecrement(cut), Math.BitIncrement(cut)])], values = new double[rows];
                for (int row = 0; row < rows; row++)
                    values[row] = candidates[random.Next(candidates.Length)];
                table.Add(Column.Numeric(column.Name, values));
            }
            else
            {
                string?[] values = new string?[rows];
                for (int row = 0; row < rows; row++)
                    values[row] = random.Next(6) switch { 0 => null, 1 => "never seen", _ => $"c{random.Next(20)}" };
                table.Add(Column.Category(column.Name, values));
            }
        }

        // A table needs a column, and a card may have none.
        table.Add(Column.Numeric("besides", new double[rows]));
        return Table.Create([.. table]);
    }
}
