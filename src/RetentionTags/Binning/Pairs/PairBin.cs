namespace RetentionTags.Binning.Pairs;

/// <summary>One row of the table of a <see cref="PairBinningModel"/>: a region of the two columns, or rows in which one of them or both are missing or unseen.</summary>
/// <remarks>Counts, weight of evidence and information value follow the rules that <see cref="Bin"/> states, with the totals of all rows.</remarks>
public sealed record PairBin
{
    internal PairBin(BinKind kind, string label, BinCounts counts)
    {
        Kind = kind;
        Label = label;
        Events = counts.Events;
        NonEvents = counts.NonEvents;
        Woe = counts.Woe;
        CountShare = counts.Count / (counts.TotalEvents + counts.TotalNonEvents);
        InformationValue = counts.InformationValue;
    }

    /// <summary>Which rows the bin is for.</summary>
    public BinKind Kind { get; }

    /// <summary>A short text for people: <c>[6, 18) × One year, Two year</c>, <c>tenure missing</c>, <c>both missing</c>, <c>unseen</c>.</summary>
    public string Label { get; }

    /// <summary>What the region covers of the first column; <see langword="null"/> for bins that are no region.</summary>
    public PairSide? First { get; internal init; }

    /// <summary>What the region covers of the second column; <see langword="null"/> for bins that are no region.</summary>
    public PairSide? Second { get; internal init; }

    /// <summary>Sum of the weights of the training rows.</summary>
    public double Count => Events + NonEvents;

    /// <summary>Share of all training rows, 0–1.</summary>
    public double CountShare { get; }

    /// <summary>Sum of the weights of the events.</summary>
    public double Events { get; }

    /// <summary>Sum of the weights of the non-events.</summary>
    public double NonEvents { get; }

    /// <summary>Share of events, 0–1; NaN for an empty bin.</summary>
    public double EventRate => Events / Count;

    /// <summary>Weight of evidence, in log-odds relative to all rows.</summary>
    public double Woe { get; }

    /// <summary>The bin's part of the pair's information value; at least 0.</summary>
    public double InformationValue { get; }

    internal static PairBin Region(PairSide first, PairSide second, BinCounts counts) =>
        new(BinKind.Regular, $"{first.Label} × {second.Label}", counts) { First = first, Second = second };
}
