namespace RetentionTags.Features;

/// <summary>Computes a family's features, row by row, from what the sweep it is bound to shows.</summary>
internal abstract class FeatureComputation
{
    /// <summary>Fills one row. Of an entity, rows come in the order of cut-offs; entities come in order.</summary>
    /// <param name="cut">The number of the cut-off in the plan.</param>
    /// <param name="row">The row of the columns.</param>
    public abstract void Compute(int cut, int row);
}
