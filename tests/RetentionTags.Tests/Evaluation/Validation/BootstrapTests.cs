using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation.Validation;

public class BootstrapTests : PropertyTests
{
    /// <summary>Customer numbers need not follow each other, and a replicate takes memory for those that there are.</summary>
    [Fact]
    public void Entities_may_have_great_numbers()
    {
        var bootstrap = new Bootstrap { Replicates = 20, MaxThreads = 1 };
        int[] entities = [int.MaxValue, 1_000_000_000, 5, 5, 1_000_000_000, 7];
        double[] scores = [0.1, 0.4, 0.35, 0.8, 0.6, 0.2];
        bool[] events = [false, false, true, true, true, false];
        long before = GC.GetAllocatedBytesForCurrentThread();
        BootstrapInterval interval = bootstrap.Of(Measures[3], scores, events, default, entities);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.True(interval.StandardError > 0);
        Assert.Contains("number -1", Assert.Throws<ArgumentException>(() => bootstrap.Of(Measures[3], scores, events, default, [0, 1, 2, 3, 4, -1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measure_may_be_infinite()
    {
        BootstrapInterval interval = new Bootstrap { Replicates = 20 }.Of(_ => double.PositiveInfinity, Scores, Data.Events);
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, 0), (interval.Interval.Lower, interval.Interval.Upper, interval.UndefinedCount));
        BootstrapInterval mixed = new Bootstrap { Replicates = 400 }.Of(evaluation => evaluation.Auc > 0.7 ? double.PositiveInfinity : double.NegativeInfinity, Scores, Data.Events);
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (mixed.Interval.Lower, mixed.Interval.Upper));
    }

    private static readonly Func<BinaryEvaluation, double>[] Measures = [evaluation => evaluation.Auc, evaluation => evaluation.KolmogorovSmirnov, evaluation => evaluation.LogLoss, evaluation => evaluation.Brier];

    private static readonly TrainingSet Data = Lcg500.Rows();

    private static readonly double[] Scores = new LogisticRegression().Fit(Data).Score(Data.Table);

    /// <summary>DeLong's standard error on lcg500 (pROC 1.18.0 has the same): that of 2,000 replicates has a relative standard error of 1.6 %.</summary>
    [Fact]
    public void Intervals_of_the_auc_are_near_those_of_DeLong()
    {
        BinaryEvaluation evaluation = BinaryEvaluation.Of(Scores, Data.Events);
        BootstrapInterval interval = new Bootstrap { Replicates = 2000, Seed = 3 }.Of(Measures[0], Scores, Data.Events);
        ConfidenceInterval expected = evaluation.AucInterval();
        Assert.Equal(evaluation.Auc, interval.Estimate);
        Same.Within(0.06 * evaluation.AucStandardError, evaluation.AucStandardError, interval.StandardError);
        Same.Within(0.3 * evaluation.AucStandardError, [expected.Lower, expected.Upper], [interval.Interval.Lower, interval.Interval.Upper]);
        Assert.Equal(0.95, interval.Interval.Level);

        double[] one = [.. Data.Table.Numeric("x0").Values];
        AucComparison paired = AucComparison.Of(Scores, one, Data.Events);
        BootstrapInterval difference = new Bootstrap { Replicates = 2000, Seed = 4 }.OfDifference(Measures[0], Scores, one, Data.Events);
        Assert.Equal(paired.Difference, difference.Estimate);
        Same.Within(0.06 * paired.StandardError, paired.StandardError, difference.StandardError);
    }

    /// <summary>In 200 samples whose true AUC is known, 95 % intervals hold it about 190 times; outside 180 to 199 is a matter of 1 in 1,000.</summary>
    [Fact]
    public void Intervals_cover_what_they_say()
    {
        var random = new SplitMix64(5);
        int covered = 0;
        for (int sample = 0; sample < 200; sample++)
        {
            var scores = new double[160];
            var events = new bool[160];
            for (int row = 0; row < 160; row++)
            {
                // A non-event is uniform, an event the greater of two uniform numbers: the AUC is 2/3.
                double score = SampleData.Uniform(ref random);
                events[row] = row % 2 == 0;
                scores[row] = events[row] ? Math.Max(score, SampleData.Uniform(ref random)) : score;
            }

            ConfidenceInterval interval = new Bootstrap { Replicates = 100, Seed = sample }.Of(Measures[0], scores, events).Interval;
            covered += interval.Lower <= 2.0 / 3 && 2.0 / 3 <= interval.Upper ? 1 : 0;
        }

        Assert.InRange(covered, 180, 199);
    }

    [Property(MaxTest = 60)]
    public void Weights_are_copies_and_neither_order_nor_threads_change_a_bit(ScoredRows rows, int seed)
    {
        var bootstrap = new Bootstrap { Replicates = 20, Seed = seed, MaxThreads = 1 };
        ScoredRows replicated = rows.Replicated, reversed = new([.. rows.Rows.Reverse()]);
        foreach (Func<BinaryEvaluation, double> measure in Measures)
        {
            BootstrapInterval expected = bootstrap.Of(measure, rows.Scores, rows.Events, rows.Weights);
            Same.Bits(expected.Replicates, bootstrap.Of(measure, replicated.Scores, replicated.Events).Replicates);
            Same.Bits(expected.Replicates, (bootstrap with { MaxThreads = 4 }).Of(measure, reversed.Scores, reversed.Events, reversed.Weights).Replicates);
            Assert.Equal(measure(BinaryEvaluation.Of(rows.Scores, rows.Events, rows.Weights)), expected.Estimate);
        }
    }

    [Property(MaxTest = 60)]
    public void Entities_are_drawn_whole(ScoredRows rows, int seed)
    {
        var bootstrap = new Bootstrap { Replicates = 20, Seed = seed };
        int[] entities = [.. rows.Rows.Select((_, row) => row % 3)];
        ScoredRows replicated = rows.Replicated;
        int[] copied = [.. rows.Rows.SelectMany((row, i) => Enumerable.Repeat(entities[i], (int)row.Weight))];
        ReadOnlySpan<double> brier = bootstrap.Of(Measures[3], rows.Scores, rows.Events, rows.Weights, entities).Replicates;
        Same.Bits(brier, bootstrap.Of(Measures[3], replicated.Scores, replicated.Events, default, copied).Replicates);
        for (int replicate = 0; replicate < brier.Length; replicate++)
        {
            // Each row counts its weight times what its customer was drawn: which three rows of three customers tell.
            double[] drawn = ReplicateRows.Of([0.1, 0.2, 0.3], [true, true, false], default, [0, 1, 2], default).Draw(seed, replicate);
            BinaryEvaluation expected = BinaryEvaluation.Of(rows.Scores, rows.Events, [.. rows.Weights.Select((weight, row) => weight * drawn[entities[row]])]);
            Assert.Equal(expected.Brier, brier[replicate]);
        }
    }

    /// <summary>The measures of a replicate are those of the rows with the replicate's weights, and the weights are Poisson.</summary>
    [Fact]
    public void A_replicate_is_an_evaluation_with_drawn_weights()
    {
        double[] distinct = [.. Scores.Select((score, row) => score + (row * 1e-9))];
        ReplicateRows rows = ReplicateRows.Of(distinct, Data.Events, default, default, default);
        int[] order = [.. Enumerable.Range(0, 500).OrderBy(row => distinct[row])];
        BootstrapInterval[] intervals = [.. Measures.Select(measure => new Bootstrap { Replicates = 30, Seed = 9 }.Of(measure, distinct, Data.Events))];
        double sum = 0, squares = 0;
        for (int replicate = 0; replicate < 30; replicate++)
        {
            double[] counts = rows.Draw(9, replicate), weights = new double[500];
            for (int place = 0; place < 500; place++)
                weights[order[place]] = counts[place];
            BinaryEvaluation expected = BinaryEvaluation.Of(distinct, Data.Events, weights);
            for (int i = 0; i < Measures.Length; i++)
                Assert.Equal(Measures[i](expected), intervals[i].Replicates[replicate]);
            sum += counts.Sum();
            squares += counts.Sum(count => (count - 1) * (count - 1));
        }

        Assert.InRange(sum / 15_000, 0.97, 1.03); // mean 1, four standard errors
        Assert.InRange(squares / 15_000, 0.94, 1.06); // variance 1; that of (k − 1)² is 3
    }

    [Fact]
    public void Copies_of_a_customer_tell_nothing_new()
    {
        // Every row ten times, as ten rows of one customer: rows drawn one by one look √10 times as certain, customers do not.
        double[] scores = [.. Scores.SelectMany(score => Enumerable.Repeat(score, 10))];
        bool[] events = [.. Data.Events.ToArray().SelectMany(label => Enumerable.Repeat(label, 10))];
        int[] customers = [.. Enumerable.Range(0, 5000).Select(row => row / 10)];
        var bootstrap = new Bootstrap { Replicates = 400 };
        double alone = bootstrap.Of(Measures[0], Scores, Data.Events, default, [.. Enumerable.Range(0, 500)]).StandardError;
        Same.Within(1e-15, alone, bootstrap.Of(Measures[0], scores, events, default, customers).StandardError);
        Same.Within(0.2 * alone, alone / Math.Sqrt(10), bootstrap.Of(Measures[0], scores, events).StandardError);
    }

    [Fact]
    public void Replicates_without_a_measure_are_counted_and_left_out()
    {
        BootstrapInterval interval = new Bootstrap { Replicates = 1000 }.Of(Measures[0], [0.1, 0.2, 0.3, 0.4], [false, false, false, true]);
        Assert.InRange(interval.UndefinedCount, 330, 480); // e⁻¹ of them have no event, e⁻³ no non-event
        Assert.Equal(interval.UndefinedCount, interval.Replicates.ToArray().Count(double.IsNaN));
        Assert.Equal(FindingCodes.UndefinedMeasure, Assert.Single(interval.Findings).Code);
        Assert.Equal((1.0, 1.0), (interval.Interval.Lower, interval.Interval.Upper));
        BootstrapInterval never = new Bootstrap { Replicates = 10 }.Of(Measures[0], [0.1, 0.2], [false, false]);
        Assert.Equal((10, double.NaN, double.NaN), (never.UndefinedCount, never.Interval.Lower, never.Estimate));
    }

    /// <summary>Quantiles of type 7, as R's quantile() gives them: of 1 … 10 at 2.5 % 1.225, at 97.5 % 9.775.</summary>
    [Fact]
    public void Percentiles_lie_between_order_statistics()
    {
        int call = -1;
        BootstrapInterval interval = new Bootstrap { Replicates = 10, MaxThreads = 1 }.Of(_ => ++call, [0.1, 0.2], [false, true]);
        Same.Within(1e-12, [1.225 - 1, 9.775 - 1], [interval.Interval.Lower - interval.Replicates.ToArray().Min(), interval.Interval.Upper - interval.Replicates.ToArray().Min()]);
    }

    [Fact]
    public void Out_of_fold_scores_are_drawn_by_customer()
    {
        TrainingSet data = Data.WithEntities([.. Enumerable.Range(0, 500).Select(row => row / 4L)]);
        CrossValidation report = CrossValidation.Run(data, [("all", new LogisticRegression()), ("ridge", new LogisticRegression { L2 = 50 })], new GroupedKFold());
        var bootstrap = new Bootstrap { Replicates = 50 };
        double[] all = report["all"].OutOfFoldScores.ToArray(), ridge = report["ridge"].OutOfFoldScores.ToArray();
        Same.Bits(bootstrap.Of(Measures[2], all, data.Events, default, data.Entities).Replicates, report.Interval("all", Measures[2], bootstrap).Replicates);
        BootstrapInterval difference = report.Difference("all", "ridge", Measures[2], bootstrap), expected = bootstrap.OfDifference(Measures[2], all, ridge, data.Events, default, data.Entities);
        Same.Bits(expected.Replicates, difference.Replicates);
        Assert.Equal(report["all"].Pooled.LogLoss - report["ridge"].Pooled.LogLoss, difference.Estimate);
        double[] separately = [.. report.Interval("all", Measures[2], bootstrap).Replicates.ToArray().Zip(report.Interval("ridge", Measures[2], bootstrap).Replicates.ToArray(), (one, other) => one - other)];
        Same.Within(1e-12, separately, difference.Replicates.ToArray());
    }

    [Fact]
    public void Bad_input_is_an_error()
    {
        var bootstrap = new Bootstrap();
        Assert.Contains("2 scores and 3 entities", Assert.Throws<ArgumentException>(() => bootstrap.Of(Measures[0], [0.1, 0.2], [false, true], default, [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("the number -1", Assert.Throws<ArgumentException>(() => bootstrap.Of(Measures[0], [0.1, 0.2], [false, true], default, [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 first scores and 1 second", Assert.Throws<ArgumentException>(() => bootstrap.OfDifference(Measures[0], [0.1, 0.2], [0.1], [false, true])).Message, StringComparison.Ordinal);
        Assert.Contains("Replicates is from 10", Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap { Replicates = 9 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap { Level = 1 });
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => bootstrap.Of(Measures[0], Scores, Data.Events, cancellationToken: source.Token));
    }
}
