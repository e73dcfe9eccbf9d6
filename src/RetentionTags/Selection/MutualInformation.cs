namespace RetentionTags.Selection;

/// <summary>Leaves out columns whose bins tell too little about the event: information gain, which is mutual information, in nats.</summary>
/// <remarks>
/// MI = Σ P(bin, class) ln [P(bin, class)/(P(bin) P(class))] over all bins that hold rows, those of missing values included; 2 n MI is the G statistic. The gain ratio is MI/H(bin), with the entropy H(bin) = −Σ P(bin) ln P(bin): it holds many small bins against a column.
/// Unlike information value, MI is never above the entropy of the event, and knows no zero cells. For scikit-learn's estimate for continuous columns, which adds noise, there is no counterpart.
/// </remarks>
public sealed record MutualInformation : SelectionStep
{
    /// <summary>A column goes when its mutual information is lower.</summary>
    /// <value>0.001 nats by default; a column with an information value of 0.02 has about 0.0025 at an event rate of one half, and less the rarer the event.</value>
    public double Min { get; init => field = AtLeast(0, value, nameof(Min)); } = 0.001;

    /// <summary>A column goes when its gain ratio is lower.</summary>
    /// <value>0 by default: the gain ratio decides nothing. From 0 to 1.</value>
    public double MinGainRatio { get; init => field = Within(0, 1, value, nameof(MinGainRatio)); }

    internal override void Apply(SelectionRun run)
    {
        foreach (string name in run.Candidates)
        {
            var dependence = new BinDependence(run.Binning[name]);
            run.Measure(name, dependence.MutualInformation);
            if (dependence.MutualInformation < Min || dependence.GainRatio < MinGainRatio)
                run.Drop(name, Invariant($"its mutual information is {dependence.MutualInformation:G3} nats and its gain ratio {dependence.GainRatio:G3}; at least {Min} and {MinGainRatio} are wanted."), [new("mutual information", dependence.MutualInformation), new(nameof(Min), Min), new("gain ratio", dependence.GainRatio), new(nameof(MinGainRatio), MinGainRatio)]);
        }
    }
}
