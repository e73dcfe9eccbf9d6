namespace RetentionTags.Features;

/// <summary>What is wrong with the rules of a grid, found by going through all its cells.</summary>
public sealed class SegmentGridCheck
{
    private const int Shown = 10;

    internal SegmentGridCheck(int cells, IReadOnlyList<SegmentCell> gaps, IReadOnlyList<SegmentOverlap> overlaps, IReadOnlyList<string> unreachable) =>
        (CellCount, Gaps, Overlaps, Unreachable) = (cells, gaps, overlaps, unreachable);

    /// <summary>The number of cells: k², or k³ where a rule looks at monetary value.</summary>
    public int CellCount { get; }

    /// <summary>Cells that no rule claims.</summary>
    public IReadOnlyList<SegmentCell> Gaps { get; }

    /// <summary>Cells that more than one rule claims.</summary>
    public IReadOnlyList<SegmentOverlap> Overlaps { get; }

    /// <summary>Segments that would have no cell if the first rule that claims a cell had it.</summary>
    public IReadOnlyList<string> Unreachable { get; }

    /// <summary>Whether each cell is claimed once, so that the order of rules does not matter.</summary>
    public bool IsPartition => Gaps.Count == 0 && Overlaps.Count == 0 && Unreachable.Count == 0;

    /// <summary>What is wrong, with the cells concerned; of many the first ten.</summary>
    /// <returns>A few sentences.</returns>
    public override string ToString() => IsPartition ? Invariant($"Each of the {CellCount} cells is in one segment.") : string.Join(' ', Sentences());

    private IEnumerable<string> Sentences()
    {
        if (Gaps.Count > 0)
            yield return Invariant($"{Gaps.Count} of {CellCount} cells are in no segment: {List(Gaps.Select(cell => cell.ToString()))}.");
        if (Overlaps.Count > 0)
            yield return Invariant($"{Overlaps.Count} of {CellCount} cells are claimed by more than one rule: {List(Overlaps.Select(overlap => $"{overlap.Cell} ({string.Join(", ", overlap.Segments)})"))}.");
        if (Unreachable.Count > 0)
            yield return $"Segments that no cell leads to: {List(Unreachable.Select(segment => $"'{segment}'"))}.";
    }

    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return string.Join("; ", all.Take(Shown)) + (all.Length > Shown ? Invariant($"; and {all.Length - Shown} more") : "");
    }
}
