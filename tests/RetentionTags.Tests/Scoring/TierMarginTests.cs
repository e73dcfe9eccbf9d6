using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class TierMarginTests : PropertyTests
{
    private static readonly TierScheme Plain = TierScheme.FromThresholds([("a", 0.8), ("b", 0.6), ("c", 0.5), ("d", 0.2)], "e");

    [Property(MaxTest = 300)]
    public void Without_a_margin_the_previous_tier_has_no_influence(ScoredRows rows, byte previous)
    {
        TierScheme[] schemes = [Plain, Plain.WithMargin(0), Plain.WithLogOddsMargin(0), Plain.WithMargin(0.1).WithMargin(0), Plain.WithBands((0.8, 0.8), (0.6, 0.6), (0.5, 0.5), (0.2, 0.2))];
        foreach (TierScheme scheme in schemes)
            Assert.All(rows.Scores, score => Assert.Equal(Plain[score].Rank, scheme[score, Plain.Tiers[previous % 5]].Rank));
    }

    [Property(MaxTest = 300)]
    public void A_score_that_moves_by_less_than_the_band_moves_one_way_only(byte start, byte[] steps, byte width)
    {
        double margin = 0.01 + (width % 20 / 100.0), from = start / 255.0;
        TierScheme scheme = Plain.WithMargin(margin);
        Tier tier = scheme[from + (margin * (steps.Length % 2))];
        var moves = new List<int>();
        foreach (byte step in steps)
        {
            // All scores lie within less than twice the margin.
            Tier next = scheme[from + (1.999 * margin * step / 255), tier];
            if (next != tier)
                moves.Add(Math.Sign(next.Rank - tier.Rank));
            tier = next;
        }

        Assert.True(moves.Distinct().Count() <= 1, string.Join(", ", moves));
    }

    [Property(MaxTest = 300)]
    public void For_one_previous_tier_a_higher_score_is_never_in_a_lower_tier(ScoredRows rows, byte previous, byte width)
    {
        double[] sorted = [.. rows.Scores.Order()];
        foreach (TierScheme scheme in (TierScheme[])[Plain.WithMargin(width / 400.0), Plain.WithLogOddsMargin(width / 50.0)])
        {
            int[] ranks = new int[sorted.Length], before = new int[sorted.Length];
            Array.Fill(before, (previous % 6) - 1);
            scheme.Assign(sorted, before, ranks);
            Assert.Equal(ranks.OrderDescending(), ranks);

            // From the definition: a tier above is entered, the own and those beneath are left.
            for (int row = 0; row < ranks.Length; row++)
            {
                int expected = before[row] < 0
                    ? scheme.Tiers.First(tier => sorted[row] >= tier.From).Rank
                    : scheme.Tiers.First(tier => sorted[row] >= (tier.Rank < before[row] ? tier.Enter : tier.Leave)).Rank;
                Assert.Equal(expected, ranks[row]);
            }
        }
    }

    [Fact]
    public void Bands_say_where_tiers_are_entered_and_left()
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], "low").WithBands((0.55, 0.7), (0.3, 0.4));
        Tier high = scheme.Tiers[0], middle = scheme.Tiers[1], low = scheme.Tiers[2];
        Assert.Equal(high, scheme[0.55, high]);
        Assert.Equal(middle, scheme[0.549, high]);
        Assert.Equal(middle, scheme[0.69, middle]);
        Assert.Equal(high, scheme[0.7, middle]);
        Assert.Equal(low, scheme[0.39, low]);
        Assert.Equal(middle, scheme[0.65, low]);
        Assert.Equal(high, scheme[0.9, low]);           // two tiers at once
        Assert.Equal(low, scheme[0.1, high]);
        Assert.Equal(high, scheme[0.65]);               // somebody new goes by the threshold
        Assert.Equal(high, scheme[0.65, new Tier("gone", 2, 0, 1)]);
    }

    [Fact]
    public void Margins_in_log_odds_are_narrow_where_probabilities_are_small()
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.5), ("middle", 0.01)], "low").WithLogOddsMargin(0.4);
        foreach (Tier tier in scheme.Tiers.SkipLast(1))
        {
            double logit = Math.Log(tier.From / (1 - tier.From));
            Same.Within(1e-15, 1 / (1 + Math.Exp(-(logit + 0.4))), tier.Enter);
            Same.Within(1e-15, 1 / (1 + Math.Exp(-(logit - 0.4))), tier.Leave);
        }

        Assert.Equal((double.NegativeInfinity, double.NegativeInfinity), (scheme.Tiers[2].Leave, scheme.Tiers[2].Enter));
        TierScheme ends = TierScheme.FromThresholds([("sure", 1), ("likely", 0.999999999999), ("any", 0)], "none").WithLogOddsMargin(1e-18);
        Assert.All(ends.Tiers, tier => Assert.True(tier.Leave <= tier.From && tier.From <= tier.Enter));
    }

    /// <summary>Simulated scores of customers who do not change, measured with noise: with a margin of two standard deviations nearly all moves were of no meaning and are gone.</summary>
    [Fact]
    public void A_margin_saves_the_moves_that_are_noise()
    {
        var random = new SplitMix64(5);
        const int Customers = 4000;
        var truth = new double[Customers];
        for (int i = 0; i < Customers; i++)
            truth[i] = random.Next(1 << 20) / (double)(1 << 20);
        (int plain, int steady) = (Moves(Plain, 11), Moves(Plain.WithMargin(0.04), 11));
        Assert.True(plain > 8 * steady, $"{plain} moves without a margin, {steady} with one");

        int Moves(TierScheme scheme, int seed)
        {
            var noise = new SplitMix64(seed);
            int[] ranks = new int[Customers], before = new int[Customers];
            Array.Fill(ranks, -1);
            var scores = new double[Customers];
            int moves = 0;
            for (int day = 0; day < 20; day++)
            {
                for (int i = 0; i < Customers; i++)
                    scores[i] = truth[i] + (0.02 * (SampleData.Normal(ref noise)));
                ranks.CopyTo(before, 0);
                scheme.Assign(scores, ranks, ranks);
                moves += day == 0 ? 0 : ranks.Zip(before).Count(pair => pair.First != pair.Second);
            }

            return moves;
        }
    }

    [Fact]
    public void Bad_input_is_an_error_that_says_what_is_allowed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.WithMargin(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain.WithLogOddsMargin(double.NaN));
        Assert.Contains("2 bands for 4 thresholds", Assert.Throws<ArgumentException>(() => Plain.WithBands((0, 1), (0, 1))).Message, StringComparison.Ordinal);
        TierScheme two = TierScheme.FromThresholds([("a", 0.8), ("b", 0.6)], "c");
        Assert.Contains("'b' starts at 0.6, which is not between 0.7", Assert.Throws<ArgumentException>(() => two.WithBands((0.7, 0.9), (0.7, 0.8))).Message, StringComparison.Ordinal);
        Assert.Contains("Neither rises", Assert.Throws<ArgumentException>(() => two.WithBands((0.5, 0.9), (0.55, 0.7))).Message, StringComparison.Ordinal);
        Assert.Contains("no probability", Assert.Throws<InvalidOperationException>(() => TierScheme.FromThresholds([("a", 620)], "b").WithLogOddsMargin(0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the previous rank is 5", Assert.Throws<ArgumentException>(() => Plain.Assign([0.1, 0.2], [0, 5], new int[2])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => Plain.Assign([0.1, double.NaN], [0, 1], new int[2])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 600: the score is NaN", Assert.Throws<ArgumentException>(() => Plain.Assign([.. Enumerable.Repeat(0.3, 600), double.NaN], new int[601])).Message, StringComparison.Ordinal);
        Assert.Contains("2 scores, and room for 3", Assert.Throws<ArgumentException>(() => Plain.Assign([0.1, 0.2], new int[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plain.Assign([0.1, 0.2], [0], new int[2]));
        Assert.Throws<ArgumentException>(() => Plain.Assign([0.1, double.NaN], new string[2]));
    }

    [Fact]
    public void A_batch_is_the_same_as_one_score_after_the_other_and_allocates_nothing()
    {
        double[] wild = [double.NegativeInfinity, -0.0, 0, double.Epsilon, 0.2, Math.BitDecrement(0.2), 0.5, 0.6, 0.8, Math.BitDecrement(0.8), 1, double.MaxValue, double.PositiveInfinity];
        foreach (int length in Enumerable.Range(0, 257).Append(1023))
        {
            double[] scores = [.. Enumerable.Range(0, length).Select(i => wild[(i * 7) % wild.Length])];
            int[] ranks = new int[length], fresh = new int[length];
            Array.Fill(fresh, -1);
            var names = new string[length];
            Plain.Assign(scores, ranks);
            Plain.Assign(scores, names);
            Assert.Equal(scores.Select(score => Plain[score].Rank), ranks);
            Assert.Equal(scores.Select(score => Plain[score].Name), names);
            Plain.WithMargin(0.1).Assign(scores, fresh, fresh);
            Assert.Equal(ranks, fresh);
        }

        double[] many = [.. Enumerable.Range(0, 5000).Select(i => i / 5000.0)];
        int[] into = new int[5000];
        TierScheme steady = Plain.WithMargin(0.02);
        Assert.Equal(0, Allocated.By(() => steady.Assign(many, into)));
        Assert.Equal(0, Allocated.By(() => steady.Assign(many, into, into)));
    }

    [Fact]
    public void Tiers_are_found_and_renamed_by_name()
    {
        Assert.Equal([0, 4, -1], new[] { "a", "e", "A" }.Select(Plain.Find));
        TierScheme renamed = Plain.WithMargin(0.05).WithNames("1", "2", "3", "4", "5");
        Assert.Equal(["1", "2", "3", "4", "5"], renamed.Tiers.Select(tier => tier.Name));
        Assert.Equal(Plain.WithMargin(0.05).Tiers.Select(tier => (tier.From, tier.To, tier.Enter, tier.Leave)), renamed.Tiers.Select(tier => (tier.From, tier.To, tier.Enter, tier.Leave)));
        Assert.Contains("2 names for 5 tiers", Assert.Throws<ArgumentException>(() => Plain.WithNames("x", "y")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plain.WithNames("1", "2", "3", "4", "4"));
    }
}
