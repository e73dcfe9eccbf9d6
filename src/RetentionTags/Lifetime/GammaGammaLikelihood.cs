using MathNet.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>Σ w [ln Γ(px+q) − ln Γ(px) − ln Γ(q) + q ln v + (px−1) ln m + px ln x − (px+q) ln(xm+v)] over customers with repeat purchases. q = 1 + exp θ, so that the population's mean exists.</summary>
/// <param name="spends">Repeat purchases, mean amount above 0, weight; sorted.</param>
internal sealed class GammaGammaLikelihood((int Purchases, double Mean, double Weight)[] spends) : LogLikelihood
{
    private readonly double _mean = spends.Sum(each => each.Mean * each.Weight) / spends.Sum(each => each.Weight);

    public override IReadOnlyList<string> Names { get; } = ["p", "q", "v"];

    public override double TotalWeight { get; } = spends.Sum(each => each.Weight);

    public override double[][] Starts =>
    [
        ToTheta([4, 4, 0.75 * _mean]),
        ToTheta([1, 2, _mean]),
        ToTheta([20, 10, 0.45 * _mean]),
    ];

    public override LogLikelihood Thinned => Thin(spends) is var fewer && ReferenceEquals(fewer, spends) ? this : new GammaGammaLikelihood(fewer);

    public override double FloorOf(int parameter) => parameter == 1 ? 1 : 0;

    protected override double AtParameters(ReadOnlySpan<double> parameters, Span<double> slopes, CancellationToken cancellationToken)
    {
        double p = parameters[0], q = parameters[1], v = parameters[2], logV = Math.Log(v), sum = 0, byP = 0, byQ = 0, byV = 0;
        double ofQ = SpecialFunctions.GammaLn(q), slopeOfQ = SpecialFunctions.DiGamma(q), shape = 0, ofShape = 0, ofBoth = 0, slopeOfShape = 0, slopeOfBoth = 0;
        for (int i = 0; i < spends.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (int purchases, double mean, double weight) = spends[i];
            if (i == 0 || purchases != spends[i - 1].Purchases)
            {
                shape = p * purchases;
                (ofShape, slopeOfShape) = (SpecialFunctions.GammaLn(shape), SpecialFunctions.DiGamma(shape));
                (ofBoth, slopeOfBoth) = (SpecialFunctions.GammaLn(shape + q), SpecialFunctions.DiGamma(shape + q));
            }

            double total = (purchases * mean) + v, logMean = Math.Log(mean), logCount = Math.Log(purchases), logTotal = Math.Log(total);
            sum += weight * (ofBoth - ofShape - ofQ + (q * logV) + ((shape - 1) * logMean) + (shape * logCount) - ((shape + q) * logTotal));
            byP += weight * purchases * (slopeOfBoth - slopeOfShape + logMean + logCount - logTotal);
            byQ += weight * (slopeOfBoth - slopeOfQ + logV - logTotal);
            byV += weight * ((q / v) - ((shape + q) / total));
        }

        (slopes[0], slopes[1], slopes[2]) = (byP, byQ, byV);
        return sum;
    }
}
