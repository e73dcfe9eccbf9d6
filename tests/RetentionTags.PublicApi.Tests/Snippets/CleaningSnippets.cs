using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/cleaning.md, compiled and run.</summary>
public class CleaningSnippets
{
    private static readonly TrainingSet Contracts = MakeContracts();

    [Fact]
    public void Cleaning_page()
    {
        var (train, test) = Contracts.Split(testShare: 0.25, seed: 7);

        #region cleaning-fit
        var recipe = new CleaningRecipe
        {
            Steps =
            [
                new UnifiedFormats { Case = TextCase.Lower, MissingTexts = ["", "n/a"], Numbers = [new("fee", ["de-DE"])] },
                new DuplicateRows { KeyColumns = ["customer"], KeepBy = "day", Keep = KeptDuplicate.Last },
                new ConstantColumns(),
                new LeakageChecks { Action = ColumnAction.LeaveOut },
                new Outliers { Columns = ["fee"], Action = OutlierAction.Winsorise },
                new MissingValues { AddIndicator = true },
            ],
        };
        CleaningModel model = recipe.Fit(train);                    // learns from the training rows, and from nothing else
        Console.WriteLine(model.TrainingReport.ToText());
        foreach (Finding finding in model.Findings)
            Console.WriteLine(finding);
        #endregion

        #region cleaning-apply
        (TrainingSet toLearnFrom, CleaningReport dropped) = model.Clean(train);     // rows may go
        (Table toScore, CleaningReport changed) = model.Clean(test.Table);          // every row stays
        Console.WriteLine(changed.TotalsToText(TableFormat.Markdown));
        #endregion

        Assert.Equal(test.RowCount, toScore.RowCount);
        Assert.Equal(train.RowCount - dropped.Totals.Sum(total => total.RowsDropped), toLearnFrom.RowCount);
        Assert.True(toLearnFrom.RowCount < train.RowCount);
        Assert.Equal(["country", "customer"], model.ColumnsLeftOut);
        Assert.Equal(0, toScore.Columns.Sum(column => column.CountMissing()));

        #region cleaning-then
        CleanedModel<Scorecard> card = recipe.Then(new ScorecardRecipe()).Fit(train);
        double[] risk = card.Score(test.Table);                     // cleans, then scores: one for each row
        #endregion

        Assert.Equal(card.Model.Score(toScore), risk);

        var file = new MemoryStream();

        #region cleaning-save
        model.Save(file);
        #endregion

        file.Position = 0;
        Assert.Equal(model.Steps, CleaningModel.Load(file).Steps);
    }

    [Fact]
    public void Rules()
    {
        TrainingSet train = Contracts;

        #region cleaning-rules
        var rules = new BusinessRules
        {
            Rules =
            [
                new("months are counted up", [RuleCondition.Compare("months", RuleOperator.GreaterOrEqual, 0)], RuleAction.MakeMissing),
                new("ends after it begins", [RuleCondition.CompareColumns("end", RuleOperator.GreaterOrEqual, "day")], RuleAction.DropRow)
                {
                    When = [RuleCondition.OneOf("plan", "basic", "plus")],
                },
            ],
        };
        CleaningReport report = rules.Fit(train).TrainingReport;
        #endregion

        Assert.NotEmpty(report.Entries);

        #region cleaning-interpolation
        var monthly = new MissingValues
        {
            Columns = [new("months", FillMethod.Interpolate), new("plan", FillMethod.MostFrequent)],
            TimeColumn = "day",
            EntityColumn = "customer",
        };
        #endregion

        Assert.Equal(0, monthly.Fit(train).Clean(train.Table).Table["months"].CountMissing());

        #region cleaning-leakage
        var leaks = new LeakageChecks
        {
            KnownDates = [new("months", "end")],                    // 'months' is known from the day 'end' on
            AsOf = 20_000,                                          // days since 1970-01-01
        };
        IReadOnlyList<Finding> findings = leaks.Fit(train).Findings;
        #endregion

        Assert.Contains(findings, finding => finding.ColumnName == "months" && finding.Code == FindingCodes.KnownLaterColumn);
    }

    private static TrainingSet MakeContracts()
    {
        const int Rows = 400;
        int[] rows = [.. Enumerable.Range(0, Rows)];
        return TrainingSet.Create(
            Table.Create(
                Column.Category("customer", rows.Select(row => $"C{(row % 50 == 3 ? row - 1 : row)}")),
                Column.Numeric("day", rows.Select(row => 19_900.0 + (row * 37 % 90)).ToArray()),
                Column.Numeric("end", rows.Select(row => 19_950.0 + (row * 53 % 120)).ToArray()),
                Column.Category("plan", rows.Select(row => (row % 5) switch { 0 => " Basic", 1 => "plus", 2 => "PLUS ", 3 => "n/a", _ => "basic" })),
                Column.Category("fee", rows.Select(row => row % 40 == 0 ? "n/a" : row % 97 == 5 ? "9.999,00 €" : $"{10 + (row % 30)},50 €")),
                Column.Numeric("months", rows.Select(row => row % 9 == 0 ? double.NaN : (row * 7 % 40) - 1.0).ToArray()),
                Column.Category("country", rows.Select(_ => "DE"))),
            [.. rows.Select(row => row * 31 % 7 < 2)]);
    }
}
