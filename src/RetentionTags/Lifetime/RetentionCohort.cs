namespace RetentionTags.Lifetime;

/// <summary>The customers whose first purchase was in one calendar period.</summary>
public sealed class RetentionCohort
{
    private readonly RetentionCell[] _cells;

    internal RetentionCohort(DateOnly start, RetentionCell[] cells)
    {
        Start = start;
        _cells = cells;
    }

    /// <summary>The first day of the period.</summary>
    public DateOnly Start { get; }

    /// <summary>The number of customers; still growing when the cell of age 0 is not complete.</summary>
    public int Customers => _cells[0].Customers;

    /// <summary>One cell for each age from 0 on, to the period in which the log ends.</summary>
    public IReadOnlyList<RetentionCell> Cells => _cells;
}
