namespace RetentionTags.Explanations;

/// <summary>Why each row has the score it has: one contribution for each column, exact and complete.</summary>
/// <remarks>
/// A score is a sum of one term for each column, f(x) = b₀ + Σⱼ fⱼ(xⱼ). For such a function the Shapley value of column j against the training rows as
/// background is fⱼ(xⱼ) − E fⱼ, so nothing is estimated. With the <see cref="Baseline"/> the contributions of a row add up to its log-odds; since
/// all of these numbers are multiples of 2⁻²⁴, they do so to the bit. Source: Lundberg and Lee (2017), corollary 1.
/// </remarks>
public sealed class ScoreExplanations
{
    private readonly string[] _columnNames;
    private readonly string[][] _binLabels;
    private readonly int[] _bins;
    private readonly double[] _contributions;

    /// <param name="baseline">Log-odds of the average training row.</param>
    /// <param name="columnNames">The columns.</param>
    /// <param name="binLabels">For each column the labels of its bins.</param>
    /// <param name="bins">Row by row, the bin of each column.</param>
    /// <param name="contributions">Row by row, the contribution of each column.</param>
    /// <param name="rowCount">The number of rows.</param>
    internal ScoreExplanations(double baseline, string[] columnNames, string[][] binLabels, int[] bins, double[] contributions, int rowCount)
    {
        Baseline = baseline;
        RowCount = rowCount;
        _columnNames = columnNames;
        _binLabels = binLabels;
        _bins = bins;
        _contributions = contributions;
    }

    /// <summary>The mean log-odds of the training rows. (Its probability is not the mean probability: log-odds are not linear.)</summary>
    public double Baseline { get; }

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
    /// <returns>The same as the model's log-odds, to the bit.</returns>
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
            .Select(column => new Contribution(_columnNames[column], LabelOf(row, column), contributions[column]))];
    }

    private string LabelOf(int row, int column) => _binLabels[column][_bins[(row * _columnNames.Length) + column]];
}
