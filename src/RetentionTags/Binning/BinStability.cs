namespace RetentionTags.Binning;

/// <summary>One bin over all periods.</summary>
/// <param name="Fitted">The bin as it was fitted.</param>
/// <param name="Shares">The bin's share of each period's rows, 0–1; NaN for a period without weight.</param>
/// <param name="EventRates">The bin's event rate in each period; NaN where it is empty.</param>
/// <param name="ShareTrend">Whether the share rises or falls.</param>
/// <param name="EventRateTrend">Whether the event rate rises or falls.</param>
public sealed record BinStability(Bin Fitted, IReadOnlyList<double> Shares, IReadOnlyList<double> EventRates, TrendTest ShareTrend, TrendTest EventRateTrend);
