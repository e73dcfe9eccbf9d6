using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

/// <summary>Batches against the definition, row by row from the bin tables: <see cref="ScorecardColumn.LogOddsOf"/> of <c>FindBin</c>. Such sums are exact, so every comparison is to the bit.</summary>
public class BatchScoringTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    /// <summary>A million rows in all, of forty cards.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_million_rows_of_random_cards_score_as_their_bins_say(int seed)
    {
        var random = new SplitMix64(seed);
        for (int card = 0; card < 10; card++)
        {
            Scorecard made = RandomCard.Of(ref random, 1 + random.Next(12), largest: card == 9 ? 40 : 2);
            Table rows = RandomCard.Rows(ref random, made, 25_000 + random.Next(8));
            double[] logOdds = made.LogOdds(rows);
            Same.Bits(Expected(made, rows), logOdds);
            Same.Bits([.. logOdds.Select(LogisticFunctions.Sigmoid)], made.Score(rows));
            Same.Bits([.. logOdds.Select(made.Recipe.Points.ToPoints)], made.Points(rows));
        }
    }

    [Property]
    public void Any_card_and_number_of_rows_scores_as_its_bins_say(int seed)
    {
        var random = new SplitMix64(seed);
        Scorecard card = RandomCard.Of(ref random, random.Next(8), largest: random.Next(10) == 0 ? 1e6 : 3);
        Table rows = RandomCard.Rows(ref random, card, random.Next(300));
        double[] expected = Expected(card, rows);
        Same.Bits(expected, card.LogOdds(rows));
        BoundScorecard bound = card.Bind(rows);
        double[] logOdds = new double[rows.RowCount];
        bound.LogOdds(rows, logOdds);
        Same.Bits(expected, logOdds);

        double[] contributions = new double[rows.RowCount * card.Columns.Count];
        card.Contributions(rows, contributions);
        for (int row = 0; row < rows.RowCount; row++)
            Assert.Equal(expected[row], card.Baseline + Enumerable.Range(0, card.Columns.Count).Sum(c => contributions[(c * rows.RowCount) + row]));
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var random = new SplitMix64(11);
        Scorecard card = RandomCard.Of(ref random, 9);
        Table rows = RandomCard.Rows(ref random, card, 150_001);
        double[] one = new double[rows.RowCount], several = new double[rows.RowCount], contributions = new double[rows.RowCount * 9], by = new double[rows.RowCount * 9];
        card.LogOdds(rows, one);
        Same.Bits(Expected(card, rows), one);
        card.Contributions(rows, contributions);
        foreach (int threads in (int[])[1, 2, 3, 8, 0])
        {
            card.LogOdds(rows, several, threads);
            Same.Bits(one, several);
            card.Contributions(rows, by, threads);
            Same.Bits(contributions, by);
            card.Score(rows, several, threads);
            Same.Bits([.. one.Select(LogisticFunctions.Sigmoid)], several);
            card.Bind(rows).Points(rows, several, threads);
            Same.Bits([.. one.Select(card.Recipe.Points.ToPoints)], several);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => card.Score(rows, several, -1));
    }

    [Fact]
    public void What_comes_out_of_one_thread_also_comes_out_of_several()
    {
        Table rows = Table.Create(Column.Numeric("usage", new double[100_000]), Column.Numeric("visits", new double[100_000]), Column.Category("plan", new int[100_000], ["monthly"]));
        BoundScorecard bound = Card.Bind(rows);
        int[] codes = new int[100_000];
        codes[70_001] = 5;
        ScoringInput[] inputs = [.. Card.Columns.Select(column => column.Kind == ColumnKind.Numeric ? ScoringInput.Numbers(new double[100_000]) : ScoringInput.Categories(codes))];
        foreach (int threads in (int[])[1, 2])
        {
            ArgumentException wrong = Assert.Throws<ArgumentException>(() => bound.Score(inputs, new double[100_000], threads));
            Assert.Contains("Column 'plan', row 70001: the code is 5. Codes go from 0 to 0", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Contributions_are_those_of_the_explanations_column_by_column()
    {
        ScoreExplanations why = Card.Explain(Data.Table);
        double[] contributions = new double[Data.RowCount * Card.Columns.Count];
        Card.Contributions(Data.Table, contributions);
        for (int c = 0; c < Card.Columns.Count; c++)
            Same.Bits([.. Enumerable.Range(0, Data.RowCount).Select(row => why[row][c])], contributions.AsSpan(c * Data.RowCount, Data.RowCount));
        long[] means = [.. Card.Columns.Select(column => LogOddsGrid.FromLogOdds(column.LogOddsOf(1)))];
        Card.Contributions(Data.Table, means, contributions, 1);
        Assert.Equal(Card.Columns[0].LogOddsOf(((NumericBinning)Card.Columns[0].Binning).FindBin(Data.Table.Numeric(Card.Columns[0].Name).Values[5])) - Card.Columns[0].LogOddsOf(1), contributions[5]);
        Assert.Throws<ArgumentException>(() => Card.Contributions(Data.Table, new double[5]));
    }

    [Fact]
    public void Contributions_that_no_cache_holds_are_the_same()
    {
        var random = new SplitMix64(3);
        Scorecard card = RandomCard.Of(ref random, 6);
        Table rows = RandomCard.Rows(ref random, card, 200_003);
        double[] contributions = new double[rows.RowCount * 6];
        card.Contributions(rows, contributions);
        double[] logOdds = card.LogOdds(rows);
        for (int row = 0; row < rows.RowCount; row++)
            Assert.Equal(logOdds[row], card.Baseline + Enumerable.Range(0, 6).Sum(c => contributions[(c * rows.RowCount) + row]));
    }

    [Fact]
    public void Raw_rows_score_as_in_a_table()
    {
        var random = new SplitMix64(21);
        for (int trial = 0; trial < 30; trial++)
        {
            Scorecard card = RandomCard.Of(ref random, 1 + random.Next(6));
            int count = random.Next(400), offset = random.Next(30);
            Table rows = RandomCard.Rows(ref random, card, count);
            BoundScorecard bound = card.Bind(rows);
            var plain = new ScoringInput[card.Columns.Count];
            var masked = new ScoringInput[plain.Length];
            var coded = new ScoringInput[plain.Length];
            var kept = new Column[plain.Length];
            for (int c = 0; c < plain.Length; c++)
            {
                byte[] bits = new byte[(offset + count + 7) / 8];
                for (int i = 0; i < bits.Length; i++)
                    bits[i] = (byte)random.Next(256);
                bool[] valid = [.. Enumerable.Range(offset, count).Select(bit => ((bits[bit / 8] >> (bit % 8)) & 1) == 1)];
                if (rows.Columns[c] is NumericColumn numbers)
                {
                    double[] values = numbers.Values.ToArray();
                    plain[c] = ScoringInput.Numbers(values);
                    masked[c] = ScoringInput.Numbers(values, bits, offset);
                    kept[c] = Column.Numeric(numbers.Name, values.Select((value, row) => valid[row] ? value : double.NaN).ToArray());
                }
                else
                {
                    var categories = (CategoryColumn)rows.Columns[c];
                    int[] codes = categories.Codes.ToArray();
                    plain[c] = ScoringInput.Categories(codes);
                    masked[c] = ScoringInput.Categories(codes.Select((code, row) => valid[row] ? code : 12345).ToArray(), bits, offset);
                    kept[c] = Column.Category(categories.Name, codes.Select((code, row) => valid[row] ? code : -1).ToArray(), categories.Levels);
                }

                byte[] bins = new byte[count];
                card.Columns[c].Binning.ToBins(rows.Columns[c], bins);
                coded[c] = ScoringInput.Bins(bins);
            }

            double[] expected = Expected(card, rows), scores = new double[count], contributions = new double[count * plain.Length], ofTable = new double[count * plain.Length];
            bound.LogOdds(plain, scores);
            Same.Bits(expected, scores);
            bound.LogOdds(coded, scores);
            Same.Bits(expected, scores);
            bound.LogOdds(masked, scores);
            Same.Bits(Expected(card, Table.Create(kept)), scores);
            card.Contributions(Table.Create(kept), ofTable);
            bound.Contributions(masked, contributions);
            Same.Bits(ofTable, contributions);
            bound.Score(plain, scores);
            Same.Bits(card.Score(rows), scores);
            bound.Points(plain, scores);
            Same.Bits(card.Points(rows), scores);
            bound.Contributions(rows, contributions);
            card.Contributions(rows, ofTable);
            Same.Bits(ofTable, contributions);
        }
    }

    [Fact]
    public void Bins_as_bytes_are_the_bins()
    {
        var random = new SplitMix64(5);
        Scorecard card = RandomCard.Of(ref random, 20);
        Table rows = RandomCard.Rows(ref random, card, 5000);
        foreach (ScorecardColumn column in card.Columns)
        {
            var bins = new int[5000];
            var bytes = new byte[5000];
            column.Binning.ToBins(rows[column.Name], bins);
            column.Binning.ToBins(rows[column.Name], bytes);
            Assert.Equal(bins, bytes.Select(bin => (int)bin));
            if (column.Binning is NumericBinning numbers)
                Assert.Equal(bins, rows.Numeric(column.Name).Values.ToArray().Select(numbers.FindBin));
        }

        TrainingSet many = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Range(0, 1000).Select(i => (double)i).ToArray())), [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0)]);
        ColumnBinning fine = new FixedBinning { MaxBins = 256 }.Fit(many)["x"];
        Assert.Contains("257 bins, and a byte names 256", Assert.Throws<InvalidOperationException>(() => fine.ToBins(many.Table["x"], new byte[1000])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_card_takes_tables_of_other_levels_and_refuses_those_of_other_columns()
    {
        Table schema = Data.Table.Rows([]);
        BoundScorecard bound = Card.Bind(schema);
        double[] scores = new double[Data.RowCount];
        bound.Score(Data.Table, scores);
        Same.Bits(Card.Score(Data.Table), scores);
        CategoryColumn plan = Data.Table.Category("plan");
        string[] levels = ["new plan", .. plan.Levels.Reverse()];
        Table recoded = Table.Create([.. Data.Table.Columns.Select(column => column == plan ? Column.Category("plan", plan.Codes.ToArray().Select(code => code < 0 ? -1 : levels.Length - 1 - code).ToArray(), levels) : column)]);
        bound.Score(recoded, scores);
        Same.Bits(Card.Score(Data.Table), scores);
        Table sameLevels = Table.Create([.. Data.Table.Columns.Select(column => column == plan ? Column.Category("plan", plan.Codes.ToArray(), [.. plan.Levels]) : column)]);
        bound.Score(sameLevels, scores);
        Same.Bits(Card.Score(Data.Table), scores);

        Assert.Contains("needs the column 'usage'", Message(() => Card.Bind(schema.Without("usage"))), StringComparison.Ordinal);
        Assert.Contains("numbers in column 'usage', but the table has categories", Message(() => Card.Bind(Table.Create(Column.Category("usage", ["a"]), Column.Numeric("visits", [1.0]), Column.Category("plan", ["a"])))), StringComparison.Ordinal);
        Assert.Contains("needs the column 'usage'", Message(() => bound.Score(Data.Table.Without("usage"), scores)), StringComparison.Ordinal);
        Assert.Contains("was number 0 in the table that the scorecard was bound to", Message(() => bound.Score(Data.Table.Select("plan", "visits", "noise", "usage"), scores)), StringComparison.Ordinal);
        Assert.Contains("7 places for 3000 rows", Message(() => bound.Score(Data.Table, scores.AsSpan(0, 7))), StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_rows_that_cannot_be_scored_say_why()
    {
        BoundScorecard bound = Card.Bind(Data.Table);
        string[] names = [.. Card.Columns.Select(column => column.Name)];
        int plan = Array.IndexOf(names, "plan"), usage = Array.IndexOf(names, "usage");
        ScoringInput[] inputs = [.. Card.Columns.Select(column => column.Kind == ColumnKind.Numeric ? ScoringInput.Numbers(new double[4]) : ScoringInput.Categories(new int[4]))];
        double[] scores = new double[4];
        bound.Score(inputs, scores);
        Assert.Contains($"There are {names.Length - 1} inputs; the scorecard takes {names.Length}", Message(() => bound.Score(inputs.AsSpan(1), scores)), StringComparison.Ordinal);
        Assert.Contains("'plan', which takes ScoringInput.Categories or ScoringInput.Bins; it holds numbers", Message(() => bound.Score(With(plan, ScoringInput.Numbers(new double[4])), scores)), StringComparison.Ordinal);
        Assert.Contains("'usage', which takes ScoringInput.Numbers or ScoringInput.Bins; it was never made", Message(() => bound.Score(With(usage, default), scores)), StringComparison.Ordinal);
        Assert.Contains("'usage', has 3 rows; 4 are to be scored", Message(() => bound.Score(With(usage, ScoringInput.Numbers(new double[3])), scores)), StringComparison.Ordinal);
        Assert.Contains("Column 'plan', row 2: the code is 4. Codes go from 0 to 3", Message(() => bound.Score(With(plan, ScoringInput.Categories((int[])[0, 1, 4, 0])), scores)), StringComparison.Ordinal);
        Assert.Contains($"Column 'usage', row 1: the bin is 99. The column has {Card.Columns[usage].Binning.Bins.Count} bins", Message(() => bound.Score(With(usage, ScoringInput.Bins((byte[])[0, 99, 1, 0])), scores)), StringComparison.Ordinal);
        Assert.Contains("17 rows from validity bit 8 on but 3 bytes of validity bits; they need 4", Message(() => ScoringInput.Numbers(new double[17], new byte[3], 8)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ScoringInput.Numbers(new double[17], new byte[3], -1));

        ScoringInput[] With(int column, ScoringInput input) => [.. inputs.Select((each, i) => i == column ? input : each)];
    }

    [Theory]
    [InlineData(0, 8999)]
    [InlineData(2, 31)]
    [InlineData(3, 32)]
    [InlineData(5, 8192)]
    [InlineData(6, 8229)]
    public void A_bin_that_a_column_does_not_have_is_named_wherever_it_stands(int column, int row)
    {
        var random = new SplitMix64(11);
        Scorecard card = RandomCard.Of(ref random, 7, largest: 2);
        Table rows = RandomCard.Rows(ref random, card, 9000);
        ScoringInput[] coded = new ScoringInput[7];
        for (int c = 0; c < coded.Length; c++)
        {
            byte[] bins = new byte[9000];
            card.Columns[c].Binning.ToBins(rows[card.Columns[c].Name], bins);
            if (c == column)
                bins[row] = 255;
            coded[c] = ScoringInput.Bins(bins);
        }

        string message = Assert.Throws<ArgumentException>(() => card.Bind(rows).LogOdds(coded, new double[9000])).Message;
        Assert.StartsWith($"Column '{card.Columns[column].Name}', row {row}: the bin is 255.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_allocate_nothing()
    {
        BoundScorecard bound = Card.Bind(Data.Table);
        Table recoded = Table.Create([.. Data.Table.Columns.Select(column => column is CategoryColumn plan ? Column.Category("plan", plan.Codes.ToArray(), [.. plan.Levels, "more"]) : column)]);
        double[] scores = new double[Data.RowCount], contributions = new double[Data.RowCount * Card.Columns.Count];
        byte[] bits = Enumerable.Repeat((byte)0xF7, 400).ToArray();
        ScoringInput[] inputs = [.. Card.Columns.Select(column => column.Kind == ColumnKind.Numeric
            ? ScoringInput.Numbers(Data.Table.Numeric(column.Name).Values.ToArray(), bits, 3)
            : ScoringInput.Categories(Data.Table.Category(column.Name).Codes.ToArray(), bits, 3))];
        ScoringInput[] coded = [.. Card.Columns.Select(column =>
        {
            byte[] bins = new byte[Data.RowCount];
            column.Binning.ToBins(Data.Table[column.Name], bins);
            return ScoringInput.Bins(bins);
        })];
        Action[] calls =
        [
            () => Card.Score(Data.Table, scores), () => Card.Score(Data.Table, scores, 1), () => Card.LogOdds(Data.Table, scores), () => Card.Points(Data.Table, scores), () => Card.Contributions(Data.Table, contributions),
            () => bound.Score(Data.Table, scores), () => bound.LogOdds(Data.Table, scores), () => bound.Points(Data.Table, scores), () => bound.Contributions(Data.Table, contributions), () => bound.Score(recoded, scores),
            () => bound.Score(inputs, scores), () => bound.LogOdds(inputs, scores), () => bound.Points(inputs, scores), () => bound.Contributions(inputs, contributions), () => bound.Score(coded, scores),
        ];
        foreach (Action call in calls)
            Assert.Equal(0, Allocated.By(call, times: 10));
    }

    [Fact]
    public void A_saved_card_and_a_calibrated_one_score_the_same_bits_in_batches()
    {
        var stream = new MemoryStream();
        Card.Save(stream);
        stream.Position = 0;
        Scorecard loaded = Scorecard.Load(stream);
        Same.Bits(Card.Score(Data.Table), loaded.Score(Data.Table));
        double[] contributions = new double[Data.RowCount * Card.Columns.Count], ofLoaded = new double[contributions.Length], scores = new double[Data.RowCount];
        Card.Contributions(Data.Table, contributions);
        loaded.Contributions(Data.Table, ofLoaded);
        Same.Bits(contributions, ofLoaded);

        Scorecard calibrated = Card.Calibrated(new IsotonicRegression().Fit(Card.Score(Data.Table), Data.Events));
        calibrated.Bind(Data.Table).Score(Data.Table, scores);
        Same.Bits([.. Card.Score(Data.Table).Select(calibrated.Calibration!.Apply)], scores);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static double[] Expected(Scorecard card, Table rows)
    {
        var sums = new double[rows.RowCount];
        Array.Fill(sums, card.Intercept);
        foreach (ScorecardColumn column in card.Columns)
        {
            for (int row = 0; row < sums.Length; row++)
            {
                sums[row] += column.LogOddsOf(column.Binning is NumericBinning numbers
                    ? numbers.FindBin(rows.Numeric(column.Name).Values[row])
                    : ((CategoryBinning)column.Binning).FindBin(rows.Category(column.Name)[row]));
            }
        }

        return sums;
    }
}
