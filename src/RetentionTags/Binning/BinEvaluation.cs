namespace RetentionTags.Binning;

/// <summary>One bin as it was fitted, and the same bin among other rows.</summary>
/// <param name="Fitted">The bin with the counts and the weight of evidence of training.</param>
/// <param name="Fresh">The bin with the counts of the other rows and the weight of evidence that follows from them.</param>
/// <param name="PsiPart">The bin's part of <see cref="BinningEvaluation.Psi"/>; at least 0.</param>
public sealed record BinEvaluation(Bin Fitted, Bin Fresh, double PsiPart)
{
    /// <summary>How much the weight of evidence rose, in log-odds; NaN when the bin was or is empty.</summary>
    public double WoeChange => Fitted.Count == 0 || Fresh.Count == 0 ? double.NaN : Fresh.Woe - Fitted.Woe;

    /// <summary>
    /// <see cref="WoeChange"/> in standard errors of the difference, √(s₁² + s₂²) with both bins' <see cref="Bin.WoeStandardError"/>: about standard normal while nothing changes, so beyond ±2 in one bin of twenty. 0 for no change, NaN when the bin was or is empty.
    /// </summary>
    /// <remarks>Fitted bounds are chosen to make the fitted weights of evidence large, so a small change towards 0 is to be expected. It supposes that no row is in both sets.</remarks>
    public double WoeChangeZ
    {
        get
        {
            double then = Fitted.WoeStandardError, now = Fresh.WoeStandardError;
            return WoeChange == 0 ? 0 : WoeChange / Math.Sqrt((then * then) + (now * now));
        }
    }
}
