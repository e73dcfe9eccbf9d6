using System.Text;
using System.Text.Json.Nodes;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

/// <summary>Beside the battery, which shows that what is loaded equals what was saved.</summary>
public class PersistenceTests : PropertyTests
{
    /// <summary>What the card in scorecard-v1.json said of three rows on the day it was saved.</summary>
    private static readonly double[] ScorecardV1LogOdds = [-0.2902487516403198, -1.0361958742141724, -3.0666109323501587];

    private static readonly Scorecard Card = new ScorecardRecipe
    {
        Points = new() { BasePoints = 500, Direction = PointsDirection.HigherIsLessLikely },
    }.Fit(SampleData.Customers(1000, missing: true));

    [Fact]
    public void A_loaded_card_remembers_everything()
    {
        Scorecard loaded = Load(Saved());
        Assert.Equal(Card.Recipe, loaded.Recipe);
        Assert.Equal(Card.Findings, loaded.Findings);
        Assert.Equal(Card.ToText(TableFormat.Csv), loaded.ToText(TableFormat.Csv));
        Assert.Equal((Card.Intercept, Card.Baseline), (loaded.Intercept, loaded.Baseline));
        Assert.Equal(Card.Regression!.Coefficients, loaded.Regression!.Coefficients);
        Assert.Equal(Card.Regression.Convergence, loaded.Regression.Convergence);
        foreach ((ColumnBinning expected, ColumnBinning actual) in Card.Binning.Columns.Zip(loaded.Binning.Columns))
        {
            Assert.Equal(expected.ToText(TableFormat.Csv), actual.ToText(TableFormat.Csv));
            Assert.Equal((expected.Trend, expected.InformationValue), (actual.Trend, actual.InformationValue));
            Assert.Equal(expected.Candidates, actual.Candidates);
        }
    }

    /// <summary>Saved by the last revision that wrote version 3 (759445e), with what the card said of the first three rows of SampleData.Customers(600) on that day.</summary>
    [Fact]
    public void Files_of_the_third_version_are_read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "scorecard-v3.json"));
        Scorecard old = Scorecard.Load(file);
        Same.Bits([-1.2649570107460022, -1.9696285724639893, -0.4734867811203003], old.LogOdds(SampleData.Customers(600).Table.Rows([0, 1, 2])));
        Assert.Equal(StandardErrors.ModelBased, old.Regression!.StandardErrors);
        Assert.Equal(new ScorecardRecipe(), old.Recipe);
    }

    [Property(MaxTest = 100)]
    public void Odd_values_survive(SmallSet set)
    {
        BinningModel model = new OptimalBinning { MinBinShare = 0 }.Fit(set.ToTrainingSet());
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        BinningModel loaded = BinningModel.Load(stream);
        Assert.Equal(model.Columns.Select(column => column.ToText(TableFormat.Csv)), loaded.Columns.Select(column => column.ToText(TableFormat.Csv)));
        Assert.Equal(((NumericBinning)model["value"]).Cuts.ToArray(), ((NumericBinning)loaded["value"]).Cuts.ToArray());
    }

    [Fact]
    public void Tiers_survive_with_their_findings()
    {
        TierScheme scheme = TierScheme.FromShares([0.1, 0.5, 0.5, 0.5, 0.5, 0.9], ("alle 高", 0.3), ("rest", 0.7));
        var stream = new MemoryStream();
        scheme.Save(stream);
        Assert.Contains("alle 高", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        stream.Position = 0;
        TierScheme loaded = TierScheme.Load(stream);
        Assert.Equal(scheme.Tiers, loaded.Tiers);
        Assert.Equal(scheme.Findings, loaded.Findings);
    }

    [Fact]
    public void A_card_without_columns_survives()
    {
        Scorecard empty = new ScorecardRecipe { MinInformationValue = 100 }.Fit(SampleData.Customers(300));
        var stream = new MemoryStream();
        empty.Save(stream);
        Assert.Equal(empty.Score(), Load(stream.ToArray()).Score());
    }

    [Fact]
    public void Reformatting_does_no_harm()
    {
        string compact = JsonNode.Parse(Saved())!.ToJsonString();
        Assert.Equal(Card.Baseline, Load(Encoding.UTF8.GetBytes(compact)).Baseline);
        string windows = Encoding.UTF8.GetString(Saved()).Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal(Card.Baseline, Load(Encoding.UTF8.GetBytes(windows)).Baseline);
    }

    [Fact]
    public void Any_changed_digit_is_found()
    {
        JsonNode root = JsonNode.Parse(Saved())!;
        root["content"]!["interceptUnits"] = root["content"]!["interceptUnits"]!.GetValue<long>() + 1;
        Assert.Contains("checksum", Refused(root.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_is_found_at_any_length()
    {
        byte[] saved = Saved();
        for (int length = 0; length < saved.Length; length += Math.Max(1, saved.Length / 97))
            Assert.Throws<InvalidDataException>(() => Load(saved[..length]));
    }

    [Fact]
    public void A_newer_version_is_refused_with_advice()
    {
        JsonNode root = JsonNode.Parse(Saved())!;
        root["version"] = 99;
        string message = Refused(root.ToJsonString());
        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.Contains("Update the RetentionTags package", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "not a RetentionTags artefact")]
    [InlineData("{}", "not a RetentionTags artefact")]
    [InlineData("{\"format\": \"RetentionTags\"}", "'scorecard' was asked for")]
    [InlineData("{\"format\": \"RetentionTags\", \"kind\": \"scorecard\"}", "no version")]
    [InlineData("{\"format\": \"RetentionTags\", \"kind\": \"scorecard\", \"version\": 1}", "no content")]
    [InlineData("{\"format\": \"RetentionTags\", \"kind\": \"scorecard\", \"version\": 1, \"content\": 5}", "checksum")]
    [InlineData("hello", "damaged")]
    public void Something_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void The_wrong_kind_is_refused_by_name()
    {
        string message = Assert.Throws<InvalidDataException>(() => LogisticModel.Load(new MemoryStream(Saved()))).Message;
        Assert.Contains("holds 'scorecard', and 'logistic-regression' was asked for", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_at_its_end_is_refused_with_advice()
    {
        var stream = new MemoryStream();
        Card.Save(stream);
        Assert.Contains("set its Position to 0", Assert.Throws<InvalidDataException>(() => Scorecard.Load(stream)).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => Scorecard.Load(new MemoryStream())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_an_older_file_lacks_has_its_default()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "scorecard-v1.json"));
        Assert.DoesNotContain("minCategoryCount", File.ReadAllText(file.Name), StringComparison.Ordinal);
        ScorecardRecipe recipe = Scorecard.Load(file).Recipe;
        Assert.Equal(new OptimalBinning(), recipe.Binning);
        Assert.True(recipe.RequirePositiveCoefficients);
    }

    [Fact]
    public void How_many_threads_computed_it_is_not_saved()
    {
        BinningModel one = new OptimalBinning { MaxThreads = 1 }.Fit(SampleData.Customers(500)), many = new OptimalBinning().Fit(SampleData.Customers(500));
        MemoryStream first = new(), second = new();
        one.Save(first);
        many.Save(second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void Names_that_are_no_valid_text_are_refused_when_saving()
    {
        TierScheme scheme = TierScheme.FromThresholds([("half \uD800", 0.5)], "rest");
        Assert.Contains("surrogate", Assert.Throws<ArgumentException>(() => scheme.Save(new MemoryStream())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_stay_open()
    {
        var stream = new MemoryStream();
        Card.Save(stream);
        Assert.True(stream.CanWrite);
        stream.Position = 0;
        Scorecard.Load(stream);
        Assert.True(stream.CanRead);
    }

    /// <summary>Saved by version 0.1.0. Every later version reads it and gives the same scores.</summary>
    [Fact]
    public void The_first_format_is_read_for_ever()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "scorecard-v1.json"));
        Scorecard card = Scorecard.Load(file);
        Assert.Equal(["usage", "visits", "plan"], card.Columns.Select(column => column.Name));
        Same.Bits(ScorecardV1LogOdds, [card.LogOdds(0.5, 3.0, "yearly"), card.LogOdds(Cell.Missing, 0.0, Cell.Missing), card.LogOdds(-9.0, 11.0, "new")]);
    }

    private static byte[] Saved()
    {
        var stream = new MemoryStream();
        Card.Save(stream);
        return stream.ToArray();
    }

    private static Scorecard Load(byte[] bytes) => Scorecard.Load(new MemoryStream(bytes));

    private static string Refused(string text) => Assert.Throws<InvalidDataException>(() => Load(Encoding.UTF8.GetBytes(text))).Message;
}
