namespace RetentionTags.Evaluation.Validation;

/// <summary>What one recipe did in a <see cref="CrossValidation"/>.</summary>
public sealed class ValidatedRecipe
{
    private readonly double[] _scores;
    private readonly TestedRows _tested;

    internal ValidatedRecipe(string name, IRecipe<IScorer> recipe, ValidatedFold[] folds, double[] scores, TestedRows tested, CancellationToken cancellationToken)
    {
        (Name, Recipe, Folds, _scores, _tested) = (name, recipe, folds, scores, tested);
        Pooled = BinaryEvaluation.Of(tested.Of(scores), tested.Events, tested.Weights, cancellationToken);
    }

    /// <summary>What it was called.</summary>
    public string Name { get; }

    /// <summary>The recipe.</summary>
    public IRecipe<IScorer> Recipe { get; }

    /// <summary>Fold after fold, as in the plan.</summary>
    public IReadOnlyList<ValidatedFold> Folds { get; }

    /// <summary>For each row of the training set the score of a model that has not seen it; NaN when no fold tests the row, the mean when several do.</summary>
    public ReadOnlySpan<double> OutOfFoldScores => _scores;

    /// <summary>
    /// The evaluation of all out-of-fold scores together. Another number than the mean over folds: here scores of different models are ranked among each other.
    /// </summary>
    public BinaryEvaluation Pooled { get; }

    /// <summary>A measure over the folds' tests.</summary>
    /// <param name="measure">Such as <c>fold => fold.Auc</c>.</param>
    /// <returns>Mean, standard deviation (no standard error), lowest and highest.</returns>
    public FoldSummary OverFolds(Func<BinaryEvaluation, double> measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return FoldSummary.Of(Folds.Select(fold => measure(fold.Test)));
    }

    /// <summary>A measure over the folds' training parts.</summary>
    /// <param name="measure">Such as <c>fold => fold.Auc</c>.</param>
    /// <returns>Mean, standard deviation, lowest and highest.</returns>
    /// <exception cref="InvalidOperationException">The run was without <see cref="CrossValidationOptions.EvaluateTraining"/>.</exception>
    public FoldSummary OverTraining(Func<BinaryEvaluation, double> measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return FoldSummary.Of(Folds.Select(fold => measure(fold.Train ?? throw new InvalidOperationException("Models were not evaluated on what they have learnt from: set CrossValidationOptions.EvaluateTraining."))));
    }

    /// <summary>The out-of-fold scores of the rows that were tested.</summary>
    internal double[] TestedScores => _tested.Of(_scores);
}
