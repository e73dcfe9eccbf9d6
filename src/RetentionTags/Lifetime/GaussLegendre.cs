using MathNet.Numerics.Integration;

namespace RetentionTags.Lifetime;

/// <summary>The rule of Gauss and Legendre with sixteen points on [−1, 1], exact for polynomials up to degree 31: what each panel of an integral is summed by.</summary>
internal static class GaussLegendre
{
    private const int Points = 16;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Points);
    private static readonly double[] RuleNodes = Rule.Abscissas;
    private static readonly double[] RuleWeights = Rule.Weights;

    public static ReadOnlySpan<double> Nodes => RuleNodes;

    public static ReadOnlySpan<double> Weights => RuleWeights;
}
