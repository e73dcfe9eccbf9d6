using RetentionTags.Binning.Pairs;

namespace RetentionTags.Persistence;

/// <summary>A column of a pair as it is saved: where its places begin, or the categories of each.</summary>
internal sealed record PairAxisDocument(string Name, double[]? Cuts, string[][]? Groups)
{
    public static PairAxisDocument Of(PairAxis axis) => axis.Kind == Data.ColumnKind.Numeric
        ? new(axis.Name, [.. axis.Cuts], null)
        : new(axis.Name, null, [.. axis.Groups]);

    public PairAxis ToAxis() => (Cuts, Groups) switch
    {
        (double[] cuts, null) => new(Name, cuts),
        (null, { Length: > 0 } groups) => new(Name, groups),
        _ => throw new ArgumentException($"Column '{Name}' has neither cuts nor groups, or both."),
    };
}
