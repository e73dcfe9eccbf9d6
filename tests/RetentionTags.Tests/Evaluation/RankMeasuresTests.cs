using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class RankMeasuresTests : PropertyTests
{
    [Property(MaxTest = 300)]
    public void Every_way_leads_to_the_pairs_that_are_in_order(ScoredRows rows)
    {
        ScoredRows all = rows.Replicated;
        double[] events = [.. all.Rows.Where(row => row.IsEvent).Select(row => row.Score)], rest = [.. all.Rows.Where(row => !row.IsEvent).Select(row => row.Score)];
        double auc = events.Sum(e => rest.Sum(n => e > n ? 1 : e == n ? 0.5 : 0)) / (events.Length * (double)rest.Length);
        (double ks, double at) = all.Scores.Distinct().Order().Select(s => (Gap: Math.Abs((events.Count(e => e < s) * rest.Length) - (rest.Count(n => n < s) * events.Length)) / ((double)events.Length * rest.Length), s)).MaxBy(pair => pair.Gap);
        double[] expected = [auc, (2 * auc) - 1, ks, at];

        Same.Bits(expected, Numbers(RankMeasures.Of(all.Scores, all.Events)));
        Same.Bits(expected, Numbers(RankMeasures.Of(rows.Scores, rows.Events, rows.Weights)));
        BinaryEvaluation evaluation = BinaryEvaluation.Of(all.Scores, all.Events);
        Same.Bits(expected, [evaluation.Auc, evaluation.Gini, evaluation.KolmogorovSmirnov, evaluation.KolmogorovSmirnovThreshold]);

        // Twentieths are not floats and no points, so these have other thresholds of their own.
        float[] floats = [.. all.Scores.Select(score => (float)(20 * score))];
        int[] points = [.. all.Scores.Select(score => (int)Math.Round(20 * score))], far = [.. points.Select(point => (point - 10) * 200_000_000)];
        double[] ownThreshold = [auc, (2 * auc) - 1, ks, Math.Round(20 * at)];
        Same.Bits(ownThreshold, Numbers(RankMeasures.Of(floats, all.Events)));
        Same.Bits(ownThreshold, Numbers(RankMeasures.Of(points, all.Events)));
        Same.Bits([.. ownThreshold[..3], (ownThreshold[3] - 10) * 200_000_000], Numbers(RankMeasures.Of(far, all.Events)));
        Same.Bits(ownThreshold, Numbers(RankMeasures.Of([.. rows.Scores.Select(score => (float)(20 * score))], rows.Events, rows.Weights)));
        Same.Bits(ownThreshold, Numbers(RankMeasures.Of([.. rows.Scores.Select(score => (int)Math.Round(20 * score))], rows.Events, rows.Weights)));
    }

    /// <summary>So many rows that radix sorting sets in, with all kinds of ties; the truth by counting pairs of the distinct scores.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(3000)]
    [InlineData(1 << 24)]
    public void Many_rows_are_ranked_as_by_counting(int distinct)
    {
        var random = new SplitMix64(distinct);
        double[] scores = new double[20_000];
        bool[] events = new bool[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = random.Next(distinct) / (double)distinct;
            events[i] = random.Next(1000) < 100 + (500 * scores[i]);
        }

        var groups = scores.Zip(events).GroupBy(row => row.First, row => row.Second).OrderBy(group => group.Key).Select(group => (Score: group.Key, E: group.LongCount(isEvent => isEvent), N: group.LongCount(isEvent => !isEvent)));
        long below = 0, doubled = 0, eventsBelow = 0, total = events.LongCount(isEvent => isEvent), widest = 0;
        double at = double.NaN;
        foreach (var (score, e, n) in groups)
        {
            long gap = Math.Abs((below * total) - (eventsBelow * (scores.Length - total)));
            (widest, at) = gap > widest ? (gap, score) : (widest, at);
            doubled += e * ((2 * below) + n);
            below += n;
            eventsBelow += e;
        }

        double pairs = total * (scores.Length - total), auc = doubled / (2 * pairs);
        Same.Bits([auc, (2 * auc) - 1, widest / pairs, at], Numbers(RankMeasures.Of(scores, events)));
        Same.Bits([auc, widest / pairs], [BinaryEvaluation.Of(scores, events).Auc, BinaryEvaluation.Of(scores, events).KolmogorovSmirnov]);
        int[] units = [.. scores.Select(score => (int)Math.Round(score * (1 << 24)))];
        Same.Bits([auc, widest / pairs], [RankMeasures.Of(units, events).Auc, RankMeasures.Of(units, events).KolmogorovSmirnov]);
        int[] points = [.. scores.Select(score => (int)Math.Round(score * distinct))];
        Assert.Equal(auc, RankMeasures.Of(points, events).Auc);
    }

    /// <summary>3.6 · 10⁹ pairs and 10¹⁸ pairs, more than 32 bits and than a double's 53 bits hold.</summary>
    [Fact]
    public void Products_of_counts_do_not_overflow()
    {
        int[] points = [.. Enumerable.Range(0, 120_000).Select(i => i / 60_000)];
        RankMeasures ranks = RankMeasures.Of(points, [.. points.Select(point => point == 1)]);
        Assert.Equal((1.0, 1.0, 1.0), (ranks.Auc, ranks.KolmogorovSmirnov, ranks.KolmogorovSmirnovThreshold));

        // 10⁹ events at 2; of the non-events 10⁹ at 1 and 4 at 2: wins 10¹⁸ + ½ · 4 · 10⁹ of 10⁹ (10⁹ + 4) pairs.
        Assert.Equal((1e9 + 2) / (1e9 + 4), RankMeasures.Of([1, 2, 2], [false, true, false], [1e9, 1e9, 4]).Auc);
    }

    [Fact]
    public void Edge_cases_have_their_answers()
    {
        foreach (RankMeasures none in (RankMeasures[])[RankMeasures.Of((double[])[], []), RankMeasures.Of((int[])[], []), RankMeasures.Of([0.5], [true], [0])])
        {
            Assert.True(double.IsNaN(none.Auc) && double.IsNaN(none.KolmogorovSmirnov) && double.IsNaN(none.KolmogorovSmirnovThreshold));
            Assert.Contains("no row has weight", Assert.Single(none.Findings).Message, StringComparison.Ordinal);
        }

        foreach (RankMeasures one in (RankMeasures[])[RankMeasures.Of([1.0, 2.0], [true, true]), RankMeasures.Of([1, 2], [true, true]), RankMeasures.Of([1f, 2f], [true, true])])
        {
            Assert.Equal((2.0, 0.0, double.NaN), (one.EventWeight, one.NonEventWeight, one.Auc));
            Assert.Contains("all rows are events", Assert.Single(one.Findings).Message, StringComparison.Ordinal);
        }

        Assert.Equal((0.5, 0.0, 7.0), RankMeasures.Of([7, 7, 7], [true, false, true]) is var same ? (same.Auc, same.KolmogorovSmirnov, same.KolmogorovSmirnovThreshold) : default);
        Assert.Equal(1, RankMeasures.Of([float.NegativeInfinity, 0, float.PositiveInfinity], [false, true, true]).Auc);
    }

    [Fact]
    public void Bad_input_names_the_row_and_cancellation_is_heard()
    {
        Assert.Contains("Row 1: the score is NaN", Assert.Throws<ArgumentException>(() => RankMeasures.Of([0.1, double.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0: the score is NaN", Assert.Throws<ArgumentException>(() => RankMeasures.Of([float.NaN, 1], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1: the weight is NaN", Assert.Throws<ArgumentException>(() => RankMeasures.Of([1, 2], [true, false], [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("2 scores and 1 events", Assert.Throws<ArgumentException>(() => RankMeasures.Of([1, 2], [true])).Message, StringComparison.Ordinal);
        var canceled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => RankMeasures.Of([0.1, 0.2], [true, false], default, canceled));
        Assert.Throws<OperationCanceledException>(() => RankMeasures.Of([1, 2], [true, false], default, canceled));
        Assert.Throws<OperationCanceledException>(() => BinaryEvaluation.Of([1, 2], [true, false], [1, 1], canceled));
    }

    private static double[] Numbers(RankMeasures ranks) => [ranks.Auc, ranks.Gini, ranks.KolmogorovSmirnov, ranks.KolmogorovSmirnovThreshold];
}
