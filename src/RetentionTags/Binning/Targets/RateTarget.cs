using MathNet.Numerics.Distributions;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>Events per exposure as target.</summary>
internal sealed class RateTarget : Target<RateSums>
{
    private readonly double[] _events;
    private readonly double[] _exposures;
    private readonly double _criticalZ;

    public RateTarget(RateBinning recipe, TargetRows rows, double[] events, double[] exposures)
        : base(recipe, rows)
    {
        _events = [.. rows.FirstRows.Select(row => events[row])];
        _exposures = [.. rows.FirstRows.Select(row => exposures[row])];
        _criticalZ = Normal.InvCDF(0, 1, 1 - (recipe.MaxPValue / 2)) * (1 - 1e-12);
        Total = Sum([.. Enumerable.Range(0, _events.Length)], rows.Weights);
        for (int stratum = 0; stratum < _events.Length; stratum++)
            NullDeviance += 2 * rows.Weights[stratum] * Gain(_events[stratum], _exposures[stratum] * Total.Rate);
    }

    /// <summary>Of all rows.</summary>
    public RateSums Total { get; }

    /// <summary>The Poisson deviance of the rows when all have the same rate.</summary>
    public double NullDeviance { get; }

    public override RateSums Nothing => default;

    public override string Needs => "an event";

    /// <summary>e ln(e/μ) − (e − μ): what the likelihood of e Poisson events gains when their expectation is e instead of μ.</summary>
    public static double Gain(double events, double expected) =>
        events == 0 ? expected : Math.Max(0, (events * Math.Log(events / expected)) - (events - expected));

    public override RateSums Sum(ReadOnlySpan<int> strata, ReadOnlySpan<double> weights)
    {
        double weight = 0, events = 0, exposure = 0;
        for (int i = 0; i < strata.Length; i++)
        {
            weight += weights[i];
            events += weights[i] * _events[strata[i]];
            exposure += weights[i] * _exposures[strata[i]];
        }

        return new(weight, events, exposure);
    }

    public override double SizeOf(int stratum, double weight) => weight * _exposures[stratum];

    public override double Size(RateSums sums) => sums.Exposure;

    public override double Weight(RateSums sums) => sums.Weight;

    public override RateSums Together(RateSums a, RateSums b) => RateSums.Together(a, b);

    public override Intervals<RateSums> IntervalsOf(RateSums[] prebins) => new StoredIntervals<RateSums>(prebins, RateSums.Together);

    public override bool MayBeBin(RateSums sums) => sums.Events > 0;

    /// <summary>The gain in log-likelihood for each event.</summary>
    public override double Value(RateSums sums) => Gain(sums.Events / Total.Events, sums.Exposure / Total.Exposure);

    public override double ToObjective(double value) => value * Total.Events;

    public override double Level(RateSums sums) => sums.Rate;

    public override bool Differ(RateSums left, RateSums right) =>
        IsAtLeast(Recipe.MinDifference, left.Rate, right.Rate) && (Recipe.MaxPValue == 1 || Math.Abs(RateSums.Z(left, right)) >= _criticalZ);

    public override NeighbourTest Test(RateSums left, RateSums right)
    {
        double z = RateSums.Z(left, right);
        return new(z, double.IsNaN(z) ? double.NaN : double.PositiveInfinity, Tails.NormalTwoSided(z));
    }

    public override double Bic(RateSums[] bins, bool turns)
    {
        double weight = 0, logLikelihood = 0;
        foreach (RateSums bin in bins)
        {
            weight += bin.Weight;
            logLikelihood += bin.Events == 0 ? 0 : bin.Events * Math.Log(bin.Rate);
        }

        return (-2 * logLikelihood) + ((bins.Length + (turns ? 1 : 0)) * Math.Log(weight));
    }

    public override string? WhyOneBin(RateSums all) =>
        all.Events == 0 ? "no row in which it is not missing has an event, so it has one bin; being missing may give the answer away." : null;
}
