namespace RetentionTags;

/// <summary>A cell of a source cannot be read as what it is needed for. The message says where it is, what was found, what was expected, and which setting may help.</summary>
public sealed class CellFormatException : FormatException
{
    /// <summary>Creates the exception without a message.</summary>
    public CellFormatException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where the cell is, what was found and what was expected.</param>
    public CellFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Where the cell is, what was found and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public CellFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The row of data, counted from 1 beneath a header, or 0 when it is not known.</summary>
    public int DataRow { get; init; }

    /// <summary>The name of the column, or <see langword="null"/>.</summary>
    public string? ColumnName { get; init; }
}
