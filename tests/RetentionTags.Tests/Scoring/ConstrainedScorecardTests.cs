using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

/// <summary>Cards whose regression has bounds or penalties.</summary>
public class ConstrainedScorecardTests
{
    /// <summary>Visits lower the odds and are known only together with usage, which raises them: beside usage that sum turns round. Another column is usage and noise.</summary>
    private static readonly TrainingSet Data = WithEchoes(SampleData.Customers(4000, seed: 4));

    [Fact]
    public void With_bounds_at_0_the_card_is_the_best_without_negative_coefficients()
    {
        Scorecard card = new ScorecardRecipe { MinInformationValue = 0, Regression = new() { MinCoefficient = 0 } }.Fit(Data);
        Assert.All(card.Columns, column => Assert.True(column.Coefficient.Value > 0));
        string[] left = [.. card.Findings.Where(finding => finding.Code == FindingCodes.ActiveBound).Select(finding => finding.ColumnName!)];
        Assert.NotEmpty(left);
        Assert.DoesNotContain(card.Findings, finding => finding.Code == FindingCodes.NegativeCoefficient);
        Assert.Empty(left.Intersect(card.Columns.Select(column => column.Name)));

        // No other subset of the columns whose coefficients are all positive is more likely: tried one after the other.
        TrainingSet woe = Data.WithTable(card.Binning.ToWoe(Data.Table));
        string[] names = [.. woe.Table.Columns.Select(column => column.Name)];
        Assert.Equal(names.Order(), left.Concat(card.Columns.Select(column => column.Name)).Concat(card.Findings.Where(finding => finding.Code == FindingCodes.LowInformationValue).Select(finding => finding.ColumnName!)).Order());
        string[] candidates = [.. left.Concat(card.Columns.Select(column => column.Name))];
        double best = double.NegativeInfinity;
        for (int subset = 1; subset < 1 << candidates.Length; subset++)
        {
            string[] chosen = [.. candidates.Where((_, i) => ((subset >> i) & 1) == 1)];
            LogisticModel model = new LogisticRegression().Fit(woe.WithTable(woe.Table.Select(chosen)));
            if (model.Coefficients.All(coefficient => coefficient.Value >= 0))
                best = Math.Max(best, model.LogLikelihood);
        }

        Assert.Equal(best, card.Regression!.LogLikelihood, 1e-7);
        Assert.All(card.Regression.Coefficients, coefficient => Assert.True(coefficient.StandardError > 0));
    }

    [Fact]
    public void Columns_that_a_lasso_sets_to_0_are_left_out_whatever_the_rule_for_signs()
    {
        foreach (bool positive in (bool[])[true, false])
        {
            Scorecard card = new ScorecardRecipe { MinInformationValue = 0, RequirePositiveCoefficients = positive, Regression = new() { L1 = 150 } }.Fit(Data);
            string[] left = [.. card.Findings.Where(finding => finding.Code == FindingCodes.ZeroCoefficient).Select(finding => finding.ColumnName!)];
            Assert.NotEmpty(left);
            Assert.All(card.Columns, column => Assert.NotEqual(0, column.Coefficient.Value));
            Assert.Empty(left.Intersect(card.Columns.Select(column => column.Name)));
        }

        Scorecard empty = new ScorecardRecipe { Regression = new() { L1 = 1e6 } }.Fit(Data);
        Assert.Empty(empty.Columns);
        Assert.Contains(empty.Findings, finding => finding.Code == FindingCodes.NothingSelected);
    }

    [Fact]
    public void A_bound_may_name_a_column_that_does_not_reach_the_regression_and_none_that_there_is_not()
    {
        var recipe = new ScorecardRecipe { Regression = new() { L2 = 1, Bounds = [new("noise", 0, 1), new("usage", 0, 0.8)], PenaltyFactors = [new("noise", 0)] } };
        Scorecard card = recipe.Fit(Data);
        Assert.DoesNotContain(card.Columns, column => column.Name == "noise");
        Assert.InRange(card.Columns.Single(column => column.Name == "usage").Coefficient.Value, 0, 0.8);
        var refusal = Assert.Throws<ArgumentException>(() => (recipe with { Regression = new() { Bounds = [new("usages", 0)] } }).Fit(Data));
        Assert.Contains("'usages'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_penalty_that_a_path_chose_makes_a_card()
    {
        Scorecard plain = new ScorecardRecipe { MinInformationValue = 0, RequirePositiveCoefficients = false }.Fit(Data);
        TrainingSet woe = Data.WithTable(plain.Binning.ToWoe(Data.Table.Select([.. plain.Columns.Select(column => column.Name)])));
        RegularizationPathModel path = new RegularizationPath { Count = 20, Regression = new() { MinCoefficient = 0 } }.Fit(woe);
        Scorecard card = new ScorecardRecipe { MinInformationValue = 0, Regression = path.Model.Recipe }.Fit(Data);
        Assert.Equal(path.Model.Coefficients.Where(each => each.Value != 0).Select(each => each.Name), card.Columns.Select(column => column.Name));
        Same.Within(1e-8, path.Model.Coefficients.Where(each => each.Value != 0).Select(each => each.Value), card.Regression!.Coefficients.Select(each => each.Value));
    }

    private static TrainingSet WithEchoes(TrainingSet data)
    {
        var random = new SplitMix64(8);
        double[] usage = data.Table.Numeric("usage").Values.ToArray(), visits = data.Table.Numeric("visits").Values.ToArray(), suppressor = new double[usage.Length], echo = new double[usage.Length];
        for (int row = 0; row < usage.Length; row++)
        {
            suppressor[row] = usage[row] + (0.2 * visits[row]);
            echo[row] = usage[row] + (2 * (SampleData.Uniform(ref random) - 0.5));
        }

        return data.WithTable(Table.Create(data.Table["usage"], data.Table["plan"], data.Table["noise"], Column.Numeric("suppressor", suppressor), Column.Numeric("echo", echo)));
    }
}
