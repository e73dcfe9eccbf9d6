namespace RetentionTags.Sql.Features;

/// <summary>What is added up of an event: an amount, or a property that is a number.</summary>
/// <param name="Number">The column of the number; NULL where it is missing.</param>
/// <param name="Millionths">The column of the same as a whole number of millionths; NULL where it has more than six decimals.</param>
internal sealed record EventValue(string Number, string Millionths);
