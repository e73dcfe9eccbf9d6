namespace RetentionTags.Scoring;

/// <summary>A score to be reached: at least a threshold, or below it.</summary>
public sealed record ScoreTarget
{
    private ScoreTarget(double threshold, bool isBelow, ScoreScale scale)
    {
        Threshold = double.IsNaN(threshold) ? throw Setting.OutOfRange(nameof(threshold), threshold, "a number") : threshold;
        IsBelow = isBelow;
        Scale = Enum.IsDefined(scale) ? scale : throw Setting.OutOfRange(nameof(scale), scale, "one of the named scales");
    }

    /// <summary>The threshold.</summary>
    public double Threshold { get; }

    /// <summary>Whether the score is to be below the threshold; otherwise it is to be the threshold or above.</summary>
    public bool IsBelow { get; }

    /// <summary>What the threshold is a threshold of.</summary>
    public ScoreScale Scale { get; }

    /// <summary>A score of at least a threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="scale">Of what; <see cref="ScoreScale.Probability"/> by default.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN, or the scale is none of those there are.</exception>
    public static ScoreTarget AtLeast(double threshold, ScoreScale scale = ScoreScale.Probability) => new(threshold, isBelow: false, scale);

    /// <summary>A score below a threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="scale">Of what; <see cref="ScoreScale.Probability"/> by default.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN, or the scale is none of those there are.</exception>
    public static ScoreTarget Below(double threshold, ScoreScale scale = ScoreScale.Probability) => new(threshold, isBelow: true, scale);

    /// <summary>A tier, or one beyond it: seen from a score above the tier, below the tier's upper end; seen from one below, at least its lower end.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="tierName">The tier to reach.</param>
    /// <param name="score">The score from which it is to be reached.</param>
    /// <param name="scale">Of what the scheme's thresholds are; <see cref="ScoreScale.Probability"/> by default.</param>
    /// <returns>The target, which a score in the tier has reached already.</returns>
    /// <exception cref="ArgumentException">The scheme has no such tier, or the score is NaN.</exception>
    public static ScoreTarget ToTier(TierScheme scheme, string tierName, double score, ScoreScale scale = ScoreScale.Probability)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        Tier tier = scheme.Tiers.FirstOrDefault(each => each.Name == tierName) ?? throw new ArgumentException($"There is no tier '{tierName}'. The scheme has: {string.Join(", ", scheme.Tiers.Select(each => each.Name))}.", nameof(tierName));
        return scheme[score].Rank < tier.Rank ? Below(tier.To, scale) : AtLeast(tier.From, scale);
    }

    /// <summary>The target in words.</summary>
    /// <returns>For instance <c>probability below 0.3</c>.</returns>
    public override string ToString() => Invariant($"{(Scale == ScoreScale.LogOdds ? "log-odds" : Scale == ScoreScale.Points ? "points" : "probability")} {(IsBelow ? "below" : "at least")} {Threshold}");

    internal bool IsReachedBy(double score) => IsBelow ? score < Threshold : score >= Threshold;
}
