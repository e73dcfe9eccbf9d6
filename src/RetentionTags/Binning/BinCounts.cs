namespace RetentionTags.Binning;

/// <summary>Events and non-events of a bin beside those of the whole column, and what follows from the four.</summary>
internal readonly record struct BinCounts(double Events, double NonEvents, double TotalEvents, double TotalNonEvents)
{
    /// <summary>A weight of evidence read from an artefact, to be used instead of computing it anew.</summary>
    public double? StoredWoe { get; init; }

    /// <summary>Weight of evidence by the rules that <see cref="Bin"/> states.</summary>
    public double Woe
    {
        get
        {
            if (StoredWoe is double stored)
                return stored;
            if (Events == 0 && NonEvents == 0)
                return 0;
            double half = Events == 0 || NonEvents == 0 ? 0.5 : 0;
            return Math.Log((Events + half) / TotalEvents / ((NonEvents + half) / TotalNonEvents));
        }
    }

    public Bin ToBin(BinKind kind) => Bin.Create(kind, Events, NonEvents, Woe, TotalEvents, TotalNonEvents);
}
