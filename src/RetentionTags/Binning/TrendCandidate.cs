namespace RetentionTags.Binning;

/// <summary>The exact optimum for one trend, as <see cref="Trend.Automatic"/> compared it with the others.</summary>
/// <remarks>
/// A more flexible trend always has at least the information value of a stricter one, so information value alone cannot choose.
/// Of the candidates with more than one bin (or of all, when there is none), the choice falls on the lowest BIC = −2 Σ [eᵢ ln rᵢ + nᵢ ln(1 − rᵢ)] + (k + t) ln W over the regular bins, with the events eᵢ, non-events nᵢ and
/// event rate rᵢ of bin i, k bins, t = 1 for a peak or a valley (whose turning point is chosen too) and otherwise 0, and the rows' weight W.
/// Equal values go to the trend that comes first in <see cref="Binning.Trend"/>.
/// </remarks>
/// <param name="Trend">The trend.</param>
/// <param name="BinCount">The number of regular bins.</param>
/// <param name="InformationValue">The information value of the regular bins.</param>
/// <param name="Bic">The criterion; lower is better.</param>
public sealed record TrendCandidate(Trend Trend, int BinCount, double InformationValue, double Bic);
