using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>RFM scores as they are saved.</summary>
internal sealed record RfmScoresDocument(RfmScores Recipe, RfmScaleDocument Recency, RfmScaleDocument Frequency, RfmScaleDocument Monetary, Finding[] Findings)
{
    public static RfmScoresDocument Of(RfmScoreModel model) =>
        new(model.Recipe, RfmScaleDocument.Of(model.Recency), RfmScaleDocument.Of(model.Frequency), RfmScaleDocument.Of(model.Monetary), [.. model.Findings]);

    public RfmScoreModel ToModel() => new(
        Recipe,
        Recency.ToScale(Recipe, Recipe.Recency, isReversed: true),
        Frequency.ToScale(Recipe, Recipe.Frequency, isReversed: false),
        Monetary.ToScale(Recipe, Recipe.Monetary, isReversed: false),
        Findings);
}
