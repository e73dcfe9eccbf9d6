using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Logistic regressions for a whole row of penalties, from one so strong that no column takes part down to one that hardly counts, and the choice among them by cross-validation.
/// </summary>
/// <remarks>
/// <para>
/// Each minimises the objective of <see cref="LogisticRegression"/> with L1 = <see cref="Mixing"/> · λ and L2 = (1 − <see cref="Mixing"/>) · λ. λ stands beside a sum over rows, not a mean: glmnet's λ is this one divided by Σw, and what glmnet calls alpha is <see cref="Mixing"/>. Fits go
/// downwards, each from the last one's coefficients.
/// </para>
/// <para>
/// In a fold the same λ/Σw is used as on all rows, so the penalty weighs as much against a row, and columns are standardised anew. The deviance of the rows that the fold tests is that of their own weights; what class weights and the choice of rows move in the intercept is taken back for it. So mean and standard error are those of glmnet's <c>cv.glmnet</c>.
/// With repeats every fold counts as one more, although folds of different repeats overlap.
/// </para>
/// <para>Coefficients, and what cross-validation says of them, are those of a search: for the accuracy of what was chosen, validate the whole path on other rows.</para>
/// </remarks>
public sealed record RegularizationPath : IRecipe<RegularizationPathModel>
{
    /// <summary>Below this share of lasso the greatest λ, which is endless for a pure ridge, is that of this share, as in glmnet.</summary>
    private const double LeastMixingForGrid = 1e-3;

    /// <summary>What the greatest λ is raised by, so that rounding lets no column in.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Everything but the two penalties: bounds, penalty factors, the scale, class weights.</summary>
    /// <value>The defaults of <see cref="LogisticRegression"/>. Its L1 and L2 stay 0; the path sets them.</value>
    public LogisticRegression Regression { get; init; } = new();

    /// <summary>The share of the lasso in the penalty; the rest is ridge.</summary>
    /// <value>1 by default: all lasso. 0 is all ridge, which leaves no column out.</value>
    public double Mixing { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(Mixing), value, "from 0 to 1"); } = 1;

    /// <summary>How many λ there are, at equal distances in logarithms, when <see cref="Lambdas"/> gives none.</summary>
    /// <value>100 by default, from 2 to 10,000.</value>
    public int Count { get; init => field = value is >= 2 and <= 10_000 ? value : throw Setting.OutOfRange(nameof(Count), value, "from 2 to 10,000"); } = 100;

    /// <summary>The least λ as a share of the greatest one, which is the one at which the first column comes in.</summary>
    /// <value>10⁻⁴ by default, above 0 and below 1.</value>
    public double Ratio { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Ratio), value, "above 0 and below 1"); } = 1e-4;

    /// <summary>The λ to fit, instead of <see cref="Count"/> and <see cref="Ratio"/>.</summary>
    /// <value>None by default. Above 0 and all different; they are used in descending order. One of glmnet's is multiplied by Σw.</value>
    public ValueList<double> Lambdas { get; init => field = value.All(lambda => lambda > 0 && double.IsFinite(lambda)) && value.Distinct().Count() == value.Count ? value : throw Setting.OutOfRange(nameof(Lambdas), value, "a list of finite numbers above 0, all different; for no penalty fit a LogisticRegression"); } = [];

    /// <summary>How rows are divided for cross-validation.</summary>
    /// <value>Five folds of <see cref="StratifiedKFold"/> by default. Where customers have several rows take <see cref="GroupedKFold"/>, and where rows are snapshots in time <see cref="WalkForward"/>.</value>
    public Splitter Splitter { get; init; } = new StratifiedKFold();

    /// <summary>Which λ the model has.</summary>
    /// <value><see cref="LambdaChoice.OneStandardError"/> by default.</value>
    public LambdaChoice Choice { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Choice), value, "one of the named choices"); }

    /// <summary>How many folds are fitted at a time; each needs its rows in memory.</summary>
    /// <value>0 by default: as many as there are processors. The result does not depend on it.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <summary>The regression of one λ, for instance of the chosen one for <c>ScorecardRecipe.Regression</c>.</summary>
    /// <param name="lambda">λ, finite and at least 0.</param>
    /// <returns><see cref="Regression"/> with both penalties set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public LogisticRegression At(double lambda) => lambda >= 0 && double.IsFinite(lambda)
        ? Regression with { L1 = Mixing * lambda, L2 = (1 - Mixing) * lambda }
        : throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ is finite and at least 0.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column holds categories, missing values or infinities; or the <see cref="Splitter"/> needs what the rows do not have.</exception>
    /// <exception cref="InvalidOperationException">L1, L2 or BiasReduction of <see cref="Regression"/> is set.</exception>
    /// <exception cref="TrainingDataException">No column can take part at any λ; the rows cannot be divided; or there is one fold, and the rule of one standard error is asked for.</exception>
    public RegularizationPathModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Regression.L1 != 0 || Regression.L2 != 0)
            throw new InvalidOperationException("A path sets L1 and L2 by itself: leave them 0 in Regression, and say by Mixing how they share λ.");
        if (Regression.BiasReduction != BiasReduction.None)
            throw new InvalidOperationException($"BiasReduction.{Regression.BiasReduction} is a penalty of its own, and a path has another: leave it None in Regression.");
        Regression.Check([.. data.Table.Columns.Select(column => column.Name)]);
        data.RequireBothClasses();
        FoldPlan plan = Splitter.Split(data, cancellationToken);
        if (plan.Folds.Count == 1 && Choice == LambdaChoice.OneStandardError)
            throw new TrainingDataException($"There is one fold, '{plan.Folds[0].Name}', and a standard error needs at least two. Take a splitter with more folds, or set Choice to Minimum.");
        TrainingSet rows = data.WithoutZeroWeights();
        var prior = new PriorCorrection(Regression.ClassWeights, rows);
        var fit = new ProximalNewtonFit(Regression, DesignMatrix.Of(rows, Regression.OffsetColumn, cancellationToken), prior.Weighted, progress: null, cancellationToken);
        double[] lambdas = Lambdas.Count > 0 ? [.. Lambdas.OrderDescending()] : Grid(fit.GreatestLambda(Math.Max(Mixing, LeastMixingForGrid)));
        var deviances = new PathDeviances(this, lambdas, data, plan, prior.Weighted.TotalWeight, progress, cancellationToken);
        deviances.Run();

        int chosen = Choice == LambdaChoice.Minimum ? deviances.Minimum : deviances.OneStandardError;
        var steps = new PathStep[lambdas.Length];
        LogisticModel? model = null;
        for (int i = 0; i < steps.Length; i++)
        {
            LogisticRegression regression = At(lambdas[i]);
            fit.Minimize(regression.L1, regression.L2);
            double[] raw = fit.RawCoefficients;
            steps[i] = new(lambdas[i], raw[0] + prior.Shift, [.. raw.AsSpan(1)], 2 * fit.Loss, deviances.Means[i], deviances.StandardErrors[i], fit.Convergence);
            if (i == chosen)
                model = prior.ApplyTo(fit.ToModel(regression), cancellationToken);
            progress?.Report(new("regularization path", i + 1, steps.Length));
        }

        return new(this, [.. fit.ColumnNames], steps, chosen, model!, [.. plan.Findings, .. FindingsOf(steps, deviances)]);
    }

    private static IEnumerable<Finding> FindingsOf(PathStep[] steps, PathDeviances deviances)
    {
        if (deviances.Minimum == steps.Length - 1)
            yield return new(FindingSeverity.Note, FindingCodes.PathEnd, Invariant($"the cross-validated deviance still falls at the least λ, {steps[^1].Lambda:G4}: hardly any penalty is wanted, or the least is further down. Lower Ratio, or give Lambdas."));
        if (Array.FindAll(steps, step => !step.Convergence.IsConverged) is { Length: > 0 } unfinished)
            yield return new(FindingSeverity.Warning, FindingCodes.NotConverged, Invariant($"the fit did not converge at {unfinished.Length} of {steps.Length} λ, the greatest of which is {unfinished[0].Lambda:G4}. Raise Regression.MaxIterations, or look for columns without a penalty that separate events from non-events."));
    }

    private double[] Grid(double greatest)
    {
        if (!(greatest > 0))
            throw new TrainingDataException("No column can take part at any λ: each is constant, says nothing of the event, has the penalty factor 0, or is held by its bounds. Give Lambdas, or other columns.");
        return [.. Enumerable.Range(0, Count).Select(i => greatest * (1 + Rounding) * Math.Pow(Ratio, i / (Count - 1.0)))];
    }
}
