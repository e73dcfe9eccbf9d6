namespace RetentionTags.Explanations;

/// <summary>
/// What contributions are compared with: for each column of a scorecard the shares of rows in its bins. Immutable; saved with the card.
/// </summary>
/// <remarks>
/// For a sum of one term for each column, the Shapley value of a column against a background of rows is its term less the mean of its terms over these rows: all that it takes to know of the background is how many of its rows are in which bin.
/// The mean is rounded to a multiple of 2⁻²⁴, so that baseline and contributions add up to the log-odds to the bit.
/// </remarks>
public sealed class ExplanationBaseline
{
    private readonly string[] _columnNames;
    private readonly double[][] _shares;

    internal ExplanationBaseline(BaselineKind kind, string name, IEnumerable<string> columnNames, double[][] shares)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Kind = kind;
        Name = name;
        _columnNames = [.. columnNames];
        _shares = shares;
        for (int column = 0; column < shares.Length; column++)
        {
            if (shares[column].Any(share => !(share >= 0)) || !(Math.Abs(shares[column].Sum() - 1) < 1e-9))
                throw new ArgumentException(Invariant($"The shares of the baseline '{name}' in column '{_columnNames[column]}' are not at least 0, or do not add up to 1."), nameof(shares));
        }
    }

    /// <summary>What kind of rows it is made of.</summary>
    public BaselineKind Kind { get; }

    /// <summary>The name: that of the cohort, or what the kind says.</summary>
    public string Name { get; }

    /// <summary>The columns, in the card's order.</summary>
    public IReadOnlyList<string> ColumnNames => _columnNames;

    /// <summary>The shares of rows in the bins of a column.</summary>
    /// <param name="column">The place of the column in <see cref="ColumnNames"/>.</param>
    /// <returns>One share, 0–1, for each bin; together 1.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> this[int column] => _shares[column];
}
