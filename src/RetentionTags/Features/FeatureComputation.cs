namespace RetentionTags.Features;

/// <summary>Computes a family's features, block by block, from what the sweep it is bound to shows.</summary>
internal abstract class FeatureComputation
{
    /// <summary>Fills the rows of the block that the sweep has come to.</summary>
    public abstract void ComputeBlock(EntitySweep sweep);
}
