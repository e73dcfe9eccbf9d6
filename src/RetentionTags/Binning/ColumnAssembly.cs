using RetentionTags.Binning.Solvers;

namespace RetentionTags.Binning;

/// <summary>From a division of pre-bins to a fitted column: bins, evidence and findings.</summary>
internal static class ColumnAssembly
{
    /// <param name="recipe">Says how evidence is estimated and where unseen categories go.</param>
    /// <param name="column">The pre-bins.</param>
    /// <param name="starts">The first pre-bin of each bin.</param>
    /// <param name="missingHome">The regular bin that takes the missing rows; −1 for a bin of their own.</param>
    /// <param name="content">What is known beyond the bins; the bins here are not looked at.</param>
    public static ColumnBinning Assemble(BinningRecipe recipe, PrebinnedColumn column, int[] starts, int missingHome, ColumnBinningContent content)
    {
        BinCounts[] counts = [.. starts.Select((start, bin) => column.Counts[start, EndOf(starts, bin, column)])];
        if (missingHome >= 0)
            counts[missingHome] = counts[missingHome].Plus(column.Missing);
        BinCounts[] specials = [.. column.Specials.Select(bin => column.Missing with { Events = bin.Events, NonEvents = bin.NonEvents })];
        double strength = recipe.WoeEstimate == WoeEstimate.EmpiricalBayes
            ? EmpiricalBayes.Strength([.. counts, .. specials, .. missingHome < 0 ? [column.Missing] : (BinCounts[])[]])
            : 0;

        var bins = new List<Bin>();
        for (int bin = 0; bin < starts.Length; bin++)
            bins.Add(column.ToBin(starts[bin], EndOf(starts, bin, column), counts[bin] with { AddedRows = strength }));
        for (int special = 0; special < specials.Length; special++)
            bins.Add(column.Specials[special].WithCounts(specials[special] with { AddedRows = strength }));
        if (missingHome < 0)
            bins.Add(Bin.Missing(column.Missing with { AddedRows = strength }));

        return column.ToBinning(
            content with
            {
                Bins = [.. bins],
                MissingBin = missingHome < 0 ? bins.Count - 1 : missingHome,
                ShrinkageStrength = strength,
                Findings = [.. content.Findings, .. strength > 0 ? [] : ZeroCells(column.Name, bins)],
            },
            starts,
            recipe.Unseen);
    }

    private static int EndOf(int[] starts, int bin, PrebinnedColumn column) => bin + 1 < starts.Length ? starts[bin + 1] : column.Counts.Size;

    /// <summary>A finding for each bin with rows of one class only.</summary>
    public static IEnumerable<Finding> ZeroCells(string column, IEnumerable<Bin> bins) => bins
        .Where(bin => bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0))
        .Select(bin => new Finding(FindingSeverity.Note, FindingCodes.ZeroCell, Invariant($"the bin '{bin.Label}' holds {bin.Count} rows and no {(bin.Events == 0 ? "events" : "non-events")}; its weight of evidence counts one more row, divided as all rows are."), column));
}
