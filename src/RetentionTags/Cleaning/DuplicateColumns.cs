using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Cleaning;

/// <summary>Finds columns that equal an earlier one of their kind in every training row, missing values included. Names play no part.</summary>
public sealed record DuplicateColumns : CleaningStep
{
    /// <summary>What happens to them; the first of equal columns stays in any case.</summary>
    /// <value><see cref="ColumnAction.LeaveOut"/> by default.</value>
    public ColumnAction Action { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Action), value, "one of the named actions"); }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        var learnt = new List<LearntColumn>();
        var firsts = new Dictionary<ulong, List<Column>>();
        foreach ((Column column, ulong hash) in pass.Table.Columns.Zip(pass.OfColumns(column => HashOf(column, pass))))
        {
            if (!firsts.TryGetValue(hash, out List<Column>? alike))
                firsts.Add(hash, alike = []);
            if (alike.Find(first => AreEqual(first, column, pass)) is Column equal)
                Decide(Action, column, $"equals '{equal.Name}' in every row", findingCode: null, pass, learnt);
            else
                alike.Add(column);
        }

        return [.. learnt];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass) => LeaveOut(columns, pass);

    private static ulong HashOf(Column column, CleaningPass pass)
    {
        ulong hash = 0;
        foreach (ulong row in RowHash.Of(Table.Create(column), seed: 0, pass.CancellationToken))
            hash = SplitMix64.Mix(hash ^ row);
        return hash;
    }

    private static bool AreEqual(Column first, Column second, CleaningPass pass)
    {
        for (int row = 0; row < first.Length; row++)
        {
            pass.CheckSometimes(row);
            if (!CellComparison.AreEqual(first, row, second, row))
                return false;
        }

        return true;
    }
}
