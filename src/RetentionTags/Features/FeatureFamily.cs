using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>A recipe for some features of one kind: which they are, and how they are computed from what is visible of an entity at a cut-off.</summary>
/// <remarks>
/// Families are settings and know no data. Several of them in a <see cref="FeatureSet"/> are computed in one sweep over a log. A feature of your own is a <see cref="CustomFeature"/>.
/// </remarks>
public abstract record FeatureFamily
{
    private protected FeatureFamily()
    {
    }

    /// <summary>Which features the family gives for a log: names, words and lineage, in the order of their columns.</summary>
    /// <param name="log">The log, whose kinds and properties the settings may name.</param>
    /// <returns>At least one feature.</returns>
    /// <exception cref="ArgumentException">A setting names a kind or property that the log's events do not have.</exception>
    public abstract IReadOnlyList<FeatureDefinition> Define(EventLog log);

    /// <summary>Computes the features of every row of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="progress">Told of the entities done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One column for each feature, one row for each row of the snapshot.</returns>
    /// <exception cref="ArgumentException">A setting names a kind or property that the log's events do not have, or a window reaches further back than the plan observes.</exception>
    public Table ToTable(Snapshot snapshot, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new FeatureSet { Families = [this] }.ToTable(snapshot, progress, cancellationToken);

    /// <summary>For each feature, in the order of <see cref="Define"/>, the events that its value is made of; nothing for a feature whose value moves with the cut-off itself.</summary>
    /// <param name="plan">The plan, whose kinds of purchases and refunds count.</param>
    /// <param name="log">The log.</param>
    internal virtual IEnumerable<WatchedEvents?> Watch(SnapshotPlan plan, EventLog log) => Define(log).Select(_ => (WatchedEvents?)null);

    /// <summary>What computes the features, for one thread.</summary>
    /// <param name="sweep">What the thread sees of one block of entities after another; windows and purchases are asked of it here.</param>
    /// <param name="columns">Where the values go: column i is the i-th definition's.</param>
    internal abstract FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns);
}
