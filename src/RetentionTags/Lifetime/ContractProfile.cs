using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>How far a parameter can go from its estimate until the likelihood, with the others fitted anew, has fallen by half the χ² quantile.</summary>
internal sealed class ContractProfile(CohortCounts counts, ContractRecipe recipe, double[] estimates, double logLikelihood, CancellationToken cancellationToken)
{
    private const double Precision = 1e-10;

    public ConfidenceInterval IntervalOf(int parameter, double level)
    {
        double z = Tails.Quantile(level), allowed = z * z;
        return new(End(parameter, -1, allowed), End(parameter, 1, allowed), level);
    }

    /// <summary>0 or ∞ when the likelihood does not fall so far up to the parameter's bound, or only because another parameter cannot follow beyond its own.</summary>
    private double End(int parameter, int direction, double allowed)
    {
        (double lowest, double highest) = ContractFit.BoundsOf(parameter);
        double bound = Math.Log(direction < 0 ? lowest : highest), inside = estimates[parameter], outside = inside, fall = 0;
        double[] start = [.. estimates];
        for (double reach = 0.25; fall <= allowed; reach *= 2)
        {
            if (outside == bound)
                return direction < 0 ? 0 : double.PositiveInfinity;
            inside = outside;
            outside = direction < 0 ? Math.Max(bound, outside - reach) : Math.Min(bound, outside + reach);
            fall = FallAt(parameter, outside, start, out bool isHeld);
            if (fall > allowed && isHeld)
                return direction < 0 ? 0 : double.PositiveInfinity;
        }

        return Math.Exp(Root(parameter, inside, outside, allowed, start));
    }

    /// <summary>Bisection: some thirty fits of two or three steps each, since every one begins at the last.</summary>
    private double Root(int parameter, double inside, double outside, double allowed, double[] start)
    {
        while (Math.Abs(outside - inside) > Precision)
        {
            double middle = (inside + outside) / 2;
            if (FallAt(parameter, middle, start, out _) <= allowed)
                inside = middle;
            else
                outside = middle;
        }

        return (inside + outside) / 2;
    }

    /// <summary>2(l − lₚ) with the parameter held; the others are left where they end, and one of them may be held at its bound.</summary>
    private double FallAt(int parameter, double value, double[] start, out bool isHeld)
    {
        start[parameter] = value;
        var fit = new ContractFit(counts, start, parameter);
        fit.Run(recipe.MaxIterations, recipe.Tolerance, cancellationToken);
        fit.Theta.CopyTo(start);
        isHeld = Enumerable.Range(0, start.Length).Any(other => other != parameter && fit.BoundOf(other) != 0);
        return 2 * (logLikelihood - fit.LogLikelihood);
    }
}
