namespace RetentionTags.Binning.Targets;

/// <summary>One row of the binning table of events per exposure.</summary>
public sealed record RateBin : TargetBin
{
    internal RateBin(BinPlace place)
        : base(place)
    {
    }

    /// <summary>Number of events, each row with its weight.</summary>
    public double Events { get; internal init; }

    /// <summary>Exposure, each row with its weight, in the unit in which it was given.</summary>
    public double Exposure { get; internal init; }

    /// <summary>Share of all exposure, 0–1.</summary>
    public double ExposureShare { get; internal init; }

    /// <summary>Events per unit of exposure; NaN for an empty bin.</summary>
    public double Rate { get; internal init; } = double.NaN;

    /// <summary>
    /// ln(rate / rate of all training rows): above 0, events are more frequent here. Where there is exposure but no event, which only happens to bins that the optimiser does not form, one average row is added to
    /// both in this formula (not to the counts shown). 0 for an empty bin.
    /// </summary>
    public double LogRateRatio { get; internal init; }

    /// <summary>What the bin's own rate adds to the Poisson log-likelihood over that of all rows: e ln(e / (x R)) − (e − x R), with the events e, the exposure x and the rate R of all rows; at least 0.</summary>
    public double LogLikelihoodGain { get; internal init; }
}
