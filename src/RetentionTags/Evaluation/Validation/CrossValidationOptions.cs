namespace RetentionTags.Evaluation.Validation;

/// <summary>How a <see cref="CrossValidation"/> runs and what it keeps. None of it changes a result.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How many fits at a time. Each holds a copy of the rows that it learns from; recipes of one fold share theirs.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0, which means one for each processor"); }

    /// <summary>Whether the models of all folds are kept.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool KeepModels { get; init; }

    /// <summary>Whether each model is evaluated on the rows that it has learnt from as well: the gap shows how far it has learnt them by heart.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool EvaluateTraining { get; init; }
}
