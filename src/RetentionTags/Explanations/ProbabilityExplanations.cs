namespace RetentionTags.Explanations;

/// <summary>Why each row has the probability that it has: Shapley values in probability, by the definition.</summary>
/// <remarks>
/// This is another game than that of <see cref="ScoreExplanations"/>. What a set S of known columns is worth is v(S) = E p(xₛ, b), the mean over the rows b of a background of the probability of a row that has the known columns from x and all others from b.
/// φⱼ = Σ |S|! (k − |S| − 1)! / k! · (v(S ∪ j) − v(S)) over all S without j. Since probabilities are no sums, no factor leads from contributions in log-odds to these, and the order of columns may differ; a calibration is part of p.
/// All 2ᵏ sets are enumerated, so it is exact, for up to 15 columns. <see cref="BaseProbability"/> is the mean probability of the background, and with the contributions of a row it adds up to the row's probability.
/// </remarks>
public sealed class ProbabilityExplanations
{
    private readonly string[] _columnNames;
    private readonly double[] _contributions;

    internal ProbabilityExplanations(double baseProbability, string[] columnNames, double[] contributions, int rowCount)
    {
        BaseProbability = baseProbability;
        _columnNames = columnNames;
        _contributions = contributions;
        RowCount = rowCount;
    }

    /// <summary>The mean probability of the background.</summary>
    public double BaseProbability { get; }

    /// <summary>The columns, in the order of the contributions.</summary>
    public IReadOnlyList<string> ColumnNames => _columnNames;

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The contributions of one row, in probability.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>One for each column; with <see cref="BaseProbability"/> they add up to the row's probability.</returns>
    public ReadOnlySpan<double> this[int row] => _contributions.AsSpan(row * _columnNames.Length, _columnNames.Length);

    /// <summary>The probability of a row, as the sum of the mean probability and its contributions.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>The model's probability, within 10⁻⁹.</returns>
    public double ProbabilityOf(int row)
    {
        double sum = BaseProbability;
        foreach (double contribution in this[row])
            sum += contribution;
        return sum;
    }
}
