using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>What one feature is: its column, its words, and what it is made of.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">Whether it is a number or a category.</param>
/// <param name="Lineage">
/// What the feature is computed from and how, in one canonical line, such as <c>count(kind=order) in [-30d, 0d)</c>. Features with the same lineage are the same feature.
/// </param>
/// <param name="English">The feature in plain English, such as <c>number of orders in the last 30 days</c>.</param>
/// <param name="Chinese">The feature in Chinese, such as <c>近30天订单数</c>.</param>
public sealed record FeatureDefinition(string Name, ColumnKind Kind, string Lineage, string English, string Chinese)
{
    /// <summary>The levels of a category; empty for a number.</summary>
    internal IReadOnlyList<string> Levels { get; init; } = [];
}
