using RetentionTags.Lifetime;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Lifetime;

/// <summary>Models of purchases that tests ask: of published parameters, and of any.</summary>
internal static class PurchaseModels
{
    public static readonly NbdModel Nbd = NbdModel.FromParameters(0.385, 12.072, TimeUnit.Week);
    public static readonly BgNbdModel Bg = BgNbdModel.FromParameters(0.243, 4.414, 0.793, 2.426, TimeUnit.Week);
    public static readonly MbgNbdModel Mbg = MbgNbdModel.FromParameters(0.525, 6.183, 0.891, 1.614, TimeUnit.Week);
    public static readonly ParetoNbdModel Pareto = ParetoNbdModel.FromParameters(0.553, 10.578, 0.606, 11.669, TimeUnit.Week);
    public static readonly BgBbModel BgBb = BgBbModel.FromParameters(1.204, 0.75, 0.657, 2.783);

    /// <summary>One of each kind; the last one counts opportunities.</summary>
    public static readonly PurchaseModel[] OfEachKind = [Nbd, Bg, Mbg, Pareto, BgBb];

    /// <summary>Models of random parameters over six orders of magnitude.</summary>
    public static PurchaseModel[] Random(int seed)
    {
        var random = new SplitMix64(seed);
        double Draw() => Math.Pow(10, (6 * SampleData.Uniform(ref random)) - 3);
        return
        [
            NbdModel.FromParameters(Draw(), Draw(), TimeUnit.Week),
            BgNbdModel.FromParameters(Draw(), Draw(), Draw(), Draw(), TimeUnit.Week),
            MbgNbdModel.FromParameters(Draw(), Draw(), Draw(), Draw(), TimeUnit.Week),
            ParetoNbdModel.FromParameters(Draw(), Draw(), Draw(), Draw(), TimeUnit.Week),
            BgBbModel.FromParameters(Draw(), Draw(), Draw(), Draw()),
        ];
    }
}
