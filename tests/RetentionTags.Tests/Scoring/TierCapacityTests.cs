using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class TierCapacityTests : PropertyTests
{
    [Property(MaxTest = 400)]
    public void No_tier_holds_more_than_its_capacity_and_none_could_take_more(ScoredRows rows, byte first, byte second)
    {
        int[] capacities = [1 + (first % 9), 1 + (second % 9)];
        TierScheme scheme = TierScheme.FromCapacities(rows.Scores, [("call", capacities[0]), ("e-mail", capacities[1])], "rest");
        double[] left = rows.Scores;
        for (int rank = 0; rank < 2; rank++)
        {
            // Of those whom no tier above has: the largest number that can be taken from the top without dividing equal scores.
            int largest = left.Distinct().Select(threshold => left.Count(score => score >= threshold)).Where(count => count <= capacities[rank]).DefaultIfEmpty(0).Max();
            int taken = rows.Scores.Count(score => scheme[score].Rank == rank);
            Assert.Equal(largest, taken);
            Assert.Equal(taken < capacities[rank], scheme.Findings.Any(finding => finding.Message.StartsWith($"the tier '{scheme.Tiers[rank].Name}' holds {taken} of {capacities[rank]}", StringComparison.Ordinal)));
            left = [.. left.OrderDescending().Skip(taken)];
        }

        Assert.Equal(left.Length, rows.Scores.Count(score => scheme[score].Rank == 2));
        Assert.All(scheme.Findings, finding => Assert.Equal(FindingCodes.UnfilledCapacity, finding.Code));
    }

    [Fact]
    public void Places_that_equal_scores_leave_empty_are_not_handed_on()
    {
        TierScheme scheme = TierScheme.FromCapacities([0.9, 0.8, 0.7, 0.7, 0.7, 0.4, 0.3], [("call", 4), ("e-mail", 4)], "rest");
        Assert.Equal([2, 4, 1], Counts(scheme, [0.9, 0.8, 0.7, 0.7, 0.7, 0.4, 0.3]));
        Assert.Equal("the tier 'call' holds 2 of 4, because the next 3 scores are equal and are not divided.", Assert.Single(scheme.Findings).Message);
    }

    [Fact]
    public void A_tier_that_is_too_small_for_the_first_equal_scores_stays_empty()
    {
        TierScheme scheme = TierScheme.FromCapacities([0.7, 0.7, 0.7, 0.4], [("call", 2), ("e-mail", 3)], "rest");
        Assert.Equal([0, 3, 1], Counts(scheme, [0.7, 0.7, 0.7, 0.4]));
        Assert.Contains("holds 0 of 2", Assert.Single(scheme.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_places_than_customers_take_everybody()
    {
        TierScheme scheme = TierScheme.FromCapacities([0.7, 0.4], [("call", 1), ("e-mail", int.MaxValue)], "rest");
        Assert.Equal([1, 1, 0], Counts(scheme, [0.7, 0.4]));
        Assert.Contains("there are no more scores", Assert.Single(scheme.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_an_error_that_says_what_is_allowed()
    {
        Assert.Contains("capacity of the tier 'call' is 0", Assert.Throws<ArgumentException>(() => TierScheme.FromCapacities([1], [("call", 0)], "rest")).Message, StringComparison.Ordinal);
        Assert.Contains("Two tiers are named 'call'", Assert.Throws<ArgumentException>(() => TierScheme.FromCapacities([1], [("call", 1)], "call")).Message, StringComparison.Ordinal);
        Assert.Contains("no scores", Assert.Throws<ArgumentException>(() => TierScheme.FromCapacities([], [("call", 1)], "rest")).Message, StringComparison.Ordinal);
        Assert.Contains("NaN or infinite", Assert.Throws<ArgumentException>(() => TierScheme.FromCapacities([double.NaN], [("call", 1)], "rest")).Message, StringComparison.Ordinal);
    }

    private static int[] Counts(TierScheme scheme, double[] scores) => [.. scheme.Tiers.Select(tier => scores.Count(score => scheme[score] == tier))];
}
