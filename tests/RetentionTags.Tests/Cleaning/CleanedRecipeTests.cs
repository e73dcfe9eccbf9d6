using RetentionTags.Cleaning;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class CleanedRecipeTests
{
    private static readonly CleaningRecipe Filling = new() { Steps = [new MissingValues { Numbers = FillMethod.Mean }, new Outliers { Action = OutlierAction.Winsorise }] };

    /// <summary>Each fold by hand: the cleaning and the model of the training part alone.</summary>
    [Fact]
    public void A_cross_validation_learns_the_cleaning_from_each_training_part()
    {
        TrainingSet data = Numbers();
        var recipe = new LogisticRegression();
        FoldPlan plan = new StratifiedKFold { Folds = 3 }.Split(data);
        double[] scores = CrossValidation.Run(data, [("cleaned", Filling.Then(recipe))], plan).Recipes[0].OutOfFoldScores.ToArray();
        foreach (Fold fold in plan.Folds)
        {
            TrainingSet train = data.Rows(fold.Train), test = data.Rows(fold.Test);
            CleaningModel cleaning = Filling.Fit(train);
            double[] expected = recipe.Fit(cleaning.Clean(train).Data).Score(cleaning.Clean(test.Table).Table);
            Same.Bits(expected, [.. fold.Test.ToArray().Select(row => scores[row])]);
        }
    }

    [Fact]
    public void Rows_that_are_dropped_are_scored_and_not_learnt_from()
    {
        TrainingSet data = Numbers();
        var cleaning = new CleaningRecipe { Steps = [new MissingValues(), new BusinessRules { Rules = [new("usage", [RuleCondition.Between("usage", -0.5, 0.5)], RuleAction.DropRow)] }] };
        CleanedModel<LogisticModel> model = cleaning.Then(new LogisticRegression()).Fit(data);
        TrainingSet filled = data.WithTable(new MissingValues().Fit(data).Clean(data.Table).Table);
        int[] kept = [.. Enumerable.Range(0, data.RowCount).Where(row => Math.Abs(filled.Table.Numeric("usage").Values[row]) <= 0.5)];
        Assert.InRange(kept.Length, 1, data.RowCount - 1);
        LogisticModel expected = new LogisticRegression().Fit(filled.Rows(kept));
        Same.Bits(expected.Score(filled.Table), model.Score(data.Table));
    }

    private static TrainingSet Numbers()
    {
        TrainingSet data = SampleData.Customers(600, missing: true);
        return data.WithTable(Table.Create([.. data.Table.Columns.Where(column => column is NumericColumn)]));
    }
}
