using RetentionTags.Data;

namespace RetentionTags.Binning.Histograms;

/// <summary>What is kept of one column: weights of events and non-events, for values and for missing ones.</summary>
internal abstract class ColumnHistogram(string name)
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    protected const int Stride = 1 << 16;

    public string Name { get; } = name;

    public abstract ColumnKind Kind { get; }

    public ClassWeights Missing { get; protected set; }

    public abstract HistogramPrecision Precision { get; }

    /// <summary>An empty histogram of a column.</summary>
    public static ColumnHistogram Create(string name, ColumnKind kind, int capacity) =>
        kind == ColumnKind.Numeric ? new NumericHistogram(name, capacity) : new CategoryHistogram(name);

    /// <summary>Counts rows by themselves; this histogram stays as it is.</summary>
    /// <param name="column">A column of this kind.</param>
    /// <param name="batch">Labels and weights of its rows.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <returns>A histogram of these rows that can be merged into this one.</returns>
    public abstract ColumnHistogram CountOf(Column column, TrainingSet batch, CancellationToken cancellationToken);

    /// <summary>Adds what another histogram of the same column has counted; that one stays as it is.</summary>
    public abstract void Merge(ColumnHistogram other);

    /// <summary>The pre-bins of the rows counted, by the rules that rows themselves are divided by.</summary>
    /// <exception cref="TrainingDataException">The recipe tells values apart that were counted together.</exception>
    public abstract PrebinnedColumn ToPrebins(OptimalBinning recipe, CancellationToken cancellationToken);
}
