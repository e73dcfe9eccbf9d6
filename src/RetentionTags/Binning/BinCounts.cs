namespace RetentionTags.Binning;

/// <summary>Events and non-events of a bin beside those of the whole column, and what follows from the four by the rules that <see cref="Bin"/> states.</summary>
internal readonly record struct BinCounts(double Events, double NonEvents, double TotalEvents, double TotalNonEvents)
{
    /// <summary>A weight of evidence read from an artefact, to be used instead of computing it anew.</summary>
    public double? StoredWoe { get; init; }

    /// <summary>Rows that are divided as all rows are and join the bin in its evidence (empirical Bayes); 0 for none.</summary>
    public double AddedRows { get; init; }

    /// <summary>The sign comes from the comparison and the size from the greater share over the smaller, so mirrored counts give mirrored evidence to the bit.</summary>
    public double Woe => StoredWoe ?? (IsEmpty ? 0 : EventShare >= NonEventShare ? Math.Log(EventShare / NonEventShare) : -Math.Log(NonEventShare / EventShare));

    public double InformationValue => IsEmpty ? 0 : (EventShare - NonEventShare) * Woe;

    public double JensenShannon => IsEmpty ? 0 : ShareDivergence.JensenShannon(Events / TotalEvents, NonEvents / TotalNonEvents);

    public double Hellinger => IsEmpty ? 0 : ShareDivergence.Hellinger(Events / TotalEvents, NonEvents / TotalNonEvents);

    public double Triangular => IsEmpty ? 0 : ShareDivergence.Triangular(Events / TotalEvents, NonEvents / TotalNonEvents);

    /// <summary>By the delta method; in pairs, so that a bin that holds every row has 0, and mirrored counts the same.</summary>
    public double WoeStandardError
    {
        get
        {
            double events = Events + (Added * (TotalEvents / TotalCount)), nonEvents = NonEvents + (Added * (TotalNonEvents / TotalCount));
            return IsEmpty ? double.NaN : Math.Sqrt(Math.Max(0, (1 / events) - (1 / TotalEvents) + ((1 / nonEvents) - (1 / TotalNonEvents))));
        }
    }

    public double Count => Events + NonEvents;

    public double EventRate => Events / Count;

    /// <summary>Whether the counts alone give no finite evidence.</summary>
    public bool HasZeroCell => !IsEmpty && (Events == 0 || NonEvents == 0);

    /// <summary>The same bin with more rows of the same column in it.</summary>
    public BinCounts Plus(BinCounts other) => this with { Events = Events + other.Events, NonEvents = NonEvents + other.NonEvents };

    private bool IsEmpty => Events == 0 && NonEvents == 0;

    private double TotalCount => TotalEvents + TotalNonEvents;

    /// <summary>Where a count is 0 and no rows are added anyway, one is.</summary>
    private double Added => AddedRows > 0 ? AddedRows : HasZeroCell ? 1 : 0;

    private double EventShare => (Events + (Added * (TotalEvents / TotalCount))) / TotalEvents;

    private double NonEventShare => (NonEvents + (Added * (TotalNonEvents / TotalCount))) / TotalNonEvents;
}
