namespace RetentionTags.Models.Linear;

/// <summary>Between which numbers the coefficient of one column has to lie.</summary>
/// <param name="Column">The column.</param>
/// <param name="Lower">The least value, in log-odds for each unit of the column as given; −∞ for none. 0 says that more of the column never lowers the odds.</param>
/// <param name="Upper">The greatest value; ∞ for none. At least <paramref name="Lower"/>; the same number fixes the coefficient.</param>
public sealed record CoefficientBounds(string Column, double Lower = double.NegativeInfinity, double Upper = double.PositiveInfinity);
