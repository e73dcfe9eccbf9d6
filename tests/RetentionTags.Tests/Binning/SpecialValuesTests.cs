using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>Special values, missing values and unseen categories: where they go and what they count.</summary>
public class SpecialValuesTests : PropertyTests
{
    private static readonly OptimalBinning Loose = new() { MinBinShare = 0, MinCategoryCount = 0 };

    [Theory]
    [InlineData(double.NaN, double.NaN, "it is missing in every row")]
    [InlineData(-1, double.NaN, "every row is missing or special")]
    [InlineData(-1, -1, "every row is missing or special")]
    public void A_column_without_values_says_what_its_rows_are(double first, double second, string why)
    {
        var table = Table.Create(Column.Numeric("x", [first, second, second]));
        var data = TrainingSet.Create(table, [true, false, true]);
        ValueList<SpecialGroup> specials = [new("refused", [-1]), new("never", [-2])];
        IReadOnlyList<Finding>[] findings =
        [
            new OptimalBinning { Specials = specials }.Fit(data)["x"].Findings,
            new FixedBinning { Specials = specials }.Fit(data)["x"].Findings,
            new MeanBinning { Specials = specials }.Fit(table, [1, 2, 3])["x"].Findings,
        ];
        Assert.All(findings, each => Assert.StartsWith($"{why}, so it", each.Single(finding => finding.Code == FindingCodes.EmptyColumn).Message.Replace("so its", "so it", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Property(MaxTest = 200)]
    public void Specials_are_counted_apart_and_the_rest_is_binned_as_if_they_were_missing(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        double[] finite = [.. set.Rows.Select(row => row.Value).Where(double.IsFinite).Distinct().Order()];
        if (finite.Length < 2)
            return;
        double[] codes = [finite[0], finite[^1]];
        var recipe = Loose with { Specials = [new("refused", [codes[0], "a"]), new("broken", [codes[1]]), new("never", [7.77e-7])] };
        var binning = (NumericBinning)recipe.Fit(data)["value"];

        Assert.Equal(["refused", "broken", "never"], binning.Bins.Where(bin => bin.Kind == BinKind.Special).Select(bin => bin.Label));
        Assert.All(codes, code => Assert.Equal(BinKind.Special, binning.Bins[binning.FindBin(code)].Kind));

        // A code that no training row has is a code all the same: no evidence, and not a quantity.
        Assert.Equal((BinKind.Special, 0.0, 0.0), (binning.Bins[binning.FindBin(7.77e-7)].Kind, binning.Bins[binning.FindBin(7.77e-7)].Count, binning.Bins[binning.FindBin(7.77e-7)].Woe));
        Assert.Equal(data.EventWeight, binning.Bins.Sum(bin => bin.Events));
        Assert.Equal(data.NonEventWeight, binning.Bins.Sum(bin => bin.NonEvents));
        CountsAgree(binning, data);

        // With the codes made missing, the same regular bins come out.
        double[] without = [.. set.Rows.Select(row => codes.Contains(row.Value) ? double.NaN : row.Value)];
        ColumnBinning other = Loose.Fit(data.WithTable(Table.Create(Column.Numeric("value", without))))["value"];
        Assert.Equal(other.Bins.Take(other.RegularBinCount).Select(bin => (bin.Label, bin.Events, bin.Woe)), binning.Bins.Take(binning.RegularBinCount).Select(bin => (bin.Label, bin.Events, bin.Woe)));
    }

    [Property(MaxTest = 200)]
    public void Special_categories_have_bins_of_their_own(SmallSet set)
    {
        TrainingSet data = set.ToTrainingSet();
        string? code = set.Rows.Select(row => row.Category).FirstOrDefault(category => category is not null);
        if (code is null)
            return;
        var binning = (CategoryBinning)(Loose with { Specials = [new("code", [code, 5])] }).Fit(data)["category"];
        Bin special = binning.Bins[binning.FindBin(code)];
        Assert.Equal((BinKind.Special, "code"), (special.Kind, special.Label));
        Assert.Equal(set.Rows.Count(row => row.Category == code), special.Count);
        CountsAgree(binning, data);
    }

    [Fact]
    public void A_scorecard_scores_specials_by_their_bins_in_every_way()
    {
        TrainingSet plain = SampleData.Customers(3000, missing: true);
        double[] visits = [.. plain.Table.Numeric("visits").Values.ToArray().Select(value => value is 0 or 11 ? -value - 1 : value)];
        TrainingSet data = plain.WithTable(Table.Create(plain.Table["usage"], Column.Numeric("visits", visits), plain.Table["plan"]));
        var recipe = new ScorecardRecipe { Binning = new OptimalBinning { Specials = [new("none", [-1]), new("many", [-12, "trial"])] }, MinInformationValue = 0, RequirePositiveCoefficients = false };
        Scorecard card = recipe.Fit(data);
        double[] scores = card.Score(data.Table);
        ColumnBinning[] columns = [.. card.Columns.Select(column => column.Binning)];
        int[][] bins = [.. columns.Select(column =>
        {
            var of = new int[data.RowCount];
            column.ToBins(data.Table[column.ColumnName], of);
            return of;
        })];
        for (int row = 0; row < data.RowCount; row++)
        {
            double logOdds = card.Intercept + card.Columns.Select((column, i) => column.LogOddsOf(bins[i][row])).Sum();
            Same.Within(1e-12, 1 / (1 + Math.Exp(-logOdds)), scores[row]);
        }

        Assert.Contains(columns, column => column.Bins.Any(bin => bin.Kind == BinKind.Special && bin.Count > 0));
        var stream = new MemoryStream();
        card.Save(stream);
        stream.Position = 0;
        Scorecard loaded = Scorecard.Load(stream);
        Same.Bits(scores, loaded.Score(data.Table));
        Assert.Equal(card.Recipe, loaded.Recipe);
    }

    [Fact]
    public void Unseen_categories_go_where_the_policy_says()
    {
        TrainingSet data = TrainingSet.Create(
            Table.Create(Column.Category("c", Enumerable.Range(0, 400).Select(i => i < 6 ? $"rare{i}" : i < 20 ? null : i % 2 == 0 ? "even" : "odd"))),
            [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 || i % 4 == 1)]);
        var recipe = new OptimalBinning { MinBinShare = 0 };
        var neutral = (CategoryBinning)recipe.Fit(data)["c"];
        Assert.Equal((BinKind.Unseen, 0.0), (neutral.Bins[neutral.FindBin("new")].Kind, neutral.Bins[neutral.FindBin("new")].Woe));
        var missing = (CategoryBinning)(recipe with { Unseen = UnseenPolicy.AsMissing }).Fit(data)["c"];
        Assert.Equal(missing.MissingBin, missing.FindBin("new"));
        Assert.DoesNotContain(missing.Bins, bin => bin.Kind == BinKind.Unseen);
        var rare = (CategoryBinning)(recipe with { Unseen = UnseenPolicy.AsRare }).Fit(data)["c"];
        Assert.Equal(rare.FindBin("rare0"), rare.FindBin("new"));
        Assert.DoesNotContain(rare.Bins, bin => bin.Kind == BinKind.Unseen);
        var nothingRare = (CategoryBinning)(recipe with { Unseen = UnseenPolicy.AsRare, MinCategoryCount = 0 }).Fit(data)["c"];
        Assert.Equal(BinKind.Unseen, nothingRare.Bins[nothingRare.FindBin("new")].Kind);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Missing_rows_are_placed_however_many_they_are(double share)
    {
        TrainingSet all = SampleData.Customers(4000);
        double[] usage = [.. all.Table.Numeric("usage").Values.ToArray().Select((value, row) => row % 1000 < 1000 * share ? double.NaN : value)];
        TrainingSet data = all.WithTable(Table.Create(Column.Numeric("usage", usage)));
        foreach (MissingPolicy policy in Enum.GetValues<MissingPolicy>())
        {
            ColumnBinning binning = new OptimalBinning { Missing = policy, MinBinShare = 0.2 }.Fit(data)["usage"];
            Assert.True(binning.RegularBinCount > 1);
            CountsAgree(binning, data);
            Assert.Equal(policy == MissingPolicy.OwnBin, binning.Bins[binning.MissingBin].Kind == BinKind.Missing);
            for (int bin = 0; bin < binning.RegularBinCount; bin++)
                Assert.True(usage.Count(value => ((NumericBinning)binning).FindBin(value) == bin && !double.IsNaN(value)) >= 0.2 * usage.Count(value => !double.IsNaN(value)));
        }
    }

    [Fact]
    public void Groups_that_contradict_one_another_are_errors()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new OptimalBinning { Specials = [new("a", [1]), new("b", [1])] }).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new OptimalBinning { Specials = [new("a", [1]), new("a", [2])] }).Message, StringComparison.Ordinal);
        Assert.Contains("no values", Assert.Throws<ArgumentException>(() => new OptimalBinning { Specials = [new("a", [])] }).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<ArgumentException>(() => new OptimalBinning { Specials = [new("a", [Cell.Missing])] }).Message, StringComparison.Ordinal);
    }

    private static void CountsAgree(ColumnBinning binning, TrainingSet data)
    {
        var bins = new int[data.RowCount];
        binning.ToBins(data.Table[binning.ColumnName], bins);
        for (int bin = 0; bin < binning.Bins.Count; bin++)
            Assert.Equal(bins.Count(each => each == bin), binning.Bins[bin].Count);
    }
}
