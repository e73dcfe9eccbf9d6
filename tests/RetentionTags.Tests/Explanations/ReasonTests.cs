using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class ReasonTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(2000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    private static readonly ReasonCatalogue Catalogue = new()
    {
        Reasons =
        [
            new("R1", ["usage", "visits"], "Activity: {column} is {value}", "活跃度：{column} 为 {value}") { Direction = ReasonDirection.Raises },
            new("R2", ["usage"], "Good use ({bin})", "使用良好（{bin}）") { Direction = ReasonDirection.Lowers },
            new("R3", ["plan"], "The plan: {bin}", "套餐：{bin}") { MinEffect = 0.2 },
        ],
        MinEffect = 0.05,
    };

    /// <summary>The rules of <see cref="ReasonCatalogue"/>, written anew.</summary>
    [Fact]
    public void Reasons_follow_the_rules()
    {
        Scorecard card = Card.WithReasons(Catalogue);
        ScoreExplanations why = card.Explain(Data.Table);
        ReasonCodes codes = card.Reasons(Data.Table);
        int usage = why.ColumnNames.ToList().IndexOf("usage"), visits = why.ColumnNames.ToList().IndexOf("visits"), plan = why.ColumnNames.ToList().IndexOf("plan");
        for (int row = 0; row < Data.RowCount; row++)
        {
            double both = why[row][usage] + why[row][visits];
            var expected = new List<(string Id, double Effect)>();
            if (both >= 0.05)
                expected.Add(("R1", both));
            if (why[row][usage] <= -0.05)
                expected.Add(("R2", why[row][usage]));
            if (Math.Abs(why[row][plan]) >= 0.2)
                expected.Add(("R3", why[row][plan]));
            Assert.Equal(expected.OrderByDescending(each => Math.Abs(each.Effect)), codes[row].Select(code => (code.Id, code.LogOdds)));
            Assert.Equal(codes[row].Select(code => code.Id), codes.IdsOf(row));
            if (codes[row].FirstOrDefault(code => code.Id == "R1") is { } first)
            {
                string strongest = why[row][visits] > why[row][usage] ? "visits" : "usage";
                double value = Data.Table.Numeric(strongest).Values[row];
                string written = double.IsNaN(value) ? "missing" : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal((strongest, $"Activity: {strongest} is {written}"), (first.ColumnName, first.English));
            }
        }

        ReasonCode missing = Card.WithReasons(new() { Reasons = [Catalogue.Reasons[2] with { MinEffect = 0 }] }).Reasons(0.1, 3.0, Cell.Missing)[0];
        Assert.Equal(("The plan: missing", "套餐：缺失", "missing"), (missing.English, missing.Chinese, missing.BinLabel));
        Assert.Contains(Enumerable.Range(0, Data.RowCount), row => codes[row].Any(code => code.Id == "R1" && code.ToText(ReasonLanguage.Chinese).StartsWith("活跃度：", StringComparison.Ordinal)));
    }

    [Fact]
    public void Directions_and_numbers_of_reasons_are_kept()
    {
        ReasonCatalogue all = Card.ReasonCatalogue;
        Assert.Equal(["usage:raises", "usage:lowers"], all.Reasons.Take(2).Select(reason => reason.Id));
        ReasonCodes raising = Card.WithReasons(all with { Direction = ReasonDirection.Raises }).Reasons(Data.Table), one = Card.WithReasons(all with { MaxReasons = 1 }).Reasons(Data.Table), every = Card.Reasons(Data.Table);
        ScoreExplanations why = Card.Explain(Data.Table);
        for (int row = 0; row < Data.RowCount; row++)
        {
            Assert.All(raising[row], code => Assert.True(code.LogOdds > 0));
            Assert.Equal(every.IdsOf(row).Take(1), one.IdsOf(row));
            Assert.Equal(why.Top(row, 4).Select(each => each.LogOdds), every[row].Select(code => code.LogOdds));
        }
    }

    [Fact]
    public void Equal_effects_keep_the_order_of_the_catalogue()
    {
        // Two columns of the same values and weights, in a card's order of b, a.
        TrainingSet data = SmallCards.Data(9, 1);
        double[] x = data.Table.Numeric("x0").Values.ToArray();
        Scorecard made = SmallCards.Of(data.WithTable(Table.Create(Column.Numeric("b", x), Column.Numeric("a", x))), 9);
        ScorecardColumn second = ScorecardColumn.Of(made.Columns[1].Binning, made.Columns[0].Coefficient);
        Scorecard card = new(made.Recipe, made.Binning, null, [made.Columns[0], second], made.InterceptUnits, []);
        foreach (string[] order in (string[][])[["a", "b"], ["b", "a"]])
        {
            IReadOnlyList<ReasonCode> codes = card.WithReasons(new() { Reasons = [.. order.Select(name => new Reason(name, [name], name, name))] }).Reasons(0.0, 0.0);
            Assert.Equal(codes[0].LogOdds, codes[1].LogOdds);
            Assert.Equal(order, codes.Select(code => code.Id));
        }
    }

    [Property(MaxTest = 20)]
    public void Reasons_do_not_depend_on_the_other_rows_nor_on_saving(int seed)
    {
        var random = new SplitMix64(seed);
        int[] rows = [.. Enumerable.Range(0, 40).Select(_ => random.Next(Data.RowCount))];
        Scorecard card = Card.WithBaseline(Card.BaselineOf("some", Data.Table.Rows(rows))).WithReasons(Catalogue with { MaxReasons = 1 + random.Next(3) });
        using var stream = new MemoryStream();
        card.Save(stream);
        stream.Position = 0;
        Scorecard loaded = Scorecard.Load(stream);
        ReasonCodes all = card.Reasons(Data.Table), chosen = loaded.Reasons(Data.Table.Rows(rows));
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(all[rows[i]], chosen[i]);
            Cell[] cells = [.. card.Columns.Select(column => Data.Table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[rows[i]] : ((CategoryColumn)Data.Table[column.Name])[rows[i]])];
            Assert.Equal(all[rows[i]], loaded.Reasons(cells));
        }
    }

    /// <summary>scorecard-v4.json: a card with points from 0 to 100, a cohort as baseline and a catalogue, saved by another process on the day when the format came, with what it said of four rows then.</summary>
    [Fact]
    public void Reasons_follow_from_the_file_alone()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "scorecard-v4.json"));
        Scorecard card = Scorecard.Load(file);
        Assert.Equal((BaselineKind.Cohort, "first ten"), (card.ExplanationBaseline.Kind, card.ExplanationBaseline.Name));
        Assert.Equal([53.0, 46, 15, 100], [card.Points(0.5, "yearly"), card.Points(Cell.Missing, Cell.Missing), card.Points(-2.0, "new"), card.Points(9.0, "trial")]);
        Assert.Equal(
            [("U", 0.5189759731292725, "usage 0.5 in [0.17578125, 0.5234375)", "用量 0.5（[0.17578125, 0.5234375)）"), ("P", -0.3073168992996216, "plan: yearly", "套餐：yearly")],
            card.Reasons(0.5, "yearly").Select(code => (code.Id, code.LogOdds, code.English, code.Chinese)));
        Assert.Equal(
            [("P", -0.2727893590927124, "plan: missing", "套餐：缺失"), ("U", 0.2016284465789795, "usage missing in missing", "用量 缺失（缺失）")],
            card.Reasons(Cell.Missing, Cell.Missing).Select(code => (code.Id, code.LogOdds, code.English, code.Chinese)));
        Assert.Equal([("L", -1.1585634350776672), ("P", -0.14016658067703247)], card.Reasons(-2.0, "new").Select(code => (code.Id, code.LogOdds)));
        Assert.Equal([("U", 1.660774827003479), ("P", 0.3972347378730774)], card.Reasons(9.0, "trial").Select(code => (code.Id, code.LogOdds)));
    }

    [Fact]
    public void Columns_without_a_reason_are_named_once()
    {
        Scorecard card = Card.WithReasons(new() { Reasons = [new("p", ["plan"], "p", "p")] });
        Assert.Equal(["usage", "visits"], card.Findings.Where(finding => finding.Code == FindingCodes.UncoveredColumn).Select(finding => finding.ColumnName));
        Assert.DoesNotContain(card.WithReasons(Card.ReasonCatalogue).Findings, finding => finding.Code == FindingCodes.UncoveredColumn);
    }

    [Fact]
    public void Catalogues_that_make_no_sense_are_errors()
    {
        Reason plan = new("p", ["plan"], "p", "p");
        Assert.Contains("'p'", Assert.Throws<ArgumentException>(() => new ReasonCatalogue { Reasons = [plan, plan] }).Message, StringComparison.Ordinal);
        Assert.Contains("counted twice", Assert.Throws<ArgumentException>(() => new ReasonCatalogue { Reasons = [plan, plan with { Id = "q", Direction = ReasonDirection.Lowers }] }).Message, StringComparison.Ordinal);
        Assert.Contains("{name}", Assert.Throws<ArgumentException>(() => plan with { English = "{name}" }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Reason("", ["plan"], "p", "p"));
        Assert.Throws<ArgumentException>(() => new Reason("a", [], "p", "p"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReasonCatalogue { MaxReasons = 0 });
        Assert.Contains("'r' is of the column 'age'", Assert.Throws<ArgumentException>(() => Card.WithReasons(new() { Reasons = [new("r", ["age"], "p", "p")] })).Message, StringComparison.Ordinal);
        ReasonCode braces = Card.WithReasons(new() { Reasons = [new("p", ["plan"], "{value}{bin}", "{value}")] }).Reasons(1.0, 2.0, "{bin}")[0];
        Assert.Equal(("{bin}unseen", "{bin}"), (braces.English, braces.Chinese));
    }
}
