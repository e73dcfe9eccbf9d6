using RetentionTags.Numerics;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>All kinds of targets and objectives against brute force from the definitions: trends, numbers and sizes of bins, differences, significance, and the place of missing rows.</summary>
public class TargetBruteForceTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    public void Equals_brute_force(int kind, int seed)
    {
        const int Cases = 800;
        var random = new SplitMix64(seed);
        int divided = 0;
        for (int i = 0; i < Cases; i++)
            divided += new TargetProblem(ref random, kind).Check() ? 1 : 0;
        Assert.True(divided > Cases / 3, $"only {divided} of {Cases} problems had a division to compare");
    }
}
