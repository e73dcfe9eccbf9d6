namespace RetentionTags.Binning.Prebins;

/// <summary>What becomes of the categories of a column before they are binned.</summary>
/// <param name="MinCount">Rarer ones are pooled, unless there is an order.</param>
/// <param name="MaxPrebins">The largest number of pre-bins.</param>
/// <param name="Specials">Values with bins of their own.</param>
/// <param name="Together">Categories that share a bin.</param>
/// <param name="Order">The order of categories; none for that of event rates.</param>
internal sealed record CategoryRules(double MinCount, int MaxPrebins, ValueList<SpecialGroup> Specials, ValueList<ValueList<string>> Together, ValueList<string> Order);
