namespace RetentionTags.Features;

/// <summary>Computes features row by row.</summary>
internal abstract class RowComputation : FeatureComputation
{
    /// <inheritdoc/>
    public sealed override void ComputeBlock(EntitySweep sweep)
    {
        for (int cut = 0; cut < sweep.Plan.CutOffs.Count; cut++)
        {
            BlockRows rows = sweep.RowsAt(cut);
            for (int i = 0; i < rows.Count; i++)
            {
                sweep.MoveTo(rows.Histories[i]);
                Compute(cut, rows.Numbers[i]);
            }
        }
    }

    /// <summary>Fills one row: that of the history which the sweep has moved to.</summary>
    /// <param name="cut">The number of the cut-off in the plan.</param>
    /// <param name="row">The row of the columns.</param>
    protected abstract void Compute(int cut, int row);
}
