using RetentionTags.Evaluation;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class TierSchemeTests : PropertyTests
{
    [Property(MaxTest = 300)]
    public void Every_score_is_in_exactly_one_tier_and_higher_scores_never_in_a_lower_one(ScoredRows rows, byte first, byte second)
    {
        double a = 0.05 + (first % 40 / 100.0), b = 0.05 + (second % 40 / 100.0);
        TierScheme scheme = TierScheme.FromShares(rows.Scores, ("high", a), ("middle", b), ("low", 1 - a - b));
        double[] probes = [.. rows.Scores, double.NegativeInfinity, -1, 0.333, 2, double.PositiveInfinity];
        foreach (double score in probes)
        {
            Tier[] holding = [.. scheme.Tiers.Where(tier => score >= tier.From && (score < tier.To || tier.Rank == 0))];
            Assert.Equal(scheme[score], holding[0]);
            Assert.All(probes.Where(other => other > score), higher => Assert.True(scheme[higher].Rank <= scheme[score].Rank));
        }

        Assert.Equal(double.NegativeInfinity, scheme.Tiers[^1].From);
        Assert.Equal(double.PositiveInfinity, scheme.Tiers[0].To);
        Assert.All(scheme.Tiers.Zip(scheme.Tiers.Skip(1)), pair => Assert.Equal(pair.First.From, pair.Second.To));
    }

    [Property(MaxTest = 300)]
    public void Shares_are_as_near_as_equal_scores_allow(ScoredRows rows, byte share)
    {
        double wanted = (0.05 + (share % 90 / 100.0)) * rows.Scores.Length;
        TierScheme scheme = TierScheme.FromShares(rows.Scores, ("high", wanted / rows.Scores.Length), ("low", 1 - (wanted / rows.Scores.Length)));
        double found = Math.Abs(rows.Scores.Count(score => scheme[score].Rank == 0) - wanted);
        double best = rows.Scores.Distinct().Append(2).Min(threshold => Math.Abs(rows.Scores.Count(score => score >= threshold) - wanted));
        Same.Within(1e-9, best, found);
        Assert.Equal(found > 0.5 + 1e-9, scheme.Findings.Count > 0);
    }

    [Fact]
    public void Distinct_scores_are_divided_exactly()
    {
        double[] scores = [.. Enumerable.Range(0, 200).Select(i => ((i * 77) % 200) / 200.0)];
        TierScheme scheme = TierScheme.FromShares(scores, ("critical", 0.05), ("high", 0.15), ("watch", 0.30), ("calm", 0.50));
        Assert.Equal([10, 30, 60, 100], scheme.Tiers.Select(tier => scores.Count(score => scheme[score] == tier)));
        Assert.Equal(["critical", "high", "watch", "calm"], scheme.Tiers.Select(tier => tier.Name));
        Assert.Empty(scheme.Findings);
    }

    [Fact]
    public void Equal_scores_stay_together_and_a_finding_says_so()
    {
        TierScheme scheme = TierScheme.FromShares([0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.9], ("high", 0.3), ("low", 0.7));
        Assert.Equal("high", scheme[0.9].Name);
        Assert.Equal("low", scheme[0.5].Name);
        Finding finding = Assert.Single(scheme.Findings);
        Assert.Equal(FindingCodes.TiedScores, finding.Code);
        Assert.Contains("10.0 % of the scores instead of 30.0 %", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thresholds_are_inclusive_from_below()
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], remaining: "low");
        Assert.Equal(["high", "middle", "middle", "low", "low"], new[] { 0.6, 0.59, 0.3, 0.29, -5 }.Select(score => scheme[score].Name));
        Assert.Equal([0, 1, 2], scheme.Tiers.Select(tier => tier.Rank));
    }

    [Fact]
    public void One_tier_takes_everything() => Assert.Equal("all", TierScheme.FromShares([1, 2], ("all", 1))[-7].Name);

    [Fact]
    public void Bad_input_is_an_error_that_says_what_is_allowed()
    {
        Assert.Contains("add up to 0.9", Assert.Throws<ArgumentException>(() => TierScheme.FromShares([1], ("a", 0.5), ("b", 0.4))).Message, StringComparison.Ordinal);
        Assert.Contains("share of the tier 'a' is 0", Assert.Throws<ArgumentException>(() => TierScheme.FromShares([1], ("a", 0), ("b", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("Two tiers are named 'a'", Assert.Throws<ArgumentException>(() => TierScheme.FromShares([1], ("a", 0.5), ("a", 0.5))).Message, StringComparison.Ordinal);
        Assert.Contains("no scores", Assert.Throws<ArgumentException>(() => TierScheme.FromShares([], ("a", 1))).Message, StringComparison.Ordinal);
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            Assert.Contains("NaN or infinite", Assert.Throws<ArgumentException>(() => TierScheme.FromShares([1, bad], ("a", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("'b' starts at 0.7", Assert.Throws<ArgumentException>(() => TierScheme.FromThresholds([("a", 0.5), ("b", 0.7)], "c")).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => TierScheme.FromThresholds([("a", 0.5)], "b")[double.NaN]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TierScheme.FromShares([1]));
    }

    [Property(MaxTest = 100)]
    public void A_report_counts_the_rows_of_each_tier(ScoredRows rows)
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], "low");
        TierReport report = TierReport.Of(scheme, rows.Scores, rows.Events, rows.Weights);
        double total = rows.Weights.Sum(), rate = rows.Rows.Where(row => row.IsEvent).Sum(row => row.Weight) / total;
        foreach (TierOutcome tier in report.Tiers)
        {
            var inside = rows.Rows.Where(row => scheme[row.Score] == tier.Tier).ToArray();
            double count = inside.Sum(row => row.Weight), events = inside.Where(row => row.IsEvent).Sum(row => row.Weight);
            Assert.Equal((count, events, count / total, events / count), (tier.Count, tier.Events, tier.Share, tier.EventRate));
            if (count > 0)
                Same.Within(1e-12, events / count / rate, tier.Lift);
        }

        double[] rates = [.. report.Tiers.Where(tier => tier.Count > 0).Select(tier => tier.EventRate)];
        Assert.Equal(rates.SequenceEqual(rates.OrderDescending()), report.IsMonotone);
    }

    [Fact]
    public void A_report_is_written_for_people() => Assert.Equal(
        """
        Tier    From  Count   Share  Events  Event rate  95 % from  95 % to  Lift  Expected       P  Value
        ----  ------  -----  ------  ------  ----------  ---------  -------  ----  --------  ------  -----
        high  0.5000      2  50.0 %       2     100.0 %     34.2 %  100.0 %  1.33    85.0 %  0.5485     10
        low     -inf      2  50.0 %       1      50.0 %      9.5 %   90.5 %  0.67    15.0 %  0.1615      0

        """,
        TierReport.Of(TierScheme.FromValues([("high", DecisionValues.OfContact(10, 5))], "low"), [0.9, 0.8, 0.2, 0.1], [true, true, true, false]).ToText());

    [Fact]
    public void A_report_of_points_has_nothing_to_expect() => Assert.Equal(
        """
        Tier      From  Count   Share  Events  Event rate  95 % from  95 % to  Lift
        ----  --------  -----  ------  ------  ----------  ---------  -------  ----
        high  600.0000      2  50.0 %       2     100.0 %     34.2 %  100.0 %  1.33
        low       -inf      2  50.0 %       1      50.0 %      9.5 %   90.5 %  0.67

        """,
        TierReport.Of(TierScheme.FromThresholds([("high", 600)], "low"), [640, 620, 580, 500], [true, true, true, false]).ToText());
}
