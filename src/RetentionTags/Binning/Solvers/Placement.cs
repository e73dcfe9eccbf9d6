namespace RetentionTags.Binning.Solvers;

/// <summary>The intervals of a problem: as they are and, when one bin has to take the missing rows, with them.</summary>
internal sealed record Placement(IntervalTable Plain, IntervalTable? WithMissing)
{
    public int Size => Plain.Size;

    /// <summary>Which bin takes the missing rows; <see langword="null"/> when they have a bin of their own.</summary>
    public static PlacementPolicy? PolicyOf(MissingPolicy policy) => policy switch
    {
        MissingPolicy.Nearest => PlacementPolicy.Nearest,
        MissingPolicy.HighestRate => PlacementPolicy.HighestLevel,
        MissingPolicy.LowestRate => PlacementPolicy.LowestLevel,
        MissingPolicy.FirstBin => PlacementPolicy.FirstBin,
        MissingPolicy.LastBin => PlacementPolicy.LastBin,
        _ => null,
    };

    /// <summary>The value and level of a bin that takes the missing rows, or does not.</summary>
    public IntervalTable TableOf(bool takesMissing) => takesMissing ? WithMissing! : Plain;

    /// <summary>All possible bins.</summary>
    public IEnumerable<Segment> Segments()
    {
        IEnumerable<Segment> plain = Plain.Intervals().Select(interval => new Segment(interval.Start, interval.End, false));
        return WithMissing is null ? plain : plain.Concat(WithMissing.Intervals().Select(interval => new Segment(interval.Start, interval.End, true)));
    }

    /// <summary>The bins of a division, the one that takes the missing rows marked.</summary>
    public Segment[] SegmentsOf(Partition partition)
    {
        var segments = new Segment[partition.BinCount];
        for (int bin = 0; bin < segments.Length; bin++)
            segments[bin] = new(partition.Starts[bin], partition.EndOf(bin, Size), bin == partition.MissingBin);
        return segments;
    }

    public double LevelOf(Segment segment) => TableOf(segment.TakesMissing).Level(segment.Start, segment.End);

    /// <summary>The same problem without anything to place, when the bins that take the missing rows are known by where they stand.</summary>
    public Placement Placed(Func<int, int, bool> takesMissing)
    {
        IntervalTable bins = Plain.Where((start, end) => !takesMissing(start, end));
        foreach ((int start, int end) in WithMissing!.Intervals())
        {
            if (takesMissing(start, end))
                bins.Allow(start, end, WithMissing.Value(start, end), WithMissing.Level(start, end));
        }

        return new(bins, null);
    }

    /// <summary>The part of the problem in which bins satisfy a condition.</summary>
    public Placement Where(Func<Segment, bool> condition) => new(
        Plain.Where((start, end) => condition(new(start, end, false))),
        WithMissing?.Where((start, end) => condition(new(start, end, true))));

    /// <summary>The largest number of bins into which the pre-bins can be divided, all rules but admissibility set aside; 0 when there is no division.</summary>
    public int MostBins()
    {
        var most = new int[Size + 1];
        for (int end = 1; end <= Size; end++)
        {
            for (int start = 0; start < end; start++)
            {
                if ((start == 0 || most[start] > 0) && (Plain.IsAllowed(start, end) || WithMissing?.IsAllowed(start, end) == true))
                    most[end] = Math.Max(most[end], most[start] + 1);
            }
        }

        return most[Size];
    }
}
