using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class LikelihoodTests : PropertyTests
{
    /// <summary>All likelihoods, on a few simulated customers.</summary>
    private static IEnumerable<LogLikelihood> All(long seed)
    {
        PurchasePattern[] patterns = [.. RandomCustomers.Summary(60, seed).Patterns];
        yield return new NbdLikelihood(patterns);
        yield return new BetaGeometricLikelihood(patterns, 0);
        yield return new BetaGeometricLikelihood(patterns, 1);
        yield return new ParetoLikelihood(patterns);
        yield return new BetaBernoulliLikelihood([.. RandomCustomers.Opportunities(60, seed).Patterns]);
        yield return new GammaGammaLikelihood([.. patterns.Where(pattern => pattern.RepeatPurchases > 0).Select((pattern, i) => (pattern.RepeatPurchases, 10 + (7.5 * (i % 5)), pattern.Weight))]);
    }

    [Property(MaxTest = 40)]
    public void Gradients_are_those_of_finite_differences(int seed)
    {
        var random = new SplitMix64(seed);
        foreach (LogLikelihood likelihood in All(seed))
        {
            double[] theta = [.. likelihood.Starts[0].Select(each => each + (2 * SampleData.Uniform(ref random)) - 1)], gradient = new double[theta.Length], unused = new double[theta.Length];
            double value = likelihood.At(theta, gradient, default);
            for (int i = 0; i < theta.Length; i++)
            {
                // Richardson's extrapolation: an error of h⁴.
                double slope = ((4 * Central(i, 1e-3)) - Central(i, 2e-3)) / 3;
                Assert.Equal(slope, gradient[i], 1e-9 * Math.Max(Math.Abs(value), Math.Abs(slope)));
            }

            double Central(int parameter, double h)
            {
                double[] up = [.. theta], down = [.. theta];
                up[parameter] += h;
                down[parameter] -= h;
                return (likelihood.At(up, unused, default) - likelihood.At(down, unused, default)) / (2 * h);
            }
        }
    }

    /// <summary>Straight from the formulas of the reference, one customer at a time.</summary>
    [Property(MaxTest = 40)]
    public void Likelihoods_are_their_formulas(int seed)
    {
        PurchasePattern[] patterns = [.. RandomCustomers.Summary(30, seed).Patterns];
        double r = 0.7, alpha = 12, a = 0.8, b = 2.1;
        Check(new NbdLikelihood(patterns), [r, alpha], p => Naive.LogRising(r, p.RepeatPurchases) + (r * Math.Log(alpha / (alpha + p.Tenure))) - (p.RepeatPurchases * Math.Log(alpha + p.Tenure)));
        Check(new BetaGeometricLikelihood(patterns, 0), [r, alpha, a, b], p => Naive.BetaGeometric(r, alpha, a, b, p, 0));
        Check(new BetaGeometricLikelihood(patterns, 1), [r, alpha, a, b], p => Naive.BetaGeometric(r, alpha, a, b, p, 1));
        Check(new ParetoLikelihood(patterns), [r, alpha, a, b], p => Naive.Pareto(r, alpha, a, b, p));
        Check(new BetaBernoulliLikelihood([.. RandomCustomers.Opportunities(30, seed).Patterns]), [r, 1.4, a, b], p => Naive.BetaBernoulli(r, 1.4, a, b, p));

        void Check(LogLikelihood likelihood, double[] parameters, Func<PurchasePattern, double> formula)
        {
            IEnumerable<PurchasePattern> rows = likelihood is BetaBernoulliLikelihood ? RandomCustomers.Opportunities(30, seed).Patterns : patterns;
            double expected = rows.Sum(row => row.Weight * formula(row));
            Assert.Equal(expected, likelihood.At(likelihood.ToTheta(parameters), new double[parameters.Length], default), 1e-9 * Math.Abs(expected));
        }
    }

    [Theory]
    [InlineData(0.5, 10, 0.6, 11, 0, 30)]
    [InlineData(30, 10, 0.6, 11, 25, 300)]
    [InlineData(0.2, 1e-3, 2, 50, 0, 1000)]
    [InlineData(500, 1, 3, 1e-3, 0, 100)]
    [InlineData(410, 0.00799, 4, 2.82, 5, 6)]
    [InlineData(3, 1e4, 200, 1e-2, 0, 1e4)]
    public void The_integral_is_that_of_many_small_pieces(double p, double alpha, double q, double beta, double low, double high)
    {
        double Of(double from, double to) => PowerIntegral.Of(alpha, p, beta, q, from, to).Value * Math.Exp((-p * Math.Log((alpha + from) / (alpha + low))) - (q * Math.Log((beta + from) / (beta + low))));
        double least = Math.Min(alpha, beta), sum = 0, at = low;
        const int Pieces = 4000;
        for (int i = 1; i <= Pieces; i++)
        {
            double next = i == Pieces ? high : ((least + low) * Math.Pow((least + high) / (least + low), i / (double)Pieces)) - least;
            sum += Of(at, next);
            at = next;
        }

        Assert.Equal(sum, Of(low, high), 2e-13 * sum);
    }
}
