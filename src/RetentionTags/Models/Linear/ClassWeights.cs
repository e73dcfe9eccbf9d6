using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>How much more an event, or a non-event, counts in a fit than its weight says.</summary>
/// <remarks>
/// They change what the fit attends to, not how many rows there are: the log-likelihood and the null log-likelihood are those of the weighted rows, the total weight is that of the rows, and standard errors take them for sampling weights (the inverse information would take them for counts, so <see cref="StandardErrors.ModelBased"/> has none). That they follow from the rows, as <see cref="Balanced"/> does, changes standard errors by nothing
/// that grows with the rows: at a right model neither the slopes nor the corrected intercept depend on them.
/// Weighting the events by w₁ and the non-events by w₀ multiplies the odds that the fit sees by w₁/w₀, so ln(w₁/w₀) is taken off the intercept afterwards.
/// </remarks>
public sealed record ClassWeights
{
    /// <summary>Both classes count the same: an event W / (2E) and a non-event W / (2N), with the weights E and N of events and non-events and their sum W (scikit-learn's <c>balanced</c>, with weighted counts).</summary>
    public static ClassWeights Balanced { get; } = new() { IsBalanced = true };

    /// <summary>Whether both classes are weighted to the same total before <see cref="Events"/> and <see cref="NonEvents"/>.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsBalanced { get; init; }

    /// <summary>What the weight of an event is multiplied by.</summary>
    /// <value>1 by default. From 10⁻⁶ to 10⁶.</value>
    public double Events { get; init => field = IsFactor(value) ? value : throw Setting.OutOfRange(nameof(Events), value, "between 10⁻⁶ and 10⁶"); } = 1;

    /// <summary>What the weight of a non-event is multiplied by.</summary>
    /// <value>1 by default. From 10⁻⁶ to 10⁶.</value>
    public double NonEvents { get; init => field = IsFactor(value) ? value : throw Setting.OutOfRange(nameof(NonEvents), value, "between 10⁻⁶ and 10⁶"); } = 1;

    /// <summary>Whether the intercept is moved back by ln(w₁/w₀), so that probabilities are those of the rows.</summary>
    /// <value><see langword="true"/> by default. Without it probabilities are far too high, or too low; only their order means something.</value>
    public bool CorrectsPrior { get; init; } = true;

    /// <summary>w₁ and w₀ for these rows.</summary>
    internal (double Events, double NonEvents) For(TrainingSet data) => IsBalanced
        ? (Events * data.TotalWeight / (2 * data.EventWeight), NonEvents * data.TotalWeight / (2 * data.NonEventWeight))
        : (Events, NonEvents);

    private static bool IsFactor(double value) => value is >= 1e-6 and <= 1e6;
}
