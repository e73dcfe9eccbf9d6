using RetentionTags.Binning.Pairs;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Pairs;

public class PairSearchTests
{
    [Fact]
    public void Finds_the_pair_that_interacts_among_columns_that_only_add_up()
    {
        TrainingSet data = Shop(6000);
        var reports = new List<FitProgress>();
        IReadOnlyList<PairBinningModel> pairs = new PairSearch { MaxPairs = 3 }.Find(data, new Recorder(reports));
        Assert.Equal(("x", "y"), (pairs[0].FirstColumn, pairs[0].SecondColumn));
        Assert.True(pairs[0].InteractionGain > 0.08 && pairs[1].InteractionGain < 0.004);
        Assert.Equal(3, pairs.Count);
        Assert.Equal(pairs.OrderByDescending(pair => pair.InteractionGain), pairs);
        Assert.Equal(Enumerable.Range(1, 10), reports.Select(report => report.Completed));
        Assert.All(reports, report => Assert.Equal(10, report.Total));
    }

    [Fact]
    public void Threads_change_nothing_and_each_pair_is_that_of_its_own_recipe()
    {
        TrainingSet data = Shop(1500);
        IReadOnlyList<PairBinningModel> one = new PairSearch { MaxThreads = 1 }.Find(data), many = new PairSearch { MaxThreads = 4 }.Find(data);
        Assert.Equal(10, one.Count);
        Assert.Equal(one.Select(Saved), many.Select(Saved));
        Assert.All(one, pair => Assert.Equal(Saved(pair.Recipe.Fit(data)), Saved(pair)));
    }

    [Fact]
    public void Obeys_cancellation_and_refuses_a_single_column()
    {
        TrainingSet data = Shop(500);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new PairSearch().Find(data, null, source.Token));
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => new PairSearch().Find(data.WithTable(data.Table.Select("x")))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairSearch { MaxPairs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairSearch { MaxThreads = -1 });
    }

    [DataFact]
    public void Looks_through_all_pairs_of_telco()
    {
        TrainingSet telco = RealData.Telco();
        IReadOnlyList<PairBinningModel> pairs = new PairSearch { MaxPairs = 171 }.Find(telco);
        Assert.Equal(171, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal((7043.0, 1869.0), (pair.Bins.Sum(bin => bin.Count), pair.Bins.Sum(bin => bin.Events))));
        Assert.Equal(pairs.OrderByDescending(pair => pair.InteractionGain), pairs);
    }

    /// <summary>x and y matter together only; plan and usage matter alone; noise does not.</summary>
    private static TrainingSet Shop(int rows)
    {
        var random = new SplitMix64(4);
        double[] x = new double[rows], y = new double[rows], usage = new double[rows], noise = new double[rows];
        var plan = new string[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            x[row] = SampleData.Uniform(ref random);
            y[row] = SampleData.Uniform(ref random);
            usage[row] = SampleData.Uniform(ref random);
            noise[row] = SampleData.Uniform(ref random);
            plan[row] = random.Next(2) == 0 ? "monthly" : "yearly";
            double logOdds = (x[row] > 0.5 ^ y[row] > 0.5 ? 1 : -1) + usage[row] - (plan[row] == "yearly" ? 1 : 0);
            events[row] = SampleData.Uniform(ref random) < LogisticFunctions.Sigmoid(logOdds);
        }

        return TrainingSet.Create(Table.Create(Column.Numeric("x", x), Column.Category("plan", plan), Column.Numeric("y", y), Column.Numeric("usage", usage), Column.Numeric("noise", noise)), events);
    }

    private static string Saved(PairBinningModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
