using RetentionTags.Models.Calibration;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Calibration;

[Collection(nameof(Alone))]
public class CalibrationStoppingTests
{
    [Fact]
    public void Stops_within_100_milliseconds_of_being_asked()
    {
        var random = new SplitMix64(8);
        double[] scores = [.. Enumerable.Range(0, 1_000_000).Select(_ => SampleData.Uniform(ref random))];
        bool[] events = [.. scores.Select(score => SampleData.Uniform(ref random) < score * score)];
        foreach (CalibrationRecipe recipe in (CalibrationRecipe[])[new PlattScaling(), new IsotonicRegression(), new VennAbers()])
            Stopping.AssertIsSoon(token => recipe.Fit(scores, events, default, token), [0.4], milliseconds: 100, tries: 5, recipe.GetType().Name);
    }
}
