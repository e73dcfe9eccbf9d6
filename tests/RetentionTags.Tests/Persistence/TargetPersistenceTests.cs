using System.Text;
using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Binning.Targets;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

/// <summary>What is loaded equals what was saved, to the bit.</summary>
public class TargetPersistenceTests : PropertyTests
{
    private static readonly ValueList<SpecialGroup> Specials = [new("half", [0.5, 2.5]), new("letter", ["d"])];

    [Property(MaxTest = 60)]
    public void Models_of_means_survive(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 0.1);
        foreach (MissingPolicy missing in (MissingPolicy[])[MissingPolicy.OwnBin, MissingPolicy.Nearest])
        {
            MeanBinningModel model = new MeanBinning { MinBinShare = 0, MinCategoryCount = 2, Specials = Specials, Missing = missing, MaxThreads = 1 }.Fit(rows.Table, rows.Targets, rows.Weights);
            MeanBinningModel loaded = Again(model.Save, MeanBinningModel.Load, loaded => loaded.Save);
            Assert.Equal(model.Recipe with { MaxThreads = 0 }, loaded.Recipe);
            foreach ((MeanColumnBinning a, MeanColumnBinning b) in model.Columns.Zip(loaded.Columns))
            {
                Assert.Equal(a.Bins, b.Bins);
                Assert.Equal((a.TotalMean, a.TotalStandardDeviation, a.ExplainedVariance, a.Contribution), (b.TotalMean, b.TotalStandardDeviation, b.ExplainedVariance, b.Contribution));
                AssertSame(a, b, rows.Table);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Models_of_rates_survive(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 0.1);
        RateBinningModel model = new RateBinning { MinBinShare = 0, MinCategoryCount = 2, Specials = Specials }.Fit(rows.Table, rows.Events, rows.Exposures, rows.Weights);
        RateBinningModel loaded = Again(model.Save, RateBinningModel.Load, loaded => loaded.Save);
        Assert.Equal(model.Recipe, loaded.Recipe);
        foreach ((RateColumnBinning a, RateColumnBinning b) in model.Columns.Zip(loaded.Columns))
        {
            Assert.Equal(a.Bins, b.Bins);
            Assert.Equal((a.TotalRate, a.ExplainedDeviance), (b.TotalRate, b.ExplainedDeviance));
            AssertSame(a, b, rows.Table);
        }
    }

    [Property(MaxTest = 60)]
    public void Models_of_classes_survive(SmallSet set, int seed)
    {
        var rows = TargetRowsOf.Draw(set, seed, 1);
        ClassBinningModel model = new ClassBinning { MinBinShare = 0, MinCategoryCount = 2, Specials = Specials, TrendClass = "a", Objective = ClassObjective.JensenShannon }.Fit(rows.Table, rows.Classes, rows.Weights);
        ClassBinningModel loaded = Again(model.Save, ClassBinningModel.Load, loaded => loaded.Save);
        Assert.Equal((model.Recipe, model.Classes), (loaded.Recipe, loaded.Classes));
        foreach ((ClassColumnBinning a, ClassColumnBinning b) in model.Columns.Zip(loaded.Columns))
        {
            Assert.Equal(a.Bins, b.Bins);
            Assert.Equal((a.JensenShannon, a.InformationValue, a.TotalCounts), (b.JensenShannon, b.InformationValue, b.TotalCounts));
            AssertSame(a, b, rows.Table);
        }
    }

    [Fact]
    public void Failures_and_orders_survive_and_other_kinds_are_refused()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 10))];
        var table = Table.Create(Column.Numeric("x", values), Column.Category("c", values.Select(value => value < 5 ? "low" : "high")));
        MeanBinningModel model = new MeanBinning { MinBins = 3, LeaveOutFailures = true, CategoryOrder = ["low", "high"] }.Fit(table, values);
        MeanBinningModel loaded = Again(model.Save, MeanBinningModel.Load, loaded => loaded.Save);
        Assert.Equal((model.Recipe, "c"), (loaded.Recipe, Assert.Single(loaded.Failures).ColumnName));
        Assert.Equal(model.Failures, loaded.Failures);

        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Contains("'mean-binning', and 'rate-binning' was asked for", Assert.Throws<InvalidDataException>(() => RateBinningModel.Load(stream)).Message, StringComparison.Ordinal);
        byte[] changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stream.ToArray()).Replace("\"missingBin\": ", "\"missingBin\": 9", StringComparison.Ordinal));
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => MeanBinningModel.Load(new MemoryStream(changed))).Message, StringComparison.Ordinal);
    }

    /// <summary>Saves, loads and saves again: the bytes are the same.</summary>
    private static TModel Again<TModel>(Action<Stream> save, Func<Stream, TModel> load, Func<TModel, Action<Stream>> saveLoaded)
    {
        var stream = new MemoryStream();
        save(stream);
        stream.Position = 0;
        TModel loaded = load(stream);
        var again = new MemoryStream();
        saveLoaded(loaded)(again);
        Assert.Equal(stream.ToArray(), again.ToArray());
        return loaded;
    }

    private static void AssertSame(TargetColumnBinning expected, TargetColumnBinning actual, Table table)
    {
        Assert.Equal(expected.ToText(TableFormat.Csv), actual.ToText(TableFormat.Csv));
        Assert.Equal((expected.Trend, expected.Objective, expected.MissingBin, expected.UnseenBin), (actual.Trend, actual.Objective, actual.MissingBin, actual.UnseenBin));
        Assert.Equal(expected.Candidates, actual.Candidates);
        Assert.Equal(expected.NeighbourTests, actual.NeighbourTests);
        Assert.Equal(expected.Findings, actual.Findings);
        int[] before = new int[table.RowCount], after = new int[table.RowCount];
        expected.ToBins(table[expected.ColumnName], before);
        actual.ToBins(table[expected.ColumnName], after);
        Assert.Equal(before, after);
    }
}
