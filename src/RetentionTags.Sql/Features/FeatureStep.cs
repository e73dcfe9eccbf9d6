namespace RetentionTags.Sql.Features;

/// <summary>A SELECT of a statement that is made of several, each from the one before.</summary>
internal sealed class FeatureStep(string name)
{
    private readonly List<(string Name, string Sql)> _columns = [];

    public string Name => name;

    public IReadOnlyList<(string Name, string Sql)> Columns => _columns;

    /// <summary>The columns' names.</summary>
    public IEnumerable<string> Names => _columns.Select(column => column.Name);

    /// <summary>Adds a column, unless there is one of this name.</summary>
    /// <returns>The name.</returns>
    public string Add(string column, string sql)
    {
        if (!_columns.Any(known => known.Name == column))
            _columns.Add((column, sql));
        return column;
    }

    /// <summary>Adds a column for an expression, unless it has one.</summary>
    /// <param name="sql">The expression.</param>
    /// <param name="nameIt">Gives a name that no other column has.</param>
    /// <returns>The column's name.</returns>
    public string For(string sql, Func<string> nameIt)
    {
        int known = _columns.FindIndex(column => column.Sql == sql);
        if (known >= 0)
            return _columns[known].Name;
        _columns.Add((nameIt(), sql));
        return _columns[^1].Name;
    }
}
