namespace RetentionTags.Arrow;

/// <summary>The producer of an Arrow stream failed. The message is its own.</summary>
public sealed class ArrowStreamException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ArrowStreamException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What the producer said.</param>
    public ArrowStreamException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What the producer said.</param>
    /// <param name="innerException">The cause.</param>
    public ArrowStreamException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The number of the error, in the numbering of the system's C library (<c>errno</c>), or 0 when it is not known.</summary>
    public int ErrorNumber { get; init; }
}
