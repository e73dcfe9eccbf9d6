using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Lifetime;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class DiscreteHazardTests : PropertyTests
{
    private static readonly SurvivalData Small = SurvivalData.Create(
        [1, 1, 2, 2, 3, 3, 4, 4, 4, 2, 3, 1],
        [true, false, true, true, true, false, true, false, false, false, true, true]);

    [Fact]
    public void Person_periods_by_hand()
    {
        SurvivalData data = SurvivalData.Create([2, 0, 3, 3], [true, false, false, true], [1, 1, 2, 1], [0, 0, 0, 1]);
        TrainingSet rows = new PersonPeriods().ToTrainingSet(data, Table.Create(Column.Numeric("fee", new double[] { 10, 20, 30, 40 })));
        Assert.Equal([1, 2, 1, 2, 3, 2, 3], rows.Table.Numeric("period").Values.ToArray());
        Assert.Equal([10, 10, 30, 30, 30, 40, 40], rows.Table.Numeric("fee").Values.ToArray());
        Assert.Equal([false, true, false, false, false, false, true], rows.Events.ToArray());
        Assert.Equal([1, 1, 2, 2, 2, 1, 1], rows.Weights.ToArray());
        Assert.Equal([0L, 0, 2, 2, 2, 3, 3], rows.Entities.ToArray().Select(entity => rows.EntityKeys!.NumberOf(entity)));
        Assert.Equal(7, new PersonPeriods().CountRows(data));
        Assert.Equal(5, new PersonPeriods { LastPeriod = 2 }.CountRows(data));
    }

    [Fact]
    public void With_periods_alone_it_is_the_Kaplan_Meier_curve()
    {
        SurvivalCurve curve = SurvivalCurve.Of(Small);
        DiscreteHazardModel model = new DiscreteHazard().Fit(Small);
        for (int period = 0; period <= 4; period++)
            Same.Within(1e-12, curve.Survival(period), model.Survival(period));
        Table none = Table.Create(Column.Numeric("unused", new double[3]));
        Same.Within(1e-12, [curve.EventProbability(0, 4), curve.EventProbability(1, 2), curve.EventProbability(3, 1)], [model.EventProbability(none, [0, 0, 0], 4)[0], model.EventProbability(none, [1, 1, 1], 2)[1], model.EventProbability(none, [3, 3, 3], 1)[2]]);
        Assert.Equal(4, model.LastPeriod);
    }

    [Property(MaxTest = 40)]
    public void The_equality_holds_with_weights_wherever_every_period_has_an_event_and_a_survivor(SmallSurvival rows)
    {
        // Two more customers in every period keep hazards inside 0-1.
        (int, bool, int)[] filled = [.. rows.Rows.Where(row => row.Duration > 0), .. Enumerable.Range(1, 5).Select(period => (period, true, 1)), (9, false, 2)];
        SurvivalData data = SurvivalData.Create([.. filled.Select(row => (double)row.Item1)], [.. filled.Select(row => row.Item2)], [.. filled.Select(row => (double)row.Item3)]);
        SurvivalCurve curve = SurvivalCurve.Of(data);
        DiscreteHazardModel model = new DiscreteHazard { Periods = new() { LastPeriod = 5 } }.Fit(data);
        Assert.True(model.Regression.Convergence.IsConverged);
        for (int period = 1; period <= 5; period++)
            Same.Within(1e-11, curve.Survival(period), model.Survival(period));
    }

    [DataFact]
    public void Telco_by_period_is_its_curve_and_standard_errors_are_clustered()
    {
        (SurvivalData data, _) = SurvivalCurveTests.Telco();
        SurvivalCurve curve = SurvivalCurve.Of(data);
        DiscreteHazardModel model = new DiscreteHazard { Periods = new() { LastPeriod = 24 } }.Fit(data);
        for (int period = 1; period <= 24; period++)
            Same.Within(1e-10, curve.Survival(period), model.Survival(period));
        Same.Within(5e-7, 0.788736, model.Survival(24));
        Assert.Equal(StandardErrors.Clustered, model.Regression.StandardErrors);
        Assert.Equal(7032, model.Regression.ClusterCount);

        // Given the hazard of each period, the periods of a customer are independent: both kinds of error agree.
        DiscreteHazardModel plain = new DiscreteHazard { Periods = new() { LastPeriod = 24 }, Regression = new() { StandardErrors = StandardErrors.ModelBased } }.Fit(data);
        Same.Relatively(0.01, plain.Regression.Coefficients.Select(each => each.StandardError), model.Regression.Coefficients.Select(each => each.StandardError));
    }

    [DataFact]
    public void Telco_with_covariates_ranks_contracts_and_its_mean_is_near_the_curve()
    {
        (SurvivalData data, _) = SurvivalCurveTests.Telco();
        Table design = RealData.TelcoDesign().Table.Without("tenure");
        foreach (PeriodEffect effect in Enum.GetValues<PeriodEffect>())
        {
            DiscreteHazardModel model = new DiscreteHazard { PeriodEffect = effect, Periods = new() { LastPeriod = 36 } }.Fit(data, design);
            double[] survival = model.Survival(design, 12);
            Assert.InRange(survival.Average(), 0.80, 0.88);
            Assert.True(model.Regression.Coefficients.Single(each => each.Name == "Two year").Value < model.Regression.Coefficients.Single(each => each.Name == "One year").Value);
            int[] lasted = [.. data.Durations.ToArray().Select(time => (int)Math.Min(time, 30))];
            double[] churn = model.EventProbability(design, lasted, 6);
            Assert.All(churn, each => Assert.InRange(each, 0, 1));

            // P(T <= t + h | T > t, x) = 1 - S(t + h | x) / S(t | x), row by row.
            double[] before = model.Survival(design, 30), after = model.Survival(design, 36);
            for (int row = 0; row < churn.Length; row += 97)
            {
                if (lasted[row] == 30)
                    Same.Within(1e-12, 1 - (after[row] / before[row]), churn[row]);
            }
        }
    }

    [Fact]
    public void The_hazard_of_a_row_is_the_regression_of_its_person_periods()
    {
        Table covariates = Table.Create(Column.Numeric("fee", new double[] { 3, 1, 2, 5, 2, 1, 4, 1, 1, 2, 3, 5 }));
        foreach (PeriodEffect effect in (PeriodEffect[])[PeriodEffect.Linear, PeriodEffect.Logarithmic])
        {
            DiscreteHazardModel model = new DiscreteHazard { PeriodEffect = effect }.Fit(Small, covariates);
            TrainingSet rows = new PersonPeriods().ToTrainingSet(Small, covariates);
            double[] periods = rows.Table.Numeric("period").Values.ToArray();
            Table design = effect == PeriodEffect.Linear
                ? rows.Table
                : Table.Create(Column.Numeric("ln period", Array.ConvertAll(periods, Math.Log)), rows.Table["fee"]);
            double[] hazard = new double[rows.RowCount];
            new LogisticRegression().Fit(rows.WithTable(design)).Score(design, hazard);
            double[] survival = model.Survival(covariates, 3);
            for (int row = 0; row < 12; row++)
            {
                double product = 1;
                int[] places = [.. Enumerable.Range(0, rows.RowCount).Where(place => rows.EntityKeys!.NumberOf(rows.Entities[place]) == row)];
                if (places.Length < 3)
                    continue;
                foreach (int place in places[..3])
                    product *= 1 - hazard[place];
                Same.Within(1e-9, product, survival[row]);
            }

            Assert.True(model.Survival(covariates, 9)[0] < survival[0]);        // extrapolates
        }
    }

    [Fact]
    public void Folds_keep_the_periods_of_a_customer_together()
    {
        TrainingSet rows = new PersonPeriods().ToTrainingSet(Small);
        foreach (Fold fold in new GroupedKFold { Folds = 3 }.Split(rows).Folds)
            Assert.Empty(rows.Rows(fold.Train).Entities.ToArray().Intersect(rows.Rows(fold.Test).Entities.ToArray()));
    }

    [Fact]
    public void Errors_count_cells_and_name_the_remedy()
    {
        Assert.Contains("30 rows and 4 columns, 120 cells", Assert.Throws<ArgumentException>(() => new DiscreteHazard { Periods = new() { MaxCells = 100 } }.Fit(Small, Table.Create(Column.Numeric("fee", new double[12])))).Message, StringComparison.Ordinal);
        Assert.Contains("3 rows of covariates for 12", Assert.Throws<ArgumentException>(() => new DiscreteHazard().Fit(Small, Table.Create(Column.Numeric("fee", new double[3])))).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new DiscreteHazard().Fit(SurvivalData.Create([0, 0], [false, false]))).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0: the duration is 1.5", Assert.Throws<ArgumentException>(() => new DiscreteHazard().Fit(SurvivalData.Create([1.5, 2], [true, false]))).Message, StringComparison.Ordinal);
        DiscreteHazardModel model = new DiscreteHazard().Fit(Small);
        Assert.Contains("Nobody was watched in period 5", Assert.Throws<ArgumentOutOfRangeException>(() => model.Survival(5)).Message, StringComparison.Ordinal);
        DiscreteHazardModel withFee = new DiscreteHazard().Fit(Small, Table.Create(Column.Numeric("fee", new double[] { 3, 1, 2, 5, 2, 1, 4, 1, 1, 2, 3, 5 })));
        Assert.Contains("'fee'", Assert.Throws<InvalidOperationException>(() => withFee.Survival(1)).Message, StringComparison.Ordinal);
        Assert.Contains("'fee'", Assert.Throws<ArgumentException>(() => withFee.Survival(Table.Create(Column.Numeric("x", new double[1])), 1)).Message, StringComparison.Ordinal);
    }
}
