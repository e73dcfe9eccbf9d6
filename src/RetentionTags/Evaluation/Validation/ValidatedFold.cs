namespace RetentionTags.Evaluation.Validation;

/// <summary>What one recipe did in one fold.</summary>
public sealed class ValidatedFold
{
    internal ValidatedFold(Fold fold, BinaryEvaluation test, BinaryEvaluation? train, IScorer? model, TimeSpan fitTime, TimeSpan time) =>
        (Fold, Test, Train, Model, FitTime, Time) = (fold, test, train, model, fitTime, time);

    /// <summary>The fold.</summary>
    public Fold Fold { get; }

    /// <summary>The evaluation on the rows that were not learnt from. Its findings say what is not defined, for instance when they are all of one class.</summary>
    public BinaryEvaluation Test { get; }

    /// <summary>The evaluation on the rows that were learnt from; <see langword="null"/> without <see cref="CrossValidationOptions.EvaluateTraining"/>.</summary>
    public BinaryEvaluation? Train { get; }

    /// <summary>The model, which has its own findings; <see langword="null"/> without <see cref="CrossValidationOptions.KeepModels"/>.</summary>
    public IScorer? Model { get; }

    /// <summary>How long the fit took. No part of the result: it differs from run to run.</summary>
    public TimeSpan FitTime { get; }

    /// <summary>How long everything took: copying rows, fitting, scoring, evaluating.</summary>
    public TimeSpan Time { get; }
}
