namespace RetentionTags;

/// <summary>The data cannot support what was asked of it, for instance a fit on one class only.</summary>
public sealed class TrainingDataException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public TrainingDataException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, what is needed and what to do.</param>
    public TrainingDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was found, what is needed and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The column concerned, or <see langword="null"/> when it is the data as a whole.</summary>
    public string? ColumnName { get; init; }
}
