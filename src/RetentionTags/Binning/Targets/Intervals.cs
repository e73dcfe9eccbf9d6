namespace RetentionTags.Binning.Targets;

/// <summary>What is known of any interval of pre-bins.</summary>
internal abstract class Intervals<TSums>(int size)
{
    /// <summary>The number of pre-bins.</summary>
    public int Size => size;

    /// <summary>The pre-bins from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public abstract TSums this[int start, int end] { get; }
}
