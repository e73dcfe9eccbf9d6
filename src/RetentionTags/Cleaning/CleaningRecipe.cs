using System.Diagnostics.CodeAnalysis;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Steps that clean data one after the other, each fitted on what the one before left of the training rows.</summary>
public sealed record CleaningRecipe : IRecipe<CleaningModel>
{
    /// <summary>The steps, in order.</summary>
    /// <value>
    /// By default what does no harm to any data: <see cref="UnifiedFormats"/>, <see cref="ConstantColumns"/>, <see cref="DuplicateColumns"/>, and <see cref="LeakageChecks"/>, which report. Missing values and
    /// outliers are left to the bins, which have a place for both; what a duplicate row is only its key can say.
    /// </value>
    public ValueList<CleaningStep> Steps { get; init => field = Checked(value); } = [new UnifiedFormats(), new ConstantColumns(), new DuplicateColumns(), new LeakageChecks()];

    /// <inheritdoc/>
    public CleaningModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FitAndClean(data, progress, cancellationToken).Model;
    }

    /// <summary>This cleaning, and after it what is fitted on the cleaned rows, as one recipe.</summary>
    /// <typeparam name="TModel">What is fitted on the cleaned rows.</typeparam>
    /// <param name="recipe">Such as <c>new ScorecardRecipe()</c>.</param>
    /// <returns>A recipe that can be cross-validated as a whole.</returns>
    public CleanedRecipe<TModel> Then<TModel>(IRecipe<TModel> recipe)
        where TModel : IScorer
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new(this, recipe);
    }

    /// <summary>The cleaning, and what it leaves of the training rows; those without weight are not among them.</summary>
    internal (CleaningModel Model, TrainingSet Data) FitAndClean(TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (CleaningStep step in Steps)
            step.Check();
        var pass = CleaningPass.ToFit(data, cancellationToken);
        var learnt = new LearntStep[Steps.Count];
        for (int i = 0; i < learnt.Length; i++)
        {
            pass.Begin(Steps[i]);
            LearntColumn[] columns = Steps[i].Learn(pass);
            learnt[i] = new(Steps[i], new(columns));
            Steps[i].Apply(columns, pass);
            pass.End();
            progress?.Report(new("cleaning", i + 1, learnt.Length));
        }

        return (new(this, learnt, pass.ToReport()), pass.Data!);
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<CleaningStep> Checked(ValueList<CleaningStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps, nameof(Steps));
        foreach (CleaningStep step in steps)
            ArgumentNullException.ThrowIfNull(step, nameof(Steps));
        return steps.Count > 0 ? steps : throw new ArgumentException("A cleaning has at least one step.", nameof(Steps));
    }
}
