namespace RetentionTags.Lifetime;

/// <summary>What a model says of customers: one number for each pattern, and so for each row of the summary.</summary>
public sealed class CustomerValues
{
    private readonly double[] _values;

    internal CustomerValues(PurchaseSummary customers, double[] values) => (Customers, _values) = (customers, values);

    /// <summary>Of whom.</summary>
    public PurchaseSummary Customers { get; }

    /// <summary>One number for each of the summary's patterns, in their order.</summary>
    public ReadOnlySpan<double> PerPattern => _values;

    /// <summary>The sum over all customers, with their weights: expected buyers for probabilities of a purchase, expected purchases for numbers of purchases.</summary>
    public double Total
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _values.Length; i++)
                sum += Customers.AllPatterns[i].Weight * _values[i];
            return sum;
        }
    }

    /// <summary>One number for each row of the summary, in their order.</summary>
    /// <returns>A new array.</returns>
    public double[] ToRows()
    {
        double[] rows = new double[Customers.RowCount];
        ToRows(rows);
        return rows;
    }

    /// <summary>One number for each row of the summary, in their order.</summary>
    /// <param name="destination">Receives them; as many places as the summary has rows.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public void ToRows(Span<double> destination)
    {
        ReadOnlySpan<int> patternOfRow = Customers.PatternOfRow;
        if (destination.Length != patternOfRow.Length)
            throw new ArgumentException($"The destination has {destination.Length} places for {patternOfRow.Length} rows.", nameof(destination));
        for (int row = 0; row < patternOfRow.Length; row++)
            destination[row] = _values[patternOfRow[row]];
    }
}
