using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class LogisticFunctionsTests : PropertyTests
{
    /// <summary>Values to 17 digits from mpmath 1.3 (mp.dps = 40): 1/(1+exp(-x)) and log(1+exp(x)).</summary>
    [Theory]
    [InlineData(0, 0.5, 0.69314718055994531)]
    [InlineData(1, 0.73105857863000487, 1.3132616875182228)]
    [InlineData(-1, 0.26894142136999512, 0.31326168751822284)]
    [InlineData(-40, 4.2483542552915889e-18, 4.2483542552915889e-18)]
    [InlineData(40, 1, 40)]
    [InlineData(-800, 0, 0)]
    [InlineData(800, 1, 800)]
    public void Have_their_values(double x, double sigmoid, double softPlus)
    {
        Same.Within(4e-16 * sigmoid, sigmoid, LogisticFunctions.Sigmoid(x));
        Same.Within(4e-16 * softPlus, softPlus, LogisticFunctions.SoftPlus(x));
    }

    [Property]
    public bool Sigmoid_and_logit_undo_one_another(int percent)
    {
        double p = ((Math.Abs((long)percent) % 9999) + 1) / 10000.0;
        return Math.Abs(LogisticFunctions.Sigmoid(LogisticFunctions.Logit(p)) - p) < 1e-15;
    }

    [Property]
    public bool Sigmoids_of_opposites_add_up_to_one(int x) =>
        Math.Abs(LogisticFunctions.Sigmoid(x / 100.0) + LogisticFunctions.Sigmoid(-x / 100.0) - 1) < 1e-15;
}
