namespace RetentionTags.Binning;

/// <summary>Events and non-events of a bin beside those of the whole column, and what follows from the four by the rules that <see cref="Bin"/> states.</summary>
internal readonly record struct BinCounts(double Events, double NonEvents, double TotalEvents, double TotalNonEvents)
{
    /// <summary>A weight of evidence read from an artefact, to be used instead of computing it anew.</summary>
    public double? StoredWoe { get; init; }

    public double Woe => StoredWoe ?? (IsEmpty ? 0 : Math.Log(EventShare / NonEventShare));

    public double InformationValue => IsEmpty ? 0 : (EventShare - NonEventShare) * Woe;

    private bool IsEmpty => Events == 0 && NonEvents == 0;

    /// <summary>What is added to both counts when one of them is 0.</summary>
    private double Half => Events == 0 || NonEvents == 0 ? 0.5 : 0;

    private double EventShare => (Events + Half) / TotalEvents;

    private double NonEventShare => (NonEvents + Half) / TotalNonEvents;
}
