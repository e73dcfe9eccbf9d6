using System.Text;

namespace RetentionTags.Sql;

/// <summary>A SELECT in steps: each defines columns by those of the steps before. Every step carries on just what later ones need.</summary>
/// <remarks>Expressions are lists of lines, so that indentation never gets into a text or a name that holds a line break.</remarks>
internal sealed class SelectChain(SqlDialect dialect, SqlSource source)
{
    /// <summary>What the source is called within the first step.</summary>
    private const string SourceAlias = "source";

    private const int Indent = 4;

    /// <summary>A column that is mentioned more often is computed once, beforehand.</summary>
    private const int MostMentions = 2;

    private readonly List<Step> _steps = [];
    private readonly StringBuilder _sql = new();

    /// <summary>A column of the source.</summary>
    public string SourceColumn(string name) => $"{SourceAlias}.{dialect.Quote(name)}";

    /// <summary>Begins a step; what is defined next belongs to it.</summary>
    /// <param name="name">A word for readers.</param>
    /// <param name="isApart">Whether it uses columns so often that these are not to be written out within it, or aggregates of them.</param>
    /// <param name="groupBy">Columns by which its rows are grouped, so that what it defines are aggregates; <see langword="null"/> when it is no such step, none for a single group.</param>
    public void Begin(string name, bool isApart = false, IReadOnlyList<string>? groupBy = null) => _steps.Add(new(name, isApart, [], groupBy));

    /// <summary>Defines a column of the present step.</summary>
    /// <param name="name">Its name, which no other column has.</param>
    /// <param name="lines">The expression.</param>
    /// <param name="uses">The columns of earlier steps that it is made of.</param>
    public void Define(string name, IReadOnlyList<string> lines, params IEnumerable<string> uses) => _steps[^1].Columns.Add(new(name, lines, [.. uses]));

    /// <summary>The statement, without a semicolon.</summary>
    /// <param name="outputs">The columns of the result, in order.</param>
    public string ToSql(IReadOnlyList<string> outputs)
    {
        HashSet<string> used = Used(outputs);
        List<Step> steps = [.. _steps.Select(step => step with { Columns = [.. step.Columns.Where(column => used.Contains(column.Name))] }).Where(step => step.Columns.Count > 0)];
        if (dialect.Form == ChainForm.Names)
            WriteNames(steps, outputs);
        else
            WriteTables(steps, outputs);
        return _sql.ToString().TrimEnd('\n');
    }

    /// <summary>The columns that the result, or a step that leads to it, uses.</summary>
    private HashSet<string> Used(IReadOnlyList<string> outputs)
    {
        var used = new HashSet<string>(outputs, StringComparer.Ordinal);
        for (int at = _steps.Count - 1; at >= 0; at--)
            used.UnionWith([.. _steps[at].Columns.Where(column => used.Contains(column.Name)).SelectMany(column => column.Uses), .. _steps[at].GroupBy ?? []]);
        return used;
    }

    /// <summary>The columns that go out of a step: what the steps after it, or the result, use of what has been defined.</summary>
    private static List<Definition> Leaving(List<Step> steps, int at, IReadOnlyList<string> outputs)
    {
        Definition[] defined = [.. steps.Take(at + 1).SelectMany(step => step.Columns)];
        if (at == steps.Count - 1)
            return [.. outputs.Select(name => defined.Single(column => column.Name == name))];
        HashSet<string> used = [.. steps.Skip(at + 1).SelectMany(step => step.Columns.SelectMany(column => column.Uses).Concat(step.GroupBy ?? [])), .. outputs];
        return [.. defined.Where(column => used.Contains(column.Name))];
    }

    private void WriteTables(List<Step> steps, IReadOnlyList<string> outputs)
    {
        string from = "";
        for (int at = 0; at < steps.Count; at++)
        {
            bool isLast = at == steps.Count - 1;
            string name = source.FreeName(steps[at].Name);
            if (!isLast)
                _sql.Append(at == 0 ? "WITH " : "").Append(name).Append(" AS (\n");
            int depth = isLast ? 0 : Indent;
            WriteSelect(steps[at].Columns, Leaving(steps, at, outputs), depth);
            WriteFrom(from, depth);
            WriteGroups(steps[at], depth);
            if (!isLast && dialect.Fence.Length > 0 && (steps[at + 1].IsApart || IsRepeated(steps, at)))
                Line(dialect.Fence, depth);
            if (!isLast)
                _sql.Append(at == steps.Count - 2 ? ")\n" : "),\n");
            from = name;
        }
    }

    /// <summary>Whether the next step mentions a column of this one so often that an engine that writes columns out would compute it over and over. The first step only reads the source, which may be cheap.</summary>
    private bool IsRepeated(List<Step> steps, int at)
    {
        if (at == 0 && dialect.HasCheapInputs)
            return false;
        foreach (Definition column in steps[at].Columns)
        {
            string name = dialect.Quote(column.Name);
            int mentions = steps[at + 1].Columns.Where(user => user.Uses.Contains(column.Name)).SelectMany(user => user.Lines).Sum(line => line.Split(name).Length - 1);
            if (mentions > MostMentions)
                return true;
        }

        return false;
    }

    /// <summary>Steps together in one SELECT, and around it another for each step that is to be apart.</summary>
    private void WriteNames(List<Step> steps, IReadOnlyList<string> outputs, int depth = 0)
    {
        int first = steps.FindLastIndex(step => step.IsApart) is int apart && apart > 0 ? apart : 0;
        List<Definition> leaving = Leaving(steps, steps.Count - 1, outputs);
        Definition[] own = [.. steps.Skip(first).SelectMany(step => step.Columns)];
        HashSet<string> used = [.. own.SelectMany(column => column.Uses)];
        Definition[] named = [.. own.Where(column => used.Contains(column.Name) || !leaving.Contains(column))];
        for (int i = 0; i < named.Length; i++)
        {
            if (i == 0)
                Line("WITH", depth);
            WriteColumn(named[i], depth + Indent, i == named.Length - 1);
        }

        WriteSelect([.. own.Except(named)], leaving, depth);
        if (first == 0)
        {
            WriteFrom("", depth);
            WriteGroups(steps[^1], depth);
            return;
        }

        List<Step> inner = steps[..first];
        Line("FROM (", depth);
        WriteNames(inner, [.. Leaving(steps, first - 1, outputs).Select(column => column.Name)], depth + Indent);
        Line($") AS {inner[^1].Name}", depth);
        WriteGroups(steps[^1], depth);
    }

    private void WriteSelect(IReadOnlyList<Definition> own, List<Definition> leaving, int depth)
    {
        Line("SELECT", depth);
        for (int i = 0; i < leaving.Count; i++)
        {
            if (own.Contains(leaving[i]))
                WriteColumn(leaving[i], depth + Indent, i == leaving.Count - 1);
            else
                Line($"{dialect.Quote(leaving[i].Name)}{(i == leaving.Count - 1 ? "" : ",")}", depth + Indent);
        }
    }

    private void WriteColumn(Definition column, int depth, bool isLast)
    {
        for (int i = 0; i < column.Lines.Count; i++)
            Line($"{column.Lines[i]}{(i < column.Lines.Count - 1 ? "" : $" AS {dialect.Quote(column.Name)}{(isLast ? "" : ",")}")}", depth);
    }

    /// <summary>From the step before, or from the source.</summary>
    private void WriteFrom(string step, int depth)
    {
        if (step.Length > 0)
            Line($"FROM {step}", depth);
        else if (source.TableName is SqlName table)
            Line($"FROM {dialect.Quote(table)} AS {SourceAlias}", depth);
        else
            _sql.Append(' ', depth).Append("FROM (\n").Append(source.QueryText).Append('\n').Append(' ', depth).Append($") AS {SourceAlias}\n");
    }

    private void WriteGroups(Step step, int depth)
    {
        if (step.GroupBy is { Count: > 0 } groups)
            Line($"GROUP BY {string.Join(", ", groups.Select(dialect.Quote))}", depth);
    }

    private void Line(string text, int depth) => _sql.Append(' ', depth).Append(text).Append('\n');

    private sealed record Definition(string Name, IReadOnlyList<string> Lines, IReadOnlyList<string> Uses);

    private sealed record Step(string Name, bool IsApart, List<Definition> Columns, IReadOnlyList<string>? GroupBy);
}
