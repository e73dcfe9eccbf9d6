using MathNet.Numerics;
using MathNet.Numerics.Integration;
using RetentionTags.Lifetime;

namespace RetentionTags.Tests.Lifetime;

/// <summary>The formulas of the papers as they are printed, with the hypergeometric functions by their series: right for ordinary parameters.</summary>
internal static class Naive
{
    public static double LogRising(double c, int n) => SpecialFunctions.GammaLn(c + n) - SpecialFunctions.GammaLn(c);

    public static double BetaGeometric(double r, double alpha, double a, double b, PurchasePattern p, int first)
    {
        int x = p.RepeatPurchases, n = x + first;
        double stays = LogRising(b, n) - LogRising(a + b, n), alive = Math.Pow(alpha + p.Tenure, -(r + x)), left = n > 0 ? a / (b + n - 1) * Math.Pow(alpha + p.LastPurchase, -(r + x)) : 0;
        return LogRising(r, x) + (r * Math.Log(alpha)) + stays + Math.Log(alive + left);
    }

    /// <summary>Hardie's note 009, with two hypergeometric functions.</summary>
    public static double Pareto(double r, double alpha, double s, double beta, PurchasePattern p)
    {
        int x = p.RepeatPurchases;
        double most = Math.Max(alpha, beta), difference = Math.Abs(alpha - beta), second = alpha >= beta ? s + 1 : r + x;
        double F(double u) => Hypergeometric(r + s + x, second, r + s + x + 1, difference / (most + u)) / Math.Pow(most + u, r + s + x);
        double sum = Math.Pow(alpha + p.Tenure, -(r + x)) * Math.Pow(beta + p.Tenure, -s);
        return LogRising(r, x) + (r * Math.Log(alpha)) + (s * Math.Log(beta)) + Math.Log(sum + (s / (r + s + x) * (F(p.LastPurchase) - F(p.Tenure))));
    }

    public static double BetaBernoulli(double alpha, double beta, double gamma, double delta, PurchasePattern p)
    {
        double x = p.RepeatPurchases, n = p.Tenure, sum = Beta(alpha + x, beta + n - x) / Beta(alpha, beta) * Beta(gamma, delta + n) / Beta(gamma, delta);
        for (int i = 0; i <= n - p.LastPurchase - 1; i++)
            sum += Beta(alpha + x, beta + p.LastPurchase - x + i) / Beta(alpha, beta) * Beta(gamma + 1, delta + p.LastPurchase + i) / Beta(gamma, delta);
        return Math.Log(sum);
    }

    public static double Beta(double a, double b) => Math.Exp(SpecialFunctions.BetaLn(a, b));

    /// <summary>₂F₁(a, b; c; z) for 0 ≤ z &lt; 1 by its series.</summary>
    public static double Hypergeometric(double a, double b, double c, double z)
    {
        double term = 1, sum = 1;
        for (int k = 0; k < 100_000 && Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
            sum += term *= (a + k) * (b + k) / ((c + k) * (k + 1)) * z;
        return sum;
    }

    /// <summary>An integral over a finite interval, by double exponential quadrature.</summary>
    public static double Integral(Func<double, double> f, double low, double high) => DoubleExponentialTransformation.Integrate(f, low, high, 1e-12);
}
