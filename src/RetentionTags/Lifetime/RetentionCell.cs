using RetentionTags.Evaluation;

namespace RetentionTags.Lifetime;

/// <summary>One cell of a <see cref="RetentionMatrix"/>.</summary>
/// <param name="Age">How many periods after the first purchase; 0 is the period of the first purchase itself.</param>
/// <param name="Customers">The size of the cohort.</param>
/// <param name="Active">How many of them bought in this period, as far as the log goes.</param>
/// <param name="IsComplete">Whether the log holds the whole period. Where it does not, the cell is right-censored: whoever has not bought yet may still do so.</param>
public readonly record struct RetentionCell(int Age, int Customers, int Active, bool IsComplete)
{
    /// <summary>The share of the cohort that was active, 0–1; NaN when the cell is not complete.</summary>
    public double Rate => IsComplete ? (double)Active / Customers : double.NaN;

    /// <summary>Wilson's interval of the share.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN at both ends when the cell is not complete.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval Interval(double level = 0.95) =>
        IsComplete ? ConfidenceInterval.Wilson(Active, Customers, level) : ConfidenceInterval.Around(double.NaN, double.NaN, level);
}
