using RetentionTags.Data;

namespace RetentionTags.Models.Calibration;

/// <summary>How to learn a calibration from the probabilities that a model gave to rows which it had not seen, and from what became of them.</summary>
/// <remarks>
/// The rows are not those that the model was fitted on: on these it is too sure of itself, and a calibration would keep it so. Take held-back rows, or out-of-fold probabilities;
/// <see cref="Scoring.ScorecardRecipe.Calibration"/> makes the latter by itself. Rows of equal probability count as one group, so the order of rows does not matter (with fractional weights, but for rounding).
/// </remarks>
public abstract record CalibrationRecipe
{
    private protected CalibrationRecipe()
    {
    }

    /// <summary>Learns a calibration.</summary>
    /// <param name="probabilities">What the model says of each row, 0–1.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight means as many copies; rows of weight 0 count nowhere. They add up to more than 1 and at most 2⁵³.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, lengths differ, a probability is NaN or outside 0–1, a weight is negative or not finite, the weights add up to 1 or less or to more than 2⁵³; or, where the method works in log-odds, a probability is 0 or 1.
    /// </exception>
    /// <exception cref="TrainingDataException">The rows are all events or all non-events, or the method has no finite optimum on them.</exception>
    public abstract CalibrationModel Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default);

    /// <summary>Learns a calibration of a scorer from rows that the scorer was not fitted on.</summary>
    /// <param name="scorer">Gives probabilities.</param>
    /// <param name="heldOut">Rows that the scorer has not seen. Where they have a <see cref="TrainingSet.PopulationEventRate"/>, the calibration is that of the population.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The scorer with the calibration behind it.</returns>
    /// <exception cref="ArgumentException">A score is no probability; or, where the method works in log-odds, it is 0 or 1.</exception>
    /// <exception cref="TrainingDataException">The rows are all events or all non-events, or the method has no finite optimum on them.</exception>
    public CalibratedScorer Fit(IScorer scorer, TrainingSet heldOut, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(heldOut);
        return new(scorer, FitToPopulation(scorer.Score(heldOut.Table), heldOut, cancellationToken));
    }

    /// <summary>Learns from probabilities in the population what they should be there, on rows that may have been chosen by their events. This one weights them; methods that ask how many rows there are depart from it.</summary>
    internal virtual CalibrationModel FitToPopulation(ReadOnlySpan<double> probabilities, TrainingSet rows, CancellationToken cancellationToken) =>
        Fit(probabilities, rows.Events, rows.WeightedToPopulation().Weights, cancellationToken);
}
