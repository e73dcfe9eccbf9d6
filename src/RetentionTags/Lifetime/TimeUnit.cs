namespace RetentionTags.Lifetime;

/// <summary>What the numbers of a purchase summary count: days, weeks, other whole numbers of days, or opportunities to buy.</summary>
/// <remarks>
/// There is no month and no year: they have no length of their own, and each guess at one (30 days, 4.345 weeks) shifts every prediction. Say what is meant, such as <c>TimeUnit.OfDays(30)</c>.
/// </remarks>
public sealed record TimeUnit
{
    private TimeUnit(int? days) => Days = days;

    /// <summary>One day.</summary>
    public static TimeUnit Day { get; } = new(1);

    /// <summary>Seven days.</summary>
    public static TimeUnit Week { get; } = new(7);

    /// <summary>One occasion at which a customer buys or does not, such as a yearly appeal: what <see cref="BgBb"/> counts. It has no length in days.</summary>
    public static TimeUnit Opportunity { get; } = new((int?)null);

    /// <summary>The length in days; <see langword="null"/> for opportunities.</summary>
    public int? Days { get; }

    /// <summary>A whole number of days.</summary>
    /// <param name="days">At least 1.</param>
    /// <returns>The unit; 1 gives <see cref="Day"/> and 7 <see cref="Week"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static TimeUnit OfDays(int days) => days >= 1 ? new(days) : throw new ArgumentOutOfRangeException(nameof(days), days, "A unit of time is at least one day long.");

    /// <summary>The unit in words.</summary>
    /// <returns>Such as <c>weeks</c>, <c>units of 30 days</c> or <c>opportunities</c>.</returns>
    public override string ToString() => Days switch
    {
        null => "opportunities",
        1 => "days",
        7 => "weeks",
        _ => Invariant($"units of {Days} days"),
    };
}
