namespace RetentionTags.Models.Linear;

/// <summary>
/// What the objective says of each coefficient beside the likelihood, on the scale of a design: Σⱼ λ1ⱼ|βⱼ| + λ2ⱼβⱼ²/2 and lⱼ ≤ βⱼ ≤ uⱼ. The intercept, which is first, is free.
/// </summary>
internal sealed class CoefficientTerms
{
    private readonly double[] _units;

    public CoefficientTerms(LogisticRegression recipe, DesignMatrix design, double l1, double l2)
    {
        int size = design.ColumnCount + 1;
        _units = new double[size];
        (L1, L2, Lower, Upper, Factors) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        (_units[0], Lower[0], Upper[0]) = (1, double.NegativeInfinity, double.PositiveInfinity);
        for (int j = 1; j < size; j++)
        {
            string name = design.NameOf(j - 1);
            double scale = design.UnitOf(j - 1);
            _units[j] = design.Deviations[j - 1] == 0 ? 1 : design.Deviations[j - 1] / scale;
            double unit = recipe.PenaltyScale == PenaltyScale.Raw ? 1 / scale : _units[j];
            Factors[j] = recipe.PenaltyFactorOf(name);
            L1[j] = l1 * Factors[j] * unit;
            L2[j] = l2 * Factors[j] * unit * unit;
            CoefficientBounds bounds = recipe.BoundsOf(name);
            (Lower[j], Upper[j]) = (bounds.Lower * scale, bounds.Upper * scale);
        }
    }

    private CoefficientTerms(CoefficientTerms other, double[] fixedAt)
    {
        (_units, L1, L2, Factors) = (other._units, new double[other.L1.Length], new double[other.L2.Length], other.Factors);
        (Lower, Upper) = ([.. other.Lower], [.. other.Upper]);
        for (int j = 1; j < Lower.Length; j++)
        {
            if (Factors[j] > 0)
                Lower[j] = Upper[j] = fixedAt[j];
        }
    }

    /// <summary>Weights of the absolute values.</summary>
    public double[] L1 { get; }

    /// <summary>Weights of half the squares.</summary>
    public double[] L2 { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    /// <summary>Penalty factors of the columns; 0 for the intercept.</summary>
    public double[] Factors { get; }

    public bool IsPenalised(int j) => L1[j] > 0 || L2[j] > 0;

    /// <summary>The number between the bounds that is nearest to the given one.</summary>
    public double Nearest(int j, double value) => Math.Min(Math.Max(value, Lower[j]), Upper[j]);

    /// <summary>The same bounds without a penalty, but with all columns that could be penalised held where an endless penalty would hold them: at 0, or at the bound next to it.</summary>
    public CoefficientTerms AtInfinity()
    {
        var held = new double[Lower.Length];
        for (int j = 1; j < held.Length; j++)
            held[j] = Nearest(j, 0);
        return new(this, held);
    }

    public double PenaltyOf(ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int j = 1; j < coefficients.Length; j++)
            sum += (L1[j] * Math.Abs(coefficients[j])) + (L2[j] * coefficients[j] * coefficients[j] / 2);
        return sum;
    }

    /// <summary>The derivative of the objective to the left of a coefficient, from that of the loss.</summary>
    public double SlopeBelow(int j, double slope, double coefficient) => slope + (L2[j] * coefficient) + (coefficient > 0 ? L1[j] : -L1[j]);

    /// <summary>The derivative of the objective to the right of a coefficient, from that of the loss.</summary>
    public double SlopeAbove(int j, double slope, double coefficient) => slope + (L2[j] * coefficient) + (coefficient < 0 ? -L1[j] : L1[j]);

    /// <summary>
    /// How far the conditions of Karush, Kuhn and Tucker are from being met: the steepest way down that the bounds leave open, for a coefficient on the scale of standardised columns. 0 at the optimum.
    /// </summary>
    public double Residual(ReadOnlySpan<double> slopes, ReadOnlySpan<double> coefficients)
    {
        double worst = 0;
        for (int j = 0; j < slopes.Length; j++)
        {
            double down = coefficients[j] > Lower[j] ? SlopeBelow(j, slopes[j], coefficients[j]) : 0;
            double up = coefficients[j] < Upper[j] ? -SlopeAbove(j, slopes[j], coefficients[j]) : 0;
            worst = Math.Max(worst, Math.Max(down, up) / _units[j]);
        }

        return worst;
    }
}
