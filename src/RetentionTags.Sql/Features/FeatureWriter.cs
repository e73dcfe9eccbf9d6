using System.Text;
using RetentionTags.Data;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>Puts the steps of a feature statement together: as common tables or, for ClickHouse, as one SELECT from the table, so that the servers of a Distributed one each do their part, and one around it.</summary>
/// <param name="forms">The engine's forms.</param>
/// <param name="events">The table's columns.</param>
/// <param name="cutOffs">The cut-offs.</param>
/// <param name="steps">Pairs of an event and a cut-off, what is put beside them, and the aggregates.</param>
/// <param name="derived">What is made of aggregates before the last step.</param>
/// <param name="kept">Columns of pairs that the last step needs.</param>
/// <param name="filter">Which pairs count.</param>
internal sealed class FeatureWriter(FeatureForms forms, EventColumns events, CutOffTable cutOffs, FeatureStep[] steps, FeatureStep derived, string[] kept, string filter)
{
    private const string Indent = "    ";

    private readonly StringBuilder _sql = new();
    private readonly FeatureStep _seen = steps[0], _customers = steps[^1];

    /// <summary>The columns of customers and cut-offs.</summary>
    private string[] Keys => [events.Customer, cutOffs.Columns[0].Name, .. kept];

    /// <summary>The statement, without a semicolon.</summary>
    /// <param name="outputs">Names and values of the result.</param>
    /// <param name="population">Which customers have a row.</param>
    public string ToSql(IReadOnlyList<(string Name, string Sql)> outputs, string population)
    {
        if (forms.Dialect.Form == ChainForm.Names)
            WriteNames(outputs, population);
        else
            WriteTables(outputs, population);
        return _sql.ToString().TrimEnd('\n');
    }

    private void WriteTables(IReadOnlyList<(string Name, string Sql)> outputs, string population)
    {
        Open($"WITH {Free("cut_offs")}");
        for (int cut = 0; cut < cutOffs.Plan.CutOffs.Count; cut++)
        {
            if (cut > 0)
                Line(1, "UNION ALL");
            Select(1, cutOffs.Columns.Select(column => (column.Name, column.Values[cut])));
        }

        string from = WriteEvents();
        Open(Free(_seen.Name));
        Select(1, [.. Carried(events.Events.Names, events.Moments.Names).Concat(cutOffs.Columns.Select(column => column.Name)).Select(name => (name, name)), .. _seen.Columns]);
        Line(1, $"FROM {from} CROSS JOIN {Free("cut_offs")}");
        Line(1, $"WHERE {filter}");
        Fence();
        from = Free(_seen.Name);
        foreach (FeatureStep step in steps[1..^1])
        {
            Open(Free(step.Name));
            Line(1, $"SELECT {from}.*,");
            Columns(1, step.Columns);
            Line(1, $"FROM {from}");
            from = Free(step.Name);
        }

        Open(Free(_customers.Name));
        Select(1, [.. Keys.Select(key => (key, key)), .. _customers.Columns]);
        Line(1, $"FROM {from}");
        Line(1, $"GROUP BY {string.Join(", ", Keys)}");
        Line(0, ")");
        Select(0, outputs);
        Line(0, $"FROM {Free(_customers.Name)}");
        Line(0, $"WHERE {population}");
    }

    /// <summary>The events, each once and in UTC.</summary>
    /// <returns>The name of the step that has them.</returns>
    private string WriteEvents()
    {
        Open(Free(events.Events.Name));
        Select(1, events.Events.Columns);
        foreach (string line in events.From())
            Line(1, line);
        Fence();
        string from = Free(events.Events.Name);
        if (events.Moments.Columns.Count > 0)
        {
            Open(Free(events.Moments.Name));
            Select(1, [.. Carried(events.Events.Names).Select(name => (name, name)), .. events.Moments.Columns]);
            Line(1, $"FROM {from}");
            Fence();
            from = Free(events.Moments.Name);
        }

        if (events.Key is not string key)
            return from;
        string[] names = [.. Carried(events.Events.Names, events.Moments.Names)];
        string order = $"{events.KnownAt}{(events.Table.Duplicates == DuplicateEvents.KeepLastKnown ? " DESC" : "")}";
        Open(Free("numbered"));
        Select(1, [.. names.Select(name => (name, name)), ("delivery", $"CASE WHEN {key} IS NULL THEN 1 ELSE ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {order}) END")]);
        Line(1, $"FROM {from}");
        Open(Free("deliveries"));
        Select(1, names.Select(name => (name, name)));
        Line(1, $"FROM {Free("numbered")}");
        Line(1, "WHERE delivery = 1");
        return Free("deliveries");
    }

    private void WriteNames(IReadOnlyList<(string Name, string Sql)> outputs, string population)
    {
        if (derived.Columns.Count > 0)
            With(0, derived.Columns);
        Select(0, outputs);
        Line(0, "FROM (");
        bool hasKey = events.Key is not null;
        (string Name, string Sql)[] inputs = [.. events.Events.Columns, .. events.Moments.Columns];
        With(1, [.. hasKey ? [] : inputs.Where(column => column.Name != events.Customer), .. _seen.Columns]);
        Select(1, [(events.Customer, hasKey ? events.Customer : inputs.Single(column => column.Name == events.Customer).Sql), .. Keys[1..].Select(key => (key, key)), .. _customers.Columns]);
        if (hasKey)
            WriteDeliveries(inputs);
        else
            WriteFrom(1);
        Line(1, $"ARRAY JOIN {string.Join($",\n{Indent}{Indent}", cutOffs.Columns.Select(column => $"[{string.Join(", ", column.Values)}] AS {column.Name}"))}");
        Line(1, $"WHERE {filter}");
        Line(1, $"GROUP BY {string.Join(", ", Keys)}");
        Line(0, $") AS {_customers.Name}");
        Line(0, $"WHERE {population}");
    }

    /// <summary>Of rows with the same key the one that was known first, or last; those without a key all.</summary>
    private void WriteDeliveries((string Name, string Sql)[] inputs)
    {
        Line(1, "FROM (");
        foreach (bool hasKey in (bool[])[true, false])
        {
            With(2, inputs.Where(column => column.Name == events.Key || column.Name.EndsWith("_clock", StringComparison.Ordinal)));
            Select(2, inputs.Where(column => !column.Name.EndsWith("_clock", StringComparison.Ordinal)).Select(column => (column.Name, column.Name == events.Key ? column.Name : column.Sql)));
            WriteFrom(2);
            Line(2, $"WHERE {events.Key} IS {(hasKey ? "NOT NULL" : "NULL")}");
            if (!hasKey)
                continue;
            Line(2, $"ORDER BY {events.KnownAt}{(events.Table.Duplicates == DuplicateEvents.KeepLastKnown ? " DESC" : "")}");
            Line(2, $"LIMIT 1 BY {events.Key}");
            Line(2, "UNION ALL");
        }

        Line(1, ") AS deliveries");
    }

    /// <summary>Columns that later steps use: clocks are not among them once they are moments.</summary>
    private static IEnumerable<string> Carried(params IEnumerable<string>[] names) => names.SelectMany(each => each).Where(name => !name.EndsWith("_clock", StringComparison.Ordinal));

    private void WriteFrom(int depth)
    {
        foreach (string line in events.From())
            Line(depth, line);
    }

    private string Free(string name) => events.Table.From.FreeName(name);

    private void Fence()
    {
        if (forms.Dialect.Fence.Length > 0)
            Line(1, forms.Dialect.Fence);
    }

    private void Open(string name)
    {
        if (_sql.Length > 0)
            Line(0, "),");
        Line(0, $"{name} AS (");
    }

    private void With(int depth, IEnumerable<(string Name, string Sql)> columns)
    {
        (string Name, string Sql)[] all = [.. columns];
        if (all.Length == 0)
            return;
        Line(depth, "WITH");
        Columns(depth, all);
    }

    private void Select(int depth, IEnumerable<(string Name, string Sql)> columns)
    {
        Line(depth, "SELECT");
        Columns(depth, [.. columns]);
    }

    private void Columns(int depth, IReadOnlyList<(string Name, string Sql)> columns)
    {
        for (int i = 0; i < columns.Count; i++)
            Line(depth + 1, $"{(columns[i].Sql == columns[i].Name ? "" : $"{columns[i].Sql} AS ")}{columns[i].Name}{(i == columns.Count - 1 ? "" : ",")}");
    }

    private void Line(int depth, string text) => _sql.Insert(_sql.Length, Indent, depth).Append(text).Append('\n');
}
