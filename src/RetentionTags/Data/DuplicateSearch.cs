namespace RetentionTags.Data;

/// <summary>Finds rows that repeat an event, by their keys.</summary>
internal static class DuplicateSearch
{
    /// <summary>The rows that stay, in their order. The rows have keys.</summary>
    public static int[] RowsToKeep(EventRows rows)
    {
        CategoryColumn keys = rows.Details.Keys!;
        var comparer = new EventComparer(rows.Details, []);
        var rowOfKey = new int[keys.Levels.Count];
        rowOfKey.AsSpan().Fill(-1);
        var kept = new List<int>(keys.Length);
        var isLeftOut = new bool[keys.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            if (keys.Codes[row] is not (>= 0 and int key))
                continue;
            int rival = rowOfKey[key];
            rowOfKey[key] = rival < 0 ? row : Kept(rows, comparer, rival, row, keys.Levels[key]);
            if (rival >= 0)
                isLeftOut[rowOfKey[key] == row ? rival : row] = true;
        }

        for (int row = 0; row < isLeftOut.Length; row++)
        {
            if (!isLeftOut[row])
                kept.Add(row);
        }

        return [.. kept];
    }

    private static int Kept(EventRows rows, EventComparer comparer, int first, int second, string key)
    {
        bool isKnownEarlier = KnownAt(rows, second) < KnownAt(rows, first);
        return rows.Details.Duplicates switch
        {
            DuplicateEvents.KeepFirstKnown => isKnownEarlier ? second : first,
            DuplicateEvents.KeepLastKnown => isKnownEarlier ? first : second,
            DuplicateEvents.RequireEqual when AreEqual(rows, comparer, first, second) => isKnownEarlier ? second : first,
            DuplicateEvents.RequireEqual => throw new ArgumentException(
                $"Rows {first} and {second} have the same key '{key}' and say different things. Mend the source, or set Duplicates to KeepFirstKnown or KeepLastKnown.", nameof(rows)),
            _ => throw new ArgumentException($"Duplicates is {rows.Details.Duplicates}; use RequireEqual, KeepFirstKnown or KeepLastKnown.", nameof(rows)),
        };
    }

    private static bool AreEqual(EventRows rows, EventComparer comparer, int a, int b) =>
        rows.Entities.AreEqual(a, b) && EventComparer.Compare(rows.Times[a], rows.Amounts[a], rows.Times[b], rows.Amounts[b]) == 0 && comparer.Compare(a, b) == 0;

    private static DateTime KnownAt(EventRows rows, int row) => rows.KnownAt.Length == 0 ? rows.Times[row] : rows.KnownAt[row];
}
