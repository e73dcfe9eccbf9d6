using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>One scale as it is saved: its cut-offs, none for tiles of ranks, and the number of training rows with each score.</summary>
internal sealed record RfmScaleDocument(double[] Cuts, int[] Counts)
{
    public static RfmScaleDocument Of(RfmScale scale) => new([.. scale.Cuts], [.. scale.Counts]);

    public RfmScale ToScale(RfmScores recipe, string column, bool isReversed)
    {
        int cuts = recipe.Scoring == RfmScoring.RankTiles ? 0 : recipe.Levels - 1;
        if (Cuts.Length != cuts || Counts.Length != recipe.Levels)
            throw new ArgumentException($"Column '{column}' has {Cuts.Length} cut-offs and {Counts.Length} counts for {recipe.Levels} scores.");
        if (Array.Exists(Cuts, cut => !double.IsFinite(cut)) || Cuts.Zip(Cuts.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new ArgumentException($"The cut-offs of column '{column}' are not finite, or fall.");
        if (Array.Exists(Counts, count => count < 0))
            throw new ArgumentException($"A count of column '{column}' is below 0.");
        return new(column, isReversed, [.. Cuts], [.. Counts]);
    }
}
