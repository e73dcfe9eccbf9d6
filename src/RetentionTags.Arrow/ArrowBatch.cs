using RetentionTags.Arrow.Reading;
using RetentionTags.Data;

namespace RetentionTags.Arrow;

/// <summary>A table over a record batch, in whose memory its columns lie where the layouts agree. Dispose of it when the table has been used.</summary>
public sealed class ArrowBatch : IDisposable
{
    private readonly BatchOwner _owner;

    internal ArrowBatch(BatchOwner owner, Table table) => (_owner, Table) = (owner, table);

    /// <summary>The table. Good until <see cref="Dispose"/>; reading it afterwards is an <see cref="ObjectDisposedException"/>.</summary>
    public Table Table { get; }

    /// <summary>Releases the record batch, the first time; later calls do nothing. A batch that is never disposed of is released by the garbage collector, at no given time.</summary>
    public void Dispose() => _owner.Dispose();
}
