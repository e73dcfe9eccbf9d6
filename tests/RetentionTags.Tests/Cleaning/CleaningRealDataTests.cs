using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

/// <summary>Counts and quartiles are those of plain Python 3.11 over the files (csv, sorted lists and the definitions; no library).</summary>
public class CleaningRealDataTests
{
    private static readonly UnifiedFormats TelcoFormats = new() { Numbers = [new("tenure", [""]), new("MonthlyCharges", [""]), new("TotalCharges", [""])] };

    [DataFact]
    public void Telco_texts_become_the_numbers_that_they_are()
    {
        TrainingSet texts = RealData.TelcoTexts(), numbers = RealData.Telco();
        (TrainingSet cleaned, CleaningReport report) = TelcoFormats.Fit(texts).Clean(texts);
        foreach (string name in (string[])["tenure", "MonthlyCharges", "TotalCharges"])
            Same.Bits(numbers.Table.Numeric(name).Values, cleaned.Table.Numeric(name).Values);
        Assert.Equal([488, 753, 936, 1082, 1340, 3331, 3826, 4380, 5218, 6670, 6754], report.OfColumn("TotalCharges").Single(entry => entry.Done == "made missing").Rows);
    }

    [DataFact]
    public void Telco_from_texts_to_a_scorecard()
    {
        TrainingSet texts = RealData.TelcoTexts();
        CleaningModel model = new CleaningRecipe
        {
            Steps =
            [
                TelcoFormats,
                new ConstantColumns(),
                new DuplicateColumns(),
                new LeakageChecks { Action = ColumnAction.LeaveOut },
                new MissingValues { AddIndicator = true },
            ],
        }.Fit(texts);
        Assert.Equal(["customerID"], model.ColumnsLeftOut);
        Assert.Equal(FindingCodes.IdLikeColumn, Assert.Single(model.Findings).Code);
        Assert.Equal(1397.475, model.Steps[^1].Columns.Single(column => column.ColumnName == "TotalCharges").Fill.Number);
        (TrainingSet cleaned, _) = model.Clean(texts);
        Assert.Equal(0, cleaned.Table.Columns.Sum(column => column.CountMissing()));
        Assert.Equal(11, cleaned.Table.Numeric("TotalCharges_missing").Values.ToArray().Sum());
        Assert.True(new ScorecardRecipe().Fit(cleaned).Score(cleaned.Table).All(double.IsFinite));
    }

    [DataFact]
    public void Telco_without_its_key_has_customers_who_look_alike()
    {
        TrainingSet data = RealData.Telco();
        Assert.Equal(40, new DuplicateRows().Fit(data).TrainingReport.Totals.Single().RowsDropped);
    }

    [DataFact]
    public void Bank_outliers_are_those_of_the_definitions()
    {
        TrainingSet data = RealData.Bank();
        CleaningModel fences = new Outliers { Columns = ["age", "balance", "duration", "campaign", "pdays"] }.Fit(data);
        Assert.Equal(
            [("age", 10.5, 70.5, 487), ("balance", -1962, 3462, 4729), ("duration", -221, 643, 3235), ("campaign", -2, 6, 3064)],
            fences.Steps[0].Columns.Select(column => (column.ColumnName, column.Lower, column.Upper, fences.TrainingReport.OfColumn(column.ColumnName).Sum(entry => entry.Count))));
        Assert.Equal("not judged", fences.TrainingReport.OfColumn("pdays").Single().Done);

        CleaningModel scores = new Outliers { Rule = OutlierRule.ModifiedZScore, Columns = ["age", "balance", "duration", "campaign", "pdays"] }.Fit(data);
        Assert.Equal([261, 6160, 3028, 2329], ((string[])["age", "balance", "duration", "campaign"]).Select(name => scores.TrainingReport.OfColumn(name).Sum(entry => entry.Count)));
        Same.Within(1e-9, -1 + (3.5 * 1.253314 * 41.19782796222158), scores.Steps[0].Columns.Single(column => column.ColumnName == "pdays").Upper);
    }

    [DataFact]
    public void Bank_codes_become_missing_and_the_length_of_the_call_is_suspicious()
    {
        TrainingSet data = RealData.Bank();
        CleaningReport report = new BusinessRules { Rules = [new("contacted before", [RuleCondition.Compare("pdays", RuleOperator.NotEqual, -1)], RuleAction.MakeMissing)] }.Fit(data).TrainingReport;
        Assert.Equal(36_954, report.Totals.Single().CellsChanged);

        // Its AUC is 0.8076: much for one column, and yet no proof. That it is known only after the call is.
        Assert.Empty(new LeakageChecks().Fit(data).Findings);
        Assert.Equal("duration", Assert.Single(new LeakageChecks { MaxAuc = 0.8 }.Fit(data).Findings).ColumnName);
        TrainingSet dated = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("call ends", new double[data.RowCount])]));
        CleaningModel model = new LeakageChecks { KnownDates = [new("duration", "call ends")], AsOf = 0, Action = ColumnAction.LeaveOut }.Fit(dated);
        Assert.Equal(["duration"], model.ColumnsLeftOut);
        Assert.Equal(["default"], new ConstantColumns { GreatestShare = 0.98 }.Fit(data).ColumnsLeftOut);
    }

    [DataFact]
    public void Online_retail_has_5268_lines_twice()
    {
        // sort -u leaves 536641 of 541909 lines.
        Table lines = RealData.OnlineRetailTexts();
        TrainingSet data = TrainingSet.Create(lines, new bool[lines.RowCount]);
        Assert.Equal(5268, new DuplicateRows().Fit(data).TrainingReport.Totals.Single().RowsDropped);
    }
}
