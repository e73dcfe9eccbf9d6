using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>A rule by which rows are divided into folds. For a rule of one's own make the <see cref="FoldPlan"/> directly.</summary>
public abstract record Splitter
{
    private protected Splitter()
    {
    }

    /// <summary>Divides the rows.</summary>
    /// <param name="data">The rows; splitters that group need entities, those that go by time need times.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The folds. The same rule and the same rows give the same folds, on every machine and in every version.</returns>
    /// <exception cref="ArgumentException">The rows have no entities, or no times, and the rule goes by them.</exception>
    /// <exception cref="TrainingDataException">A fold would be empty, or would have to learn from one class only; the message names the fold and the remedy.</exception>
    public FoldPlan Split(TrainingSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        FoldPlan plan = Plan(data, cancellationToken);
        plan.RequireBothClasses(data);
        return plan;
    }

    private protected static int Checked(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : throw Setting.OutOfRange(name, value, $"from {least} to {most}");

    private protected static void RequireEntities(TrainingSet data)
    {
        if (!data.HasEntities)
            throw new ArgumentException("The splitter keeps the rows of one entity together, and the training set does not say whose rows they are: call WithEntities first.", nameof(data));
    }

    private protected abstract FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken);
}
