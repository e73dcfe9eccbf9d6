namespace RetentionTags.Binning;

/// <summary>The exact optimum for one trend, as <see cref="Trend.Automatic"/> compared it with the others.</summary>
/// <remarks>
/// A more flexible trend always has at least the objective of a stricter one, so the objective alone cannot choose.
/// Of the candidates with more than one bin (or of all, when there is none), the choice falls on the lowest BIC = −2 Σ [eᵢ ln rᵢ + nᵢ ln(1 − rᵢ)] + (k + t) ln W over the regular bins, with the events eᵢ, non-events nᵢ and
/// event rate rᵢ of bin i, k bins, t = 1 for a peak or a valley (whose turning point is chosen too) and otherwise 0, and the rows' weight W; or, with <see cref="TrendChoice.CrossFitted"/>, on the highest
/// <paramref name="CrossFittedInformationValue"/>. Equal values go to the trend that comes first in <see cref="Binning.Trend"/>.
/// </remarks>
/// <param name="Trend">The trend.</param>
/// <param name="BinCount">The number of regular bins.</param>
/// <param name="InformationValue">The information value of the regular bins.</param>
/// <param name="Bic">The criterion; lower is better.</param>
/// <param name="ObjectiveValue">What was maximised; with <see cref="BinningObjective.InformationValue"/> and no penalty, the information value. NaN when it was not recorded.</param>
/// <param name="CrossFittedInformationValue">
/// The mean over five folds of Σ (pᵢ − qᵢ) · wᵢ over the regular bins, with a fold's shares p and q of events and non-events and the weights of evidence w of the optimum on all other rows. The folds
/// divide each pre-bin's counts at random, with a fixed seed. −∞ when the constraints cannot be satisfied without some fold; NaN when it was not asked for.
/// </param>
public sealed record TrendCandidate(Trend Trend, int BinCount, double InformationValue, double Bic, double ObjectiveValue = double.NaN, double CrossFittedInformationValue = double.NaN);
