namespace RetentionTags.Explanations;

/// <summary>Why each row has the score it has: one contribution for each column, exact and complete.</summary>
/// <remarks>
/// A score is a sum of one term for each column, f(x) = b₀ + Σⱼ fⱼ(xⱼ). For such a function the Shapley value of column j against the training rows as
/// background is fⱼ(xⱼ) − E fⱼ, so nothing is estimated. With the <see cref="Baseline"/> the contributions of a row add up to its log-odds; in a scorecard
/// all of these numbers are multiples of 2⁻²⁴, so they do so to the bit. Source: Lundberg and Lee (2017), corollary 1. The background is that of <see cref="BaselineName"/>; another one moves all rows by the same amount in each column.
/// </remarks>
public sealed class ScoreExplanations
{
    internal const string PopulationName = "population";

    private readonly string[] _columnNames;
    private readonly Func<int, int, string> _labelOf;
    private readonly double[] _contributions;

    /// <param name="baseline">Log-odds of the average row of the background.</param>
    /// <param name="columnNames">The columns.</param>
    /// <param name="binLabels">For each column the labels of its bins.</param>
    /// <param name="bins">Row by row, the bin of each column.</param>
    /// <param name="contributions">Row by row, the contribution of each column.</param>
    /// <param name="rowCount">The number of rows.</param>
    internal ScoreExplanations(double baseline, string[] columnNames, string[][] binLabels, int[] bins, double[] contributions, int rowCount)
        : this(baseline, columnNames, (row, column) => binLabels[column][bins[(row * columnNames.Length) + column]], contributions, rowCount)
    {
    }

    /// <param name="baseline">Log-odds of the average row of the background.</param>
    /// <param name="columnNames">The columns.</param>
    /// <param name="labelOf">What to call the value of a row and a column.</param>
    /// <param name="contributions">Row by row, the contribution of each column.</param>
    /// <param name="rowCount">The number of rows.</param>
    internal ScoreExplanations(double baseline, string[] columnNames, Func<int, int, string> labelOf, double[] contributions, int rowCount)
    {
        Baseline = baseline;
        RowCount = rowCount;
        _columnNames = columnNames;
        _labelOf = labelOf;
        _contributions = contributions;
    }

    /// <summary>The mean log-odds of the rows that all others are compared with. (Its probability is not the mean probability: log-odds are not linear.)</summary>
    public double Baseline { get; }

    /// <summary>Which rows those are: <c>population</c>, which are the training rows, or what a baseline or a background was called.</summary>
    public string BaselineName { get; internal init; } = PopulationName;

    /// <summary>The columns, in the order of the contributions.</summary>
    public IReadOnlyList<string> ColumnNames => _columnNames;

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The contributions of one row in log-odds.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>One for each column; with <see cref="Baseline"/> they add up to the row's log-odds.</returns>
    public ReadOnlySpan<double> this[int row] => _contributions.AsSpan(row * _columnNames.Length, _columnNames.Length);

    /// <summary>The log-odds of a row, as the sum of the baseline and its contributions.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>The same as the model's log-odds: of a scorecard to the bit, of a regression to 10⁻⁹ of the largest of its terms.</returns>
    public double LogOddsOf(int row)
    {
        double sum = Baseline;
        foreach (double contribution in this[row])
            sum += contribution;
        return sum;
    }

    /// <summary>The strongest contributions of a row.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <param name="count">At most this many.</param>
    /// <returns>Contributions other than 0 by falling size, whatever their sign; equal ones in the order of columns.</returns>
    public IReadOnlyList<Contribution> Top(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] contributions = this[row].ToArray();
        return [.. Enumerable.Range(0, contributions.Length)
            .Where(column => contributions[column] != 0)
            .OrderByDescending(column => Math.Abs(contributions[column]))
            .Take(count)
            .Select(column => new Contribution(_columnNames[column], _labelOf(row, column), contributions[column]))];
    }
}
