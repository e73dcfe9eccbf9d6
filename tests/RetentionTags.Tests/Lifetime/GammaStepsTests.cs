using RetentionTags.Lifetime;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

public class GammaStepsTests
{
    /// <summary>mpmath 1.3.0 at 40 digits: loggamma(z + s) - loggamma(z), psi(0, z + s) - psi(0, z), psi(1, z).</summary>
    [Theory]
    [InlineData(0.3, 2.5, -0.57909520283032868, 4.3430712110495501, 12.24536454610773)]
    [InlineData(1e-6, 1.0, -13.815510557964274, 1e6, 1000000000001.6449)]
    [InlineData(1e6, 1.0, 13.815510557964274, 1e-6, 1.0000005000001667e-6)]
    [InlineData(7.0, 1e-3, 0.0018728611037660012, 0.00015353341392240703, 0.15354517795933755)]
    [InlineData(3.25, 1e5, 1051324.1902160491, 10.495962053528098, 0.35979829030957988)]
    public void Steps_agree_with_mpmath_at_forty_digits(double z, double step, double logGamma, double digamma, double trigamma)
    {
        Same.Relatively(5e-14, [logGamma, digamma, trigamma], [GammaSteps.LogGamma(z, step), GammaSteps.Digamma(z, step), GammaSteps.Trigamma(z)]);
    }

    [Fact]
    public void Small_arguments_keep_their_digits()
    {
        Assert.Equal(1e-300, GammaSteps.LogOnePlus(1e-300));
        Assert.Equal(1e-300, GammaSteps.OneMinusExpOfMinus(1e-300));
        Same.Relatively(1e-15, [9.9999950000033333e-7, 9.9999950000016667e-7, 1], [GammaSteps.LogOnePlus(1e-6), GammaSteps.OneMinusExpOfMinus(1e-6), GammaSteps.OneMinusExpOfMinus(800)]);
        Assert.Equal(0, GammaSteps.OneMinusExpOfMinus(0));
        Assert.Equal(double.PositiveInfinity, GammaSteps.LogOnePlus(double.PositiveInfinity));
    }
}
