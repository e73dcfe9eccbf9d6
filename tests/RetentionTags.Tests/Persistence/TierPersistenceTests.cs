using System.Text;
using RetentionTags.Evaluation;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

public class TierPersistenceTests : PropertyTests
{
    [Property(MaxTest = 100)]
    public void Thresholds_margins_and_values_survive_to_the_bit(ScoredRows rows, byte margin)
    {
        TierScheme[] schemes =
        [
            TierScheme.FromThresholds([("high", 0.7), ("middle", 0.1 + 0.2)], "low").WithLogOddsMargin(margin / 7.0),
            TierScheme.FromCapacities(rows.Scores, [("call", 1), ("e-mail", 1 + (margin % 5))], "rest").WithMargin(margin / 300.0),
            TierScheme.FromValues(rows.Scores, rows.Events, [("call", DecisionValues.OfContact(40, 7.1)), ("e-mail", new DecisionValues(9.3, -1, -0.1, 0.2))], "rest", rows.Weights),
            TierScheme.FromValues([("call", DecisionValues.OfContact(40, 7.1)), ("letter", DecisionValues.OfContact(1, 7))], "rest").WithMargin(0.01).WithNames("1", "2"),
            new TierRecipe { Binning = new() { MinBinShare = 0 } }.Fit(rows.Scores, rows.Events, rows.Weights),
        ];
        foreach (TierScheme scheme in schemes)
        {
            TierScheme loaded = Loaded(Saved(scheme));
            Assert.Equal(scheme.Tiers, loaded.Tiers);
            Assert.Equal(scheme.Findings, loaded.Findings);
            Assert.Equal(rows.Scores.Select(score => scheme[score, scheme.Tiers[^1]]), rows.Scores.Select(score => loaded[score, loaded.Tiers[^1]]));
            Assert.Equal(Saved(scheme), Saved(loaded));
        }
    }

    /// <summary>Saved by the version of 2026-11-28, whose tiers had thresholds only.</summary>
    [Fact]
    public void A_file_of_the_first_version_loads()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "tiers-v1.json"));
        TierScheme scheme = TierScheme.Load(file);
        Assert.Equal(["kritisch 高", "high", "rest"], scheme.Tiers.Select(tier => tier.Name));
        Assert.Equal([0.75, 0.625, double.NegativeInfinity], scheme.Tiers.Select(tier => tier.From));
        Assert.All(scheme.Tiers, tier => Assert.Equal((tier.From, tier.From, null), (tier.Enter, tier.Leave, tier.Values)));
        Assert.Equal(FindingCodes.TiedScores, Assert.Single(scheme.Findings).Code);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_damage()
    {
        TierScheme scheme = TierScheme.FromValues([("call", DecisionValues.OfContact(40, 10))], "rest").WithMargin(0.125);
        string text = Encoding.UTF8.GetString(Saved(scheme));
        Assert.Contains("0.375", text, StringComparison.Ordinal);

        // Where the checksum is wrong nothing else is looked at.
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => Loaded(Encoding.UTF8.GetBytes(text.Replace("0.375", "0.2", StringComparison.Ordinal)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TierDocument(["a", "b"], [0.5], [], [0.6], [0.7]).ToModel());
        Assert.Throws<ArgumentException>(() => new TierDocument(["a", "b"], [0.5], [], [0.4]).ToModel());
        Assert.Throws<ArgumentException>(() => new TierDocument(["a", "b"], [0.5], [], Values: [default]).ToModel());
    }

    private static byte[] Saved(TierScheme scheme)
    {
        var stream = new MemoryStream();
        scheme.Save(stream);
        return stream.ToArray();
    }

    private static TierScheme Loaded(byte[] bytes) => TierScheme.Load(new MemoryStream(bytes));
}
