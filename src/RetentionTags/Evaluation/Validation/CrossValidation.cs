using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// Recipes tested on rows that their models have not seen: in every fold of a plan everything that a recipe learns, bins and selection included, is learnt anew from the training part alone.
/// </summary>
/// <remarks>The same data, recipes and plan give the same results to the bit, whatever the number of threads; only the times differ.</remarks>
public sealed class CrossValidation
{
    private readonly TestedRows _tested;

    private CrossValidation(FoldPlan plan, ValidatedRecipe[] recipes, TestedRows tested) => (Plan, Recipes, _tested) = (plan, recipes, tested);

    /// <summary>The folds.</summary>
    public FoldPlan Plan { get; }

    /// <summary>The recipes, in the order given.</summary>
    public IReadOnlyList<ValidatedRecipe> Recipes { get; }

    /// <summary>The recipe of a name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="ArgumentException">There is no such recipe; the message lists those there are.</exception>
    public ValidatedRecipe this[string name] => Recipes.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"There is no recipe '{name}'. There are: {string.Join(", ", Recipes.Select(recipe => $"'{recipe.Name}'"))}.", nameof(name));

    /// <summary>Tests one recipe, which is then called <c>model</c>.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="recipe">What is tested.</param>
    /// <param name="splitter">How rows are divided.</param>
    /// <param name="options">How to run; see the defaults there.</param>
    /// <param name="progress">Told of each finished fit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">The splitter needs entities or times that the rows do not have.</exception>
    /// <exception cref="TrainingDataException">The rows cannot be divided so, or a fit failed; the message names recipe and fold.</exception>
    public static CrossValidation Run(TrainingSet data, IRecipe<IScorer> recipe, Splitter splitter, CrossValidationOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(data, [("model", recipe)], splitter, options, progress, cancellationToken);

    /// <summary>Tests several recipes on the same folds.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="recipes">Names and recipes: <c>[("card", new ScorecardRecipe()), ("plain", new LogisticRegression())]</c>.</param>
    /// <param name="splitter">How rows are divided.</param>
    /// <param name="options">How to run; see the defaults there.</param>
    /// <param name="progress">Told of each finished fit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">There is no recipe, a name is empty or occurs twice, or the splitter needs entities or times that the rows do not have.</exception>
    /// <exception cref="TrainingDataException">The rows cannot be divided so, or a fit failed; the message names recipe and fold.</exception>
    public static CrossValidation Run(TrainingSet data, IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> recipes, Splitter splitter, CrossValidationOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        return Run(data, recipes, splitter.Split(data, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Tests several recipes on the folds of a plan.</summary>
    /// <param name="data">The rows, as many as the plan divides.</param>
    /// <param name="recipes">Names and recipes.</param>
    /// <param name="plan">The folds.</param>
    /// <param name="options">How to run; see the defaults there.</param>
    /// <param name="progress">Told of each finished fit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">There is no recipe, a name is empty or occurs twice, or the plan divides another number of rows.</exception>
    /// <exception cref="TrainingDataException">A training part has one class only, or a fit failed; the message names recipe and fold.</exception>
    public static CrossValidation Run(TrainingSet data, IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> recipes, FoldPlan plan, CrossValidationOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(plan);
        Check(recipes);
        if (plan.RowCount != data.RowCount)
            throw new ArgumentException($"The plan divides {plan.RowCount} rows, and the training set has {data.RowCount}.", nameof(plan));
        plan.RequireBothClasses(data);
        cancellationToken.ThrowIfCancellationRequested();
        var run = new ValidationRun(data, recipes, plan, options ?? new(), progress, cancellationToken);
        run.Run();
        var tested = new TestedRows(data, plan);
        var validated = new ValidatedRecipe[recipes.Count];
        for (int i = 0; i < validated.Length; i++)
        {
            validated[i] = new(recipes[i].Name, recipes[i].Recipe, run.Folds[i], Together(plan, run.Scores[i], tested), tested, cancellationToken);
        }

        return new(plan, validated, tested);
    }

    /// <summary>
    /// The pooled out-of-fold scores of all recipes side by side, each with DeLong's paired interval of its AUC's distance from the first recipe's. The test takes rows to be independent and the
    /// folds' models to be given; where customers have several rows, see <see cref="Difference"/>.
    /// </summary>
    /// <returns>The comparison.</returns>
    public ScoreComparison Compare() => ScoreComparison.Of(_tested.Events, _tested.Weights, [.. Recipes.Select(recipe => (recipe.Name, recipe.TestedScores))]);

    /// <summary>The difference between two recipes fold by fold, the first minus the second.</summary>
    /// <param name="first">The name of a recipe.</param>
    /// <param name="second">The name of another one.</param>
    /// <param name="measure">Such as <c>fold => fold.Auc</c>.</param>
    /// <returns>Mean, standard deviation (no standard error), lowest and highest.</returns>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public FoldSummary FoldDifferences(string first, string second, Func<BinaryEvaluation, double> measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return FoldSummary.Of(this[first].Folds.Zip(this[second].Folds, (one, other) => measure(one.Test) - measure(other.Test)));
    }

    /// <summary>The bootstrap interval of a measure of the pooled out-of-fold scores, by entity when the training set has them.</summary>
    /// <param name="recipe">The name of a recipe.</param>
    /// <param name="measure">Such as <c>evaluation => evaluation.Auc</c>; called from several threads at once.</param>
    /// <param name="bootstrap">How to draw; its defaults when nothing is given.</param>
    /// <param name="progress">Told of each replicate.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The measure and its interval.</returns>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public BootstrapInterval Interval(string recipe, Func<BinaryEvaluation, double> measure, Bootstrap? bootstrap = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        (bootstrap ?? new()).Of(measure, this[recipe].TestedScores, _tested.Events, _tested.Weights, _tested.Entities, progress, cancellationToken);

    /// <summary>The bootstrap interval of the difference between two recipes in a measure of the pooled out-of-fold scores, by entity when the training set has them. The first minus the second.</summary>
    /// <param name="first">The name of a recipe.</param>
    /// <param name="second">The name of another one.</param>
    /// <param name="measure">Such as <c>evaluation => evaluation.LogLoss</c>; called from several threads at once.</param>
    /// <param name="bootstrap">How to draw; its defaults when nothing is given.</param>
    /// <param name="progress">Told of each replicate.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The difference and its interval.</returns>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public BootstrapInterval Difference(string first, string second, Func<BinaryEvaluation, double> measure, Bootstrap? bootstrap = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        (bootstrap ?? new()).OfDifference(measure, this[first].TestedScores, this[second].TestedScores, _tested.Events, _tested.Weights, _tested.Entities, progress, cancellationToken);

    /// <summary>
    /// One line for each recipe. AUC with its 95 % interval (DeLong), KS, log-loss and Brier score are those of the pooled out-of-fold scores; <c>Fold mean</c> and <c>Fold sd</c> are of the AUC over folds,
    /// and <c>Train mean</c> is that of the training parts, when they were evaluated.
    /// </summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        bool hasTraining = Recipes[0].Folds[0].Train is not null;
        var table = new TextTable(["Recipe", "AUC", "95 % from", "95 % to", "KS", "Log-loss", "Brier", "Fold mean", "Fold sd", .. hasTraining ? ["Train mean"] : Array.Empty<string>()]);
        foreach (ValidatedRecipe recipe in Recipes)
        {
            ConfidenceInterval interval = recipe.Pooled.AucInterval();
            FoldSummary folds = recipe.OverFolds(fold => fold.Auc);
            double[] numbers = [recipe.Pooled.Auc, interval.Lower, interval.Upper, recipe.Pooled.KolmogorovSmirnov, recipe.Pooled.LogLoss, recipe.Pooled.Brier, folds.Mean, folds.StandardDeviation, .. hasTraining ? [recipe.OverTraining(fold => fold.Auc).Mean] : Array.Empty<double>()];
            table.Add([recipe.Name, .. numbers.Select(number => TableCell.Number(number, 4))]);
        }

        return table.Render(format);
    }

    /// <summary>One line for each recipe in each fold: sum of weights and event rate of the tested rows, and the measures there.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string FoldsToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Recipe", "Fold", "Train rows", "Tested", "Event rate", "AUC", "KS", "Log-loss", "Brier");
        foreach (ValidatedRecipe recipe in Recipes)
        {
            foreach (ValidatedFold fold in recipe.Folds)
            {
                table.Add(
                    recipe.Name,
                    fold.Fold.Name,
                    TableCell.Number(fold.Fold.Train.Length, 0),
                    TableCell.Weight(fold.Test.TotalWeight),
                    TableCell.Percent(fold.Test.EventRate),
                    TableCell.Number(fold.Test.Auc, 4),
                    TableCell.Number(fold.Test.KolmogorovSmirnov, 4),
                    TableCell.Number(fold.Test.LogLoss, 4),
                    TableCell.Number(fold.Test.Brier, 4));
            }
        }

        return table.Render(format);
    }

    private static void Check(IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        if (recipes.Count == 0)
            throw new ArgumentException("There is no recipe to test.", nameof(recipes));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, IRecipe<IScorer> recipe) in recipes)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(recipes));
            ArgumentNullException.ThrowIfNull(recipe, nameof(recipes));
            if (!names.Add(name))
                throw new ArgumentException($"Two recipes are named '{name}'. Give each its own name.", nameof(recipes));
        }
    }

    /// <summary>One score for each row: NaN when it was not tested, the mean of the scores, added in the order of folds, when it was tested more than once.</summary>
    private static double[] Together(FoldPlan plan, double[][] scoresOfFolds, TestedRows tested)
    {
        var scores = new double[plan.RowCount];
        for (int fold = 0; fold < scoresOfFolds.Length; fold++)
        {
            ReadOnlySpan<int> rows = plan.Folds[fold].Test;
            for (int i = 0; i < rows.Length; i++)
                scores[rows[i]] += scoresOfFolds[fold][i];
        }

        for (int row = 0; row < scores.Length; row++)
        {
            if (tested.TimesTested[row] != 1)
                scores[row] = tested.TimesTested[row] == 0 ? double.NaN : scores[row] / tested.TimesTested[row];
        }

        return scores;
    }
}
