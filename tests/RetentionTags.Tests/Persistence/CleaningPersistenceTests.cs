using System.Text;
using RetentionTags.Binning;
using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Persistence;

public class CleaningPersistenceTests : PropertyTests
{
    /// <summary>Every step, and no setting as it is by default.</summary>
    private static readonly CleaningRecipe Recipe = new()
    {
        Steps =
        [
            new UnifiedFormats
            {
                Columns = ["plan"],
                Trim = false,
                CollapseWhiteSpace = false,
                HalfWidth = false,
                Case = TextCase.Upper,
                MissingTexts = ["N/A"],
                Synonyms = [new("TRIAL", "TEST")],
                Numbers = [new("fee", ["de-DE", "en-US"])],
                Dates = [new("since", ["yyyy-MM-dd"], "en-US")],
                Unreadable = UnreadablePolicy.MakeMissing,
            },
            new ConstantColumns { GreatestShare = 0.9, CountMissing = false, Action = ColumnAction.Report },
            new DuplicateColumns { Action = ColumnAction.Report },
            new LeakageChecks { MaxAuc = 0.9, MinValueCount = 20, MinDistinctShare = 0.9, MinIdCount = 40, KnownDates = [new("usage", "since")], AsOf = 20_000.5, Action = ColumnAction.LeaveOut },
            new LeakageChecks { KnownDates = [new("visits", "since")], AsOfColumn = "since" },
            new BusinessRules
            {
                Rules =
                [
                    new("no eleven", [RuleCondition.Compare("visits", RuleOperator.Less, 11.5), RuleCondition.OneOf("plan", "MONTHLY", "YEARLY", "TEST", "TWO YEARS")], RuleAction.MakeMissing)
                    {
                        When = [RuleCondition.IsPresent("fee"), RuleCondition.CompareColumns("noise", RuleOperator.Less, "fee")],
                        MissingColumns = ["noise"],
                    },
                ],
            },
            new Outliers { Rule = OutlierRule.Quantiles, Action = OutlierAction.Flag, Columns = ["noise"], Factor = 2, Threshold = 3, LowerQuantile = 0.05, UpperQuantile = 0.9 },
            new MissingValues
            {
                Numbers = FillMethod.Interpolate,
                Categories = FillMethod.MostFrequent,
                ConstantNumber = 1.5,
                ConstantCategory = "none",
                Columns = [new("fee", FillMethod.Constant, 9.75), new("noise", FillMethod.Mean)],
                TimeColumn = "since",
                EntityColumn = "plan",
                AddIndicator = true,
            },
            new DuplicateRows { KeyColumns = ["fee", "plan"], KeepBy = "since", Keep = KeptDuplicate.Last, ReportOnly = true },
        ],
    };

    [Fact]
    public void Recipe_learning_and_report_survive()
    {
        CleaningModel model = Recipe.Fit(Data(300));
        CleaningModel loaded = Load(Saved(model));
        Assert.Equal(Recipe, loaded.Recipe);
        Assert.Equal(model.Steps, loaded.Steps);
        Assert.Equal(model.TrainingReport.Entries, loaded.TrainingReport.Entries);
        Assert.Equal(model.TrainingReport.RowCount, loaded.TrainingReport.RowCount);
        Assert.Equal(model.ColumnsLeftOut, loaded.ColumnsLeftOut);
        Assert.Equal(model.Findings, loaded.Findings);
        Assert.NotEmpty(model.Findings);
    }

    [Fact]
    public void A_file_of_the_first_version_loads_and_cleans_as_it_did()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Persistence", "cleaning-v1.json"));
        CleaningModel model = CleaningModel.Load(file);
        Assert.Equal(Recipe, model.Recipe);
        Assert.Equal(["usage"], model.ColumnsLeftOut);
        (Table table, CleaningReport report) = model.Clean(Table.Create(
            Column.Numeric("visits", new[] { 12, double.NaN, 3 }),
            Column.Numeric("noise", new[] { 0.5, 77, double.NaN }),
            Column.Category("plan", ["trial", "n/a", "Yearly"]),
            Column.Category("fee", ["1.234,5", "1.234", null]),
            Column.Category("since", ["2025-01-02", "nonsense", "2025-01-03"])));
        Assert.Equal([12, 5, 3], table.Numeric("visits").Values.ToArray());
        Assert.Equal([1234.5, 9.75, 9.75], table.Numeric("fee").Values.ToArray());
        Assert.Equal(["TEST", null, "YEARLY"], Enumerable.Range(0, 3).Select(row => table.Category("plan")[row]));
        Assert.Equal([0, 1, 0], table.Numeric("noise_outlier").Values.ToArray());
        Assert.Equal(77, table.Numeric("noise").Values[1]);
        Assert.Equal(3, report.RowCount);
    }

    [Fact]
    public void What_is_no_cleaning_is_refused()
    {
        byte[] saved = Saved(Recipe.Fit(Data(300)));
        Assert.Contains("holds 'cleaning', and 'binning' was asked for", Assert.Throws<InvalidDataException>(() => BinningModel.Load(new MemoryStream(saved))).Message);
        Assert.Throws<InvalidDataException>(() => Load(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(saved).Replace("duplicate-rows", "duplicate-cows", StringComparison.Ordinal))));
        Assert.Throws<InvalidDataException>(() => Load(saved[..(saved.Length / 2)]));
    }

    [Property(MaxTest = 200)]
    public void Rows_of_an_entry_survive_as_ranges(byte[] gaps)
    {
        int[] rows = [.. gaps.Select((_, i) => gaps.Take(i + 1).Sum(gap => gap % 3 == 0 ? gap + 2 : 1) - 1)];
        var entry = new CleaningEntry("step", null, "found", CleaningEffect.None, "done", ValueListBuilder.Create<int>(rows));
        Assert.Equal(entry, CleaningEntryDocument.Of(entry).ToEntry());
    }

    [Theory]
    [InlineData("5-4")]
    [InlineData("3 3")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("1  2")]
    [InlineData("99999999999")]
    public void What_is_no_list_of_ranges_is_refused(string rows) =>
        Assert.Throws<ArgumentException>(() => new CleaningEntryDocument("step", null, "found", CleaningEffect.None, "done", rows, null).ToEntry());

    /// <summary>Customers with a fee and a day in texts.</summary>
    private static TrainingSet Data(int rows)
    {
        TrainingSet data = SampleData.Customers(rows, missing: true);
        return data.WithTable(Table.Create([
            .. data.Table.Columns,
            Column.Category("fee", Enumerable.Range(0, rows).Select(row => row % 7 == 0 ? null : $"{row % 20},5")),
            Column.Category("since", Enumerable.Range(0, rows).Select(row => $"20{20 + (row % 6)}-0{1 + (row % 9)}-15")),
        ]));
    }

    private static byte[] Saved(CleaningModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static CleaningModel Load(byte[] saved) => CleaningModel.Load(new MemoryStream(saved));
}
