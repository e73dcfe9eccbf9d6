using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>A condition on one property of an event. An event in which the property is missing does not meet it.</summary>
public sealed record PropertyCondition
{
    private PropertyCondition(string property) => Property = property;

    /// <summary>The property.</summary>
    public string Property { get; }

    /// <summary>The categories that meet the condition; empty for a condition on a number.</summary>
    public ValueList<string> Categories { get; private init; } = [];

    /// <summary>The least number that meets the condition.</summary>
    public double AtLeast { get; private init; } = double.NegativeInfinity;

    /// <summary>The number that is just too much to meet the condition.</summary>
    public double Below { get; private init; } = double.PositiveInfinity;

    /// <summary>A category among some.</summary>
    /// <param name="property">The name of a property with categories.</param>
    /// <param name="categories">At least one. One that no event has is allowed: it lets nothing through.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">There is no category.</exception>
    public static PropertyCondition In(string property, params string[] categories)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        if (categories is not { Length: > 0 })
            throw new ArgumentException($"The condition on '{property}' names no category, so no event could meet it.", nameof(categories));
        return new(property) { Categories = [.. categories] };
    }

    /// <summary>A number of at least one bound and below another.</summary>
    /// <param name="property">The name of a property with numbers.</param>
    /// <param name="atLeast">The least number.</param>
    /// <param name="below">The number that is just too much; more than <paramref name="atLeast"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">No number lies between the bounds.</exception>
    public static PropertyCondition Between(string property, double atLeast, double below = double.PositiveInfinity)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        if (!(atLeast < below))
            throw new ArgumentException(Invariant($"The condition on '{property}' asks for at least {atLeast} and below {below}, which no number is."), nameof(atLeast));
        return new(property) { AtLeast = atLeast, Below = below };
    }

    internal string Lineage => Categories.Count > 0
        ? $"{Property} in {{{string.Join(", ", Categories.Order(StringComparer.Ordinal))}}}"
        : Invariant($"{Property} in [{AtLeast}, {Below})");

    /// <summary>The condition on a log's events: whether the one at a place meets it.</summary>
    internal Func<int, bool> On(EventLog log)
    {
        Column property = log.PropertyOf(Property, nameof(EventFilter.Where));
        if (property is CategoryColumn categories && Categories.Count > 0)
        {
            bool[] meets = [.. categories.Levels.Select(level => Categories.Contains(level))];
            return place => categories.Codes[place] is >= 0 and int code && meets[code];
        }

        if (property is NumericColumn numbers && Categories.Count == 0)
            return place => numbers.Values[place] >= AtLeast && numbers.Values[place] < Below;
        throw new ArgumentException($"The condition on '{Property}' is for {(Categories.Count > 0 ? "categories" : "numbers")}, but the property is {property.Kind}. Use PropertyCondition.{(Categories.Count > 0 ? "Between" : "In")}.", nameof(log));
    }
}
