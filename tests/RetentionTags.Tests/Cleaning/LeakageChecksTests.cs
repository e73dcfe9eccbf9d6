using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class LeakageChecksTests : PropertyTests
{
    private static readonly TrainingSet Honest = SampleData.Customers(2000, missing: true);

    [Fact]
    public void Honest_columns_pass() => Assert.Empty(new LeakageChecks().Fit(Honest).TrainingReport.Entries);

    [Fact]
    public void Planted_leaks_are_found_and_named()
    {
        int rows = Honest.RowCount;
        bool[] events = Honest.Events.ToArray();
        double[] value = [.. Enumerable.Range(0, rows).Select(row => (double)(row * 37 % 11))];
        TrainingSet data = With(
            Column.Numeric("copy", events.Select(isEvent => isEvent ? 0.0 : 1.0).ToArray()),
            Column.Numeric("code", Enumerable.Range(0, rows).Select(row => events[row] ? 5.0 : row % 2 * 10.0).ToArray()),      // events in the middle
            Column.Category("reason", events.Select(isEvent => isEvent ? "price" : null)),                                      // there for events only
            Column.Category("number", Enumerable.Range(0, rows).Select(row => $"C{row * 7919 % 100_003}")),
            Column.Numeric("serial", Enumerable.Range(0, rows).Select(row => 100_000.0 + ((row * 7919L) % 2003)).ToArray()),
            Column.Numeric("later", value),
            Column.Numeric("known", Enumerable.Range(0, rows).Select(row => row == 1234 ? 500.0 : 499).ToArray()));
        var recipe = new LeakageChecks { KnownDates = [new("later", "known")], AsOf = 500 };
        CleaningModel model = recipe.Fit(data);
        Assert.Equal(
            [("code", FindingCodes.SeparatingColumn), ("copy", FindingCodes.SeparatingColumn), ("later", FindingCodes.KnownLaterColumn), ("number", FindingCodes.IdLikeColumn), ("reason", FindingCodes.SeparatingColumn), ("serial", FindingCodes.IdLikeColumn)],
            model.Findings.Select(finding => (finding.ColumnName!, finding.Code)).Order());
        Assert.Equal([1234], model.TrainingReport.OfColumn("later")[0].Rows);
        Assert.Empty(model.ColumnsLeftOut);

        CleaningModel strict = (recipe with { Action = ColumnAction.LeaveOut }).Fit(data);
        Assert.Equal(["code", "copy", "later", "number", "reason", "serial"], strict.ColumnsLeftOut);
        Assert.Equal([.. Honest.Table.Columns.Select(column => column.Name), "known"], strict.Clean(data.Table).Table.Columns.Select(column => column.Name));
        Assert.Equal(4, strict.Clean(Honest.Table).Table.Columns.Count);        // a leak need not be there to score
    }

    [Fact]
    public void The_AUC_is_that_of_the_evaluation()
    {
        // Above its own AUC a column passes, at it it does not.
        double auc = BinaryEvaluation.Of(Honest.Table.Numeric("visits").Values, Honest.Events).Auc;
        double better = Math.Max(auc, 1 - auc);
        TrainingSet visits = Honest.WithTable(Honest.Table.Select("visits"));
        Assert.Single(new LeakageChecks { MaxAuc = better - 1e-9, MinValueCount = 2000 }.Fit(visits).Findings);
        Assert.Empty(new LeakageChecks { MaxAuc = better + 1e-9, MinValueCount = 2000 }.Fit(visits).Findings);
    }

    [Property(MaxTest = 200)]
    public void Separation_is_that_of_all_pairs_of_rows_written_out(SmallSet set)
    {
        // Categories by their event rates, those of less than four rows as one; being missing as a score of 1.
        SmallRow[] rows = [.. set.Rows.SelectMany(row => Enumerable.Repeat(row, row.Weight))];
        SmallRow[] present = [.. rows.Where(row => row.Category is not null)];
        string GroupOf(SmallRow row) => present.Count(other => other.Category == row.Category) < 4 ? "rare" : row.Category!;
        Dictionary<string, double> rates = present.GroupBy(GroupOf).ToDictionary(group => group.Key, group => group.Count(row => row.IsEvent) / (double)group.Count());
        ColumnSeparation found = ColumnSeparation.Of(set.ToWeightedSet().Table.Category("category"), 4, CleaningPass.ToFit(set.ToWeightedSet(), CancellationToken.None));
        double byRate = ByPairs(present, row => rates[GroupOf(row)]), byMissing = ByPairs(rows, row => row.Category is null ? 1 : 0);
        Assert.Equal(double.IsNaN(byRate), double.IsNaN(found.ByValue));
        if (!double.IsNaN(byRate))
            Same.Within(1e-12, byRate, found.ByValue);
        Same.Within(1e-12, Math.Max(byMissing, 1 - byMissing), found.ByMissing);
        Assert.Equal((present.Select(row => row.Category).Distinct().Count(), present.Length), (found.DistinctValues, (int)found.PresentWeight));
    }

    [Fact]
    public void An_as_of_column_is_compared_row_by_row()
    {
        TrainingSet data = TrainingSet.Create(
            Table.Create(
                Column.Numeric("x", new[] { 1, 2, double.NaN, 4 }),
                Column.Numeric("known", new double[] { 9, 10, 99, 11 }),
                Column.Numeric("as of", new double[] { 10, 10, 10, 12 })),
            [true, false, true, true]);
        CleaningModel model = new LeakageChecks { KnownDates = [new("x", "known")], AsOfColumn = "as of", MaxAuc = 1, MinIdCount = 100, MinValueCount = 5 }.Fit(data);
        Assert.Equal([1], model.TrainingReport.OfColumn("x")[0].Rows);          // known on the day itself is too late; row 2 has no value
        Assert.Contains("AsOf", Assert.Throws<InvalidOperationException>(() => new LeakageChecks { KnownDates = [new("x", "known")] }.Fit(data)).Message);
    }

    [Fact]
    public void Three_values_are_too_few_to_separate()
    {
        double[] sparse = [.. Enumerable.Range(0, Honest.RowCount).Select(_ => double.NaN)];
        int[] rows = [Honest.Events.IndexOf(true), Honest.Events.IndexOf(false), Honest.Events.LastIndexOf(false)];
        (sparse[rows[0]], sparse[rows[1]], sparse[rows[2]]) = (3.5, 1.25, 2.75);
        TrainingSet data = Honest.WithTable(Table.Create(Column.Numeric("sparse", sparse), Honest.Table["visits"]));
        Assert.Empty(new LeakageChecks().Fit(data).Findings);
        Assert.Equal("sparse", Assert.Single(new LeakageChecks { MinValueCount = 3 }.Fit(data).Findings).ColumnName);
    }

    [Fact]
    public void With_one_class_separation_is_not_judged()
    {
        TrainingSet data = TrainingSet.Create(Honest.Table, new bool[Honest.RowCount]);
        Assert.Contains("cannot be judged", Assert.Single(new LeakageChecks().Fit(data).TrainingReport.Entries).Done);
    }

    private static TrainingSet With(params Column[] columns) => Honest.WithTable(Table.Create([.. Honest.Table.Columns, .. columns]));

    /// <summary>The share of pairs of an event and a non-event in which the event has the higher score, an equal score counting one half.</summary>
    private static double ByPairs(SmallRow[] rows, Func<SmallRow, double> score)
    {
        double[] events = [.. rows.Where(row => row.IsEvent).Select(score)], others = [.. rows.Where(row => !row.IsEvent).Select(score)];
        return events.Sum(e => others.Sum(o => e > o ? 1 : e == o ? 0.5 : 0)) / ((double)events.Length * others.Length);
    }
}
