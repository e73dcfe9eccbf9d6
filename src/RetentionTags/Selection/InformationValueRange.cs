using RetentionTags.Binning;

namespace RetentionTags.Selection;

/// <summary>Leaves out columns whose information value is too low, and raises an alarm where it is too high to be believed.</summary>
public sealed record InformationValueRange : SelectionStep
{
    /// <summary>A column goes when its information value is lower.</summary>
    /// <value>0.02 by default, below which a column is customarily held to say nothing. 0 keeps every column.</value>
    public double Min { get; init => field = AtLeast(0, value, nameof(Min)); } = 0.02;

    /// <summary>Above this information value a column is suspected to know the answer: a finding says so, and <see cref="DropAboveMax"/> leaves it out as well.</summary>
    /// <value>0.7 by default, as in optbinning. Contracts and tenure reach 1 and more without any leak, so the alarm is a question, not a verdict.</value>
    public double Max { get; init => field = AtLeast(0, value, nameof(Max)); } = 0.7;

    /// <summary>Whether a column above <see cref="Max"/> goes.</summary>
    /// <value><see langword="false"/> by default: it stays, with a finding.</value>
    public bool DropAboveMax { get; init; }

    internal override void Check(BinningRecipe binning, Data.Table table)
    {
        if (Min > Max)
            throw new InvalidOperationException(Invariant($"Min is {Min} and Max is {Max}. Min is at most Max."));
    }

    internal override void Apply(SelectionRun run)
    {
        foreach (string name in run.Candidates)
        {
            double value = run.InformationValueOf(name);
            run.Measure(name, value);
            if (value < Min)
                run.Drop(name, Invariant($"its information value is {value:F4}, and Min is {Min}."), [new("information value", value), new(nameof(Min), Min)]);
            if (value <= Max)
                continue;
            run.Note(FindingSeverity.Warning, FindingCodes.SuspiciousInformationValue, Invariant($"its information value is {value:F3}, above {Max}. Make sure that it is known before the event, and not because of it."), name);
            if (DropAboveMax)
                run.Drop(name, Invariant($"its information value is {value:F4}, above Max, {Max}: too good to be believed."), [new("information value", value), new(nameof(Max), Max)]);
        }
    }
}
