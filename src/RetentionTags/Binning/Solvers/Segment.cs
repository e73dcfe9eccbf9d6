namespace RetentionTags.Binning.Solvers;

/// <summary>A bin: the pre-bins from start up to, not including, end, and perhaps the missing rows.</summary>
internal readonly record struct Segment(int Start, int End, bool TakesMissing)
{
    public bool Contains(int prebin) => Start <= prebin && prebin < End;

    /// <summary>Which of two bins takes the missing rows.</summary>
    public static MissingSide SideOf(Segment left, Segment right) =>
        left.TakesMissing ? MissingSide.Left : right.TakesMissing ? MissingSide.Right : MissingSide.Neither;
}
