using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Features;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

/// <summary>Online Retail 2010–2011 with its dirt: cancellations, lines without a customer, bad debts, free lines. What is left out is accounted for, and the rest makes a model.</summary>
public class OnlineRetailPathTests
{
    [DataFact]
    public void What_is_left_out_is_told_with_its_reason()
    {
        Table lines = RealData.OnlineRetailTexts();
        CategoryColumn invoice = lines.Category("InvoiceNo"), customer = lines.Category("CustomerID"), code = lines.Category("StockCode"), quantity = lines.Category("Quantity"), price = lines.Category("UnitPrice");
        int[] all = [.. Enumerable.Range(0, lines.RowCount)];
        string[] fees = ["AMAZONFEE", "BANK CHARGES", "CRUK", "D", "DOT", "M", "POST", "S"];
        int adjustments = all.Count(row => invoice[row]!.StartsWith('A'));
        int fee = all.Count(row => !invoice[row]!.StartsWith('A') && fees.Contains(code[row]));
        int anonymous = all.Count(row => !invoice[row]!.StartsWith('A') && !fees.Contains(code[row]) && string.IsNullOrWhiteSpace(customer[row]));
        int[] kept = [.. all.Where(row => !invoice[row]!.StartsWith('A') && !fees.Contains(code[row]) && !string.IsNullOrWhiteSpace(customer[row]))];
        double Amount(int row) => double.Parse(quantity[row]!, CultureInfo.InvariantCulture) * double.Parse(price[row]!, CultureInfo.InvariantCulture);

        EventLog log = Read(fees);
        EventLogReport report = log.Report!;
        Assert.Equal(3, adjustments);
        Assert.Equal(541_909, report.RowsRead);
        Assert.Equal(
            [new("bad debt, adjusted", adjustments), new("postage, fees and manual corrections", fee), new("no entity in column 'CustomerID'", anonymous)],
            report.LeftOut);
        Assert.Equal((kept.Length, kept.Count(row => Amount(row) < 0), kept.Count(row => Amount(row) == 0)), (report.Events, report.Refunds, report.ZeroAmounts));
        Assert.Equal(report.RowsRead, report.Events + report.LeftOut.Sum(each => each.Rows));
        Same.Within(0.01, kept.Where(row => Amount(row) < 0).Sum(Amount), report.RefundAmount);
        Assert.Contains("left out: bad debt, adjusted", report.ToText(), StringComparison.Ordinal);
    }

    [DataFact]
    public void The_whole_path_beats_recency_on_customers_and_a_month_it_has_not_seen()
    {
        EventLog log = Read([]);
        SnapshotPlan plan = SnapshotPlan.Monthly(new(2011, 4, 1), 4) with { PerformanceDays = 60, MaturityDays = 30 };
        FeatureSet set = new() { Families = [new RfmFeatures { CountBy = PurchaseUnit.Order }, new WindowFeatures { Windows = [Window.Days(30), Window.Days(90)], Aggregations = [Aggregation.Count, Aggregation.ActiveDays, Aggregation.Sum] }] };
        Snapshot past = plan.Take(log);
        TrainingSet train = past.ToTrainingSet(set.ToTable(past));
        Snapshot later = (plan with { CutOffs = SnapshotPlan.At(new(2011, 9, 10)).CutOffs }).Take(log);
        TrainingSet test = later.ToTrainingSet(set.ToTable(later));
        Scorecard card = new ScorecardRecipe().Fit(train);

        // Four snapshots of one customer are no four customers.
        Assert.True(train.HasEntities && train.EntityKeys!.Count < train.RowCount);
        double auc = BinaryEvaluation.Of(card.Score(test.Table), test.Events).Auc;
        double recency = BinaryEvaluation.Of([.. test.Table.Numeric("recency_days").Values.ToArray().Select(days => 1 / (2 + days))], test.Events).Auc;
        Assert.True(auc > 0.7 && auc > recency, string.Create(CultureInfo.InvariantCulture, $"AUC {auc:F4}, by recency {recency:F4}"));
    }

    private static EventLog Read(string[] fees) => RealData.Log("online_retail_2010_2011", new()
    {
        Entity = "CustomerID",
        Time = "InvoiceDate",
        Amount = "UnitPrice",
        Quantity = "Quantity",
        Order = "InvoiceNo",
        LeaveOutRowsWithoutEntity = true,
        LeaveOut = [RowRule.StartingWith("InvoiceNo", "A", "bad debt, adjusted"), .. fees.Length > 0 ? (RowRule[])[RowRule.In("StockCode", fees, "postage, fees and manual corrections")] : []],
    });
}
