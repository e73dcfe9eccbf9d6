using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>A cleaning and what is fitted on the cleaned rows, as one recipe. Made by <see cref="CleaningRecipe.Then"/>.</summary>
/// <remarks>
/// In a cross-validation the cleaning is then learnt anew from every training part, like everything else: what is learnt from all rows beforehand, be it a median, has seen the rows that are tested. Rows that the cleaning drops are not learnt from; all rows
/// are scored.
/// </remarks>
/// <typeparam name="TModel">What is fitted on the cleaned rows.</typeparam>
/// <param name="Cleaning">How rows are cleaned.</param>
/// <param name="Recipe">What is fitted on the cleaned rows.</param>
public sealed record CleanedRecipe<TModel>(CleaningRecipe Cleaning, IRecipe<TModel> Recipe) : IRecipe<CleanedModel<TModel>>
    where TModel : IScorer
{
    /// <inheritdoc/>
    public CleanedModel<TModel> Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        (CleaningModel cleaning, TrainingSet cleaned) = Cleaning.FitAndClean(data, progress, cancellationToken);
        return new(cleaning, Recipe.Fit(cleaned, progress, cancellationToken));
    }
}
