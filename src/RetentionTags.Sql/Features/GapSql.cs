namespace RetentionTags.Sql.Features;

/// <summary>A customer's gaps between purchases, in days or microseconds, as values of the last step.</summary>
internal abstract class GapSql
{
    /// <summary>How many; without any, nothing else means anything.</summary>
    public abstract string Count { get; }

    /// <summary>Their sum, a double.</summary>
    public abstract string Sum { get; }

    public abstract string Median { get; }

    public abstract string Least { get; }

    public abstract string Greatest { get; }

    /// <summary>The standard deviation with n − 1; there are two at least.</summary>
    public abstract string Deviation { get; }

    public abstract string Last { get; }

    public abstract string LastButOne { get; }

    /// <summary>The last purchase: the number of its day, or its moment.</summary>
    public abstract string LastPurchase { get; }
}
