using RetentionTags.Lifetime;
using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>Purchase models of a million customers, from raw arrays: checking, collapsing to patterns, fitting with standard errors.</summary>
internal static class LifetimeComparisons
{
    private const int Customers = 1_000_000;

    public static IEnumerable<Func<Comparison>> All =>
    [
        () => Fit("BG/NBD", new BgNbd(), inWholeDays: true),
        () => Fit("BG/NBD", new BgNbd(), inWholeDays: false),
        () => Fit("MBG/NBD", new MbgNbd(), inWholeDays: true),
        () => Fit("Pareto/NBD", new ParetoNbd(), inWholeDays: true),
        Predict,
    ];

    private static Comparison Fit(string name, PurchaseRecipe recipe, bool inWholeDays)
    {
        (double[] x, double[] last, double[] tenure) = Draw(inWholeDays);
        return new(
            $"{name} fitted on 1,000,000 customers over 273 days, {(inWholeDays ? "times in whole days" : "times to the second, all patterns distinct")}",
            "Array.Sort of the tenures",
            () => Array.Sort([.. tenure]),
            () => recipe.Fit(PurchaseSummary.Create(x, last, tenure, TimeUnit.Day)),
            Customers)
        {
            IsOneThread = true,
        };
    }

    private static Comparison Predict()
    {
        (double[] x, double[] last, double[] tenure) = Draw(inWholeDays: true);
        PurchaseSummary customers = PurchaseSummary.Create(x, last, tenure, TimeUnit.Day);
        BgNbdModel model = BgNbdModel.FromParameters(0.5, 30, 0.8, 2.5, TimeUnit.Day);
        Horizon horizon = Horizon.Days(90);
        return new("BG/NBD: expected purchases of 1,000,000 customers", "their probabilities of a purchase", () => model.ProbabilityOfPurchase(customers, horizon).ToRows(), () => model.ExpectedPurchases(customers, horizon).ToRows(), Customers) { IsOneThread = true };
    }

    /// <summary>The story of the BG/NBD with r = 0.5, α = 30 days, a = 0.8, b = 2.5; first purchases spread over the first 91 of 273 days.</summary>
    private static (double[] RepeatPurchases, double[] LastPurchase, double[] Tenure) Draw(bool inWholeDays)
    {
        var random = new SplitMix64(4);
        double[] x = new double[Customers], last = new double[Customers], tenure = new double[Customers];
        for (int i = 0; i < Customers; i++)
        {
            tenure[i] = InUnits(273 - (91 * Draws.Uniform(ref random)));
            double normal = Draws.Normal(ref random), rate = normal * normal / 60, stay = Beta(ref random), time = 0;
            while ((time -= Math.Log(1 - Draws.Uniform(ref random)) / rate) <= tenure[i])
            {
                x[i]++;
                last[i] = InUnits(time);
                if (Draws.Uniform(ref random) >= stay)
                    break;
            }
        }

        return (x, last, tenure);

        double InUnits(double days) => inWholeDays ? Math.Floor(days) : Math.Floor(days * 86_400) / 86_400;
    }

    /// <summary>1 − Beta(0.8, 2.5), by Jöhnk's method.</summary>
    private static double Beta(ref SplitMix64 random)
    {
        while (true)
        {
            double left = Math.Pow(Draws.Uniform(ref random), 1 / 0.8), right = Math.Pow(Draws.Uniform(ref random), 1 / 2.5);
            if (left + right is > 0 and <= 1)
                return right / (left + right);
        }
    }
}
