namespace RetentionTags.Binning.Pairs;

/// <summary>A block of the grid of pre-bins: first and end place on each axis, ends exclusive.</summary>
internal readonly record struct PairRectangle(int FirstStart, int FirstEnd, int SecondStart, int SecondEnd) : IComparable<PairRectangle>
{
    /// <summary>The order in which regions are listed: along the first axis, then along the second.</summary>
    public int CompareTo(PairRectangle other)
    {
        int first = FirstStart.CompareTo(other.FirstStart);
        return first != 0 ? first : SecondStart.CompareTo(other.SecondStart);
    }
}
