using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Lifetime;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/survival.md, compiled and run.</summary>
public class SurvivalSnippets
{
    [Fact]
    public void Contract_models()
    {
        using var stream = new MemoryStream();

        #region survival-contract
        // Of 1,000 customers who signed a yearly contract, so many were left after each renewal.
        CohortCounts counts = CohortCounts.FromSurvivors([1000, 869, 743, 653, 593, 551, 517, 491]);
        ContractModel model = new ShiftedBetaGeometric().Fit(counts);

        double inTwelveYears = model.Survival(12);                          // 0.378
        double churn = model.ChurnProbability(renewals: 4, horizon: 2);     // of who has renewed four times, lost at one of the next two
        ConfidenceInterval sure = model.ChurnInterval(renewals: 4, horizon: 2);
        double periods = model.DiscountedResidualLifetime(discountRate: 0.1, renewals: 4);
        Console.WriteLine($"{churn:P1} ({sure.Lower:P1} to {sure.Upper:P1}); still worth {periods:F1} yearly fees");
        Console.WriteLine(model.ToText());
        model.Save(stream);
        #endregion

        Assert.Equal(0.378, inTwelveYears, 3);
        Assert.InRange(churn, sure.Lower, sure.Upper);

        #region survival-cohorts
        CohortCounts together = CohortCounts.Combine(
            CohortCounts.FromSurvivors([1000, 869, 743, 653]),              // signed three years ago
            CohortCounts.FromSurvivors([1200, 1031, 890]),                  // two years ago
            CohortCounts.FromSurvivors([640, 560], firstRenewal: 4));       // an old cohort that is known from its fourth renewal on
        ContractModel weibull = new BetaDiscreteWeibull().Fit(together);
        foreach (Finding finding in weibull.Findings)
            Console.WriteLine(finding);
        #endregion

        Assert.Equal(2840, weibull.Customers);
    }

    [Fact]
    public void Curves_and_tests()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        int[] known = [.. Enumerable.Range(0, tenure.Length).Where(i => !double.IsNaN(tenure[i]))];
        (tenure, contract, churned) = ([.. known.Select(i => tenure[i] + 1)], [.. known.Select(i => contract[i])], [.. known.Select(i => churned[i])]);

        #region survival-curve
        SurvivalData data = SurvivalData.Create(tenure, churned);           // months, and whether the customer left; who has not is censored
        SurvivalCurve curve = SurvivalCurve.Of(data);

        double year = curve.Survival(12);
        ConfidenceInterval around = curve.Interval(12);
        double half = curve.Median;                                         // NaN while more than half are still there
        MeanSurvivalTime mean = curve.RestrictedMean(until: 24);            // months, of the first 24
        double soon = curve.EventProbability(time: 12, horizon: 3);         // of who has stayed a year, lost within three months
        #endregion

        Assert.InRange(year, around.Lower, around.Upper);
        Assert.InRange(mean.Value, 0, 24);
        Assert.InRange(soon, 0, 1);
        Assert.Equal(curve.Quantile(0.5), half);

        #region survival-log-rank
        IReadOnlyDictionary<string, SurvivalData> byContract = data.By(Column.Category("contract", contract));
        LogRankTest test = LogRankTest.Of([.. byContract.Values]);
        Console.WriteLine($"chi-square {test.Statistic:F1} with {test.DegreesOfFreedom} degrees of freedom, P = {test.PValue:G2}");
        #endregion

        Assert.Equal(2, test.DegreesOfFreedom);
        Table customers = Table.Create(
            Column.Numeric("one_year", contract.Select(each => each == "One year" ? 1 : 0)),
            Column.Numeric("two_year", contract.Select(each => each == "Two year" ? 1 : 0)));

        var file = new MemoryStream();

        #region survival-hazard
        var recipe = new DiscreteHazard { PeriodEffect = PeriodEffect.Logarithmic };
        DiscreteHazardModel hazard = recipe.Fit(data, customers);           // one row for each customer and month, counted before it is made
        int[] lasted = [.. tenure.Select(months => (int)months)];
        double[] within3 = hazard.EventProbability(customers, lasted, horizon: 3);
        Console.WriteLine(hazard.Regression.ToText());
        hazard.Save(file);
        #endregion

        file.Position = 0;
        Assert.Equal(within3, DiscreteHazardModel.Load(file).EventProbability(customers, lasted, horizon: 3));

        Assert.Equal(StandardErrors.Clustered, hazard.Regression.StandardErrors);
        Assert.All(within3, probability => Assert.InRange(probability, 0, 1));

        #region survival-any-classifier
        TrainingSet rows = new PersonPeriods { LastPeriod = 36 }.ToTrainingSet(data, customers);
        #endregion

        Assert.True(rows.HasEntities);
    }

    [Fact]
    public void Cohort_matrix()
    {
        using DbDataReader reader = Customers.Orders();

        #region survival-matrix
        EventLog log = EventLog.Read(reader, new() { Entity = "customer_id", Time = "ordered_at", Amount = "total" });
        RetentionMatrix matrix = new CohortRetention { Period = CalendarPeriod.Quarter, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") }.ToMatrix(log);
        RetentionCell cell = matrix.Cohorts[0].Cells[1];                    // the oldest cohort, one quarter later
        Console.WriteLine($"{cell.Active} of {cell.Customers}, {cell.Interval()}");
        Console.WriteLine(matrix.ToText());
        #endregion

        Assert.True(cell.IsComplete);
        Assert.Equal(log.Entities.Count, matrix.Cohorts.Sum(cohort => cohort.Customers) + matrix.EntitiesWithoutPurchase);
    }
}
