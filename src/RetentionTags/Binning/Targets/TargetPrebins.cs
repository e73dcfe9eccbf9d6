using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>A column divided into pre-bins, and what is known of the target in each.</summary>
internal sealed record TargetPrebins<TSums>
{
    public required Column Column { get; init; }

    /// <summary>At least one, which is empty when the column has no values.</summary>
    public required TSums[] Sums { get; init; }

    public required TSums Missing { get; init; }

    /// <summary>The special groups that some row belongs to.</summary>
    public required IReadOnlyList<(BinPlace Place, TSums Sums)> Specials { get; init; }

    /// <summary>The number of values that are neither missing nor special.</summary>
    public required int DistinctValues { get; init; }

    /// <summary>Whether the pre-bins have an order of their own, so that a trend means something; otherwise they stand in the order of their levels.</summary>
    public required bool IsOrdered { get; init; }

    /// <summary>The regular bin of the pre-bins from a start up to, not including, an end.</summary>
    public required Func<int, int, BinPlace> PlaceOf { get; init; }

    /// <summary>Where an interval of pre-bins stands on the column's axis, for trends that bend.</summary>
    public Func<int, int, double> Center { get; init; } = (start, end) => 0.5 * (start + end - 1);
}
