namespace RetentionTags.Features;

/// <summary>The purchases of an entity, so kept that those of any range of its events are found without going through them.</summary>
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
        ReadOnlySpan<double> amounts = sweep.Events.Amounts;
        int purchases = 0, beginnings = 0;
        for (int i = 0; i < count; i++)
        {
            bool counts = sweep.Counts(i);
            _amounts[i] = counts ? amounts[i] : 0;
            if (counts && amounts[i] >= 0)
            {
                beginnings += Begins(i, purchases) ? 1 : 0;
                _purchaseEvents[purchases++] = i;
            }

            _purchasesBefore[i + 1] = purchases;
            _beginningsBefore[i + 1] = beginnings;
        }

        _sums.Take(_amounts.AsSpan(0, count));
    }

    private bool Begins(int i, int purchases)
    {
        if (unit == PurchaseUnit.Order)
            return (_previousOfOrder[i] = PreviousOfOrder(i)) < 0;
        return unit == PurchaseUnit.Event || purchases == 0 || sweep.Days[i] != sweep.Days[_purchaseEvents[purchases - 1]];
    }

    /// <summary>The last purchase event of the same order, or −1.</summary>
    private int PreviousOfOrder(int i)
    {
        int order = sweep.Log.OrderCodes[sweep.Events.PlaceOf(i)];
        if (order < 0)
            return -1;
        int previous = _versionOfOrder[order] == _version ? _lastOfOrder[order] : -1;
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
