namespace RetentionTags.Cleaning;

/// <summary>What an entry of a <see cref="CleaningReport"/> did to the data.</summary>
public enum CleaningEffect
{
    /// <summary>Nothing: the entry only says what was found.</summary>
    None,

    /// <summary>The column's value changed in the entry's rows.</summary>
    CellsChanged,

    /// <summary>The entry's rows were dropped. Only from a training set.</summary>
    RowsDropped,

    /// <summary>The entry's rows would be dropped from a training set; in a table, whose customers are to be scored, they stay.</summary>
    RowsKept,

    /// <summary>The column was added; it is 1 in the entry's rows and 0 in all others.</summary>
    ColumnAdded,

    /// <summary>The column was left out.</summary>
    ColumnLeftOut,
}
