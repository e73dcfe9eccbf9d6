using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>A feature of your own, computed by a function that sees what is visible at a cut-off and nothing else.</summary>
public sealed record CustomFeature : FeatureFamily
{
    /// <summary>The column's name.</summary>
    /// <value>Required.</value>
    public required string Name { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A feature has a name.", nameof(Name)) : value; }

    /// <summary>Computes the feature. It may be called from several threads at once, for different entities.</summary>
    /// <value>Required.</value>
    public required EventFeature Compute { get; init => field = value ?? throw new ArgumentNullException(nameof(Compute)); }

    /// <summary>Windows that the function asks for by <see cref="EventHistory.Within"/>.</summary>
    /// <value>Empty by default.</value>
    public ValueList<Window> Windows { get; init => field = value ?? throw new ArgumentNullException(nameof(Windows)); } = [];

    /// <summary>The feature in plain English.</summary>
    /// <value><see langword="null"/> by default: <see cref="Name"/>.</value>
    public string? English { get; init; }

    /// <summary>The feature in Chinese.</summary>
    /// <value><see langword="null"/> by default: <see cref="Name"/>.</value>
    public string? Chinese { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureDefinition> Define(EventLog log) => [new(Name, ColumnKind.Numeric, $"custom {Name}", English ?? Name, Chinese ?? Name)];

    /// <inheritdoc/>
    internal override FeatureComputation Bind(EntitySweep sweep, FeatureColumns columns) => new Computation(this, sweep, columns.Numbers(0));

    private sealed class Computation(CustomFeature feature, EntitySweep sweep, double[] column) : RowComputation
    {
        private readonly int[] _windows = [.. feature.Windows.Select(sweep.Window)];

        protected override void Compute(int cut, int row) => column[row] = feature.Compute(new(sweep, cut, _windows));
    }
}
