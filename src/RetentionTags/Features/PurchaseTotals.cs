namespace RetentionTags.Features;

/// <summary>An entity's purchases in a stretch of its events, in the few numbers that RFM is made of.</summary>
/// <param name="Count">How many; when 0, nothing else means anything.</param>
/// <param name="FirstDay">The day of the first, as in <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="LastDay">The day of the last.</param>
/// <param name="Value">The sum of all values.</param>
/// <param name="RepeatValue">The sum of all values but the first; 0 when it was not asked for.</param>
internal readonly record struct PurchaseTotals(int Count, int FirstDay, int LastDay, double Value, double RepeatValue);
