using RetentionTags.Evaluation;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation;

public class ConfidenceIntervalTests
{
    /// <summary>Newcombe (1998), Statistics in Medicine 17, table I: method 3, score interval without continuity correction, 95 %.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Equals_the_published_examples(double events, double total, double lower, double upper)
    {
        ConfidenceInterval interval = ConfidenceInterval.Wilson(events, total);
        Same.Within(5e-5, [lower, upper, 0.95], [interval.Lower, interval.Upper, interval.Level]);
    }

    /// <summary>The interval is all shares p with |events − np| ≤ z √(np(1 − p)): its ends solve that as an equation.</summary>
    [Theory]
    [InlineData(3, 10, 0.9)]
    [InlineData(17, 40, 0.99)]
    public void Its_ends_lie_as_far_away_as_the_level_says(double events, double total, double level)
    {
        double z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2);
        ConfidenceInterval interval = ConfidenceInterval.Wilson(events, total, level);
        foreach (double p in (double[])[interval.Lower, interval.Upper])
            Same.Within(1e-9, z, Math.Abs(events - (total * p)) / Math.Sqrt(total * p * (1 - p)));
    }

    [Fact]
    public void No_rows_say_nothing_and_all_or_none_stay_within_0_and_1()
    {
        Assert.Equal(new(0, 1, 0.95), ConfidenceInterval.Wilson(0, 0));
        Assert.Equal(0, ConfidenceInterval.Wilson(0, 7).Lower);
        Assert.Equal(1, ConfidenceInterval.Wilson(7, 7).Upper);
        Assert.Equal(0, ConfidenceInterval.Wilson(1.1293011956181546E-14, 25675.13187912777).Lower);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(double.PositiveInfinity, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(8, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(1, 7, 1));
    }
}
