using RetentionTags.Rendering;

namespace RetentionTags.Models.Calibration;

/// <summary>A fitted isotonic calibration: blocks of rising event rates.</summary>
/// <remarks>
/// A probability in a block becomes the block's event rate. Between two blocks it is interpolated or, in the step form, that of the lower one; below the first and above the last block it is theirs, so 0 and 1 need no rule of their own. Contributions are those of the score before
/// the map.
/// </remarks>
public sealed class IsotonicModel : CalibrationModel
{
    private readonly IsotonicBlock[] _blocks;
    private readonly double[] _lowest;

    internal IsotonicModel(CalibrationRecipe? recipe, bool isInterpolated, IsotonicBlock[] blocks, IReadOnlyList<Finding> findings)
        : base(recipe, findings)
    {
        if (blocks.Length == 0 || blocks.Where((block, i) => !(block.Lowest <= block.Highest && block.Count > 0 && (i == 0 || (blocks[i - 1].Highest < block.Lowest && blocks[i - 1].IsBelow(block))))).Any())
            throw new ArgumentException("Blocks rise in probability and event rate, and there is at least one.", nameof(blocks));
        IsInterpolated = isInterpolated;
        _blocks = blocks;
        _lowest = [.. blocks.Select(block => block.Lowest)];
    }

    /// <summary>Whether probabilities between two blocks are interpolated.</summary>
    public bool IsInterpolated { get; }

    /// <summary>The blocks, in ascending order; each has a higher event rate than the one before.</summary>
    public IReadOnlyList<IsotonicBlock> Blocks => _blocks;

    /// <summary>Always.</summary>
    public override bool IsMonotone => true;

    private protected override double Map(double probability)
    {
        int found = _lowest.AsSpan().BinarySearch(probability), i = found >= 0 ? found : ~found - 1;
        if (i < 0)
            return _blocks[0].EventRate;
        IsotonicBlock block = _blocks[i];
        if (!IsInterpolated || probability <= block.Highest || i == _blocks.Length - 1)
            return block.EventRate;
        IsotonicBlock next = _blocks[i + 1];
        double share = (probability - block.Highest) / (next.Lowest - block.Highest);
        return Math.Min(block.EventRate + (share * (next.EventRate - block.EventRate)), next.EventRate);
    }

    private protected override TextTable ToTable()
    {
        var table = new TextTable("From", "To", "Rows", "Events", "Becomes");
        foreach (IsotonicBlock block in _blocks)
            table.Add(TableCell.Number(block.Lowest, 6), TableCell.Number(block.Highest, 6), TableCell.Weight(block.Count), TableCell.Weight(block.Events), TableCell.Number(block.EventRate, 6));
        return table;
    }
}
