namespace RetentionTags.Binning.Prebins;

/// <summary>
/// Groups of neighbours of which two are joined at a time, those with the lowest cost first: O(d log d) for d groups. Of equal costs the rule of the caller decides between left and right.
/// </summary>
/// <param name="count">The number of groups at the beginning.</param>
/// <param name="cost">What it costs to join a group with the one after it, ∞ for never; their numbers are those of their first members.</param>
/// <param name="join">Lets a group take in the one after it.</param>
/// <param name="leftFirst">Whether of equal costs the leftmost pair is joined first; otherwise the rightmost.</param>
internal sealed class GroupChain(int count, Func<int, int, double> cost, Action<int, int> join, bool leftFirst)
{
    private readonly int[] _next = [.. Enumerable.Range(1, count)];
    private readonly int[] _previous = [.. Enumerable.Range(-1, count)];

    /// <summary>Which offer for a pair, known by its left group, is the latest; older ones no longer hold.</summary>
    private readonly int[] _offer = new int[count];
    private readonly PriorityQueue<(int Left, int Offer), (double Cost, int Order)> _pairs = new();

    /// <summary>Joins pairs as long as the rule, given the number of groups and the lowest cost, says so; answers with the numbers of the groups that remain.</summary>
    public int[] JoinWhile(Func<int, double, bool> mayJoin, CancellationToken cancellationToken)
    {
        int groups = count;
        for (int left = 0; left < count - 1; left++)
            Offer(left);
        while (_pairs.TryPeek(out (int Left, int Offer) pair, out (double Cost, int Order) priority))
        {
            if (pair.Offer != _offer[pair.Left])
            {
                _pairs.Dequeue();
                continue;
            }

            if (!mayJoin(groups, priority.Cost))
                break;
            _pairs.Dequeue();
            if (--groups % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Join(pair.Left);
        }

        var remaining = new List<int>(groups);
        for (int group = 0; group < count; group = _next[group])
            remaining.Add(group);
        return [.. remaining];
    }

    private void Join(int left)
    {
        int right = _next[left];
        join(left, right);
        _offer[right]++;
        _next[left] = _next[right];
        if (_next[left] < count)
        {
            _previous[_next[left]] = left;
            Offer(left);
        }
        else
        {
            _offer[left]++;
        }

        if (_previous[left] >= 0)
            Offer(_previous[left]);
    }

    private void Offer(int left)
    {
        double price = cost(left, _next[left]);
        _offer[left]++;
        if (price < double.PositiveInfinity)
            _pairs.Enqueue((left, _offer[left]), (price, leftFirst ? left : -left));
    }
}
