using System.Data.Common;
using System.Globalization;
using System.Text;

namespace RetentionTags.Sql;

/// <summary>ClickHouse: rows go to a table of the same structure, whose partition then takes the place of the run's.</summary>
/// <remarks>Its drivers differ in how they take parameters, and old versions read VALUES of doubles inexactly, so rows are arrays of literals in a SELECT.</remarks>
internal sealed class PartitionStaging(ScoreTable table, DbConnection connection, CancellationToken cancellationToken) : Staging(table, connection, cancellationToken)
{
    /// <summary>A statement of more text is not parsed with the settings that servers have.</summary>
    private const int MostText = 60_000;

    private string Stage => Dialect.Quote(StageName);

    private SqlName StageName => SqlName.Of([.. Table.Name.Parts.SkipLast(1), $"{Table.Name.Parts[^1]}_staging"]);

    private string Engine => $"ENGINE = MergeTree PARTITION BY {Dialect.Quote(Table.RunColumn!)} ORDER BY ({List(Table.Keys)})";

    public override int Write(RowsToWrite rows, string? run, IProgress<FitProgress>? progress)
    {
        string columns = string.Join(", ", rows.Names.Select((name, i) => $"{Dialect.Quote(name)} {Dialect.ColumnType(rows.TypeOf(i), rows.IsKey(i))}"));
        return Replace($"CREATE TABLE IF NOT EXISTS {Target} ({columns}) {Engine}", rows.Names, run!, () => Insert(rows, progress));
    }

    public override int Write(string query, IReadOnlyList<string> columns, string? run, IProgress<FitProgress>? progress)
    {
        string select = WithRun(query, columns, run);
        string[] names = [.. columns, Table.RunColumn!];
        return Replace($"CREATE TABLE IF NOT EXISTS {Target} {Engine} AS {select} WHERE 0 = 1", names, run!, () =>
        {
            progress?.Report(new("scoring", 0, 1));
            Run($"INSERT INTO {Stage} ({List(names)}) {select}");
            progress?.Report(new("scoring", 1, 1));
        });
    }

    private int Replace(string create, string[] columns, string run, Action fill)
    {
        if (Table.CreatesTable)
            Run(create);
        RequireColumns(columns);
        Run($"DROP TABLE IF EXISTS {Stage}");
        try
        {
            Run($"CREATE TABLE {Stage} AS {Target}");
            fill();
            RequireKeys(Stage);
            int count = Convert.ToInt32(Ask($"SELECT COUNT(*) FROM {Stage}"), CultureInfo.InvariantCulture);
            Run(count > 0 ? $"ALTER TABLE {Target} REPLACE PARTITION {Dialect.Literal(run)} FROM {Stage}" : $"ALTER TABLE {Target} DROP PARTITION {Dialect.Literal(run)}");
            return count;
        }
        finally
        {
            DropStage();
        }
    }

    /// <summary>What fails here does not hide a failure before it; the next write drops the table that is left.</summary>
    private void DropStage()
    {
        try
        {
            using DbCommand drop = Connection.CreateCommand();
            drop.CommandText = $"DROP TABLE IF EXISTS {Stage}";
            drop.ExecuteNonQuery();
        }
        catch (DbException)
        {
            // The server is gone.
        }
    }

    private void Insert(RowsToWrite rows, IProgress<FitProgress>? progress)
    {
        int width = rows.Names.Length;
        for (int first = 0; first < rows.Count;)
        {
            progress?.Report(new("writing", first, rows.Count));
            var arrays = new StringBuilder[width];
            for (int column = 0; column < width; column++)
                arrays[column] = new();
            int row = first;
            for (; row < rows.Count && row - first < Table.BatchRows && arrays.Sum(array => array.Length) < MostText; row++)
            {
                for (int column = 0; column < width; column++)
                    arrays[column].Append(row == first ? "" : ", ").Append(Literal(rows[row, column]));
            }

            string joined = string.Join(", ", arrays.Select((array, column) => $"CAST([{array}] AS Array({Dialect.ColumnType(rows.TypeOf(column), rows.IsKey(column))})) AS {Dialect.Quote(rows.Names[column])}"));
            Run($"INSERT INTO {Stage} ({List(rows.Names)}) SELECT {List(rows.Names)} FROM (SELECT 1) ARRAY JOIN {joined}");
            first = row;
        }

        progress?.Report(new("writing", rows.Count, rows.Count));
    }

    private string Literal(object? value) => value switch
    {
        null => "NULL",
        double number => Dialect.Literal(number),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        _ => Dialect.Literal((string)value),
    };
}
