namespace RetentionTags.Arrow.Reading;

/// <summary>Goes through a stream to its end.</summary>
internal static unsafe class StreamReading
{
    /// <param name="stream">The stream.</param>
    /// <param name="add">Takes a batch, given its address and the number of its first row, and returns its rows.</param>
    /// <param name="progress">Told of the rows read so far.</param>
    /// <param name="cancellationToken">Stops the reading between two batches.</param>
    public static void ReadAll(StreamOwner stream, Func<nint, long, int> add, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long rows = 0;
        while (true)
        {
            progress?.Report(new("reading", (int)rows, 0));
            cancellationToken.ThrowIfCancellationRequested();
            using BatchOwner? batch = stream.Next(rows);
            if (batch is null)
                break;
            if (rows + batch.Array->Length > Array.MaxLength)
                throw new ArgumentException(Invariant($"The stream has more than {Array.MaxLength} rows, the most that a table has. Read it batch by batch with ArrowReader.ReadBatches."), nameof(stream));
            rows += add((nint)batch.Array, rows);
        }

        progress?.Report(new("reading", (int)rows, (int)rows));
    }
}
