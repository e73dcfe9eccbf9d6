namespace RetentionTags.Data;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: a <see cref="NumericColumn"/>.</summary>
    Numeric,

    /// <summary>Categories: a <see cref="CategoryColumn"/>.</summary>
    Category,
}
