using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Selection;

/// <summary>Rao's score test of a column that a fitted regression does not hold: what adding it promises, without a fit.</summary>
/// <remarks>
/// With the residuals wᵢ(yᵢ − pᵢ), the curvatures cᵢ = wᵢpᵢ(1 − pᵢ) and the regression's design X: U = Σ w (y − p) x, V = Σ c x² − (Σ c x X) I⁻¹ (Σ c x X)ᵀ, and U²/V is about χ² with one degree of freedom. The log-likelihood is concave, so the sign of U is that of the coefficient that x would get.
/// </remarks>
internal sealed class ScoreTest
{
    private readonly double[][] _design;
    private readonly double[] _inverse;
    private readonly double[] _residuals;
    private readonly double[] _curvatures;
    private readonly double _curvature;

    /// <param name="data">Coded columns, those of the model among them.</param>
    /// <param name="model">The regression; without columns when <see langword="null"/>.</param>
    public ScoreTest(TrainingSet data, LogisticModel? model)
    {
        _residuals = new double[data.RowCount];
        _curvatures = new double[data.RowCount];
        var p = new double[data.RowCount];
        Array.Fill(p, data.EventRate);
        model?.Score(data.Table, p);
        for (int row = 0; row < p.Length; row++)
        {
            _residuals[row] = data.WeightOf(row) * ((data.Events[row] ? 1 : 0) - p[row]);
            _curvatures[row] = data.WeightOf(row) * p[row] * (1 - p[row]);
            _curvature += _curvatures[row];
        }

        double[] ones = new double[p.Length];
        Array.Fill(ones, 1);
        _design = [ones, .. (model?.Coefficients ?? []).Select(coefficient => data.Table.Numeric(coefficient.Name).Values.ToArray())];
        _inverse = model is null ? [1 / _curvature] : model.Covariance.ToArray();
    }

    /// <summary>U, and U²/V; 0 for a column that the regression's columns determine.</summary>
    public (double Slope, double Statistic) Of(NumericColumn column)
    {
        double center = Numerics.DotProduct.Of(_curvatures, column.Values) / _curvature;
        double[] x = column.Values.ToArray(), weighted = new double[x.Length];
        for (int row = 0; row < x.Length; row++)
        {
            x[row] -= center;
            weighted[row] = _curvatures[row] * x[row];
        }

        double[] overlaps = [.. _design.Select(each => Numerics.DotProduct.Of(weighted, each))];
        double own = Numerics.DotProduct.Of(weighted, x), variance = own, slope = Numerics.DotProduct.Of(_residuals, x);
        for (int i = 0; i < overlaps.Length; i++)
        {
            for (int j = 0; j < overlaps.Length; j++)
                variance -= overlaps[i] * _inverse[(i * overlaps.Length) + j] * overlaps[j];
        }

        return (slope, variance > 1e-10 * own ? slope * slope / variance : 0);
    }
}
