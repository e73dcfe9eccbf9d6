namespace RetentionTags.Binning;

/// <summary>Two neighbouring regular bins whose event rates have changed places since the fit.</summary>
/// <param name="First">The earlier bin of the table.</param>
/// <param name="Second">The later one.</param>
/// <param name="Z">The two-proportion z statistic of the fresh counts, as in <see cref="AdjacentTest.Z"/>; of the opposite sign to that of the fitted counts.</param>
/// <param name="PValue">Its two-sided P value.</param>
public sealed record TrendBreak(BinEvaluation First, BinEvaluation Second, double Z, double PValue)
{
    /// <summary>
    /// Whether the fresh rows alone show the opposite order at the 5 % level: <see cref="PValue"/> below 0.05. Bins of equal true rates are found reversed in one case of two, and significantly so in one of forty.
    /// </summary>
    public bool IsSignificant => PValue < 0.05;
}
