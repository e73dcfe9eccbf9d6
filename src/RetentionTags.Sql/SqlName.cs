namespace RetentionTags.Sql;

/// <summary>The name of a table: one part, or several as in database, schema, table. Parts are names as they are, without quotes; a dialect quotes them.</summary>
public sealed record SqlName
{
    private SqlName(ValueList<string> parts) => Parts = parts;

    /// <summary>The parts, the widest first; at least one, none empty.</summary>
    public ValueList<string> Parts { get; }

    /// <summary>A name of one or more parts.</summary>
    /// <param name="parts">Such as <c>"public", "customers"</c>. A full stop within a part belongs to the part.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentException">There is no part, or one is empty or holds the character 0.</exception>
    public static SqlName Of(params ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
            throw new ArgumentException("A name has at least one part.", nameof(parts));
        foreach (string part in parts)
            SqlDialect.CheckIdentifier(part);
        return new([.. parts]);
    }

    /// <summary>A name of one part.</summary>
    /// <param name="name">The name; a full stop belongs to it.</param>
    /// <exception cref="ArgumentException">It is empty or holds the character 0.</exception>
    public static implicit operator SqlName(string name) => Of(name);

    /// <summary>The parts with full stops between them, for messages.</summary>
    /// <returns>Such as <c>public.customers</c>.</returns>
    public override string ToString() => string.Join('.', Parts);
}
