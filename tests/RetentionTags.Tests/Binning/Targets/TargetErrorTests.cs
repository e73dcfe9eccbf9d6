using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>What is refused, and what the message says.</summary>
public class TargetErrorTests
{
    private static readonly Table Three = Table.Create(Column.Numeric("x", [1.0, 2, 3]));

    [Theory]
    [InlineData(double.NaN, "Row 1: targets holds NaN")]
    [InlineData(double.NegativeInfinity, "Row 1: targets holds -Infinity")]
    [InlineData(1e101, "Row 1: targets holds 1E+101")]
    public void Targets_are_finite(double target, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("targets", () => new MeanBinning().Fit(Three, [1, target, 3])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, "Row 2: events holds -1")]
    [InlineData(double.NaN, "Row 2: events holds NaN")]
    public void Events_are_counted(double events, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(nameof(events), () => new RateBinning().Fit(Three, [1, 1, events], [1, 1, 1])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "Row 0: exposures holds 0. Exposures are finite and above 0; leave out rows that were not observed.")]
    [InlineData(-2, "Row 0: exposures holds -2")]
    [InlineData(double.PositiveInfinity, "Row 0: exposures holds Infinity")]
    [InlineData(1e-101, "Row 0: exposures holds 1E-101, and rates with exposures below 1E-100 would overflow. Take a smaller unit")]
    [InlineData(double.Epsilon, "Row 0: exposures holds 5E-324")]
    public void Exposures_are_above_0(double exposure, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("exposures", () => new RateBinning().Fit(Three, [1, 1, 1], [exposure, 1, 1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Rates_stay_finite_with_the_smallest_exposures_and_most_events()
    {
        RateColumnBinning binning = new RateBinning { MinBinShare = 0, MinBins = 2 }.Fit(Three, [1e100, 1, 1e99], [1e-100, 1e-100, 1e-100], [3, 1, 1])["x"];
        Assert.All(binning.Bins, bin => Assert.True(double.IsFinite(bin.LogRateRatio) && double.IsFinite(bin.LogLikelihoodGain) && !double.IsInfinity(bin.Rate)));
        Assert.All(binning.NeighbourTests, test => Assert.True(double.IsFinite(test.Statistic)));
        Assert.True(double.IsFinite(binning.Objective) && binning.ExplainedDeviance is >= 0 and <= 1);
    }

    /// <summary>The difference is in events per unit of exposure, so it changes with the unit as rates do.</summary>
    [Fact]
    public void The_unit_of_exposure_changes_the_smallest_difference()
    {
        var table = Table.Create(Column.Numeric("x", [1.0, 2, 3, 4]));
        double[] events = [10, 11, 30, 50], days = [100, 100, 100, 100], years = [.. days.Select(day => day / 365)];
        var recipe = new RateBinning { MinBinShare = 0, MinDifference = 0.15 };
        double[] cuts = recipe.Fit(table, events, days)["x"].Cuts.ToArray();
        Assert.Equal([3.0, 4], cuts);
        Assert.Equal(cuts, (recipe with { MinDifference = 0.15 * 365 }).Fit(table, events, years)["x"].Cuts.ToArray());
        Assert.Equal([2.0, 3, 4], recipe.Fit(table, events, years)["x"].Cuts.ToArray());
    }

    [Fact]
    public void Lengths_agree()
    {
        Assert.Throws<ArgumentNullException>("table", () => new MeanBinning().Fit(null!, [1]));
        Assert.Throws<ArgumentException>("targets", () => new MeanBinning().Fit(Three, [1, 2]));
        Assert.Throws<ArgumentException>("events", () => new RateBinning().Fit(Three, [1, 2], [1, 2, 3]));
        Assert.Throws<ArgumentException>("exposures", () => new RateBinning().Fit(Three, [1, 2, 3], [1, 2]));
        Assert.Throws<ArgumentException>("classes", () => new ClassBinning().Fit(Three, ["a", "b"]));
        Assert.Throws<ArgumentException>("weights", () => new ClassBinning().Fit(Three, ["a", "b", "c"], [1, 2]));
        Assert.StartsWith("Row 1: the weight is -1", Assert.Throws<ArgumentException>("weights", () => new MeanBinning().Fit(Three, [1, 2, 3], [1, -1, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_has_to_be_something_to_explain()
    {
        Assert.StartsWith("The target is 2.5 in every row", Assert.Throws<TrainingDataException>(() => new MeanBinning().Fit(Three, [2.5, 2.5, 7], [1, 1, 0])).Message, StringComparison.Ordinal);
        Assert.StartsWith("No row has an event", Assert.Throws<TrainingDataException>(() => new RateBinning().Fit(Three, [0, 0, 0], [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.StartsWith("All rows are of the class 'a'", Assert.Throws<TrainingDataException>(() => new ClassBinning().Fit(Three, ["a", "a", "b"], [1, 1, 0])).Message, StringComparison.Ordinal);
        Assert.StartsWith("No row has a weight", Assert.Throws<TrainingDataException>(() => new ClassBinning().Fit(Table.Create(Column.Numeric("x", [1.0])), ["a"], [0])).Message, StringComparison.Ordinal);
        Table many = Table.Create(Column.Numeric("x", new double[101]));
        Assert.StartsWith("There are 101 classes", Assert.Throws<TrainingDataException>(() => new ClassBinning().Fit(many, [.. Enumerable.Range(0, 101).Select(i => $"{i}")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_weight_0_are_checked_like_all_others_and_leave_no_trace()
    {
        double[] weights = [1, 1, 0];
        Assert.StartsWith("Row 2: targets holds NaN", Assert.Throws<ArgumentException>("targets", () => new MeanBinning().Fit(Three, [1, 2, double.NaN], weights)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 2: exposures holds 0", Assert.Throws<ArgumentException>("exposures", () => new RateBinning().Fit(Three, [1, 2, 1], [1, 1, 0], weights)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 2: the class is missing", Assert.Throws<ArgumentException>("classes", () => new ClassBinning().Fit(Three, ["a", "b", null!], weights)).Message, StringComparison.Ordinal);
        Table two = Table.Create(Column.Numeric("x", [1.0, 2]));
        Assert.Equal(new MeanBinning().Fit(two, [1, 2])["x"].ToText(TableFormat.Csv), new MeanBinning().Fit(Three, [1, 2, 99], weights)["x"].ToText(TableFormat.Csv));
        Assert.Equal(["a", "b"], new ClassBinning().Fit(Three, ["a", "b", "c"], weights).Classes);
    }

    [Fact]
    public void Classes_are_known()
    {
        Assert.StartsWith("Row 2: the class is missing", Assert.Throws<ArgumentException>("classes", () => new ClassBinning().Fit(Three, ["a", "b", null!])).Message, StringComparison.Ordinal);
        Assert.StartsWith("TrendClass is 'c', and no row has that class. There are: 'a', 'b'", Assert.Throws<ArgumentException>("classes", () => new ClassBinning { TrendClass = "c" }.Fit(Three, ["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Equal("Trend is Peak, and no class is named whose rate that is. Set TrendClass, or leave Trend at Automatic.", Assert.Throws<InvalidOperationException>(() => new ClassBinning { Trend = Trend.Peak }.Fit(Three, ["a", "b", "a"])).Message);
        foreach (Trend trend in (Trend[])[Trend.Automatic, Trend.None])
            Assert.Equal(Trend.None, new ClassBinning { Trend = trend }.Fit(Three, ["a", "b", "a"])["x"].Trend);
        Assert.Contains("Set TrendClass", Assert.Throws<InvalidOperationException>(() => new ClassBinning { Missing = MissingPolicy.LowestRate }.Fit(Three, ["a", "b", "a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_checked_when_they_are_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MinBins", () => new MeanBinning { MinBins = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxBins", () => new MeanBinning { MaxBins = 257 });
        Assert.Throws<ArgumentOutOfRangeException>("MinBinShare", () => new RateBinning { MinBinShare = 5 });
        Assert.Throws<ArgumentOutOfRangeException>("MinDifference", () => new RateBinning { MinDifference = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxPValue", () => new ClassBinning { MaxPValue = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Trend", () => new ClassBinning { Trend = (Trend)99 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxPrebins", () => new MeanBinning { MaxPrebins = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("MinCategoryCount", () => new MeanBinning { MinCategoryCount = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Missing", () => new MeanBinning { Missing = (MissingPolicy)99 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxThreads", () => new MeanBinning { MaxThreads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Objective", () => new MeanBinning { Objective = (MeanObjective)9 });
        Assert.Throws<ArgumentOutOfRangeException>("Objective", () => new ClassBinning { Objective = (ClassObjective)9 });
        Assert.Throws<ArgumentException>("Specials", () => new MeanBinning { Specials = [new("none", [])] });
        Assert.Throws<ArgumentNullException>("CategoryOrder", () => new MeanBinning { CategoryOrder = null! });
        Assert.Contains("MinBins is at most MaxBins", Assert.Throws<InvalidOperationException>(() => new MeanBinning { MinBins = 9 }.Fit(Three, [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infeasible_constraints_are_named_with_what_would_help()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 10))], targets = [.. values.Select(value => value < 3 ? value : 10 - value)];
        var table = Table.Create(Column.Numeric("x", values), Column.Numeric("fine", targets));
        var recipe = new MeanBinning { MinBins = 6, Trend = Trend.Ascending, MinBinShare = 0 };
        TrainingDataException failure = Assert.Throws<TrainingDataException>(() => recipe.Fit(table, targets));
        Assert.Equal("x", failure.ColumnName);
        Assert.Equal("Column 'x': MinBins is 6, but with the trend Ascending and MinBinShare 0 no more than 4 can be formed. Any one of these would do: MinBins 4 or less; another Trend.", failure.Message);
        Assert.Equal(4, (recipe with { MinBins = 4 }).Fit(table, targets)["x"].RegularBinCount);
        Assert.True((recipe with { Trend = Trend.Automatic }).Fit(table, targets)["x"].RegularBinCount >= 6);

        MeanBinningModel rest = (recipe with { LeaveOutFailures = true }).Fit(table, targets);
        Assert.Equal(("fine", "x"), (Assert.Single(rest.Columns).ColumnName, Assert.Single(rest.Failures).ColumnName));
        Assert.Contains("'fine'", Assert.Throws<ArgumentException>(() => rest["x"]).Message, StringComparison.Ordinal);

        foreach ((MeanBinning tight, string remedy) in ((MeanBinning, string)[])[(recipe with { Trend = Trend.None, MinBinShare = 0.3 }, "a lower MinBinShare"), (recipe with { Trend = Trend.None, MinDifference = 4 }, "a lower MinDifference")])
            Assert.Contains(remedy, Assert.Throws<TrainingDataException>(() => tight.Fit(table, targets)).Message, StringComparison.Ordinal);
        double[] noisy = [.. targets.Select((target, i) => target + (i / 10 % 2 * 4))];
        Assert.Contains("a higher MaxPValue", Assert.Throws<TrainingDataException>(() => new MeanBinning { MinBins = 7, MaxPValue = 0.001, Trend = Trend.None }.Fit(table, noisy)).Message, StringComparison.Ordinal);
    }

    /// <summary>Three bins of one class each; with the information value, every bin needs both.</summary>
    [Fact]
    public void The_other_objective_is_named_where_it_lifts_the_rule_of_every_class_in_every_bin()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => (double)(i / 10))];
        string[] classes = [.. values.Select((value, i) => value is 0 or 5 && i % 3 == 0 ? "b" : value is 2 or 3 ? "b" : "a")];
        var table = Table.Create(Column.Numeric("x", values));
        var recipe = new ClassBinning { MinBins = 5 };
        string message = Assert.Throws<TrainingDataException>(() => recipe.Fit(table, classes)).Message;
        Assert.Equal("Column 'x': MinBins is 5, but with the trend None, MinBinShare 0.05 and a row of each class in each bin no more than 4 can be formed. Any one of these would do: MinBins 4 or less; Objective = JensenShannon.", message);
        ClassColumnBinning lifted = (recipe with { Objective = ClassObjective.JensenShannon }).Fit(table, classes)["x"];
        Assert.True(lifted.RegularBinCount >= 5);
        Assert.Equal(lifted.Bins.Where(bin => bin.Count > 0 && bin.Counts.Contains(0)).Select(bin => bin.Label), lifted.Findings.Select(finding => finding.Message.Split('\'')[1]));
        string seven = Assert.Throws<TrainingDataException>(() => (recipe with { MinBins = 7 }).Fit(table, classes)).Message;
        Assert.DoesNotContain("JensenShannon", seven, StringComparison.Ordinal);
    }

    [Fact]
    public void Transforms_take_columns_of_the_same_kind_and_length()
    {
        MeanBinningModel model = new MeanBinning { MinBinShare = 0 }.Fit(Table.Create(Column.Numeric("x", [1.0, 2, 3]), Column.Category("c", ["a", "b", "b"])), [1, 2, 3]);
        Assert.Throws<ArgumentException>("column", () => model["x"].ToBins(Column.Category("x", ["1"]), new int[1]));
        Assert.Throws<ArgumentException>("column", () => model["c"].ToMeans(Column.Numeric("c", [1.0]), new double[1]));
        Assert.Throws<ArgumentException>("column", () => model["x"].ToLabels(Column.Numeric("x", [1.0]), new string[2]));
        Assert.Throws<ArgumentException>("values", () => model["x"].ToMeans([1.0], new double[2]));
        Assert.Throws<ArgumentException>("values", () => model["x"].ToBins([1.0], new int[2]));
        Assert.Throws<ArgumentException>("values", () => model["c"].ToMeans([1.0], new double[1]));
        Assert.Throws<ArgumentException>("values", () => model["c"].ToBins([1.0], new int[1]));
        Assert.Throws<ArgumentException>("value", () => model["c"].FindBin(1));
        Assert.Throws<ArgumentException>("value", () => model["x"].FindBin("a"));
        Assert.Equal(model["x"].MissingBin, model["x"].FindBin(Cell.Missing));
        Assert.Throws<ArgumentException>(() => model.ToMeans(Table.Create(Column.Numeric("x", [1.0]))));
        ClassBinningModel classes = new ClassBinning { MinBinShare = 0 }.Fit(Three, ["a", "b", "a"]);
        Assert.Throws<ArgumentException>("className", () => classes.ToRates("c", Three));
    }

    [Fact]
    public void Progress_is_reported_and_a_cancelled_token_stops_at_once()
    {
        var reports = new List<FitProgress>();
        new MeanBinning().Fit(Table.Create(Column.Numeric("x", [1.0, 2, 3]), Column.Numeric("y", [1.0, 2, 3])), [1, 2, 3], progress: new Recorder(reports));
        Assert.Equal([new("binning", 1, 2), new("binning", 2, 2)], reports);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new MeanBinning().Fit(Three, [1, 2, 3], cancellationToken: source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new RateBinning().Fit(Three, [1, 2, 3], [1, 1, 1], cancellationToken: source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new ClassBinning().Fit(Three, ["a", "b", "a"], cancellationToken: source.Token));
    }

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
