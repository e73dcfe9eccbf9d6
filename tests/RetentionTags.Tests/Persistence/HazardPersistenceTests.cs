using System.Text;
using System.Text.Json.Nodes;
using RetentionTags.Data;
using RetentionTags.Lifetime;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

public class HazardPersistenceTests
{
    private static readonly SurvivalData Rows = SurvivalData.Create(
        [1, 1, 2, 2, 3, 3, 4, 4, 4, 2, 3, 1],
        [true, false, true, true, true, false, true, false, false, false, true, true],
        [1, 2, 1, 1, 3, 1, 1, 1, 1, 1, 0.5, 1]);

    private static readonly Table Covariates = Table.Create(Column.Numeric("fee", new double[] { 3, 1, 2, 5, 2, 1, 4, 1, 1, 2, 3, 5 }), Column.Numeric("visits", new double[] { 1, 0, 2, 1, 0, 3, 1, 0.1, 1.0 / 3, 1, 0, 2 }));

    public static TheoryData<DiscreteHazard, bool> Recipes => new()
    {
        { new DiscreteHazard(), false },
        { new DiscreteHazard { Periods = new() { LastPeriod = 3, PeriodColumn = "month", MaxCells = 5000 } }, true },
        { new DiscreteHazard { PeriodEffect = PeriodEffect.Linear, Regression = new() { MaxIterations = 77 } }, true },
        { new DiscreteHazard { PeriodEffect = PeriodEffect.Logarithmic, Regression = new() { L2 = 0.5 } }, true },
        { new DiscreteHazard { PeriodEffect = PeriodEffect.Linear, Regression = new() { OffsetColumn = "visits" } }, true },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void What_is_loaded_predicts_the_same_bits(DiscreteHazard recipe, bool hasCovariates)
    {
        DiscreteHazardModel model = recipe.Fit(Rows, hasCovariates ? Covariates : null), loaded = Loaded(Saved(model));
        Assert.Equal(model.Recipe, loaded.Recipe);
        Assert.Equal((model.LastPeriod, model.PersonPeriodCount), (loaded.LastPeriod, loaded.PersonPeriodCount));
        Assert.Equal(model.Findings, loaded.Findings);
        Assert.Equal(model.Regression.Coefficients, loaded.Regression.Coefficients);
        Same.Bits(model.Regression.Covariance, loaded.Regression.Covariance);
        Assert.Equal(model.Regression.ToText(), loaded.Regression.ToText());
        for (int periods = 0; periods <= model.LastPeriod; periods++)
            Same.Bits(model.Survival(Covariates, periods), loaded.Survival(Covariates, periods));
        int[] lasted = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
        Same.Bits(model.EventProbability(Covariates, lasted, 1), loaded.EventProbability(Covariates, lasted, 1));
        if (!hasCovariates)
            Same.Bits([model.Survival(2)], [loaded.Survival(2)]);
        Assert.Equal(Saved(model), Saved(loaded));
    }

    /// <summary>Nobody was at risk in period 2: it has no coefficient, and stays without one.</summary>
    [Fact]
    public void A_period_without_anybody_is_still_unknown_after_loading()
    {
        SurvivalData gap = SurvivalData.Create([1, 1, 4, 4, 3], [true, false, true, false, true], default, [0, 0, 2, 2, 2]);
        DiscreteHazardModel loaded = Loaded(Saved(new DiscreteHazard().Fit(gap)));
        Assert.Equal(4, loaded.LastPeriod);
        Assert.Contains("Nobody was watched in period 2", Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Survival(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        string saved = Saved(new DiscreteHazard().Fit(Rows, Covariates));
        Assert.Contains("\"kind\": \"discrete-hazard\",\n  \"version\": 1", saved, StringComparison.Ordinal);
        Assert.Contains("checksum", Message(saved.Replace("\"fee\"", "\"fees\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("version 2", Message(saved.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("damaged", Message(saved[..^40]), StringComparison.Ordinal);
        Assert.Contains("'discrete-hazard'", Assert.Throws<InvalidDataException>(() => ContractModel.Load(Stream(saved))).Message, StringComparison.Ordinal);
        Assert.Contains("'contract'", Assert.Throws<InvalidDataException>(() => DiscreteHazardModel.Load(SavedContract())).Message, StringComparison.Ordinal);
    }

    /// <summary>Files with a right checksum whose parts contradict one another.</summary>
    [Fact]
    public void Parts_that_do_not_fit_together_are_named()
    {
        DiscreteHazardModel model = new DiscreteHazard().Fit(Rows, Covariates);
        Assert.Contains("'period 2', 'period 3', 'period 4', 'fee'", Message(Changed(content => content["covariates"] = new JsonArray("fee"))), StringComparison.Ordinal);
        Assert.Contains("the periods do not ascend from 1: 2 is at place 2", Message(Changed(content => content["periods"] = new JsonArray(1, 3, 2, 4))), StringComparison.Ordinal);
        Assert.Contains("there are no periods", Message(Changed(content => content["periods"] = new JsonArray())), StringComparison.Ordinal);
        Assert.Contains("recipe", Message(Changed(content => content.AsObject().Remove("recipe"))), StringComparison.Ordinal);

        string Changed(Action<JsonNode> change)
        {
            JsonNode file = JsonNode.Parse(Saved(model))!;
            change(file["content"]!);
            string content = file["content"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            file["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            return file.ToJsonString();
        }
    }

    private static string Message(string json) => Assert.Throws<InvalidDataException>(() => Loaded(json)).Message;

    private static string Saved(DiscreteHazardModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static MemoryStream SavedContract()
    {
        var stream = new MemoryStream();
        new ShiftedBetaGeometric().Fit(CohortCounts.FromSurvivors([10, 7, 6])).Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static DiscreteHazardModel Loaded(string json) => DiscreteHazardModel.Load(Stream(json));

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
