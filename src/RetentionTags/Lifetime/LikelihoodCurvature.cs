using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace RetentionTags.Lifetime;

/// <summary>The second derivatives of a log-likelihood by θ at its maximum, from differences of its gradient: Newton's step, and the variances of θ.</summary>
internal sealed class LikelihoodCurvature
{
    /// <summary>Differences of gradients over this distance are exact to about eight digits.</summary>
    private const double Distance = 1e-4;

    /// <summary>A direction in which the likelihood is this much flatter than in the steepest is not determined by the data.</summary>
    private const double Flat = 1e-11;

    private readonly int _size;
    private readonly double[] _values;
    private readonly Matrix<double> _vectors;
    private readonly double _least;

    public LikelihoodCurvature(LikelihoodSearch search)
    {
        _size = search.Theta.Length;
        double[] theta = [.. search.Theta], up = new double[_size], down = new double[_size];
        Matrix<double> negative = Matrix<double>.Build.Dense(_size, _size);
        for (int j = 0; j < _size; j++)
        {
            double at = theta[j];
            theta[j] = at + Distance;
            search.At(theta, up);
            theta[j] = at - Distance;
            search.At(theta, down);
            theta[j] = at;
            for (int i = 0; i < _size; i++)
                negative[i, j] = (down[i] - up[i]) / (2 * Distance);
        }

        Evd<double> parts = ((negative + negative.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        _values = [.. parts.EigenValues.Select(value => value.Real)];
        _vectors = parts.EigenVectors;
        _least = Flat * _values.Max(Math.Abs);
    }

    /// <summary>Whether the likelihood falls in every direction, fast enough to be told from rounding.</summary>
    public bool IsDetermined => Array.TrueForAll(_values, value => value > _least);

    /// <summary>An entry of the inverse of the negative second derivatives, when they are determined.</summary>
    public double Inverse(int row, int column)
    {
        double sum = 0;
        for (int k = 0; k < _size; k++)
            sum += _vectors[row, k] * _vectors[column, k] / _values[k];
        return sum;
    }

    /// <summary>Newton's step from a gradient, and its length in standard errors, √(gᵀ H⁻¹ g). Directions that are not determined are left alone.</summary>
    public (double[] Step, double Length) StepFrom(double[] gradient)
    {
        double[] step = new double[_size];
        double squared = 0;
        for (int k = 0; k < _size; k++)
        {
            if (!(_values[k] > _least))
                continue;
            double part = 0;
            for (int i = 0; i < _size; i++)
                part += _vectors[i, k] * gradient[i];
            squared += part * part / _values[k];
            for (int i = 0; i < _size; i++)
                step[i] += _vectors[i, k] * part / _values[k];
        }

        return (step, Math.Sqrt(squared));
    }

    /// <summary>The standard error of θ; NaN where it takes part in a direction that is not determined.</summary>
    public double StandardError(int parameter)
    {
        double variance = 0;
        for (int k = 0; k < _size; k++)
        {
            double part = _vectors[parameter, k];
            if (_values[k] > _least)
                variance += part * part / _values[k];
            else if (Math.Abs(part) > 0.01)
                return double.NaN;
        }

        return Math.Sqrt(variance);
    }
}
