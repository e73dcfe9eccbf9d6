using System.Data.Common;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>Runs a feature statement and puts its rows in the order that a snapshot has.</summary>
internal sealed class FeatureReading(DbConnection connection, SqlDialect dialect, FeatureSet set, FeatureQuery query, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    public SqlSnapshot Read()
    {
        Check();
        string sql = set.ToSql(dialect, query);
        string[] features = [.. set.Define(new EventSchema(query).Log).Select(feature => feature.Name)], labels = [.. query.Labels.Select(label => label.ColumnName)];
        bool areNumbers = false;
        Table rows = Run(sql, "features", reader =>
        {
            areNumbers = IsWhole(reader.GetFieldType(reader.GetOrdinal(query.Events.Customer)));
            return Table.Read(reader, new() { Columns = [ColumnSpec.Category(query.Events.Customer), ColumnSpec.Category(query.CutOff), .. features.Concat(labels).Select(ColumnSpec.Numeric)] }, progress, cancellationToken);
        });
        (string[] keys, int[] cuts, int[] order) = InOrder(rows, areNumbers);
        RequireRows(cuts);
        rows = rows.Rows(order);
        return new(query.Plan, rows.Select(features), [.. labels.Select(label => RequireMature(rows.Numeric(label)))], keys, [.. cuts.Select(cut => query.Plan.CutOffs[cut])]);
    }

    private static bool IsWhole(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    /// <summary>Asks for rows that are no events, all faults at once.</summary>
    private void Check()
    {
        var check = new EventTableCheck(query, dialect);
        string[] faults = Run(check.ToSql(), "checking events", reader =>
        {
            reader.Read();
            return check.FaultsOf([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture))]).ToArray();
        });
        if (faults.Length > 0)
            throw new TrainingDataException($"The events cannot be used as they are: {string.Join("; ", faults)}. Mend or leave them out in a query (SqlSource.Query).");
    }

    private TResult Run<TResult>(string sql, string stage, Func<DbDataReader, TResult> read)
    {
        progress?.Report(new(stage, 0, 0));
        return new SqlQueries(connection, timeout: null, cancellationToken).Run(sql, read);
    }

    /// <summary>Keys, cut-offs and the places of rows: by cut-off, then whole numbers by size and texts by their characters.</summary>
    private (string[] Keys, int[] Cuts, int[] Order) InOrder(Table rows, bool areNumbers)
    {
        CategoryColumn customers = rows.Category(query.Events.Customer), cutOffs = rows.Category(query.CutOff);
        Dictionary<DateTimeOffset, int> numberOf = query.Plan.CutOffs.Select((cutOff, cut) => (cutOff, cut)).ToDictionary(pair => pair.cutOff, pair => pair.cut);
        string[] keys = [.. Enumerable.Range(0, rows.RowCount).Select(row => customers[row] ?? "")];
        int[] cutOfLevel = [.. cutOffs.Levels.Select(level => numberOf[DateTimeOffset.Parse(level, CultureInfo.InvariantCulture)])], cuts = [.. cutOffs.Codes.ToArray().Select(code => cutOfLevel[code])];
        decimal[] numbers = areNumbers ? [.. keys.Select(key => decimal.Parse(key, CultureInfo.InvariantCulture))] : [];
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        Array.Sort(order, (a, b) => cuts[a] != cuts[b] ? cuts[a].CompareTo(cuts[b]) : areNumbers ? numbers[a].CompareTo(numbers[b]) : string.CompareOrdinal(keys[a], keys[b]));
        return ([.. order.Select(row => keys[row])], [.. order.Select(row => cuts[row])], order);
    }

    private void RequireRows(int[] cuts)
    {
        foreach (int cut in Enumerable.Range(0, query.Plan.CutOffs.Count).Except(cuts))
            throw new TrainingDataException(Invariant($"Nobody had {(query.Plan.Population == Population.Buyers ? "bought" : "an event")} in the observation window that ends at {query.Plan.CutOffs[cut]:yyyy-MM-dd HH:mm zzz}. Check CutOffs, ObservationDays and PurchaseKind."));
    }

    private NumericColumn RequireMature(NumericColumn label) => query.Plan.ImmatureLabels == ImmatureLabels.Missing || !label.Values.ToArray().Any(double.IsNaN)
        ? label
        : throw new TrainingDataException($"The label '{label.Name}' is not mature at some cut-off: the table ends before its performance window and MaturityDays do. Take an earlier cut-off or fewer PerformanceDays; set PerformanceDays to null for a snapshot to score; set ImmatureLabels to Missing to keep the rows without a label; or, if the table is known to be complete for longer, say so in SqlEventTable.CompleteUntil.");
}
