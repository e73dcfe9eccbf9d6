namespace RetentionTags.Features;

/// <summary>Purchases and their values, gross or with each refund deducted from one purchase.</summary>
internal sealed class PurchaseValues
{
    private readonly EntitySweep _sweep;
    private readonly PurchaseTimeline _purchases;
    private readonly SignedAmounts? _gross;
    private readonly RefundedOrders? _orders;
    private readonly bool _needsRepeats;
    private readonly PaperSums _sums = new();
    private double[] _repeats = [];

    public PurchaseValues(EntitySweep sweep, PurchaseUnit unit, bool isGross, bool needsRepeats)
    {
        _sweep = sweep;
        _purchases = sweep.Purchases(unit);
        _gross = isGross ? new(sweep, refunds: false) : null;
        _needsRepeats = needsRepeats;
        bool namesOrders = !isGross && !sweep.Log.OrderCodes.IsEmpty;
        if (needsRepeats && (unit == PurchaseUnit.Order || namesOrders))
            _orders = new(sweep);
    }

    public PurchaseTotals Of(int from, int to)
    {
        int first = _purchases.First(from, to);
        if (first < 0)
            return default;
        int count = _purchases.Count(from, to);
        double repeats = _needsRepeats && count > 1 ? RepeatValue(from, to, first) : 0;
        return new(count, _sweep.Days[first], _sweep.Days[_purchases.Last(from, to)], Sum(from, to), repeats);
    }

    private double Sum(int from, int to) => _gross is null ? _purchases.Value(from, to) : _gross.Sum(from, to);

    /// <summary>Without orders everything from the second purchase on belongs to repeats; with orders, lines and refunds of the first may come later.</summary>
    private double RepeatValue(int from, int to, int first)
    {
        if (_orders is null)
            return Sum(_purchases.Second(from, to), to);
        if (_repeats.Length < to - from)
            _repeats = new double[2 * (to - from)];
        int last = first;
        for (int i = from; i < to; i++)
            _repeats[i - from] = OfRepeats(i, from, first, ref last);
        _sums.Take(_repeats.AsSpan(0, to - from));
        return _sums.Of(_repeats, 0, to - from);
    }

    private double OfRepeats(int i, int from, int first, ref int last)
    {
        double amount = _sweep.Events.Amounts[i];
        if (!_sweep.Counts(i) || (amount < 0 && _gross is not null))
            return 0;
        if (amount >= 0)
            last = i;
        int purchase = amount < 0 && _orders!.PurchaseOf(i) is int named && named >= from ? named : last;
        return IsOfFirst(purchase, first) ? 0 : amount;
    }

    private bool IsOfFirst(int i, int first) => _purchases.Unit switch
    {
        PurchaseUnit.Day => _sweep.Days[i] == _sweep.Days[first],
        PurchaseUnit.Order => i == first || (OrderOf(i) >= 0 && OrderOf(i) == OrderOf(first)),
        _ => i == first,
    };

    private int OrderOf(int i) => _sweep.Log.OrderCodes[_sweep.Events.PlaceOf(i)];
}
