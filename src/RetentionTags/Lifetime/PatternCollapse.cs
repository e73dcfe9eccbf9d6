using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>Equal rows to one pattern each: a hash table finds the patterns, which are then sorted.</summary>
internal static class PatternCollapse
{
    public static (PurchasePattern[] Patterns, int[] PatternOfRow) Of(ReadOnlySpan<double> repeatPurchases, ReadOnlySpan<double> lastPurchase, ReadOnlySpan<double> tenure, ReadOnlySpan<double> weights)
    {
        int[] patternOfRow = new int[repeatPurchases.Length];
        List<PurchasePattern> found = Find(repeatPurchases, lastPurchase, tenure, patternOfRow);
        int[] order = SortedOrder(found);
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            place[order[i]] = i;
        foreach (ref int pattern in patternOfRow.AsSpan())
            pattern = place[pattern];
        double[] sums = WeightSums(patternOfRow, order.Length, weights);
        var patterns = new PurchasePattern[order.Length];
        for (int i = 0; i < patterns.Length; i++)
            patterns[i] = found[order[i]] with { Weight = sums[i] };
        return (patterns, patternOfRow);
    }

    /// <summary>The distinct rows in the order in which they are met. Open addressing; slots hold the index of a pattern plus 1.</summary>
    private static List<PurchasePattern> Find(ReadOnlySpan<double> repeatPurchases, ReadOnlySpan<double> lastPurchase, ReadOnlySpan<double> tenure, Span<int> patternOfRow)
    {
        var found = new List<PurchasePattern>();
        int[] slots = new int[1024];
        for (int row = 0; row < repeatPurchases.Length; row++)
        {
            // Adding 0 makes one zero of both.
            var pattern = new PurchasePattern((int)repeatPurchases[row], lastPurchase[row] + 0.0, tenure[row] + 0.0, 0);
            int slot = SlotOf(slots, found, pattern);
            if (slots[slot] == 0)
            {
                found.Add(pattern);
                slots[slot] = found.Count;
            }

            patternOfRow[row] = slots[slot] - 1;
            if (found.Count > slots.Length / 2)
                slots = Grown(slots, found);
        }

        return found;
    }

    private static int[] Grown(int[] slots, List<PurchasePattern> found)
    {
        int[] grown = new int[4 * slots.Length];
        for (int i = 0; i < found.Count; i++)
            grown[SlotOf(grown, found, found[i])] = i + 1;
        return grown;
    }

    private static int SlotOf(int[] slots, List<PurchasePattern> found, in PurchasePattern pattern)
    {
        int slot = (int)HashOf(pattern) & (slots.Length - 1);
        while (slots[slot] != 0 && Compare(found[slots[slot] - 1], pattern) != 0)
            slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private static ulong HashOf(in PurchasePattern pattern)
    {
        ulong hash = SplitMix64.Mix(BitConverter.DoubleToUInt64Bits(pattern.Tenure) + (ulong)pattern.RepeatPurchases);
        return SplitMix64.Mix(hash ^ BitConverter.DoubleToUInt64Bits(pattern.LastPurchase));
    }

    private static int[] SortedOrder(List<PurchasePattern> found)
    {
        int[] order = new int[found.Count];
        var keys = new PurchasePattern[found.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = found[i];
        }

        keys.AsSpan().Sort(order.AsSpan(), Compare);
        return order;
    }

    private static int Compare(PurchasePattern a, PurchasePattern b)
    {
        if (a.RepeatPurchases != b.RepeatPurchases)
            return a.RepeatPurchases < b.RepeatPurchases ? -1 : 1;
        if (a.LastPurchase != b.LastPurchase)
            return a.LastPurchase < b.LastPurchase ? -1 : 1;
        return a.Tenure == b.Tenure ? 0 : a.Tenure < b.Tenure ? -1 : 1;
    }

    /// <summary>The weights of a pattern are added in the order of their size, so that the order of rows does not show in fractional ones.</summary>
    private static double[] WeightSums(ReadOnlySpan<int> patternOfRow, int patternCount, ReadOnlySpan<double> weights)
    {
        double[] sums = new double[patternCount];
        if (weights.IsEmpty)
        {
            foreach (int pattern in patternOfRow)
                sums[pattern]++;
            return sums;
        }

        int[] starts = new int[patternCount + 1];
        foreach (int pattern in patternOfRow)
            starts[pattern + 1]++;
        for (int i = 0; i < patternCount; i++)
            starts[i + 1] += starts[i];
        int[] next = starts[..patternCount];
        double[] grouped = new double[weights.Length];
        for (int row = 0; row < weights.Length; row++)
            grouped[next[patternOfRow[row]]++] = weights[row];
        for (int i = 0; i < patternCount; i++)
        {
            Span<double> ofPattern = grouped.AsSpan(starts[i]..starts[i + 1]);
            ofPattern.Sort();
            foreach (double weight in ofPattern)
                sums[i] += weight;
        }

        return sums;
    }
}
