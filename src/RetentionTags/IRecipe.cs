using RetentionTags.Data;

namespace RetentionTags;

/// <summary>
/// Settings that know how to learn a model. A recipe is an immutable record: readable, comparable,
/// and <c>with</c> makes the next candidate.
/// </summary>
/// <typeparam name="TModel">The immutable, thread-safe model that <see cref="Fit"/> returns.</typeparam>
public interface IRecipe<out TModel>
{
    /// <summary>Learns a model from <paramref name="data"/>.</summary>
    /// <remarks>
    /// The same recipe and the same data give the same model to the bit, whatever the number of threads.
    /// Neither the recipe nor the data is changed.
    /// </remarks>
    /// <param name="data">The rows to learn from: columns, event labels and weights, already validated.</param>
    /// <param name="progress">Told of each finished step; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="TrainingDataException">The data cannot support this fit, for instance because it holds one class only.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    TModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default);
}
