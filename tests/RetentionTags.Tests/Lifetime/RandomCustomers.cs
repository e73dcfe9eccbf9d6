using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>Customers simulated from the story of a model, so that a fit has something to find.</summary>
internal static class RandomCustomers
{
    /// <summary>Repeat purchases, last purchase and tenure in whole days; rates Gamma(2, 30 days), leaving with probability Beta(1, 4) after each purchase, the first included.</summary>
    public static (double[] X, double[] T, double[] Tenure) Draw(int count, long seed)
    {
        var random = new SplitMix64(seed);
        double[] x = new double[count], last = new double[count], tenure = new double[count];
        for (int i = 0; i < count; i++)
        {
            tenure[i] = 60 + random.Next(200);
            double rate = -Math.Log((1 - SampleData.Uniform(ref random)) * (1 - SampleData.Uniform(ref random))) / 30, leave = 1 - Math.Pow(SampleData.Uniform(ref random), 0.25), time = 0;
            while (SampleData.Uniform(ref random) >= leave)
            {
                time += -Math.Log(1 - SampleData.Uniform(ref random)) / rate;
                if (time > tenure[i])
                    break;
                x[i]++;
                last[i] = Math.Floor(time);
            }
        }

        return (x, last, tenure);
    }

    public static PurchaseSummary Summary(int count, long seed)
    {
        (double[] x, double[] last, double[] tenure) = Draw(count, seed);
        return PurchaseSummary.Create(x, last, tenure, TimeUnit.Day);
    }

    /// <summary>Twelve opportunities for each; the used ones are drawn with the customer's probability until the customer leaves.</summary>
    public static PurchaseSummary Opportunities(int count, long seed)
    {
        const int Each = 12;
        var random = new SplitMix64(seed);
        double[] x = new double[count], last = new double[count];
        for (int i = 0; i < count; i++)
        {
            double use = SampleData.Uniform(ref random), leave = 1 - Math.Sqrt(SampleData.Uniform(ref random));
            for (int n = 1; n <= Each && SampleData.Uniform(ref random) >= leave; n++)
            {
                if (SampleData.Uniform(ref random) < use)
                    (x[i], last[i]) = (x[i] + 1, n);
            }
        }

        return PurchaseSummary.Create(x, last, [.. x.Select(_ => (double)Each)], TimeUnit.Opportunity);
    }
}
