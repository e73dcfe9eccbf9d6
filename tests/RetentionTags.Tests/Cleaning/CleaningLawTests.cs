using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

/// <summary>What holds of every cleaning: whatever differs is in the report, rows to be scored stay, and only training rows teach.</summary>
public class CleaningLawTests : PropertyTests
{
    /// <summary>Steps that change something, by every action that there is.</summary>
    private static readonly CleaningStep[] Steps =
    [
        new MissingValues { Numbers = FillMethod.MostFrequent, Columns = [new("value", FillMethod.Constant, -99)], AddIndicator = true },
        new MissingValues { Numbers = FillMethod.Interpolate, Columns = [new("value", FillMethod.Keep)], TimeColumn = "time", EntityColumn = "category" },
        new Outliers { Rule = OutlierRule.Quantiles, LowerQuantile = 0.2, UpperQuantile = 0.8, Action = OutlierAction.Winsorise },
        new Outliers { Rule = OutlierRule.Quantiles, LowerQuantile = 0.2, UpperQuantile = 0.8, Action = OutlierAction.Flag },
        new Outliers { Rule = OutlierRule.ModifiedZScore, Threshold = 1, Action = OutlierAction.DropRow },
        new DuplicateRows { KeyColumns = ["value", "category"] },
        new DuplicateColumns(),
        new ConstantColumns { GreatestShare = 0.7 },
        new UnifiedFormats { Case = TextCase.Upper, MissingTexts = ["", "N/A"], Synonyms = [new("D", "A B")] },
        new UnifiedFormats { MissingTexts = ["n/a", ""], Numbers = [new("money", ["de-DE"])], Unreadable = UnreadablePolicy.MakeMissing },
        new BusinessRules
        {
            Rules =
            [
                new("range", [RuleCondition.Between("value", -1, 1)], RuleAction.MakeMissing),
                new("known", [RuleCondition.IsPresent("category")], RuleAction.DropRow) { When = [RuleCondition.Compare("value", RuleOperator.Greater, 0)] },
                new("after", [RuleCondition.CompareColumns("time", RuleOperator.GreaterOrEqual, "value")], RuleAction.Flag),
                new("text", [RuleCondition.OneOf("category", " a", "c")], RuleAction.MakeMissing) { MissingColumns = ["time", "value"] },
            ],
        },
        new LeakageChecks { MaxAuc = 0.6, MinValueCount = 1, Action = ColumnAction.LeaveOut },
    ];

    [Property(MaxTest = 150)]
    public void Cells_rows_and_columns_that_differ_are_those_of_the_report(SmallSet set)
    {
        TrainingSet data = Dirty(set);
        foreach (CleaningStep step in Steps)
        {
            if (TryFit(step, data) is not CleaningModel model)
                continue;
            (Table table, CleaningReport report) = model.Clean(data.Table);
            Assert.Equal(data.RowCount, table.RowCount);
            CheckColumns(data.Table, table, report);
            Assert.Equal(Differences(data.Table, table, [.. Enumerable.Range(0, table.RowCount)]), Cells(report));

            (TrainingSet cleaned, report) = model.Clean(data);
            int[] sources = [.. Enumerable.Range(0, cleaned.RowCount).Select(cleaned.SourceRow)];
            CheckColumns(data.Table, cleaned.Table, report);
            Assert.Equal(Enumerable.Range(0, data.RowCount).Except(sources), Rows(report, CleaningEffect.RowsDropped));
            Assert.Equal(Differences(data.Table, cleaned.Table, sources), Cells(report).Where(cell => sources.Contains(cell.Row)));
            Assert.Equal(report.Totals.Sum(total => total.CellsChanged), Cells(report).Count());
            Assert.Equal(report.Totals.Sum(total => total.RowsDropped), Rows(report, CleaningEffect.RowsDropped).Count());
        }
    }

    [Property(MaxTest = 100)]
    public void Several_steps_report_all_that_differs_by_the_rows_that_came_in(SmallSet set)
    {
        TrainingSet data = Dirty(set);
        var recipe = new CleaningRecipe { Steps = [Steps[8], Steps[5], Steps[4], Steps[10], Steps[2], Steps[0]] };
        if (TryFit(recipe, data) is not CleaningModel model)
            return;
        (TrainingSet cleaned, CleaningReport report) = model.Clean(data);
        int[] sources = [.. Enumerable.Range(0, cleaned.RowCount).Select(cleaned.SourceRow)];
        Assert.Equal(Enumerable.Range(0, data.RowCount).Except(sources), Rows(report, CleaningEffect.RowsDropped));
        Assert.Empty(Differences(data.Table, cleaned.Table, sources).Except(Cells(report)));
        Assert.Equal(
            model.TrainingReport.Entries.Where(entry => entry.Effect != CleaningEffect.None),
            report.Entries.Where(entry => entry.Effect != CleaningEffect.None));
        Assert.Equal(data.RowCount, model.Clean(data.Table).Table.RowCount);
    }

    [Property(MaxTest = 100)]
    public void Rows_of_a_test_set_teach_nothing(SmallSet set)
    {
        // Rows of weight 0 are what a fit must not see: with or without them, and whatever they say, it learns the same.
        TrainingSet data = Dirty(set);
        int[] both = [.. Enumerable.Range(0, data.RowCount), .. Enumerable.Range(0, data.RowCount)];
        Table more = data.Table.Rows(both);
        Table wild = Table.Create([.. more.Columns.Select(column => Wild(column, data.RowCount))]);
        TrainingSet hidden = TrainingSet.Create(wild, [.. data.Events, .. data.Events], [.. data.Weights, .. new double[data.RowCount]]);
        foreach (CleaningStep step in Steps)
        {
            if (TryFit(step, data) is not CleaningModel model)
                continue;
            Assert.Equal(model.Steps, step.Fit(hidden).Steps);
            Assert.Equal(model.TrainingReport.Entries, step.Fit(hidden).TrainingReport.Entries);
        }
    }

    [Property(MaxTest = 100)]
    public void Formats_that_are_unified_stay_as_they_are(SmallSet set)
    {
        TrainingSet data = Dirty(set);
        foreach (UnifiedFormats step in Steps.OfType<UnifiedFormats>())
        {
            CleaningModel model = step.Fit(data);
            Assert.Empty(model.Clean(model.Clean(data.Table).Table).Report.Entries);
        }
    }

    [Fact]
    public void Text_of_a_report_names_all_rows_for_programs_and_some_for_people()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Range(0, 20).Select(row => row < 8 ? double.NaN : row).ToArray())), new bool[20]);
        CleaningReport report = new MissingValues { ConstantNumber = 4, Numbers = FillMethod.Constant }.Fit(data).TrainingReport;
        Assert.Equal(
            """
            Step,Column,Found,Count,Done,Rows
            MissingValues,x,missing,8,filled with 4 (a constant),0 1 2 3 4 5 6 7

            """.ReplaceLineEndings("\n"),
            report.ToText(TableFormat.Csv));
        Assert.Contains("0 1 2 3 4 …", report.ToText());
        Assert.Contains("| MissingValues | 1 | 8 | 0 | 0 | 0 | 0 |", report.TotalsToText(TableFormat.Markdown));
    }

    [Fact]
    public void Steps_see_what_the_ones_before_left()
    {
        // The outlier goes first, so the mean is that of the rest; the row keeps its number.
        double[] values = [1, 2, 3, 1000, 2, double.NaN, 3, 1];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", values)), new bool[8]);
        CleaningModel model = new CleaningRecipe { Steps = [new Outliers { Action = OutlierAction.DropRow }, new MissingValues { Numbers = FillMethod.Mean }] }.Fit(data);
        Assert.Equal(2, model.Steps[1].Columns[0].Fill.Number);
        Assert.Equal([[3], [5]], model.TrainingReport.Entries.Select(entry => entry.Rows.ToArray()));
        Assert.Equal([1000, 2], model.Clean(Table.Create(Column.Numeric("x", new[] { 1000, double.NaN }))).Table.Numeric("x").Values.ToArray());
        Assert.Throws<ArgumentException>(() => new CleaningRecipe { Steps = [] });
        Assert.Throws<TrainingDataException>(() => new BusinessRules { Rules = [new("none", [RuleCondition.IsPresent("x"), RuleCondition.Compare("x", RuleOperator.Less, 0)], RuleAction.DropRow)] }.Fit(data));
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.0)]
    public void Rows_left_without_the_weight_of_a_row_are_an_error_that_names_the_step(params double[] left)
    {
        var rules = new BusinessRules { Rules = [new("low", [RuleCondition.Compare("x", RuleOperator.Less, 50)], RuleAction.DropRow)] };
        double[] values = [100, 100, .. left.Select(_ => 1.0)], weights = [1, 1, .. left];
        Table table = Table.Create(Column.Numeric("x", values));
        CleaningModel model = rules.Fit(TrainingSet.Create(table, new bool[values.Length]));
        TrainingSet light = TrainingSet.Create(table, new bool[values.Length], weights);
        Assert.Contains("BusinessRules drops", Assert.Throws<TrainingDataException>(() => model.Clean(light)).Message);
        Assert.Throws<TrainingDataException>(() => rules.Fit(light));
    }

    /// <summary>Beside value and category a time, a copy of the time, and money in words.</summary>
    private static TrainingSet Dirty(SmallSet set)
    {
        string?[] texts = [.. set.Rows.Select(row => row.Category switch
        {
            "a" => " a",
            "b" => "Ａ\u3000b",
            "d" => row.Weight == 1 ? "n/a" : "d ",
            _ => row.Category,
        })];
        double[] times = [.. set.Rows.Select((_, row) => row % 3 == 0 ? double.NaN : row * 5.0 % 7)];
        Table table = Table.Create(
            Column.Numeric("value", set.Rows.Select(row => row.Value).ToArray()),
            Column.Category("category", texts),
            Column.Numeric("time", times),
            Column.Numeric("same time", times),
            Column.Category("money", set.Rows.Select(row => row.Weight switch { 1 => " 1.234,50 €", 2 => "n/a", _ => "much" })));
        return TrainingSet.Create(table, [.. set.Rows.Select(row => row.IsEvent)], [.. set.Rows.Select(row => (double)row.Weight)]);
    }

    /// <summary>The first rows as they are, and in all others what no row had.</summary>
    private static Column Wild(Column column, int rows) => column is NumericColumn numbers
        ? Column.Numeric(column.Name, numbers.Values.ToArray().Select((value, row) => row < rows ? value : 1e9).ToArray())
        : Column.Category(column.Name, Enumerable.Range(0, column.Length).Select(row => row < rows ? ((CategoryColumn)column)[row] : "1"));

    /// <summary>Some small sets lack what a step needs, such as a value to fill in; it says so.</summary>
    private static CleaningModel? TryFit(IRecipe<CleaningModel> recipe, TrainingSet data)
    {
        try
        {
            return recipe.Fit(data);
        }
        catch (TrainingDataException)
        {
            return null;
        }
    }

    private static void CheckColumns(Table before, Table after, CleaningReport report)
    {
        string[] was = [.. before.Columns.Select(column => column.Name)], isNow = [.. after.Columns.Select(column => column.Name)];
        Assert.Equal(was.Except(isNow), report.Entries.Where(entry => entry.Effect == CleaningEffect.ColumnLeftOut).Select(entry => entry.ColumnName));
        Assert.Equal(isNow.Except(was), report.Entries.Where(entry => entry.Effect == CleaningEffect.ColumnAdded).Select(entry => entry.ColumnName));
        foreach (CleaningEntry entry in report.Entries.Where(entry => entry.Effect == CleaningEffect.ColumnAdded && after.RowCount == before.RowCount))
            Assert.Equal(entry.Rows, Enumerable.Range(0, after.RowCount).Where(row => after.Numeric(entry.ColumnName!).Values[row] == 1));
    }

    private static IEnumerable<(string Column, int Row)> Cells(CleaningReport report) => report.Entries
        .Where(entry => entry.Effect == CleaningEffect.CellsChanged)
        .SelectMany(entry => entry.Rows.Select(row => (entry.ColumnName!, row)))
        .Distinct()
        .Order();

    private static IEnumerable<int> Rows(CleaningReport report, CleaningEffect effect) =>
        report.Entries.Where(entry => entry.Effect == effect).SelectMany(entry => entry.Rows).Distinct().Order();

    private static IEnumerable<(string Column, int Row)> Differences(Table before, Table after, int[] sources) => before.Columns
        .Where(column => after.TryGetColumn(column.Name, out _))
        .SelectMany(column => Enumerable.Range(0, sources.Length)
            .Where(row => ValueOf(column, sources[row]) != ValueOf(after[column.Name], row))
            .Select(row => (column.Name, sources[row])))
        .Order();

    private static Cell ValueOf(Column column, int row) => column is NumericColumn numbers ? numbers.Values[row] : ((CategoryColumn)column)[row];
}
