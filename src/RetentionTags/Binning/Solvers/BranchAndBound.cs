namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The exact optimum under rules that concern bins wherever they stand. Without those rules the problem is solved by a dynamic program, whose optimum is a bound; when it breaks a rule,
/// the problem is divided in two parts that leave it out, and the part with the higher bound is looked at next. The first division that satisfies the rules ends the search.
/// </summary>
/// <param name="problem">The whole problem.</param>
/// <param name="relaxation">Solves a part of it without the rules.</param>
/// <param name="branching">The rules.</param>
/// <param name="cancellationToken">Stops the work, which may take exponential time at worst.</param>
internal sealed class BranchAndBound(Placement problem, Func<Placement, IOptima> relaxation, Branching branching, CancellationToken cancellationToken) : IOptima
{
    private static readonly Comparer<Partition> Preference = Comparer<Partition>.Create(Compare);

    private IOptima? _whole;

    private IOptima Whole => _whole ??= relaxation(problem);

    public long Bound(int bins) => Whole.Bound(bins);

    public Partition? Optimum(int bins) => Search(bins, bins);

    public long Highest(int fewest, int most) => Search(fewest, most)?.Value ?? ChainTable.None;

    /// <summary>Higher values first, of equal ones those with fewer bins, of those the ones with cuts further to the left.</summary>
    private static int Compare(Partition a, Partition b)
    {
        if (a.Value != b.Value || a.BinCount != b.BinCount)
            return a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.BinCount.CompareTo(b.BinCount);
        return a.IsBetterThan(b) ? -1 : b.IsBetterThan(a) ? 1 : 0;
    }

    private static Partition? Best(IOptima relaxed, int fewest, int most)
    {
        int best = fewest;
        for (int bins = fewest + 1; bins <= most; bins++)
        {
            if (relaxed.Bound(bins) > relaxed.Bound(best))
                best = bins;
        }

        return relaxed.Optimum(best);
    }

    /// <summary>
    /// The division that a part's relaxation prefers comes before all others in that part, the forbidden ones included. So the first one in the queue that satisfies the rules is the one
    /// to be preferred of all.
    /// </summary>
    private Partition? Search(int fewest, int most)
    {
        var parts = new PriorityQueue<(Placement Part, Partition Division), Partition>(Preference);
        Enqueue(problem, Whole);
        while (parts.TryDequeue(out (Placement Part, Partition Division) next, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Placement[] halves = branching.Split(next.Part, next.Division, cancellationToken);
            if (halves.Length == 0)
                return next.Division;
            foreach (Placement half in halves)
                Enqueue(half, relaxation(half));
        }

        return null;

        void Enqueue(Placement part, IOptima relaxed)
        {
            if (Best(relaxed, fewest, most) is Partition division)
                parts.Enqueue((part, division), division);
        }
    }
}
