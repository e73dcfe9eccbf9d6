namespace RetentionTags.Sql;

/// <summary>Where rows come from: a table, or a query in parentheses.</summary>
public sealed record SqlSource
{
    private SqlSource(SqlName? table, string? query) => (TableName, QueryText) = (table, query);

    /// <summary>The table or view; <see langword="null"/> for a query.</summary>
    public SqlName? TableName { get; }

    /// <summary>The query; <see langword="null"/> for a table.</summary>
    public string? QueryText { get; }

    /// <summary>The rows of a table or a view.</summary>
    /// <param name="parts">Its name, as in <see cref="SqlName.Of"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">There is no part, or one is empty or holds the character 0.</exception>
    public static SqlSource Table(params ReadOnlySpan<string> parts) => new(SqlName.Of(parts), null);

    /// <summary>The rows of a query, such as one that another part of this library has written. It is put into the statement as it is: the only text that is.</summary>
    /// <param name="query">A SELECT without a semicolon at its end. Whoever writes it answers for it: never make it of names or values that others have typed in. SQL Server takes none that begins with WITH.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The query is empty.</exception>
    public static SqlSource Query(string query)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        return new(null, query);
    }

    /// <summary>The rows of a table or a view.</summary>
    /// <param name="table">Its name.</param>
    public static implicit operator SqlSource(SqlName table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(table, null);
    }

    /// <summary>The rows of a table or a view whose name has one part.</summary>
    /// <param name="table">Its name; a full stop belongs to it.</param>
    /// <exception cref="ArgumentException">It is empty or holds the character 0.</exception>
    public static implicit operator SqlSource(string table) => Table(table);

    /// <summary>A name for a step, with something added while the source may have it: some engines would take one for the other.</summary>
    internal string FreeName(string name)
    {
        while (Mentions(name))
            name += "_";
        return name;
    }

    /// <summary>Whether a word may be a name in this source, so that it is better not used for anything else.</summary>
    private bool Mentions(string word) => QueryText?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? TableName!.Parts.Contains(word, StringComparer.OrdinalIgnoreCase);
}
