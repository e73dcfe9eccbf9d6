using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>A customer's purchases in the few numbers that RFM is made of, as values of the last step.</summary>
internal abstract class PurchaseSql(FeatureStatement statement)
{
    /// <summary>Whether a row's customer may have no purchase.</summary>
    public virtual bool MayBeNone => Statement.Plan.Population != Population.Buyers;

    /// <summary>How many.</summary>
    public abstract string Count { get; }

    /// <summary>The number of the day of the first, NULL without one.</summary>
    public abstract string FirstDay { get; }

    /// <summary>The number of the day of the last, NULL without one.</summary>
    public abstract string LastDay { get; }

    /// <summary>The sum of all values.</summary>
    public abstract string Value { get; }

    /// <summary>The sum of all values but the first; there are two at least.</summary>
    public abstract string RepeatValue { get; }

    protected FeatureStatement Statement => statement;
}
