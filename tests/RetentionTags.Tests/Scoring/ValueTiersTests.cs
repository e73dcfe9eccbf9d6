using RetentionTags.Evaluation;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class ValueTiersTests : PropertyTests
{
    [Fact]
    public void Thresholds_are_break_even_probabilities()
    {
        // A call costs 8 and keeps 120 · 0.4 of a churner; an e-mail costs 0.5 and keeps 12. E-mail against nothing: 0.5/12; call against e-mail: 7.5/36.
        TierScheme scheme = TierScheme.FromValues([("e-mail", DecisionValues.OfContact(12, 0.5)), ("call", DecisionValues.OfContact(48, 8))], "nothing");
        Assert.Equal(["call", "e-mail", "nothing"], scheme.Tiers.Select(tier => tier.Name));
        Same.Within(1e-15, [7.5 / 36, 0.5 / 12], scheme.Tiers.SkipLast(1).Select(tier => tier.From));
        Assert.Empty(scheme.Findings);
        Assert.Equal([DecisionValues.OfContact(48, 8), DecisionValues.OfContact(12, 0.5), default(DecisionValues)], scheme.Tiers.Select(tier => tier.Values));
    }

    [Property(MaxTest = 500)]
    public void Every_probability_is_in_the_tier_that_is_worth_most(byte[] numbers)
    {
        (string Name, DecisionValues Values)[] actions = Actions(numbers);
        if (actions.Length == 0)
            return;
        TierScheme scheme = TierScheme.FromValues(actions, "nothing");
        for (int i = 0; i <= 400; i++)
        {
            double p = i / 400.0, best = Math.Max(0, actions.Max(action => action.Values.Gain(p, 1 - p)));
            Same.Within(1e-12 * 300, best, scheme[p].Values!.Value.Gain(p, 1 - p), $"at {p}");
        }

        Assert.Equal(1 + actions.Length, scheme.Tiers.Count + scheme.Findings.Count);
        Assert.All(scheme.Tiers, tier => Assert.True(tier.From < tier.To && tier.To > 0 && tier.From < 1));
        if (actions.Length == 1 && !double.IsNaN(actions[0].Values.BreakEven) && scheme.Tiers[0].Name == actions[0].Name)
            Assert.Equal(actions[0].Values.BreakEven, scheme.Tiers[0].From);

        // Whatever the order in which actions are given.
        Same.Bits([.. scheme.Tiers.Select(tier => tier.From)], [.. TierScheme.FromValues([.. actions.Reverse()], "nothing").Tiers.Select(tier => tier.From)]);
    }

    [Property(MaxTest = 300)]
    public void Outcomes_give_the_thresholds_of_the_highest_value(ScoredRows rows, byte[] numbers)
    {
        (string Name, DecisionValues Values)[] actions = Actions([.. numbers.Take(8)]);
        if (actions.Length == 0)
            return;
        TierScheme scheme = TierScheme.FromValues(rows.Scores, rows.Events, actions, "nothing", rows.Weights);
        TierReport report = TierReport.Of(scheme, rows.Scores, rows.Events, rows.Weights);
        DecisionValues[] order = [.. actions.Select(action => action.Values).Append(default).OrderByDescending(values => values.Gain(1, -1))];
        double[] distinct = [.. rows.Scores.Distinct().OrderDescending().Take(7)];
        if (rows.Scores.Distinct().Count() <= 7)
            Same.Within(1e-9, Best(0, 0), report.Value);
        else
            Assert.True(report.Value >= -1e-9);
        Assert.All(report.Tiers, tier => Assert.True(tier.Count > 0));

        // A weight is so many copies.
        ScoredRows copies = rows.Replicated;
        Assert.Equal(scheme.Tiers, TierScheme.FromValues(copies.Scores, copies.Events, actions, "nothing").Tiers);

        // By trying all divisions: each action in turn takes some of the next scores.
        double Best(int action, int first)
        {
            if (action == order.Length)
                return first == distinct.Length ? 0 : double.NegativeInfinity;
            double best = double.NegativeInfinity;
            for (int end = first; end <= distinct.Length; end++)
            {
                var taken = rows.Rows.Where(row => distinct.AsSpan(first, end - first).Contains(row.Score)).ToArray();
                double here = order[action].Gain(taken.Where(row => row.IsEvent).Sum(row => row.Weight), taken.Where(row => !row.IsEvent).Sum(row => row.Weight));
                best = Math.Max(best, here + Best(action + 1, end));
            }

            return best;
        }
    }

    [Property(MaxTest = 300)]
    public void One_action_is_the_best_threshold_of_the_evaluation(ScoredRows rows, byte value, byte cost)
    {
        DecisionValues contact = DecisionValues.OfContact(1 + value, 1 + (cost % 64));
        ThresholdChoice choice = BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights).BestThreshold(ThresholdObjective.Value(contact));
        TierScheme scheme = TierScheme.FromValues(rows.Scores, rows.Events, [("call", contact)], "nothing", rows.Weights);
        Assert.Equal(rows.Scores.Select(score => score >= choice.Threshold), rows.Scores.Select(score => scheme[score].Name == "call"));
        Same.Within(1e-9, choice.Value, TierReport.Of(scheme, rows.Scores, rows.Events, rows.Weights).Value);
    }

    [Fact]
    public void What_is_worth_most_nowhere_is_left_out_and_named()
    {
        TierScheme dear = TierScheme.FromValues([("call", DecisionValues.OfContact(10, 20)), ("e-mail", DecisionValues.OfContact(10, 1))], "nothing");
        Assert.Equal(["e-mail", "nothing"], dear.Tiers.Select(tier => tier.Name));
        Finding finding = Assert.Single(dear.Findings);
        Assert.Equal((FindingCodes.LeftOutTier, FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("'call' was left out", finding.Message, StringComparison.Ordinal);

        // For nothing and good for everybody: nobody is left alone.
        TierScheme free = TierScheme.FromValues([("e-mail", DecisionValues.OfContact(10, 0))], "nothing");
        Assert.Equal("e-mail", Assert.Single(free.Tiers).Name);
        Assert.Contains("'nothing' was left out", Assert.Single(free.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_for_those_who_stay_lies_beneath_leaving_alone()
    {
        TierScheme scheme = TierScheme.FromValues([("call", DecisionValues.OfContact(40, 10)), ("sell more", new DecisionValues(-20, 5))], "leave alone");
        Assert.Equal(["call", "leave alone", "sell more"], scheme.Tiers.Select(tier => tier.Name));
        Same.Within(1e-15, [0.25, 0.2], scheme.Tiers.SkipLast(1).Select(tier => tier.From));
    }

    [Property(MaxTest = 200)]
    public void A_forecast_adds_up_what_each_customer_is_expected_to_be_worth(ScoredRows rows)
    {
        TierScheme scheme = TierScheme.FromValues([("call", DecisionValues.OfContact(48, 8)), ("e-mail", DecisionValues.OfContact(12, 2))], "nothing");
        TierForecast forecast = TierForecast.Of(scheme, rows.Scores, rows.Weights);
        foreach (TierExpectation tier in forecast.Tiers)
        {
            var inside = rows.Rows.Where(row => scheme[row.Score] == tier.Tier).ToArray();
            Assert.Equal(inside.Sum(row => row.Weight), tier.Count);
            Same.Within(1e-12 * (1 + tier.Count), inside.Sum(row => row.Weight * row.Score), tier.Events);
            Same.Within(1e-12 * 50 * (1 + tier.Count), inside.Sum(row => row.Weight * tier.Tier.Values!.Value.Gain(row.Score, 1 - row.Score)), tier.Value);
            Assert.Equal(inside.Length == 0, double.IsNaN(tier.EventRate));
        }

        Same.Within(1e-9, rows.Rows.Sum(row => row.Weight * Math.Max(0, Math.Max((48 * row.Score) - 8, (12 * row.Score) - 2))), forecast.Value);
        Same.Within(1e-12, 1, forecast.Tiers.Sum(tier => tier.Share));
        int[] ranks = new int[rows.Scores.Length];
        scheme.Assign(rows.Scores, ranks);
        Assert.Equal(forecast.Tiers, TierForecast.Of(scheme, rows.Scores, ranks, rows.Weights).Tiers);
    }

    [Fact]
    public void A_forecast_is_written_for_people() => Assert.Equal(
        """
        Tier       From  Count   Share  Events  Event rate  Value
        -------  ------  -----  ------  ------  ----------  -----
        call     0.2500      2  50.0 %     1.3      65.0 %     32
        nothing    -inf      2  50.0 %     0.3      15.0 %      0

        """,
        TierForecast.Of(TierScheme.FromValues([("call", DecisionValues.OfContact(40, 10))], "nothing"), [0.9, 0.4, 0.2, 0.1]).ToText());

    [Fact]
    public void Bad_input_is_an_error_that_says_what_is_allowed()
    {
        (string, DecisionValues) call = ("call", DecisionValues.OfContact(40, 10));
        Assert.Contains("no action", Assert.Throws<ArgumentException>(() => TierScheme.FromValues([], "nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("Two tiers", Assert.Throws<ArgumentException>(() => TierScheme.FromValues([call], "call")).Message, StringComparison.Ordinal);
        Assert.Contains("event in the tier 'call' adds NaN", Assert.Throws<ArgumentException>(() => TierScheme.FromValues([("call", new DecisionValues(double.NaN, 0))], "nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("infinite", Assert.Throws<ArgumentException>(() => TierScheme.FromValues([double.PositiveInfinity, 0], [true, false], [call], "nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("No row has weight", Assert.Throws<ArgumentException>(() => TierScheme.FromValues([0.5], [true], [call], "nothing", [0])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the score is 1.5", Assert.Throws<ArgumentException>(() => TierForecast.Of(TierScheme.FromValues([call], "nothing"), [0.5, 1.5])).Message, StringComparison.Ordinal);
    }

    /// <summary>One to four actions of small whole numbers, so that equal and parallel lines, and lines through one point, are common.</summary>
    private static (string Name, DecisionValues Values)[] Actions(byte[] numbers) =>
        [.. numbers.Take(16).Chunk(4).Where(four => four.Length == 4).Select((four, i) => ($"action {i}", new DecisionValues((four[0] % 16) - 4, (four[1] % 16) - 12, four[2] % 3, four[3] % 2)))];
}
