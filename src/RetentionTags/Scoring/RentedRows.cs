using System.Buffers;

namespace RetentionTags.Scoring;

/// <summary>Room for the columns of one batch, rented so that a batch allocates nothing.</summary>
internal readonly ref struct RentedRows : IDisposable
{
    private readonly int[] _weights;
    private readonly int _columns;

    /// <param name="columns">The number of columns.</param>
    /// <param name="codes">The number of codes of all category columns whose weights are to be found.</param>
    public RentedRows(int columns, int codes)
    {
        _columns = columns;
        Array = ArrayPool<ColumnRows>.Shared.Rent(columns);
        _weights = ArrayPool<int>.Shared.Rent(codes);
    }

    /// <summary>At least as many as there are columns.</summary>
    public ColumnRows[] Array { get; }

    public Memory<int> Weights => _weights;

    /// <summary>Gives everything back. Of the columns nothing is kept, so that they can be collected.</summary>
    public void Dispose()
    {
        System.Array.Clear(Array, 0, _columns);
        ArrayPool<ColumnRows>.Shared.Return(Array);
        ArrayPool<int>.Shared.Return(_weights);
    }
}
