using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Looks at a source's columns before it is scored, since not every engine says what is wrong with them.</summary>
internal static class SourceCheck
{
    public static void Require(Scorecard card, ScoreQuery query, SqlDialect dialect, Staging staging)
    {
        string from = query.From.TableName is SqlName table ? dialect.Quote(table) : $"({query.From.QueryText})";
        using DbCommand command = staging.Command($"SELECT * FROM {from} AS source WHERE 1 = 0");
        using DbDataReader reader = staging.Read(command);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        foreach (string needed in (IEnumerable<string>)[.. query.Keep, .. card.Columns.Select(column => column.Name)])
        {
            if (!names.Contains(needed, StringComparer.OrdinalIgnoreCase))
                throw new ArgumentException($"The source {query.From.TableName?.ToString() ?? "query"} has no column '{needed}'. It has: {string.Join(", ", names.Select(name => $"'{name}'"))}.", nameof(query));
        }

        foreach (ScorecardColumn column in card.Columns.Where(column => column.Kind == ColumnKind.Numeric))
        {
            int at = Array.FindIndex(names, name => string.Equals(name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (reader.GetFieldType(at) is Type type && (type == typeof(string) || type == typeof(DateTime) || type == typeof(Guid)))
                throw new ArgumentException($"The card was fitted on numbers in column '{column.Name}', and the source has the type {reader.GetDataTypeName(at)} there. Cast it in a query, or score another column.", nameof(query));
        }
    }
}
