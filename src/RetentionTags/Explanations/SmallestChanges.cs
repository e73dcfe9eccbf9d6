namespace RetentionTags.Explanations;

/// <summary>
/// The smallest changes whose gains reach a need: exact, in whole units. A way is a set of columns that reaches the need, none of whose subsets does, each column at an option so that the total cost is least.
/// </summary>
/// <remarks>
/// Sets come by size. Within a size columns are taken in their order, and a branch is left when the largest gains of what may still be taken cannot reach the need, or when the least costs of what must still be taken exceed those of the worst way kept.
/// Costs are added in the order of columns. Ties go to the columns, then to the options, that come first.
/// </remarks>
internal sealed class SmallestChanges
{
    private readonly ChangeOption[][] _options;
    private readonly long[] _largest;
    private readonly double[] _least;
    private readonly long _need;
    private readonly int _count;
    private readonly CancellationToken _cancellationToken;
    private readonly List<(double Cost, int[] Columns, int[] Options)> _found = [];
    private int _steps;

    /// <param name="options">For each column its options with a gain; perhaps none.</param>
    /// <param name="need">The gain that is to be reached; above 0.</param>
    /// <param name="count">How many ways to keep.</param>
    /// <param name="cancellationToken">Looked at every few milliseconds.</param>
    private SmallestChanges(ChangeOption[][] options, long need, int count, CancellationToken cancellationToken)
    {
        _options = [.. options.Select(each => each.OrderBy(option => option.Cost).ThenByDescending(option => option.Gain).ThenBy(option => option.Bin).ToArray())];
        _largest = [.. options.Select(each => each.Select(option => option.Gain).DefaultIfEmpty(0).Max())];
        _least = [.. options.Select(each => each.Select(option => option.Cost).DefaultIfEmpty(0).Min())];
        _need = need;
        _count = count;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The ways, best first: for each column that changes its option.</summary>
    public static List<(double Cost, (int Column, ChangeOption Option)[] Changes)> Of(ChangeOption[][] options, long need, int count, int maxChanges, CancellationToken cancellationToken)
    {
        var result = new List<(double, (int, ChangeOption)[])>();
        int usable = options.Count(each => each.Length > 0);
        for (int size = 1; size <= Math.Min(maxChanges, usable) && result.Count < count; size++)
        {
            var search = new SmallestChanges(options, need, count - result.Count, cancellationToken);
            search.Take(new int[size], 0, 0, 0, 0);
            result.AddRange(search._found.Select(way => (way.Cost, way.Columns.Select((column, i) => (column, search._options[column][way.Options[i]])).ToArray())));
        }

        return result;
    }

    /// <summary>Takes one more column, the place <paramref name="taken"/> of a set, from <paramref name="from"/> on.</summary>
    private void Take(int[] set, int taken, int from, long gain, double cost)
    {
        if ((++_steps & 0xFFF) == 0)
            _cancellationToken.ThrowIfCancellationRequested();
        if (taken == set.Length)
        {
            Price(set, gain);
            return;
        }

        for (int column = from; column < _options.Length; column++)
        {
            if (_options[column].Length == 0 || gain + _largest[column] + LargestOf(column + 1, set.Length - taken - 1) < _need || IsTooDear(cost + _least[column]))
                continue;
            set[taken] = column;
            Take(set, taken + 1, column + 1, gain + _largest[column], cost + _least[column]);
        }
    }

    /// <summary>The sum of the so many largest gains from a column on.</summary>
    private long LargestOf(int from, int count)
    {
        if (count == 0)
            return 0;
        Span<long> best = stackalloc long[count];
        best.Clear();
        foreach (long largest in _largest.AsSpan(from))
        {
            if (largest <= best[0])
                continue;
            int at = 0;
            for (; at + 1 < count && best[at + 1] < largest; at++)
                best[at] = best[at + 1];
            best[at] = largest;
        }

        long sum = 0;
        foreach (long each in best)
            sum += each;
        return sum;
    }

    /// <summary>Keeps a set that reaches the need, and not without any of its columns, at its least cost.</summary>
    private void Price(int[] set, long gain)
    {
        if (gain < _need || set.Any(column => gain - _largest[column] >= _need))
            return;
        var options = new int[set.Length];
        (double Cost, int[] Options) best = (double.PositiveInfinity, []);
        Choose(set, options, 0, gain, 0, ref best);
        if (best.Options.Length == 0)
            return;
        int at = _found.Count;
        while (at > 0 && best.Cost < _found[at - 1].Cost)
            at--;
        _found.Insert(at, (best.Cost, [.. set], best.Options));
        if (_found.Count > _count)
            _found.RemoveAt(_count);
    }

    /// <summary>Options for the columns of a set from a place on. <paramref name="reach"/> is the gain with the options chosen so far and the largest of all others.</summary>
    private void Choose(int[] set, int[] options, int place, long reach, double cost, ref (double Cost, int[] Options) best)
    {
        if ((++_steps & 0xFFF) == 0)
            _cancellationToken.ThrowIfCancellationRequested();
        if (place == set.Length)
        {
            if (cost < best.Cost)
                best = (cost, [.. options]);
            return;
        }

        double rest = 0;
        for (int i = place + 1; i < set.Length; i++)
            rest += _least[set[i]];
        ChangeOption[] choices = _options[set[place]];
        for (int option = 0; option < choices.Length; option++)
        {
            // Options come by rising cost. A bound is a little below what it bounds, since costs are added in another order.
            if ((cost + choices[option].Cost + rest) * (1 - 1e-12) >= best.Cost)
                break;
            long with = reach - _largest[set[place]] + choices[option].Gain;
            if (with < _need)
                continue;
            options[place] = option;
            Choose(set, options, place + 1, with, cost + choices[option].Cost, ref best);
        }
    }

    private bool IsTooDear(double cost) => _found.Count == _count && cost * (1 - 1e-12) > _found[^1].Cost;
}
