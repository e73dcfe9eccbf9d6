namespace RetentionTags.Selection;

/// <summary>Of columns that are strongly correlated keeps the one with the highest information value.</summary>
/// <remarks>
/// Columns are taken in the order of their information value (those of <see cref="SelectionFunnel.AlwaysKeep"/> first, equal ones as in the table); each stays unless its |r| with one that stays already is above <see cref="Max"/>. So no two columns that stay are above it
/// (unless both are always kept), and each that goes has a rival that stays, is above it, and has no lower information value (unless it is always kept): the one with the highest |r|. Correlations are weighted. With <see cref="SelectionCoding.Woe"/>
/// they follow from the counts of each pair of bins; with <see cref="SelectionCoding.Raw"/> rows in which one of the two is missing are left out for that pair. The sign of r does not matter.
/// </remarks>
public sealed record CorrelationGroups : SelectionStep
{
    /// <summary>The highest |r| that two columns may have.</summary>
    /// <value>0.7 by default, as in toad. From 0 to 1.</value>
    public double Max { get; init => field = Within(0, 1, value, nameof(Max)); } = 0.7;

    /// <summary>How association is measured.</summary>
    /// <value><see cref="CorrelationMethod.Pearson"/> by default.</value>
    public CorrelationMethod Method { get; init => field = Named(value, nameof(Method)); }

    /// <summary>Of what.</summary>
    /// <value><see cref="SelectionCoding.Woe"/> by default.</value>
    public SelectionCoding Coding { get; init => field = Named(value, nameof(Coding)); }

    internal override void Apply(SelectionRun run)
    {
        Correlations correlations = Correlations.Of(run, Coding, Method);
        foreach (string name in correlations.Names)
            run.Measure(name, correlations.Highest(name));
        var kept = new List<string>();
        foreach (string name in run.ByPreference(correlations.Names).ToArray())
        {
            string? rival = kept.MaxBy(other => Math.Abs(correlations[name, other]));
            double r = rival is null ? 0 : correlations[name, rival];
            if (Math.Abs(r) > Max)
                run.Drop(name, Invariant($"its correlation with '{rival}' is {r:F3}, and |r| may be {Max} at most; '{rival}' has the information value {run.InformationValueOf(rival!):F4}, it has {run.InformationValueOf(name):F4}."), [new("correlation", r), new(nameof(Max), Max), new("information value", run.InformationValueOf(name)), new("information value of the rival", run.InformationValueOf(rival!))], rival);
            if (!(Math.Abs(r) > Max) || run.MustStay(name))
                kept.Add(name);
        }
    }
}
