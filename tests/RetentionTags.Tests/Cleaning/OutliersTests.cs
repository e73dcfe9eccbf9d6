using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class OutliersTests : PropertyTests
{
    private static readonly double[] OneFar = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100];

    [Fact]
    public void A_column_that_is_named_twice_is_looked_at_once()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", new double[] { 1, 2, 3, 4, 5, 1000 })), new bool[6]);
        CleaningModel model = new Outliers { Columns = ["x", "x"], Action = OutlierAction.Flag }.Fit(data);
        Assert.Equal("x", Assert.Single(model.Steps[0].Columns).ColumnName);
        Assert.Equal(2, model.TrainingReport.Entries.Count);         // what was found, and the column that says so
    }

    /// <summary>Quartiles 3.5 and 8.5 (type 7), so fences at −4 and 16.</summary>
    [Fact]
    public void Fences_by_hand()
    {
        LearntColumn limits = Assert.Single(new Outliers().Fit(Numbers(OneFar)).Steps[0].Columns);
        Assert.Equal((-4, 16), (limits.Lower, limits.Upper));
    }

    /// <summary>Median 2.45, median deviation 0.15: 8.2 and 8.3 have modified z-scores of 25.9 and 26.3, all others of at most 1.6.</summary>
    [Fact]
    public void Modified_z_scores_by_hand()
    {
        CleaningReport report = new Outliers { Rule = OutlierRule.ModifiedZScore }.Fit(Numbers(2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3)).TrainingReport;
        Assert.Equal([8, 9], Assert.Single(report.Entries).Rows);
    }

    [Fact]
    public void The_mean_deviation_stands_in_for_a_median_deviation_of_0()
    {
        // Median 0, median deviation 0, mean deviation (1 + 9) / 8: the limit is 3.5 · 1.253314 · 1.25 = 5.483.
        CleaningReport report = new Outliers { Rule = OutlierRule.ModifiedZScore }.Fit(Numbers(0, 0, 0, 1, 0, 0, 9, 0)).TrainingReport;
        Assert.Equal(2, report.Entries.Count);
        Assert.Contains("mean deviation", report.Entries[0].Done);
        Assert.Equal([6], report.Entries[1].Rows);
    }

    [Fact]
    public void Columns_without_a_scale_are_not_judged()
    {
        foreach (double[] values in (double[][])[[0, 0, 0, 0, 0, 0, 0, 0, 1, 2], [0, 1, 0, 1], [1, 2, double.NegativeInfinity, double.PositiveInfinity]])
        {
            CleaningModel model = new Outliers().Fit(Numbers(values));
            Assert.Empty(model.Steps[0].Columns);
            Assert.Equal("not judged", Assert.Single(model.TrainingReport.Entries).Done);
        }
    }

    [Fact]
    public void Each_action_does_what_it_says()
    {
        TrainingSet data = Numbers(OneFar);
        Table few = Table.Create(Column.Numeric("x", new double[] { -50, 5, double.NaN, double.PositiveInfinity }));

        (Table table, CleaningReport report) = new Outliers { Action = OutlierAction.Winsorise }.Fit(data).Clean(few);
        Assert.Equal([-4, 5, double.NaN, 16], table.Numeric("x").Values.ToArray());
        Assert.Equal([0, 3], report.Entries.SelectMany(entry => entry.Rows));

        (table, _) = new Outliers { Action = OutlierAction.Flag }.Fit(data).Clean(few);
        Assert.Equal([1, 0, 0, 1], table.Numeric("x_outlier").Values.ToArray());

        CleaningModel dropping = new Outliers { Action = OutlierAction.DropRow }.Fit(data);
        (table, report) = dropping.Clean(few);
        Assert.Equal(4, table.RowCount);
        Assert.All(report.Entries, entry => Assert.Equal(CleaningEffect.RowsKept, entry.Effect));
        (TrainingSet cleaned, report) = dropping.Clean(data);
        Assert.Equal(10, cleaned.RowCount);
        Assert.Equal([10], Assert.Single(report.Entries).Rows);

        (table, report) = new Outliers().Fit(data).Clean(few);
        Same.Bits(few.Numeric("x").Values, table.Numeric("x").Values);
        Assert.All(report.Entries, entry => Assert.Equal(CleaningEffect.None, entry.Effect));
    }

    [Property(MaxTest = 300)]
    public void Outliers_are_those_of_the_definition_over_rows_written_out(SmallSet set)
    {
        SmallSet finite = new([.. set.Rows.Where(row => double.IsNaN(row.Value) || Math.Abs(row.Value) < 100)]);
        double[] rows = Plain.Present(finite);
        if (rows.Distinct().Count() < 3 || finite.Rows.Sum(row => row.Weight) <= 1)
            return;
        double q1 = Plain.Quantile(rows, 0.25), q3 = Plain.Quantile(rows, 0.75), median = Plain.Quantile(rows, 0.5);
        double mad = Plain.Quantile([.. rows.Select(value => Math.Abs(value - median)).Order()], 0.5), mean = rows.Average(value => Math.Abs(value - median));
        Check(new Outliers { Factor = 0.51 }, value => q3 > q1 && (value < q1 - (0.51 * (q3 - q1)) || value > q3 + (0.51 * (q3 - q1))));
        Check(new Outliers { Rule = OutlierRule.ModifiedZScore, Threshold = 1.23 }, value => mad > 0 ? 0.6745 * Math.Abs(value - median) / mad > 1.23 : Math.Abs(value - median) / (1.253314 * mean) > 1.23);
        Check(new Outliers { Rule = OutlierRule.Quantiles, LowerQuantile = 0.11, UpperQuantile = 0.87 }, value => value < Plain.Quantile(rows, 0.11) - 1e-12 || value > Plain.Quantile(rows, 0.87) + 1e-12);

        void Check(Outliers recipe, Func<double, bool> isOutlier)
        {
            int[] expected = [.. Enumerable.Range(0, finite.Rows.Length).Where(row => isOutlier(finite.Rows[row].Value))];
            TrainingSet weighted = finite.ToWeightedSet();
            CleaningReport report = (recipe with { Columns = ["value"] }).Fit(weighted).TrainingReport;
            Assert.Equal(expected, report.Entries.SelectMany(entry => entry.Rows).Order());
        }
    }

    [Property(MaxTest = 200)]
    public void Winsorising_again_changes_nothing(SmallSet set)
    {
        TrainingSet data = set.ToWeightedSet();
        foreach (OutlierRule rule in Enum.GetValues<OutlierRule>())
        {
            CleaningModel model = new Outliers { Rule = rule, Action = OutlierAction.Winsorise, LowerQuantile = 0.2, UpperQuantile = 0.8 }.Fit(data);
            Assert.Empty(model.Clean(model.Clean(data.Table).Table).Report.Entries);
        }
    }

    [Fact]
    public void Settings_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Outliers { Factor = 0 });
        Assert.Throws<InvalidOperationException>(() => new Outliers { LowerQuantile = 0.5, UpperQuantile = 0.5 }.Fit(Numbers(OneFar)));
        Assert.Contains("'plan'", Assert.Throws<ArgumentException>(() => new Outliers { Columns = ["plan"] }.Fit(SampleData.Customers(50))).Message);
        Assert.Contains("x_outlier", Assert.Throws<ArgumentException>(() => new Outliers { Action = OutlierAction.Flag }.Fit(TrainingSet.Create(
            Table.Create(Column.Numeric("x", OneFar), Column.Numeric("x_outlier", new double[11])), new bool[11]))).Message);
    }

    private static TrainingSet Numbers(params double[] values) => TrainingSet.Create(Table.Create(Column.Numeric("x", values)), new bool[values.Length]);
}
