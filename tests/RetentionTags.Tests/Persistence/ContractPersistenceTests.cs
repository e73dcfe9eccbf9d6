using System.Text;
using RetentionTags.Lifetime;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

public class ContractPersistenceTests
{
    public static TheoryData<ContractRecipe, double[]> Fits => new()
    {
        { new ShiftedBetaGeometric(), [1000, 869, 743, 653, 593, 551, 517, 491] },
        { new ShiftedBetaGeometric { MaxIterations = 50 }, [1000, 800, 640, 512, 409] },
        { new BetaDiscreteWeibull { Tolerance = 1e-6 }, [1000, 631, 468, 382, 326, 289, 262, 241] },
        { new BetaDiscreteWeibull(), [1000, 950, 855, 684, 410] },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void What_is_loaded_predicts_the_same_bits(ContractRecipe recipe, double[] survivors)
    {
        ContractModel model = recipe.Fit(CohortCounts.FromSurvivors(survivors)), loaded = Loaded(Saved(model));
        Assert.Equal(model.Recipe, loaded.Recipe);
        Assert.Equal((model.Alpha, model.Beta, model.Shape), (loaded.Alpha, loaded.Beta, loaded.Shape));
        Same.Bits(model.LogCovariance, loaded.LogCovariance);
        Assert.Equal(model.Findings, loaded.Findings);
        Same.Bits([model.Survival(20), model.ChurnProbability(3, 4), model.DiscountedResidualLifetime(0.02, 3), model.ChurnInterval(1, 2).Upper], [loaded.Survival(20), loaded.ChurnProbability(3, 4), loaded.DiscountedResidualLifetime(0.02, 3), loaded.ChurnInterval(1, 2).Upper]);
        Assert.Equal(model.ToText(), loaded.ToText());
        Assert.Equal(Saved(model), Saved(loaded));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        string saved = Saved(new ShiftedBetaGeometric().Fit(CohortCounts.FromSurvivors([10, 7, 6])));
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => Loaded(saved.Replace("\"shape\": 1", "\"shape\": 2", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Contains("'contract'", Assert.Throws<InvalidDataException>(() => TierPersistence.Load(Stream(saved))).Message, StringComparison.Ordinal);
    }

    private static string Saved(ContractModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ContractModel Loaded(string json) => ContractModel.Load(Stream(json));

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
