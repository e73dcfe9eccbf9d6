using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Lifetime;
using RetentionTags.Models.Calibration;
using RetentionTags.Persistence;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/lifetime.md, compiled and run.</summary>
public class LifetimeSnippets
{
    [Fact]
    public void Lifetime_page()
    {
        EventLog log = EventLog.Read(Customers.Orders(), new() { Entity = "customer_id", Time = "ordered_at", Amount = "total" });

        #region lifetime-fit
        SnapshotPlan plan = SnapshotPlan.At(new DateOnly(2025, 7, 1)) with { PerformanceDays = 90 };    // no gap: the horizon begins where observation ends
        Snapshot snapshot = plan.Take(log);
        Table features = new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(snapshot);
        PurchaseSummary customers = PurchaseSummary.Create(features, TimeUnit.Day);
        var outcome = new PurchaseOutcome(snapshot.Repurchased(), Horizon.Days(90));
        MbgNbdModel model = new MbgNbd().Fit(customers, outcome);
        Console.WriteLine(model.ToText());
        #endregion

        #region lifetime-predict
        CustomerValues chance = model.ProbabilityOfPurchase(customers, Horizon.Days(90));
        double[] perCustomer = chance.ToRows();         // in the order of the table's rows
        double expectedBuyers = chance.Total;
        double orders = model.ExpectedPurchases(customers, Horizon.Days(90)).Total;
        double ofNewCustomer = model.ExpectedPurchasesOfNewCustomer(Horizon.Days(365));
        #endregion

        #region lifetime-calibrate
        AffineCalibration platt = new PlattScaling().Fit(perCustomer, outcome.Bought);
        double[] calibrated = platt.Apply(perCustomer);
        #endregion

        Assert.Equal(outcome.Bought.ToArray().Count(bought => bought), calibrated.Sum(), 1.0);
        Assert.InRange(expectedBuyers, 1, customers.RowCount);
        Assert.True(orders >= expectedBuyers && ofNewCustomer > 0);

        #region lifetime-frequencies
        PurchaseFrequencies fitted = PurchaseFrequencies.Of(model, customers);
        Console.WriteLine(fitted.ToText());
        NumericColumn purchases = snapshot.Label(SnapshotLabel.PurchaseCount);
        PurchaseFrequencies foretold = PurchaseFrequencies.Of(model, customers, purchases.Values, Horizon.Days(90));
        double threeOrMore = foretold.Lines.Skip(3).Sum(line => line.Expected);
        #endregion

        Assert.Equal(customers.RowCount, fitted.Lines.Sum(line => line.Actual));
        Assert.Equal(outcome.Bought.ToArray().Count(bought => !bought), foretold.Lines[0].Actual);
        Assert.InRange(threeOrMore, 0, customers.RowCount);

        #region lifetime-patterns
        // SELECT x, t, tenure, COUNT(*) … GROUP BY x, t, tenure
        double[] x = [0, 0, 1, 2], last = [0, 0, 3.5, 8], tenure = [10, 12, 10, 12], count = [500, 420, 130, 70];
        PurchaseSummary counted = PurchaseSummary.Create(x, last, tenure, TimeUnit.Week, weights: count);
        NbdModel baseline = new Nbd().Fit(counted);
        #endregion

        Assert.Equal(1120, counted.TotalWeight);
        Assert.Equal(TimeUnit.Week, baseline.Unit);

        #region lifetime-value
        GammaGammaModel spend = new GammaGamma().Fit(customers);
        double[] value = new LifetimeValue
        {
            Horizon = Horizon.Days(360),
            Period = Horizon.Days(30),
            Discount = Discount.Of(0.15, Horizon.Days(365)),
        }.Of(model, spend, customers);
        ParetoNbdModel pareto = new ParetoNbd().Fit(customers);
        double[] ordersToCome = pareto.DiscountedResidualPurchases(customers, Discount.Of(0.15, Horizon.Days(365))).ToRows();
        #endregion

        Assert.Equal(customers.RowCount, value.Length);
        Assert.All(ordersToCome, each => Assert.True(each >= 0));

        #region lifetime-opportunities
        double[] used = [0, 1, 1, 3], lastUsed = [0, 1, 4, 6], of = [6, 6, 6, 6], people = [3464, 1091, 78, 357];
        PurchaseSummary donors = PurchaseSummary.Create(used, lastUsed, of, TimeUnit.Opportunity, weights: people);
        BgBbModel donations = new BgBb().Fit(donors);
        double nextYear = donations.ProbabilityOfPurchase(donors, Horizon.Opportunities(1)).Total;
        #endregion

        Assert.InRange(nextYear, 1, 4990);

        #region lifetime-save
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        PurchaseModel loaded = PurchaseModel.Load(stream);          // a MbgNbdModel again
        #endregion

        Assert.Equal(perCustomer, Assert.IsType<MbgNbdModel>(loaded).ProbabilityOfPurchase(customers, Horizon.Days(90)).ToRows());
    }
}
