using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>The log-rank test (Mantel 1966, Peto and Peto 1972) that two or more groups have the same survival curve. It finds best what multiplies the hazard by the same factor at all times; curves that cross can go unnoticed.</summary>
/// <remarks>
/// At every time with d events among n at risk, nⱼ of them in group j, group j expects d nⱼ/n events, with the hypergeometric covariance d (n − d)/(n − 1) · nⱼ/n · ([j = k] − nₖ/n), summed over times. The statistic is (O − E)ᵀ V⁻ (O − E), which for two groups is (O − E)²/Var, about χ² with as many degrees of freedom as V has rank.
/// Ties are in d: no order among them is assumed. Where fractional weights make d less than 1, the factor (n − d)/(n − 1) is at most 1, as it is for counts; times with at most one row's weight at risk add nothing to V.
/// Source: Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, section 1.5.
/// </remarks>
public sealed class LogRankTest
{
    private readonly LogRankGroup[] _groups;

    private LogRankTest(LogRankGroup[] groups, double statistic, int degreesOfFreedom)
    {
        _groups = groups;
        Statistic = statistic;
        DegreesOfFreedom = degreesOfFreedom;
    }

    /// <summary>Observed and expected events of each group, in the order given.</summary>
    public IReadOnlyList<LogRankGroup> Groups => _groups;

    /// <summary>The χ² statistic; 0 when no time tells groups apart.</summary>
    public double Statistic { get; }

    /// <summary>One less than the number of groups; less still when a group was never at risk together with others while something happened.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The probability of a statistic at least as high from groups of one curve: the upper tail of χ². 1 without degrees of freedom.</summary>
    public double PValue => Tails.ChiSquare(Statistic, DegreesOfFreedom);

    /// <summary>Tests groups against one another.</summary>
    /// <param name="groups">At least two, for instance of <see cref="SurvivalData.By"/>.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">There are fewer than two groups.</exception>
    public static LogRankTest Of(params ReadOnlySpan<SurvivalData> groups)
    {
        if (groups.Length < 2)
            throw new ArgumentException($"There are {groups.Length} groups; a test compares at least two.", nameof(groups));
        int count = groups.Length;
        double[] observed = new double[count], expected = new double[count], covariance = new double[count * count], atRisk = new double[count];
        foreach (double time in EventTimes(groups))
        {
            double n = 0, d = 0;
            for (int j = 0; j < count; j++)
            {
                atRisk[j] = groups[j].AtRiskAt(time);
                double events = groups[j].EventsAt(time);
                observed[j] += events;
                n += atRisk[j];
                d += events;
            }

            double factor = n > 1 ? d * Math.Min(1, (n - d) / (n - 1)) : 0;
            for (int j = 0; j < count; j++)
            {
                double share = atRisk[j] / n;
                expected[j] += d * share;
                for (int k = 0; k < count; k++)
                    covariance[(j * count) + k] += factor * share * ((j == k ? 1 : 0) - (atRisk[k] / n));
            }
        }

        (double statistic, int freedom) = Quadratic(covariance, observed, expected);
        var results = new LogRankGroup[count];
        for (int j = 0; j < count; j++)
            results[j] = new(groups[j].TotalWeight, observed[j], expected[j]);
        return new(results, statistic, freedom);
    }

    private static SortedSet<double> EventTimes(ReadOnlySpan<SurvivalData> groups)
    {
        var times = new SortedSet<double>();
        foreach (SurvivalData group in groups)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(groups));
            foreach (SurvivalTime time in group.Times)
            {
                if (time.Events > 0)
                    times.Add(time.Time);
            }
        }

        return times;
    }

    private static (double Statistic, int DegreesOfFreedom) Quadratic(double[] covariance, double[] observed, double[] expected)
    {
        int count = observed.Length;
        double[] scaled = new double[count * count], excess = new double[count];
        for (int j = 0; j < count; j++)
        {
            double deviation = Deviation(j);
            excess[j] = deviation == 0 ? 0 : (observed[j] - expected[j]) / deviation;
            for (int k = 0; k < count; k++)
                scaled[(j * count) + k] = deviation == 0 || Deviation(k) == 0 ? 0 : covariance[(j * count) + k] / (deviation * Deviation(k));
        }

        // The rows of V add up to 0: the factor leaves the last one out, and with it groups that tell nothing.
        var factor = new CholeskyFactor(scaled, count, 1e-10);
        double[] solved = [.. excess];
        factor.Solve(solved);
        return (Math.Max(0, DotProduct.Of(excess, solved)), count - factor.IsDependent.Count(true));

        double Deviation(int j) => Math.Sqrt(Math.Max(0, covariance[(j * count) + j]));
    }
}
