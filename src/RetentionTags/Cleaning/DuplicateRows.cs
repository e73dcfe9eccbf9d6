using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Cleaning;

/// <summary>Finds rows that repeat another one: in all columns, or in those of a key. One row of each key stays; the others are dropped from a training set, and listed in a table.</summary>
/// <remarks>
/// <para>
/// Which one stays does not depend on where rows stand: it is the one that comes first (or last) by <see cref="KeepBy"/>, where a missing value comes before all others; among equals, it is decided by a hash of what the rows say, then non-events before events, then the
/// higher weight. Missing equals missing. Rows whose labels contradict one another within a key have an entry of their own.
/// </para>
/// <para>
/// <b>A weight is no duplicate.</b> It says that a row stands for so many customers, and those are all there; what repeats is the record. The row that stays keeps its weight. This is the one place in the library where a row of weight 2 is
/// not the same as two rows. Rows without weight are neither dropped nor do they push another one out.
/// </para>
/// </remarks>
public sealed record DuplicateRows : CleaningStep
{
    /// <summary>The columns that make the key.</summary>
    /// <value>None named by default: all columns. Without a column that tells customers apart, two customers of whom the same is known are duplicates then; name the key.</value>
    public ValueList<string> KeyColumns { get; init => field = value ?? throw new ArgumentNullException(nameof(KeyColumns)); } = [];

    /// <summary>The column by which the row to keep is chosen, such as a time.</summary>
    /// <value><see langword="null"/> by default: a hash of the row decides, which is as good as chance and always the same.</value>
    public string? KeepBy { get; init; }

    /// <summary>Which of the rows of a key stays.</summary>
    /// <value><see cref="KeptDuplicate.First"/> by default.</value>
    public KeptDuplicate Keep { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Keep), value, "First or Last"); }

    /// <summary>Whether the others are only reported, and stay in a training set too.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool ReportOnly { get; init; }

    internal override LearntColumn[] Learn(CleaningPass pass) => [];

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        Table key = KeyColumns.Count == 0 ? pass.Table : pass.Table.Select(KeyColumns.AsSpan());
        Column? by = KeepBy is null ? null : pass.Table[KeepBy];
        ulong[]? contents = null;
        bool[] isOther = new bool[pass.Table.RowCount], isContradictory = new bool[pass.Table.RowCount];
        foreach (int[] alike in Groups(key, pass))
        {
            contents ??= RowHash.Of(pass.Table, seed: 0, pass.CancellationToken);
            int kept = alike[0];
            foreach (int row in alike)
                kept = IsBefore(row, kept, by, contents, pass) ? row : kept;
            bool contradict = pass.Data is TrainingSet data && alike.Any(row => data.Events[row] != data.Events[kept]);
            foreach (int row in alike)
                (isOther[row], isContradictory[row]) = (row != kept, contradict);
        }

        List<int> others = pass.RowsWhere(row => isOther[row]), contradictory = pass.RowsWhere(row => isContradictory[row]);
        if (contradictory.Count > 0)
            pass.Note(null, "equal keys with labels that contradict one another", contradictory);
        string found = KeyColumns.Count == 0 ? "equal another row in every column" : $"have the key ({string.Join(", ", KeyColumns)}) of another row";
        if (!ReportOnly)
            pass.Drop(null, found, others);
        else if (others.Count > 0)
            pass.Note(null, found, others);
    }

    /// <summary>The rows of each key that several have.</summary>
    private static IEnumerable<int[]> Groups(Table key, CleaningPass pass)
    {
        ulong[] hashOf = RowHash.Of(key, seed: 0, pass.CancellationToken);
        int[] rows = [.. pass.RowsWhere(row => pass.WeightOf(row) > 0)];
        ulong[] hashes = [.. rows.Select(row => hashOf[row])];
        RadixSort.Sort(hashes.AsSpan(), rows.AsSpan(), pass.CancellationToken);
        for (int start = 0, end; start < rows.Length; start = end)
        {
            pass.CheckSometimes(start);
            for (end = start + 1; end < rows.Length && hashes[end] == hashes[start];)
                end++;
            if (end == start + 1)
                continue;
            foreach (int[] alike in Equal(key, rows[start..end], pass).Where(alike => alike.Length > 1))
                yield return alike;
        }
    }

    /// <summary>Rows of one hash, divided where they are not equal after all.</summary>
    private static List<int[]> Equal(Table key, int[] rows, CleaningPass pass)
    {
        var groups = new List<int[]>();
        for (int[] left = rows; left.Length > 0;)
        {
            int first = left[0];
            List<int> same = [], different = [];
            for (int i = 0; i < left.Length; i++)
            {
                pass.CheckSometimes(i);
                (key.Columns.All(column => CellComparison.AreEqual(column, first, column, left[i])) ? same : different).Add(left[i]);
            }

            groups.Add([.. same]);
            left = [.. different];
        }

        return groups;
    }

    private bool IsBefore(int row, int other, Column? by, ulong[] contents, CleaningPass pass)
    {
        int order = by is null ? 0 : CellComparison.Compare(by, row, other);
        if (order != 0)
            return Keep == KeptDuplicate.First ? order < 0 : order > 0;
        if (contents[row] != contents[other])
            return contents[row] < contents[other];
        if (pass.Data is not TrainingSet data)
            return row < other;
        if (data.Events[row] != data.Events[other])
            return data.Events[other];
        return data.WeightOf(row) != data.WeightOf(other) ? data.WeightOf(row) > data.WeightOf(other) : row < other;
    }
}
