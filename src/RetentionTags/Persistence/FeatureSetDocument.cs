using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A set of features as it is saved.</summary>
internal sealed record FeatureSetDocument(ValueList<FeatureFamily> Families)
{
    public FeatureSet ToModel() => new() { Families = Families };
}
