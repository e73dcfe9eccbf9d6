using System.Data.Common;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Sql.Features;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>Compares what an engine computes with what memory does.</summary>
internal static class SameSnapshot
{
    private static readonly string[] Rounded = ["mean", "median", "sd", "ratio", "trend", "gap_", "next_purchase"];

    /// <summary>The snapshot, or nothing when nobody has a row at some cut-off.</summary>
    public static Snapshot? TryTake(SnapshotPlan plan, EventLog log)
    {
        try
        {
            return plan.Take(log);
        }
        catch (TrainingDataException)
        {
            return null;
        }
    }

    /// <summary>Asserts the same rows in the same order, the same columns, missing values in the same places, and the same numbers: whole ones and sums to the bit.</summary>
    /// <param name="expected">From memory.</param>
    /// <param name="set">The features.</param>
    /// <param name="connection">To the engine.</param>
    /// <param name="dialect">The engine's.</param>
    /// <param name="query">The table and the plan.</param>
    /// <param name="isOnPaper">Whether no amount has more than six decimals; others are added in the order in which an engine meets them.</param>
    /// <param name="what">For messages.</param>
    public static void Check(Snapshot expected, FeatureSet set, DbConnection connection, SqlDialect dialect, FeatureQuery query, bool isOnPaper, string what)
    {
        SqlSnapshot found;
        try
        {
            found = set.Read(connection, dialect, query);
        }
        catch (DbException failure)
        {
            throw new InvalidOperationException($"{what}: {failure.Message}\n{set.ToSql(dialect, query)}", failure);
        }

        Assert.Equal(Enumerable.Range(0, expected.RowCount).Select(row => (expected.KeyOf(row), expected.CutOffOf(row))), found.Keys.Zip(found.CutOffs));
        Table table = set.ToTable(expected);
        Assert.Equal(table.Columns.Select(column => column.Name), found.Features.Columns.Select(column => column.Name));
        foreach (Column column in table.Columns)
            Check((NumericColumn)column, found.Features.Numeric(column.Name));
        foreach (SnapshotLabel label in query.Labels)
            Check(expected.Label(label), found.Label(label));

        void Check(NumericColumn inMemory, NumericColumn inSql)
        {
            bool isRounded = !isOnPaper || Rounded.Any(part => inMemory.Name.Contains(part, StringComparison.Ordinal));
            for (int row = 0; row < inMemory.Length; row++)
            {
                double a = inMemory.Values[row], b = inSql.Values[row];
                bool isSame = double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) <= (isRounded ? 1e-12 * Math.Max(Math.Abs(a), 50) : 0);
                if (!isSame)
                    Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: {inMemory.Name} of {expected.KeyOf(row)} at {expected.CutOffOf(row):O}: in memory {a:R}, in SQL {b:R}\n{set.ToSql(dialect, query)}"));
            }
        }
    }
}
