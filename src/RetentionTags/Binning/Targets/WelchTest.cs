using MathNet.Numerics.Distributions;

namespace RetentionTags.Binning.Targets;

/// <summary>Welch's t-test that two means are equal: t = (m₂ − m₁) / √(s₁²/c₁ + s₂²/c₂), with the degrees of freedom of Welch and Satterthwaite. Weights are numbers of rows.</summary>
/// <param name="alpha">The largest p-value that counts as a difference.</param>
internal sealed class WelchTest(double alpha)
{
    /// <summary>Whole degrees of freedom whose critical values are kept.</summary>
    private const int Known = 512;

    /// <summary>Relative to a mean: what rounding may make of equal targets.</summary>
    private const double Rounding = 1e-13;

    private readonly double _normal = Normal.InvCDF(0, 1, 1 - (alpha / 2));
    private readonly double[] _critical = new double[Known + 1];

    public static NeighbourTest Of(MeanSums left, MeanSums right)
    {
        if (!TryStatistic(left, right, out double t, out double freedom))
            return new(double.NaN, double.NaN, double.NaN);
        if (double.IsNaN(freedom))
            return new(t, double.NaN, t == 0 ? 1 : 0);
        return new(t, freedom, PValue(t, freedom));
    }

    /// <summary>Whether the p-value is at most α. Critical values of whole degrees of freedom on either side spare most evaluations of the distribution.</summary>
    public bool Differ(MeanSums left, MeanSums right)
    {
        if (!TryStatistic(left, right, out double t, out double freedom))
            return false;
        if (double.IsNaN(freedom))
            return t != 0;
        double size = Math.Abs(t);
        if (size < _normal)
            return false;
        int below = (int)Math.Min(freedom, Known);
        if (below >= 1 && size >= Critical(below))
            return true;
        if (below < Known && size < Critical(below + 1))
            return false;
        return PValue(t, freedom) <= alpha;
    }

    private static double PValue(double t, double freedom) => Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));

    /// <summary>False when one side holds no more than one row. Without any variance there are no degrees of freedom, and t is 0 or infinite.</summary>
    private static bool TryStatistic(MeanSums left, MeanSums right, out double t, out double freedom)
    {
        (t, freedom) = (double.NaN, double.NaN);
        if (double.IsNaN(left.Variance) || double.IsNaN(right.Variance))
            return false;
        double difference = right.Mean - left.Mean;
        if (Math.Abs(difference) <= Rounding * (Math.Abs(left.Mean) + Math.Abs(right.Mean)))
            difference = 0;
        double error1 = SquaredError(left), error2 = SquaredError(right), error = error1 + error2;
        if (error == 0)
        {
            t = difference == 0 ? 0 : difference > 0 ? double.PositiveInfinity : double.NegativeInfinity;
            return true;
        }

        t = difference / Math.Sqrt(error);
        double share1 = error1 / error, share2 = error2 / error;
        freedom = 1 / ((share1 * share1 / (left.Weight - 1)) + (share2 * share2 / (right.Weight - 1)));
        return true;
    }

    /// <summary>The squared standard error of a mean.</summary>
    private static double SquaredError(MeanSums sums)
    {
        double rounding = Rounding * sums.Mean;
        return sums.Squares <= sums.Weight * rounding * rounding ? 0 : sums.Variance / sums.Weight;
    }

    private double Critical(int freedom) =>
        _critical[freedom] > 0 ? _critical[freedom] : _critical[freedom] = StudentT.InvCDF(0, 1, freedom, 1 - (alpha / 2));
}
