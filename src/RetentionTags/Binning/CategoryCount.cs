namespace RetentionTags.Binning;

/// <summary>Rows of one category of a column, counted where the data live.</summary>
/// <param name="Category">The category, told from others by ordinal comparison.</param>
/// <param name="Events">The sum of the weights of the events among them; at least 0.</param>
/// <param name="NonEvents">The sum of the weights of the non-events; at least 0.</param>
public readonly record struct CategoryCount(string Category, double Events, double NonEvents);
