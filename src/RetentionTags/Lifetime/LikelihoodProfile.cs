using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>Profile-likelihood intervals: where √(2 (l − lₚ)) is the normal quantile, lₚ being the greatest log-likelihood with one coordinate held.</summary>
internal sealed class LikelihoodProfile(LogLikelihood likelihood, double[] optimum, double greatest, CancellationToken cancellationToken)
{
    private const int MaxSteps = 60;
    private const int MaxIterations = 200;
    private const double InnerTolerance = 1e-9;
    private const double RootTolerance = 1e-4;

    /// <summary>A factor of e²⁵: where the likelihood has not fallen enough by then, it never will.</summary>
    private const double Farthest = 25;

    /// <summary>The interval of a parameter (not of θ).</summary>
    public ConfidenceInterval Of(int parameter, double standardError, double level)
    {
        double quantile = Tails.Quantile(level), first = double.IsFinite(standardError) ? Math.Min(quantile * standardError, 2) : 1, floor = likelihood.FloorOf(parameter);
        return new(floor + Math.Exp(End(parameter, -1, quantile, first)), floor + Math.Exp(End(parameter, 1, quantile, first)), level);
    }

    /// <summary>The end of the interval of θ by regula falsi on the root, which is nearly a straight line; in the bracket's middle where that makes no headway.</summary>
    private double End(int parameter, int sign, double quantile, double first)
    {
        bool[] isHeld = new bool[optimum.Length];
        isHeld[parameter] = true;
        double inner = 0, innerRoot = 0, outer = double.PositiveInfinity, outerRoot = double.NaN, distance = first;
        double[] theta = [.. optimum];
        for (int step = 0; step < MaxSteps; step++)
        {
            theta[parameter] = optimum[parameter] + (sign * distance);
            var search = new LikelihoodSearch(likelihood, theta, isHeld, cancellationToken);
            search.Run(MaxIterations, InnerTolerance);
            double root = Math.Sqrt(Math.Max(0, 2 * (greatest - search.Value)));
            if (Math.Abs(root - quantile) <= RootTolerance)
                break;
            if (root < quantile)
                (inner, innerRoot, theta) = (distance, root, [.. search.Theta]);
            else
                (outer, outerRoot) = (distance, double.IsNaN(root) ? double.PositiveInfinity : root);
            if (inner >= Farthest)
                return sign * double.PositiveInfinity;
            double line = inner + ((outer - inner) * (quantile - innerRoot) / (outerRoot - innerRoot)), middle = (inner + outer) / 2;
            distance = double.IsPositiveInfinity(outer) ? Math.Min(Math.Max(1.5 * inner, inner * quantile / Math.Max(innerRoot, 0.1)), 3 * inner)
                : step % 3 == 2 || !(line > inner && line < outer) ? middle : line;
        }

        return optimum[parameter] + (sign * distance);
    }
}
