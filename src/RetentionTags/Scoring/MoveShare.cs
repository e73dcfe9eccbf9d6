using RetentionTags.Evaluation;

namespace RetentionTags.Scoring;

/// <summary>How many customers moved in some way, of how many that could have.</summary>
/// <param name="Count">Sum of the weights of those who moved so.</param>
/// <param name="Total">Sum of the weights of all.</param>
public readonly record struct MoveShare(double Count, double Total)
{
    /// <summary>The share, 0–1; NaN of nobody.</summary>
    public double Share => Count / Total;

    /// <summary>Wilson's interval of the share, see <see cref="ConfidenceInterval.Wilson"/>.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; from 0 to 1 of nobody.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside its range.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Wilson(Count, Total, level);
}
