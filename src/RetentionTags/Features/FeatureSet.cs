using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Families of features that are computed together, in one sweep over a log.</summary>
public sealed record FeatureSet
{
    /// <summary>The families. Their features have names of their own.</summary>
    /// <value>Required, at least one.</value>
    public required ValueList<FeatureFamily> Families { get; init => field = value is { Count: > 0 } ? value : throw new ArgumentException("A set has at least one family of features.", nameof(Families)); }

    /// <summary>Names of features that the families would give and that are left out: constant ones, or those that equal another.</summary>
    /// <value>Empty by default.</value>
    public ValueList<string> Omit { get; init => field = value ?? throw new ArgumentNullException(nameof(Omit)); } = [];

    /// <summary>How many threads compute. The result is the same to the bit whatever their number.</summary>
    /// <value>1 by default; 0 for as many as there are processors.</value>
    public int Threads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(Threads), value, "at least 0; 0 means as many as there are processors"); } = 1;

    /// <summary>Which features the set gives for a log, in the order of columns.</summary>
    /// <param name="log">The log, whose kinds and properties settings may name.</param>
    /// <returns>At least one feature.</returns>
    /// <exception cref="ArgumentException">Two features have the same name, a feature to omit is none, nothing is left, or a setting names a kind or property that the log's events do not have.</exception>
    public IReadOnlyList<FeatureDefinition> Define(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        FeatureDefinition[] given = [.. Families.SelectMany(family => family.Define(log))];
        foreach (string name in Omit)
        {
            if (!given.Any(feature => feature.Name == name))
                throw new ArgumentException($"The feature '{name}' is to be omitted, but no family gives it.", nameof(log));
        }

        FeatureDefinition[] all = [.. given.Where(feature => !Omit.Contains(feature.Name))];
        if (all.Length == 0)
            throw new ArgumentException("All features are to be omitted. A set has at least one.", nameof(log));
        var known = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal);
        foreach (FeatureDefinition feature in all)
        {
            if (!known.TryAdd(feature.Name, feature))
                throw new ArgumentException($"Two features are called '{feature.Name}': {known[feature.Name].Lineage}, and {feature.Lineage}. Leave one out, or give its filter another name.", nameof(log));
        }

        return all;
    }

    /// <summary>Computes the features of every row of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="progress">Told of the blocks of entities done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One column for each feature, one row for each row of the snapshot.</returns>
    /// <exception cref="ArgumentException">
    /// Two features have the same name, a setting names a kind or property that the log's events do not have, or a window reaches further back than the plan observes.
    /// </exception>
    public Table ToTable(Snapshot snapshot, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Define(snapshot.Log);
        FeatureColumns[] columns = [.. Families.Select(family => new FeatureColumns(family.Define(snapshot.Log), snapshot.RowCount))];
        snapshot.Sweep(Bind, Threads, "features", progress, cancellationToken);
        return Table.Create([.. columns.SelectMany(family => family.ToColumns()).Where(column => !Omit.Contains(column.Name))]);

        Action Bind(EntitySweep sweep)
        {
            FeatureComputation[] computations = [.. Families.Select((family, i) => family.Bind(sweep, columns[i]))];
            return () =>
            {
                foreach (FeatureComputation computation in computations)
                    computation.ComputeBlock(sweep);
            };
        }
    }
}
