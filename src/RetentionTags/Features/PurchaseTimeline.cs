namespace RetentionTags.Features;

/// <summary>The purchases of the entities of a block, so kept that those of any range of one's events are found without going through them.</summary>
/// <remarks>
/// A purchase begins with an event of the plan's kind whose amount is at least 0. By day, later ones of the same day belong to it; by event, each is one of its own; by order,
/// later ones with the same order belong to it. A refund belongs to the value of the last purchase at or before it.
/// </remarks>
internal sealed class PurchaseTimeline(EntitySweep sweep, PurchaseUnit unit)
{
    private readonly PaperSums _sums = new();
    private readonly int[] _lastOfOrder = new int[unit == PurchaseUnit.Order ? sweep.Log.Orders.Count : 0];
    private readonly int[] _versionOfOrder = new int[unit == PurchaseUnit.Order ? sweep.Log.Orders.Count : 0];
    private int[] _previousOfOrder = [];
    private int[] _purchasesBefore = new int[1];
    private int[] _beginningsBefore = new int[1];
    private int[] _purchaseEvents = [];
    private double[] _amounts = [];
    private int _purchases;
    private int _beginnings;
    private int _version;

    public PurchaseUnit Unit => unit;

    /// <summary>The number of purchases among the events [from, to): such as have at least one event there.</summary>
    public int Count(int from, int to)
    {
        Update();
        if (unit == PurchaseUnit.Order)
            return CountOrders(from, to);
        int first = _purchasesBefore[from];
        if (first == _purchasesBefore[to])
            return 0;
        int firstEvent = _purchaseEvents[first];
        return _beginningsBefore[to] - _beginningsBefore[firstEvent + 1] + 1;
    }

    /// <summary>The first event of a purchase among [from, to), or −1.</summary>
    public int First(int from, int to)
    {
        Update();
        return _purchasesBefore[from] == _purchasesBefore[to] ? -1 : _purchaseEvents[_purchasesBefore[from]];
    }

    /// <summary>The last event of a purchase among [from, to), or −1.</summary>
    public int Last(int from, int to)
    {
        Update();
        return _purchasesBefore[from] == _purchasesBefore[to] ? -1 : _purchaseEvents[_purchasesBefore[to] - 1];
    }

    /// <summary>The event with which the second purchase among [from, to) begins, or −1.</summary>
    public int Second(int from, int to)
    {
        Update();
        for (int purchase = _purchasesBefore[from] + 1; purchase < _purchasesBefore[to]; purchase++)
        {
            int i = _purchaseEvents[purchase];
            if (IsBeginning(i, from))
                return i;
        }

        return -1;
    }

    /// <summary>The sum of the amounts of purchases and refunds among the events [from, to).</summary>
    public double Value(int from, int to)
    {
        Update();
        return _sums.Of(_amounts, from, to);
    }

    /// <summary>Writes, for each purchase among the events [from, to), the event with which it begins there.</summary>
    /// <returns>The number of purchases.</returns>
    public int Beginnings(int from, int to, ref int[] events)
    {
        Update();
        int count = 0;
        if (events.Length < to - from)
            events = new int[Math.Max(2 * events.Length, to - from)];
        for (int purchase = _purchasesBefore[from]; purchase < _purchasesBefore[to]; purchase++)
        {
            int i = _purchaseEvents[purchase];
            if (purchase == _purchasesBefore[from] || IsBeginning(i, from))
                events[count++] = i;
        }

        return count;
    }

    private bool IsBeginning(int i, int from) => unit == PurchaseUnit.Order ? _previousOfOrder[i] < from : _beginningsBefore[i + 1] > _beginningsBefore[i];

    private int CountOrders(int from, int to)
    {
        int count = 0;
        for (int purchase = _purchasesBefore[from]; purchase < _purchasesBefore[to]; purchase++)
            count += _previousOfOrder[_purchaseEvents[purchase]] < from ? 1 : 0;
        return count;
    }

    private void Update()
    {
        if (_version == sweep.Events.Version)
            return;
        _version = sweep.Events.Version;
        int count = sweep.Events.Count;
        MakeRoomFor(count);
        (_purchases, _beginnings) = (0, 0);
        ReadOnlySpan<int> starts = sweep.Events.Starts;
        for (int history = 0; history < sweep.Events.HistoryCount; history++)
            TakeHistory(starts[history], starts[history + 1]);
        _sums.Take(_amounts.AsSpan(0, count));
    }

    private void TakeHistory(int start, int end)
    {
        ReadOnlySpan<double> amounts = sweep.Events.Amounts;
        int first = _purchases;
        for (int i = start; i < end; i++)
        {
            bool counts = sweep.Counts(i);
            _amounts[i] = counts ? amounts[i] : 0;
            if (counts && amounts[i] >= 0)
            {
                _beginnings += Begins(i, start, isFirst: _purchases == first) ? 1 : 0;
                _purchaseEvents[_purchases++] = i;
            }

            _purchasesBefore[i + 1] = _purchases;
            _beginningsBefore[i + 1] = _beginnings;
        }
    }

    private bool Begins(int i, int start, bool isFirst)
    {
        if (unit == PurchaseUnit.Order)
            return (_previousOfOrder[i] = PreviousOfOrder(i, start)) < 0;
        return unit == PurchaseUnit.Event || isFirst || sweep.Days[i] != sweep.Days[_purchaseEvents[_purchases - 1]];
    }

    /// <summary>The last purchase event of the same order in the history that begins at a place, or −1.</summary>
    private int PreviousOfOrder(int i, int start)
    {
        int order = sweep.Log.OrderCodes[sweep.Events.PlaceOf(i)];
        if (order < 0)
            return -1;
        int previous = _versionOfOrder[order] == _version && _lastOfOrder[order] >= start ? _lastOfOrder[order] : -1;
        (_lastOfOrder[order], _versionOfOrder[order]) = (i, _version);
        return previous;
    }

    private void MakeRoomFor(int events)
    {
        if (_amounts.Length >= events && _amounts.Length > 0)
            return;
        int room = Math.Max(2 * _amounts.Length, events);
        (_previousOfOrder, _purchaseEvents, _amounts) = (new int[room], new int[room], new double[room]);
        (_purchasesBefore, _beginningsBefore) = (new int[room + 1], new int[room + 1]);
    }
}
