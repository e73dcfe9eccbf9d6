namespace RetentionTags.Binning.Targets;

/// <summary>The exact optimum for one trend, as <see cref="Binning.Trend.Automatic"/> compared it with the others.</summary>
/// <remarks>
/// <para>
/// Of the candidates with more than one bin (or of all, when there is none), the choice falls on the lowest BIC = D + p ln W over the regular bins, with the rows' weight W. For k bins, and t = 1 for a peak or a valley
/// (whose turning point is chosen too) and otherwise 0:
/// </para>
/// <list type="table">
/// <item><term>mean</term><description>Gaussian: D = W ln(S/W) with the sum of squares S within the bins (at least 2⁻⁴⁸ of the total), p = k + t</description></item>
/// <item><term>rate</term><description>Poisson: D = −2 Σ e ln(e/x) with the events e and the exposure x of a bin, p = k + t</description></item>
/// <item><term>classes</term><description>multinomial: D = −2 Σ Σ n ln(n/c) with the weight n of a class in a bin of weight c, p = k (classes − 1) + t</description></item>
/// </list>
/// <para>Equal values go to the trend that comes first in <see cref="Binning.Trend"/>.</para>
/// </remarks>
/// <param name="Trend">The trend.</param>
/// <param name="BinCount">The number of regular bins.</param>
/// <param name="Objective">What the recipe maximises, over the regular bins; see <see cref="TargetColumnBinning.Objective"/>.</param>
/// <param name="Bic">The criterion; lower is better.</param>
public sealed record TargetTrendCandidate(Trend Trend, int BinCount, double Objective, double Bic);
