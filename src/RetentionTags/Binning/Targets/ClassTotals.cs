namespace RetentionTags.Binning.Targets;

/// <summary>The classes, and the weight of each over all training rows.</summary>
internal sealed record ClassTotals(string[] Classes, double[] Counts);
