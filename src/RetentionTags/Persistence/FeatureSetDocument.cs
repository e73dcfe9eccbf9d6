using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>A set of features as it is saved.</summary>
internal sealed record FeatureSetDocument(ValueList<FeatureFamily> Families, ValueList<string> Omit)
{
    public FeatureSet ToModel() => new() { Families = Families, Omit = Omit };
}
