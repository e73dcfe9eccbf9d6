using RetentionTags.Evaluation;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class TierMigrationTests : PropertyTests
{
    private static readonly TierScheme Scheme = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], "low");

    [Property(MaxTest = 300)]
    public void Margins_add_up_and_every_customer_is_counted_once(ScoredRows before, ScoredRows after, byte shift)
    {
        // Keys overlap by as many as the shift leaves.
        long[] first = [.. Enumerable.Range(0, before.Rows.Length).Select(i => (long)(i * 7 % before.Rows.Length * 3))];
        first = [.. first.Distinct()];
        double[] firstScores = before.Scores[..first.Length];
        long[] second = [.. Enumerable.Range(shift % 10, after.Rows.Length).Select(i => i * 3L).Reverse()];
        double[] WeightsOf(long[] keys) => [.. keys.Select(key => 1.0 + (key % 4))];
        TierRoster january = TierRoster.Of(Scheme, first, firstScores, WeightsOf(first)), february = TierRoster.Of(Scheme, second, after.Scores, WeightsOf(second));
        TierMigration moves = TierMigration.Of(january, february);
        var rankBefore = first.Zip(firstScores).ToDictionary(pair => pair.First, pair => Scheme[pair.Second].Rank);
        var rankAfter = second.Zip(after.Scores).ToDictionary(pair => pair.First, pair => Scheme[pair.Second].Rank);
        for (int from = 0; from < 3; from++)
        {
            for (int to = 0; to < 3; to++)
                Assert.Equal(rankBefore.Where(pair => pair.Value == from && rankAfter.TryGetValue(pair.Key, out int there) && there == to).Sum(pair => 1 + (pair.Key % 4)), moves[from, to]);
            Assert.Equal(rankBefore.Where(pair => pair.Value == from && !rankAfter.ContainsKey(pair.Key)).Sum(pair => 1 + (pair.Key % 4)), moves.LeftFrom(from).Count);
            Assert.Equal(rankAfter.Where(pair => pair.Value == from && !rankBefore.ContainsKey(pair.Key)).Sum(pair => 1 + (pair.Key % 4)), moves.EnteredInto(from).Count);
            Assert.Equal(rankBefore.Where(pair => pair.Value == from).Sum(pair => 1 + (pair.Key % 4)), moves.LeftFrom(from).Total);
            Assert.Equal(rankAfter.Where(pair => pair.Value == from).Sum(pair => 1 + (pair.Key % 4)), moves.EnteredInto(from).Total);
            Assert.Equal(moves.StayedIn(from).Total, moves.StayedIn(from).Count + moves.UpFrom(from).Count + moves.DownFrom(from).Count);
        }

        Assert.Equal(moves.Stayed.Total, moves.Stayed.Count + moves.Up.Count + moves.Down.Count);
        Assert.Equal(WeightsOf(first).Sum(), moves.Left.Total);
        Assert.Equal(WeightsOf(second).Sum(), moves.Entered.Total);

        // Turned round in time, ups are downs and who left enters.
        TierMigration back = TierMigration.Of(february, january);
        Assert.Equal((moves.Up, moves.Down, moves.Stayed, moves.Left.Count, moves.Entered.Count), (back.Down, back.Up, back.Stayed, back.Entered.Count, back.Left.Count));

        // Texts lead to the same as numbers.
        TierMigration texts = TierMigration.Of(TierRoster.Of(Scheme, Texts(first), firstScores, WeightsOf(first)), TierRoster.Of(Scheme, Texts(second), after.Scores, WeightsOf(second)));
        Assert.Equal(moves.ToText(), texts.ToText());

        static string[] Texts(long[] keys) => [.. keys.Select(key => $"customer {key}")];
    }

    [Property(MaxTest = 200)]
    public void The_next_roster_goes_by_the_tiers_of_the_same_customers(ScoredRows before, ScoredRows after)
    {
        TierScheme steady = Scheme.WithMargin(0.1);
        string[] first = [.. Enumerable.Range(0, before.Rows.Length).Select(i => $"k{i}")], second = [.. Enumerable.Range(2, after.Rows.Length).Reverse().Select(i => $"k{i}")];
        TierRoster january = TierRoster.Of(steady, first, before.Scores), february = january.Next(second, after.Scores);
        for (int row = 0; row < second.Length; row++)
        {
            Tier expected = steady[after.Scores[row], january.Find(second[row])];
            Assert.Equal(expected, february.TierOf(row));
            Assert.Equal(expected, february.Find(second[row]));
            Assert.Equal(second[row], february.KeyOf(row));
        }

        Assert.Null(february.Find("nobody"));

        // What was kept by name leads on as well.
        TierRoster kept = TierRoster.FromNames(steady, first, [.. first.Select(key => january.Find(key)!.Name)]);
        Assert.Equal(february.Ranks.ToArray(), kept.Next(second, after.Scores).Ranks.ToArray());

        // The same scores again move nobody.
        Assert.Equal(1, TierMigration.Of(february, february.Next(second, after.Scores)).Stayed.Share);
    }

    [Fact]
    public void Another_scheme_takes_over_by_name()
    {
        TierRoster old = TierRoster.Of(Scheme, [1L, 2, 3], [0.9, 0.4, 0.1]);
        TierScheme changed = TierScheme.FromThresholds([("high", 0.5), ("gone", 0.4)], "low").WithMargin(0.1);
        TierRoster next = old.Next([1L, 2, 3, 4], [0.42, 0.45, 0.45, 0.45], changed);
        Assert.Equal(["high", "gone", "low", "gone"], Enumerable.Range(0, 4).Select(row => next.TierOf(row).Name));
        Assert.Contains("'high', 'middle', 'low' before and 'high', 'gone', 'low' afterwards", Assert.Throws<ArgumentException>(() => TierMigration.Of(old, next)).Message, StringComparison.Ordinal);
        TierScheme moved = TierScheme.FromThresholds([("high", 0.5), ("middle", 0.4)], "low");
        Assert.Equal(2, TierMigration.Of(old, TierRoster.Of(moved, [1L, 2, 3], [0.9, 0.4, 0.45])).Stayed.Count);
    }

    [Fact]
    public void A_matrix_is_written_for_people()
    {
        TierRoster before = TierRoster.Of(Scheme, ["a", "b", "c", "d", "e"], [0.9, 0.8, 0.4, 0.4, 0.1]), after = TierRoster.Of(Scheme, ["f", "d", "c", "b", "a"], [0.7, 0.65, 0.35, 0.2, 0.9]);
        TierMigration moves = TierMigration.Of(before, after);
        Assert.Equal(
            """
            From     to high  to middle  to low  left  total  Stayed      Up    Down
            -------  -------  ---------  ------  ----  -----  ------  ------  ------
            high           1          0       1     0      2  50.0 %   0.0 %  50.0 %
            middle         1          1       0     0      2  50.0 %  50.0 %   0.0 %
            low            0          0       0     1      1       -       -       -
            entered        1          0       0            1
            total          3          1       1     1      6  50.0 %  25.0 %  25.0 %

            """,
            moves.ToText());
        Assert.Equal(ConfidenceInterval.Wilson(2, 4), moves.Stayed.Interval());
        Assert.Equal(0.25, moves.Down.Share);
        Assert.Equal(0.5, moves.Move(0, 2).Share);
    }

    [Fact]
    public void Bad_input_is_an_error_that_says_what_is_allowed()
    {
        Assert.Contains("Row 2: the key 'a' is in row 0 already", Assert.Throws<ArgumentException>(() => TierRoster.Of(Scheme, ["a", "b", "a"], [0.1, 0.2, 0.3])).Message, StringComparison.Ordinal);
        Assert.Contains("2 keys and 1 scores", Assert.Throws<ArgumentException>(() => TierRoster.Of(Scheme, [1L, 2], [0.1])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the scheme has no tier 'top'", Assert.Throws<ArgumentException>(() => TierRoster.FromNames(Scheme, [1L, 2], ["high", "top"])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0: the weight is -1", Assert.Throws<ArgumentException>(() => TierRoster.Of(Scheme, [1L], [0.1], [-1])).Message, StringComparison.Ordinal);
        TierRoster numbers = TierRoster.Of(Scheme, [1L], [0.1]), texts = TierRoster.Of(Scheme, ["1"], [0.1]), heavy = TierRoster.Of(Scheme, [1L], [0.1], [2]);
        Assert.Contains("whole numbers in one roster and texts in the other", Assert.Throws<ArgumentException>(() => TierMigration.Of(numbers, texts)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => numbers.Next(["1"], [0.1]));
        Assert.Contains("'1' has the weight 1 before and 2 afterwards", Assert.Throws<ArgumentException>(() => TierMigration.Of(numbers, heavy)).Message, StringComparison.Ordinal);
        Assert.Equal(0, TierMigration.Of(TierRoster.Of(Scheme, ReadOnlySpan<string>.Empty, []), texts).Stayed.Total);
    }
}
