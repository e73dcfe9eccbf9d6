using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A unit of time as it is saved: so many days, or nothing for opportunities.</summary>
internal sealed record TimeUnitDocument(int? Days)
{
    public static TimeUnitDocument Of(TimeUnit unit) => new(unit.Days);

    public TimeUnit ToUnit() => Days is int days ? TimeUnit.OfDays(days) : TimeUnit.Opportunity;
}
