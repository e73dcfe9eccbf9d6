using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>Rao's score test of columns that a fitted regression does not hold: what adding them promises, without a fit.</summary>
/// <remarks>
/// With the residuals wᵢ(yᵢ − pᵢ), the curvatures cᵢ = wᵢpᵢ(1 − pᵢ), the regression's design X and the candidates Z: U = Zᵀ(w (y − p)), V = ZᵀCZ − ZᵀCX (XᵀCX)⁻¹ XᵀCZ, and UᵀV⁻¹U is about χ² with as many degrees of freedom as V has rank.
/// The log-likelihood is concave, so for one column the sign of U is that of the coefficient that it would get. All columns are centred and scaled by their curvatures, which the test does not see.
/// </remarks>
internal sealed class ScoreTest
{
    private const double DependenceTolerance = 1e-10;
    private readonly double[][] _design;
    private readonly CholeskyFactor _factor;
    private readonly double[] _residuals;
    private readonly double[] _curvatures;
    private readonly double _curvature;

    /// <param name="data">Rows of the fit with all columns, those of the model among them.</param>
    /// <param name="model">The regression; without columns when <see langword="null"/>.</param>
    public ScoreTest(TrainingSet data, LogisticModel? model)
    {
        _residuals = new double[data.RowCount];
        _curvatures = new double[data.RowCount];
        var logOdds = new double[data.RowCount];
        Array.Fill(logOdds, LogisticFunctions.Logit(data.EventRate));
        model?.LogOdds(data.Table, logOdds, CancellationToken.None);

        // Where the intercept was moved to the rate of a population, the fit was before that.
        double shift = model is null ? 0 : PriorCorrection.PopulationShift(data);
        for (int row = 0; row < logOdds.Length; row++)
        {
            double own = logOdds[row] - shift, weight = data.WeightOf(row), p = LogisticFunctions.Sigmoid(own), q = LogisticFunctions.Sigmoid(-own);
            _residuals[row] = weight * (data.Events[row] ? q : -p);
            _curvatures[row] = weight * p * q;
            _curvature += _curvatures[row];
            LogLikelihood -= weight * LogisticFunctions.SoftPlus(data.Events[row] ? -own : own);
        }

        _design = [.. (model?.Coefficients ?? []).Select(coefficient => Scaled(data.Table.Numeric(coefficient.Name).Values))];
        _factor = new(Products(_design, _design), _design.Length, DependenceTolerance);
    }

    /// <summary>That of the fit on these rows.</summary>
    public double LogLikelihood { get; }

    /// <summary>U of the column divided by its deviation, and U²/V; 0 for a column that the regression's columns determine.</summary>
    public (double Slope, double Statistic) Of(NumericColumn column)
    {
        double[] scaled = Scaled(column.Values);
        return (DotProduct.Of(_residuals, scaled), Of([scaled]).Statistic);
    }

    /// <summary>The test of some columns together.</summary>
    public ModelTest Of(NumericColumn[] columns) => Of([.. columns.Select(column => Scaled(column.Values))]);

    private ModelTest Of(double[][] candidates)
    {
        int count = candidates.Length, size = _design.Length;
        double[] remaining = Products(candidates, candidates), overlaps = Products(candidates, _design), slopes = [.. candidates.Select(candidate => DotProduct.Of(_residuals, candidate))];
        for (int i = 0; i < count; i++)
        {
            double[] solved = overlaps[(i * size)..((i + 1) * size)];
            _factor.Solve(solved);
            for (int j = 0; j < count; j++)
                remaining[(i * count) + j] -= DotProduct.Of(solved, overlaps.AsSpan(j * size, size));
        }

        var factor = new CholeskyFactor(remaining, count, DependenceTolerance);
        double[] steps = [.. slopes];
        factor.Solve(steps);
        return new(DotProduct.Of(slopes, steps), count - factor.IsDependent.Count(true));
    }

    /// <summary>Σ c x y for each pair of columns, row by row.</summary>
    private double[] Products(double[][] left, double[][] right)
    {
        double[] products = new double[left.Length * right.Length], weighted = new double[_curvatures.Length];
        for (int i = 0; i < left.Length; i++)
        {
            for (int row = 0; row < weighted.Length; row++)
                weighted[row] = _curvatures[row] * left[i][row];
            for (int j = 0; j < right.Length; j++)
                products[(i * right.Length) + j] = DotProduct.Of(weighted, right[j]);
        }

        return products;
    }

    /// <summary>A column less its mean, so that Σ c x² = 1; zeros when it does not vary.</summary>
    private double[] Scaled(ReadOnlySpan<double> values)
    {
        double center = DotProduct.Of(_curvatures, values) / _curvature, squares = 0;
        double[] scaled = values.ToArray();
        for (int row = 0; row < scaled.Length; row++)
        {
            scaled[row] -= center;
            squares += _curvatures[row] * scaled[row] * scaled[row];
        }

        double scale = squares > 1e-24 * center * center * _curvature ? 1 / Math.Sqrt(squares) : 0;
        for (int row = 0; row < scaled.Length; row++)
            scaled[row] *= scale;
        return scaled;
    }
}
