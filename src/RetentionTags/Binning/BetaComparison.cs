using MathNet.Numerics.Distributions;

namespace RetentionTags.Binning;

/// <summary>Which of two bins has the higher event rate, when what is known of each is a beta distribution.</summary>
internal static class BetaComparison
{
    private const int Points = 100;

    /// <summary>P[A &gt; B] for A ~ Beta(events, non-events) of the first bin and B of the second, by the mid-point rule over B's quantiles; see <see cref="AdjacentTest.ProbabilityHigher"/>.</summary>
    /// <remarks>In non-event rates, where A is higher when it is lower: the mean of F_A(F_B⁻¹(v)).</remarks>
    public static double ProbabilityHigher(double events1, double nonEvents1, double events2, double nonEvents2)
    {
        if (events1 + nonEvents1 == 0 || events2 + nonEvents2 == 0)
            return 0.5;
        if (events1 == 0 || nonEvents1 == 0 || events2 == 0 || nonEvents2 == 0)
            return OfPure(events1 / (events1 + nonEvents1), events2 / (events2 + nonEvents2));
        double sum = 0;
        for (int point = 0; point < Points; point++)
            sum += Beta.CDF(nonEvents1, events1, Beta.InvCDF(nonEvents2, events2, (point + 0.5) / Points));
        return sum / Points;
    }

    /// <summary>At least one rate is certainly 0 or 1, and no uncertain rate is as extreme.</summary>
    private static double OfPure(double rate1, double rate2) => rate1 == rate2 ? 0.5 : rate1 > rate2 ? 1 : 0;
}
