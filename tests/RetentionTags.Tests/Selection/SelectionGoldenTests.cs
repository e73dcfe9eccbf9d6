using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>Reference results of models.md sections 9.1 and 9.5: scipy 1.10.1, statsmodels 0.13.5, and the formulas in NumPy 1.24.2, on lcg500 and on the counts of telco's Contract.</summary>
public class SelectionGoldenTests
{
    private static readonly TrainingSet Contract = FromCounts("contract", ["Month-to-month", "One year", "Two year"], [2220, 1307, 1647], [1655, 166, 48]);

    [Fact]
    public void Chi_square_of_the_contracts_is_that_of_scipy()
    {
        SelectionModel model = new ChiSquareTest { MaxPValue = 0 }.Fit(Contract);
        DroppedColumn dropped = Assert.Single(model.Dropped);
        Same.Relatively(1e-9, [5.863038300673391e-258, 0, 1184.5965720837926, 2, 0.4101156965761409], dropped.Numbers.Select(number => number.Value));
        Assert.Equal(3, model.Binning["contract"].RegularBinCount);
    }

    [Fact]
    public void Information_gain_and_gain_ratio_of_the_contracts()
    {
        SelectionModel model = new MutualInformation { Min = 1 }.Fit(Contract);
        Same.Relatively(1e-11, [0.0984530534259894, 1, 0.09857347854350769, 0], Assert.Single(model.Dropped).Numbers.Select(number => number.Value));
        Same.Within(1e-9, 1386.809710558487, 2 * 7043 * model.Stages[0].Measures[0].Value);
    }

    [Fact]
    public void Information_value_of_the_contracts_raises_the_alarm()
    {
        SelectionModel model = new InformationValueRange().Fit(Contract);
        Same.Within(1e-11, 1.238559792784284, model.Stages[0].Measures[0].Value);
        Assert.Equal(["contract"], model.Selected);
        Assert.Equal(FindingCodes.SuspiciousInformationValue, Assert.Single(model.Findings).Code);
        SelectionModel strict = new InformationValueRange { DropAboveMax = true }.Fit(Contract);
        Assert.Equal(["contract"], strict.Dropped.Select(dropped => dropped.ColumnName));
        Assert.Equal(2, strict.Findings.Count);
    }

    [Fact]
    public void Mutual_information_and_information_value_of_ten_values()
    {
        TrainingSet data = Lcg500.Rows();
        SelectionModel model = TenBins([new MutualInformation { Min = 0 }, new InformationValueRange()]).Fit(data.WithTable(data.Table.Select("x0")));
        Same.Within(1e-12, 0.061838894486739446, model.Stages[0].Measures[0].Value);
        Same.Within(1e-12, 0.5438532991490006, model.Stages[1].Measures[0].Value);
    }

    [Fact]
    public void Chi_square_of_two_values()
    {
        TrainingSet data = Lcg500.Rows();
        SelectionModel model = new SelectionFunnel { Binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [0.5] }, Steps = [new ChiSquareTest { MaxPValue = 0 }] }.Fit(data.WithTable(data.Table.Select("x2")));
        Same.Relatively(1e-11, [1.1321581480233901e-06, 0, 23.689204909584106, 1], Assert.Single(model.Dropped).Numbers.Take(4).Select(number => number.Value));
    }

    [Fact]
    public void The_score_test_of_two_values_against_nothing_is_chi_square()
    {
        TrainingSet data = Lcg500.Rows();
        Same.Within(1e-10, 23.689204909584106, new ScoreTest(data, null).Of(data.Table.Numeric("x2")).Statistic);
    }

    /// <summary>R 4.2.2, <c>anova(test = "Rao")</c>: 205.617330517337 for both contract columns together, each of which alone has no more.</summary>
    [DataFact]
    public void The_score_test_beside_other_columns_adds_up_to_that_of_R()
    {
        TrainingSet data = Telco.Five();
        TrainingSet base3 = data.WithTable(data.Table.Select("tenure", "MonthlyCharges", "SeniorCitizen"));
        var test = new ScoreTest(data, new LogisticRegression().Fit(base3));

        // The joint statistic is the highest of any combination of the two; a fine search over combinations finds it.
        double[] one = data.Table.Numeric("OneYear").Values.ToArray(), two = data.Table.Numeric("TwoYear").Values.ToArray();
        double best = 0;
        for (int step = 0; step < 400; step++)
        {
            double angle = Math.PI * step / 400;
            best = Math.Max(best, test.Of(Column.Numeric("both", one.Select((value, row) => (Math.Cos(angle) * value) + (Math.Sin(angle) * two[row])).ToArray())).Statistic);
        }

        Assert.InRange(best, 205.617330517337 - 0.02, 205.617330517337 + 1e-9);
        Assert.Equal(0, test.Of(data.Table.Numeric("tenure")).Statistic);
    }

    [Fact]
    public void Variance_inflation_is_that_of_statsmodels()
    {
        SelectionModel model = new VarianceInflation { Max = 100, Coding = SelectionCoding.Raw }.Fit(Lcg500.Rows());
        Same.Relatively(1e-9, [28.463363214195475, 1.0065189449874659, 1.0045187992628255, 28.473760860752897], model.Stages[0].Measures.Select(measure => measure.Value));
        SelectionModel strict = new VarianceInflation { Coding = SelectionCoding.Raw }.Fit(Lcg500.Rows());
        DroppedColumn dropped = Assert.Single(strict.Dropped);
        Assert.Equal(("x3", "x0"), (dropped.ColumnName, dropped.Rival));
        Assert.Equal(["- x3"], strict.Stages[0].Moves.Select(move => move.ToString()));
    }

    [Fact]
    public void Stability_of_ten_values_between_the_halves()
    {
        TrainingSet data = Lcg500.Rows();
        Column half = Column.Category("half", Enumerable.Range(0, 500).Select(row => row < 250 ? "first" : "last"));
        var step = new PeriodStability { PeriodColumn = "half", Comparison = PeriodComparison.FirstWithLast };
        SelectionModel model = TenBins([step]).Fit(data.WithTable(Table.Create(data.Table["x0"], half)));
        Same.Within(1e-12, 0.052643097652878126, model.Stages[0].Measures[0].Value);
        SelectionModel strict = TenBins([step with { Max = 0, Significance = 1 }]).Fit(data.WithTable(Table.Create(data.Table["x0"], half)));
        Assert.Equal("x0", Assert.Single(strict.Dropped).ColumnName);

        // chi-square 0.95 quantile with 9 degrees of freedom, 16.918977604620448 (scipy), times 1/250 + 1/250: above the index, so chance does as much.
        SelectionModel chance = TenBins([step with { Max = 0, Significance = 0.05 }]).Fit(data.WithTable(Table.Create(data.Table["x0"], half)));
        Assert.Empty(chance.Dropped);
        SelectionModel known = TenBins([step with { Max = 0, Significance = 0.5 }]).Fit(data.WithTable(Table.Create(data.Table["x0"], half)));
        Assert.Empty(known.Dropped);
    }

    [DataFact]
    public void Variance_inflation_and_correlations_of_telco_are_those_of_statsmodels_and_scipy()
    {
        TrainingSet data = Telco.Five();
        SelectionModel model = new VarianceInflation { Coding = SelectionCoding.Raw }.Fit(data);
        Same.Relatively(1e-9, [2.21182015463149, 1.235113269706157, 1.076207030863141, 1.466785085748757, 2.212015128015244], model.Stages[0].Measures.Select(measure => measure.Value));
        (string First, string Second, double Pearson, double Spearman)[] expected =
        [
            ("tenure", "MonthlyCharges", 0.2478998562861499, 0.2764167893313021),
            ("tenure", "TwoYear", 0.5585326708193881, 0.5444803397062304),
            ("MonthlyCharges", "SeniorCitizen", 0.2201733385762718, 0.22106666467394195),
            ("MonthlyCharges", "TwoYear", 0.07468085092684261, 0.054437754085390345),
            ("OneYear", "TwoYear", 0.28950957234145086, 0.28950957234145086),
        ];
        foreach ((string first, string second, double pearson, double spearman) in expected)
        {
            TrainingSet pair = data.WithTable(data.Table.Select(first, second));
            Same.Within(1e-11, pearson, Highest(pair, CorrelationMethod.Pearson));
            Same.Within(1e-11, spearman, Highest(pair, CorrelationMethod.Spearman));
        }

        static double Highest(TrainingSet pair, CorrelationMethod method) =>
            new CorrelationGroups { Coding = SelectionCoding.Raw, Method = method, Max = 1 }.Fit(pair).Stages[0].Measures[0].Value;
    }

    /// <summary>R 4.2.2, <c>step</c> and <c>drop1</c> of stats (telco_r.json).</summary>
    [DataFact]
    public void Stepwise_traces_are_those_of_R()
    {
        TrainingSet data = Telco.Twelve();
        var recipe = new Stepwise { Coding = SelectionCoding.Raw };
        Trace(recipe with { Direction = StepwiseDirection.Forward },
            ["", "+ tenure", "+ Fiber", "+ NoInternet", "+ TwoYear", "+ OneYear", "+ ElectronicCheck", "+ PaperlessBilling", "+ SeniorCitizen", "+ Dependents"],
            [8152.145899019613, 7195.868142753494, 6367.0026448140625, 6230.968085477972, 6150.4610984079645, 6078.018909100528, 6026.508790496022, 5994.888053840606, 5981.758709657913, 5978.256611393632]);
        Trace(recipe with { Direction = StepwiseDirection.Backward },
            ["", "- Partner", "- Male", "- MonthlyCharges"],
            [5982.983091341327, 5981.010668024827, 5979.069433526749, 5978.256611393632]);
        Trace(recipe with { Criterion = StepwiseCriterion.Bic, Shortlist = 2 },
            ["", "+ tenure", "+ Fiber", "+ NoInternet", "+ TwoYear", "+ OneYear", "+ ElectronicCheck", "+ PaperlessBilling", "+ SeniorCitizen"],
            [8159.005688514359, 7209.587721742984, 6387.582013298299, 6258.407243456953, 6184.760045881691, 6119.177646069, 6074.52731695924, 6049.766369798569, 6043.496815110621]);
        SelectionModel bic = Trace(recipe with { Criterion = StepwiseCriterion.Bic, Direction = StepwiseDirection.Backward, Shortlist = 1 },
            ["", "- Partner", "- Male", "- MonthlyCharges", "- Dependents"],
            [6072.160354773017, 6063.328141961772, 6054.527117968949, 6046.854506341086, 6043.496815110621]);
        Assert.Equal(["tenure", "SeniorCitizen", "OneYear", "TwoYear", "PaperlessBilling", "Fiber", "NoInternet", "ElectronicCheck"], bic.Selected);

        SelectionModel byP = (recipe with { Criterion = StepwiseCriterion.PValue, Direction = StepwiseDirection.Backward, Shortlist = 1 }).Fit(data);
        DroppedColumn partner = byP.Dropped.Single(dropped => dropped.ColumnName == "Partner");
        Same.Within(1e-7, 0.868107931833788, partner.Numbers[0].Value);
        Same.Within(1e-7, 0.027576683500228683, partner.Numbers[1].Value);
        Assert.Equal(["- Partner", "- Male", "- MonthlyCharges"], byP.Stages[0].Moves.Skip(1).Select(move => move.ToString()));

        SelectionModel Trace(Stepwise step, string[] moves, double[] criteria)
        {
            SelectionModel model = step.Fit(data);
            Assert.Equal(moves, model.Stages[0].Moves.Select(move => move.ToString()));
            Same.Within(1e-6, criteria, model.Stages[0].Moves.Select(move => move.Value));
            return model;
        }
    }

    private static SelectionFunnel TenBins(ValueList<SelectionStep> steps) =>
        new() { Binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [1, 2, 3, 4, 5, 6, 7, 8, 9], MaxBins = 10 }, Steps = steps };

    private static TrainingSet FromCounts(string name, string[] levels, double[] nonEvents, double[] events) => TrainingSet.Create(
        Table.Create(Column.Category(name, [.. levels, .. levels])),
        [.. levels.Select(_ => false), .. levels.Select(_ => true)],
        [.. nonEvents, .. events]);
}
