namespace RetentionTags.Lifetime;

/// <summary>Who bought in the time after the end of observation, and how long that time was.</summary>
public sealed class PurchaseOutcome
{
    private readonly bool[] _bought;

    /// <summary>An outcome.</summary>
    /// <param name="bought">For each row of the summary whether there was at least one purchase in (T, T + h]; what <see cref="Features.Snapshot.Repurchased"/> gives for a plan without a gap. The span is copied.</param>
    /// <param name="horizon">h, in the summary's unit.</param>
    public PurchaseOutcome(ReadOnlySpan<bool> bought, Horizon horizon)
    {
        ArgumentNullException.ThrowIfNull(horizon);
        _bought = bought.ToArray();
        Horizon = horizon;
    }

    /// <summary>How long it was waited.</summary>
    public Horizon Horizon { get; }

    /// <summary>For each row whether there was a purchase.</summary>
    public ReadOnlySpan<bool> Bought => _bought;

    /// <summary>Throws when it is not the outcome of these customers.</summary>
    internal void Check(PurchaseSummary customers, string parameter)
    {
        if (_bought.Length != customers.RowCount)
            throw new ArgumentException($"The outcome has {_bought.Length} rows and the summary {customers.RowCount}. They are row for row the same customers.", parameter);
        Horizon.In(customers.Unit, parameter);
    }
}
