namespace RetentionTags.Features;

/// <summary>For each refund of a block, the entity's last purchase event before it of the order that it names.</summary>
internal sealed class RefundedOrders(EntitySweep sweep)
{
    private readonly int[] _lastOfOrder = new int[sweep.Log.Orders.Count];
    private readonly int[] _versionOfOrder = new int[sweep.Log.Orders.Count];
    private int[] _purchase = [];
    private int _version;

    /// <summary>The purchase event, or −1 when the refund names no order or one of which nothing was seen before.</summary>
    public int PurchaseOf(int refund)
    {
        if (_version != sweep.Events.Version)
            Update();
        return _purchase[refund];
    }

    private void Update()
    {
        _version = sweep.Events.Version;
        if (_purchase.Length < sweep.Events.Count)
            _purchase = new int[2 * sweep.Events.Count];
        ReadOnlySpan<int> starts = sweep.Events.Starts;
        for (int history = 0; history < sweep.Events.HistoryCount; history++)
            TakeHistory(starts[history], starts[history + 1]);
    }

    private void TakeHistory(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            int order = sweep.Log.OrderCodes[sweep.Events.PlaceOf(i)];
            _purchase[i] = order >= 0 && _versionOfOrder[order] == _version && _lastOfOrder[order] >= start ? _lastOfOrder[order] : -1;
            if (order >= 0 && sweep.IsPurchase(i))
                (_lastOfOrder[order], _versionOfOrder[order]) = (i, _version);
        }
    }
}
