using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>Values that are codes and no quantities, such as −1 for "refused". They have a bin of their own, apart from the trend and the cuts.</summary>
/// <param name="Name">The name of the bin.</param>
/// <param name="Values">The numbers or categories; each belongs to one group at most.</param>
public sealed record SpecialGroup(string Name, ValueList<Cell> Values);
