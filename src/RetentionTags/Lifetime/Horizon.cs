namespace RetentionTags.Lifetime;

/// <summary>A length of time ahead, with the unit that it is counted in. A model refuses one in another unit than its own.</summary>
public sealed record Horizon
{
    private Horizon(double length, TimeUnit unit) => (Length, Unit) = (length, unit);

    /// <summary>How many units, above 0 and finite.</summary>
    public double Length { get; }

    /// <summary>The unit.</summary>
    public TimeUnit Unit { get; }

    /// <summary>So many days.</summary>
    /// <param name="length">Above 0 and finite.</param>
    /// <returns>The horizon.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above 0 and finite.</exception>
    public static Horizon Days(double length) => Of(length, TimeUnit.Day);

    /// <summary>So many weeks.</summary>
    /// <param name="length">Above 0 and finite.</param>
    /// <returns>The horizon.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above 0 and finite.</exception>
    public static Horizon Weeks(double length) => Of(length, TimeUnit.Week);

    /// <summary>So many opportunities to buy.</summary>
    /// <param name="count">At least 1.</param>
    /// <returns>The horizon.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Horizon Opportunities(int count) => Of(count, TimeUnit.Opportunity);

    /// <summary>So many units.</summary>
    /// <param name="length">Above 0 and finite; a whole number of opportunities.</param>
    /// <param name="unit">The unit.</param>
    /// <returns>The horizon.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above 0 and finite, or is no whole number of opportunities.</exception>
    public static Horizon Of(double length, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!(length > 0) || !double.IsFinite(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "A horizon is above 0 and finite.");
        if (unit == TimeUnit.Opportunity && length != Math.Floor(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "Opportunities are whole numbers.");
        return new(length, unit);
    }

    /// <summary>Length and unit.</summary>
    /// <returns>Such as <c>39 weeks</c>.</returns>
    public override string ToString() => Invariant($"{Length} {Unit}");

    /// <summary>The length, when it is counted in this unit.</summary>
    internal double In(TimeUnit unit, string parameter) => Unit == unit
        ? Length
        : throw new ArgumentException($"{this} were given, and the model counts in {unit}. Give a length in {unit}: it is not converted, because that would hide a mistake.", parameter);
}
