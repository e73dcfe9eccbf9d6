using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A family of features, which names its kind. Families of one's own cannot be saved: a function is no data.</summary>
internal sealed class FeatureFamilyConverter() : KindConverter<FeatureFamily>(
    "family of features",
    [
        Kind<RfmFeatures>("rfm"),
        Kind<WindowFeatures>("windows"),
        Kind<MixFeatures>("mix"),
        Kind<TimePatternFeatures>("time-pattern"),
        Kind<CycleFeatures>("cycle"),
        Kind<TrendFeatures>("trend"),
        Kind("ratio", new RatioFeatures { Name = "ratio", Numerator = EventFilter.All, Denominator = EventFilter.All }),
        Kind("sequence", new SequenceFeatures { First = EventFilter.All, Then = EventFilter.All }),
        Kind("funnel", new FunnelFeatures { Name = "funnel", Steps = [EventFilter.All, EventFilter.All] }),
        Kind("interaction", new InteractionFeatures { Touches = EventFilter.All, Responses = EventFilter.All }),
        Kind("level", new LevelFeatures { Attribute = "attribute" }),
    ]);
