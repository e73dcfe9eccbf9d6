namespace RetentionTags.Data;

/// <summary>Finds rows that repeat an event, by their keys.</summary>
internal static class DuplicateSearch
{
    /// <summary>The rows that stay, in their order.</summary>
    public static int[] RowsToKeep(EventRows rows)
    {
        if (rows.Details.Keys is not CategoryColumn keys)
            return [.. Enumerable.Range(0, rows.Count)];
        var rowOfKey = new int[keys.Levels.Count];
        rowOfKey.AsSpan().Fill(-1);
        var isLeftOut = new bool[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            if (keys.Codes[row] is not (>= 0 and int key))
                continue;
            int rival = rowOfKey[key];
            rowOfKey[key] = rival < 0 ? row : Kept(rows, rival, row, keys.Levels[key]);
            if (rival >= 0)
                isLeftOut[rowOfKey[key] == row ? rival : row] = true;
        }

        return [.. Enumerable.Range(0, rows.Count).Where(row => !isLeftOut[row])];
    }

    private static int Kept(EventRows rows, int first, int second, string key) => rows.Details.Duplicates switch
    {
        DuplicateEvents.KeepFirstKnown => KnownAt(rows, second) < KnownAt(rows, first) ? second : first,
        DuplicateEvents.KeepLastKnown => KnownAt(rows, second) < KnownAt(rows, first) ? first : second,
        DuplicateEvents.RequireEqual when EventOrder.Compare(rows, first, second, withKnownAt: false) == 0 && rows.EntityOf[first] == rows.EntityOf[second] =>
            KnownAt(rows, second) < KnownAt(rows, first) ? second : first,
        DuplicateEvents.RequireEqual => throw new ArgumentException(
            $"Rows {first} and {second} have the same key '{key}' and say different things. Mend the source, or set Duplicates to KeepFirstKnown or KeepLastKnown.", nameof(rows)),
        _ => throw new ArgumentException($"Duplicates is {rows.Details.Duplicates}; use RequireEqual, KeepFirstKnown or KeepLastKnown.", nameof(rows)),
    };

    private static DateTime KnownAt(EventRows rows, int row) => rows.KnownAt.Length == 0 ? rows.Times[row] : rows.KnownAt[row];
}
