using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>The solution of one Newton system: Hs = g, with H scaled to a diagonal of 1.</summary>
internal sealed class NewtonStep
{
    /// <summary>A column of which less than this share is left unexplained by the columns before it takes no part.</summary>
    private const double DependenceTolerance = 1e-10;

    private readonly double _totalWeight;

    private NewtonStep(CholeskyFactor factor, double[] scale, double[] gradient, bool[] isLeftOut, double totalWeight)
    {
        _totalWeight = totalWeight;
        Factor = factor;
        Scale = scale;
        Direction = Solve(gradient);
        Remaining = Math.Sqrt(Math.Max(DotProduct.Of(gradient, Direction), 0));
        for (int j = 0; j < gradient.Length; j++)
        {
            if (!isLeftOut[j])
                MaxGradient = Math.Max(MaxGradient, Math.Abs(gradient[j]) / totalWeight);
        }
    }

    public CholeskyFactor Factor { get; }

    /// <summary>What H's rows and columns were multiplied by before they were factored; 0 for a column that takes no part.</summary>
    public double[] Scale { get; }

    /// <summary>What is to be subtracted from the coefficients.</summary>
    public double[] Direction { get; }

    /// <summary>√(gᵀH⁻¹g): the length of the step in standard errors.</summary>
    public double Remaining { get; private init; }

    /// <summary>The greatest absolute derivative of the mean objective.</summary>
    public double MaxGradient { get; private init; }

    /// <summary>The step from the last pass over the rows.</summary>
    /// <param name="pass">Was run with information (at least once, near the coefficients).</param>
    /// <param name="coefficients">Where the pass was run.</param>
    /// <param name="penalties">What is added to the diagonal of H, and times the coefficient to the gradient.</param>
    /// <param name="isLeftOut">The columns that take no part.</param>
    /// <param name="totalWeight">Of all rows.</param>
    public static NewtonStep Of(LogisticPass pass, double[] coefficients, double[] penalties, bool[] isLeftOut, double totalWeight) =>
        Of([.. pass.Gradient], [.. pass.Information], coefficients, penalties, isLeftOut, totalWeight);

    /// <summary>The step from a gradient and an information matrix, in which it works.</summary>
    public static NewtonStep Of(double[] gradient, double[] hessian, double[] coefficients, double[] penalties, bool[] isLeftOut, double totalWeight)
    {
        int size = gradient.Length;
        var scale = new double[size];
        for (int j = 0; j < size; j++)
        {
            gradient[j] += penalties[j] * coefficients[j];
            hessian[(j * size) + j] += penalties[j];
            double diagonal = hessian[(j * size) + j];
            scale[j] = diagonal > 0 && !isLeftOut[j] ? 1 / Math.Sqrt(diagonal) : 0;
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                hessian[(i * size) + j] *= scale[i] * scale[j];
        }

        return new(new(hessian, size, DependenceTolerance), scale, gradient, isLeftOut, totalWeight);
    }

    private NewtonStep(NewtonStep before) =>
        (_totalWeight, Factor, Scale, Direction) = (before._totalWeight, before.Factor, before.Scale, before.Direction);

    /// <summary>The step that follows this one when it moves no row by more than a small number of log-odds: bounds of its length and gradient, and the same factor.</summary>
    /// <remarks>
    /// A row's probability p changes by its curvature v times its move z, but for at most v z² / 2 · (1 + |z|). So, with all |z| ≤ m, the gradient at the end times any u is at most Σ v z² |xᵀu| / 2 · (1 + m) ≤ m / 2 · (1 + m) √(Σ v z²) √(Σ v (xᵀu)²),
    /// and √(Σ v z²) is at most the length of this step.
    /// </remarks>
    /// <param name="move">m, at most 0.1.</param>
    public NewtonStep Following(double move)
    {
        double remaining = Remaining * (move / 2) * (1 + move);
        return new(this) { Remaining = remaining, MaxGradient = remaining / Scale.Where(scale => scale > 0).Min() / _totalWeight };
    }

    /// <summary>The step from another gradient with the same factor.</summary>
    public NewtonStep From(double[] gradient, bool[] isLeftOut) => new(Factor, Scale, gradient, isLeftOut, _totalWeight);

    /// <summary>H⁻¹ times a vector.</summary>
    public double[] Solve(double[] vector)
    {
        double[] solution = [.. vector.Select((value, j) => value * Scale[j])];
        Factor.Solve(solution);
        for (int j = 0; j < solution.Length; j++)
            solution[j] *= Scale[j];
        return solution;
    }

    /// <summary>H⁻¹; zeros for a column left out.</summary>
    public double[] Inverse()
    {
        double[] inverse = Factor.Inverse();
        for (int i = 0; i < Scale.Length; i++)
        {
            for (int j = 0; j < Scale.Length; j++)
                inverse[(i * Scale.Length) + j] *= Scale[i] * Scale[j];
        }

        return inverse;
    }

    /// <summary>Whether every column that takes part has a say in the step.</summary>
    public bool IsComplete(bool[] isLeftOut)
    {
        for (int j = 0; j < isLeftOut.Length; j++)
        {
            if (Factor.IsDependent[j] && !isLeftOut[j])
                return false;
        }

        return true;
    }
}
