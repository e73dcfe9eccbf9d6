namespace RetentionTags.Binning.Pairs;

/// <summary>A way to divide the grid of pre-bins into blocks.</summary>
/// <param name="Value">Its information value in units of 2⁻⁴⁸.</param>
/// <param name="Blocks">In their own order; they cover the grid and do not overlap.</param>
internal sealed record GuillotinePartition(long Value, PairRectangle[] Blocks);
