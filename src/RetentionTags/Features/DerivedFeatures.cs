namespace RetentionTags.Features;

/// <summary>What <see cref="AutoFeatures"/> derived: the features, and for each candidate that is none of them the reason.</summary>
public sealed class DerivedFeatures
{
    internal DerivedFeatures(AutoFeatures recipe, FeatureSet features, IReadOnlyList<FeatureDefinition> kept, ValueList<LeftOutFeature> leftOut)
    {
        Recipe = recipe;
        Features = features;
        Kept = kept;
        LeftOut = leftOut;
    }

    /// <summary>The recipe that derived them.</summary>
    public AutoFeatures Recipe { get; }

    /// <summary>The features, to be computed of any snapshot of a log with the same kinds and properties.</summary>
    public FeatureSet Features { get; }

    /// <summary>The features in the order of columns.</summary>
    public IReadOnlyList<FeatureDefinition> Kept { get; }

    /// <summary>The candidates that were left out, in the order in which they came up.</summary>
    public ValueList<LeftOutFeature> LeftOut { get; }

    /// <summary>The whole report as text: what was kept, then what was left out and why.</summary>
    /// <returns>One line for each candidate.</returns>
    public override string ToString() => string.Join('\n',
    [
        Invariant($"{Kept.Count} features kept, {LeftOut.Count} left out"),
        .. Kept.Select(feature => $"kept {feature.Name}: {feature.English}"),
        .. LeftOut.Select(feature => $"left out {feature.Name}: {feature.Explanation}"),
    ]);
}
