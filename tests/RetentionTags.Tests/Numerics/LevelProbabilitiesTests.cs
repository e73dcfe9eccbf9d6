using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>
/// Truth: for equal weights P(l, k) is |s(k, l)|/k! with Stirling numbers of the first kind; for three and four means there are closed forms by arcsines; for any weights the even and the odd probabilities add up to one half each
/// (Robertson, Wright and Dykstra 1988, section 2.4). Five means: a million draws by numpy 1.24.2 (seed 1), pooled by a separate program.
/// </summary>
public class LevelProbabilitiesTests : PropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(LevelProbabilities.Most)]
    public void Equal_weights_give_Stirling_numbers(int means)
    {
        var stirling = new double[means + 1];
        stirling[0] = 1;
        double factorial = 1;
        for (int k = 1; k <= means; k++)
        {
            for (int l = k; l >= 1; l--)
                stirling[l] = stirling[l - 1] + ((k - 1) * stirling[l]);
            stirling[0] = 0;
            factorial *= k;
        }

        var weights = new double[means];
        Array.Fill(weights, 37.5);
        Same.Within(1e-9, stirling[1..].Select(count => count / factorial), LevelProbabilities.Of(weights));
    }

    [Fact]
    public void Three_and_four_means_have_closed_forms()
    {
        foreach (double[] w in (double[][])[[100, 120, 150, 180], [1, 1000, 10, 20000], [5000, 1, 1, 7]])
        {
            double ordered = 0.125 + ((Math.Asin(Correlation(w[0], w[1], w[2])) + Math.Asin(Correlation(w[1], w[2], w[3]))) / (4 * Math.PI));
            double three = (OfThree(w[0] + w[1], w[2], w[3]) + OfThree(w[0], w[1] + w[2], w[3]) + OfThree(w[0], w[1], w[2] + w[3])) / 2;
            Same.Within(1e-9, [0.5 - three, 0.5 - ordered, three, ordered], LevelProbabilities.Of(w));
            double first = OfThree(w[0], w[1], w[2]);
            Same.Within(1e-9, [0.5 - first, 0.5, first], LevelProbabilities.Of(w.AsSpan(0, 3)));
        }

        // The first of them by numpy 1.24.2.
        Same.Within(1e-9, [0.24885448238559593, 0.45786527566694585, 0.25114551761440407, 0.042134724333054166], LevelProbabilities.Of([100, 120, 150, 180]));

        static double OfThree(double a, double b, double c) => 0.25 + (Math.Asin(Correlation(a, b, c)) / (2 * Math.PI));
        static double Correlation(double a, double b, double c) => -Math.Sqrt(a * c / ((a + b) * (b + c)));
    }

    [Fact]
    public void Five_means_agree_with_draws() =>
        Same.Within(0.0015, [0.176623, 0.399682, 0.3114, 0.100742, 0.011553], LevelProbabilities.Of([100, 120, 150, 180, 90]));

    [Property(MaxTest = 60)]
    public void Even_and_odd_probabilities_add_up_to_one_half(byte a, byte b, byte c, byte d, byte e, byte f)
    {
        double[] weights = [.. new[] { a, b, c, d, e, f }.Select(each => Math.Pow(10, each / 64.0))];
        double[] levels = LevelProbabilities.Of(weights);
        Same.Within(1e-9, 0.5, levels.Where((_, i) => i % 2 == 0).Sum());
        Same.Within(1e-9, 0.5, levels.Where((_, i) => i % 2 == 1).Sum());
        Same.Within(1e-9, levels, LevelProbabilities.Of([.. weights.Select(weight => 1000 * weight)]));
        Same.Within(1e-9, levels, LevelProbabilities.Of([.. weights.Reverse()]));
    }
}
