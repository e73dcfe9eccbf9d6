namespace RetentionTags.Binning.Histograms;

/// <summary>Weights of the rows whose values lie close together, and the lowest and the highest of these values as keys (<see cref="Numerics.SortableDouble"/>).</summary>
/// <remarks>A bucket holds one value exactly when the two keys are equal. Fields, and not properties, because rows are counted in place.</remarks>
internal struct ValueBucket
{
    public ulong Lowest;
    public ulong Highest;
    public double Events;
    public double NonEvents;

    public readonly double Weight => Events + NonEvents;

    /// <summary>Takes over what another bucket of the same values holds.</summary>
    public void Absorb(in ValueBucket other)
    {
        Lowest = Math.Min(Lowest, other.Lowest);
        Highest = Math.Max(Highest, other.Highest);
        Events += other.Events;
        NonEvents += other.NonEvents;
    }
}
