using MathNet.Numerics.Distributions;
using RetentionTags.Data;

namespace RetentionTags.Samples.Quickstart;

/// <summary>
/// A shop where many try once and never return, and the others buy at a rate of their own until, after some purchase, they quietly leave.
/// </summary>
/// <remarks>
/// BG/NBD with gamma-gamma spend (Fader, Hardie and Lee 2005), but with a first purchase that is only a trial. A customer first buys on a day drawn evenly from the first
/// <see cref="ArrivalDays"/>. After the first purchase she leaves with probability 0.6, after each later one with a probability p ~ Beta(1, 12). While she stays, the time to
/// the next purchase is exponential with a rate λ ~ Gamma(0.8, 25 days). Amounts are Gamma(6, ν) with ν ~ Gamma(4, 15), so 30 on average over customers. λ, p and ν are
/// drawn once for each customer and independently. So recency and frequency matter; the amount matters only in so far as it adds up over purchases.
/// </remarks>
internal static class ShopSimulation
{
    private const int CustomerCount = 6_000;
    private const int TotalDays = 730;
    private const int ArrivalDays = 600;
    private const double TrialOnly = 0.6;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static EventLog Run(int seed, IProgress<FitProgress> progress)
    {
        var random = new Random(seed);
        var customers = new List<string>();
        var times = new List<DateTime>();
        var amounts = new List<double>();
        for (int customer = 0; customer < CustomerCount; customer++)
        {
            double rate = Gamma.Sample(random, 0.8, 25), later = Beta.Sample(random, 1, 12), scale = Gamma.Sample(random, 4, 15);
            double leaving = TrialOnly, day = random.NextDouble() * ArrivalDays;
            bool stays;
            do
            {
                customers.Add(FormattableString.Invariant($"C{customer + 1:D5}"));
                times.Add(Start.AddSeconds(Math.Floor(day * 86_400)));
                amounts.Add(Math.Round(Gamma.Sample(random, 6, scale), 2));
                day += Exponential.Sample(random, rate);
                stays = random.NextDouble() >= leaving;
                leaving = later;
            }
            while (stays && day < TotalDays);

            if (customer % 100 == 99)
                progress.Report(new("simulating", customer + 1, CustomerCount));
        }

        DateTimeOffset end = Start.AddDays(TotalDays);
        return EventLog.Create([.. customers], [.. times], [.. amounts]).WithCompleteUntil(end);
    }
}
