namespace RetentionTags.Binning.Targets;

/// <summary>Intervals each of which is summed up from its own pre-bins, without differences of running sums: what is 0 is 0, and an outlier elsewhere does no harm.</summary>
internal sealed class StoredIntervals<TSums> : Intervals<TSums>
{
    private readonly TSums[] _sums;

    public StoredIntervals(TSums[] prebins, Func<TSums, TSums, TSums> together)
        : base(prebins.Length)
    {
        _sums = new TSums[Size * (Size + 1) / 2];
        for (int start = 0; start < Size; start++)
        {
            TSums sums = prebins[start];
            _sums[Place(start, start + 1)] = sums;
            for (int end = start + 2; end <= Size; end++)
                _sums[Place(start, end)] = sums = together(sums, prebins[end - 1]);
        }
    }

    public override TSums this[int start, int end] => _sums[Place(start, end)];

    private int Place(int start, int end) => (start * ((2 * Size) - start - 1) / 2) + end - 1;
}
