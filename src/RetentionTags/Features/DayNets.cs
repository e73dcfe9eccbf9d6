namespace RetentionTags.Features;

/// <summary>Purchases as days whose amounts are netted; a day with refunds whose net is not above 0 is none.</summary>
internal sealed class DayNets(EntitySweep sweep)
{
    private readonly PurchaseTimeline _purchases = sweep.Purchases(PurchaseUnit.Day);
    private readonly SignedAmounts _refunds = new(sweep, refunds: true);
    private readonly PaperSums _sums = new();
    private double[] _nets = [];

    public PurchaseTotals Of(int from, int to)
    {
        if (_nets.Length < to - from)
            _nets = new double[2 * (to - from)];
        int count = 0, firstDay = 0, lastDay = 0;
        ReadOnlySpan<int> days = sweep.Days;
        for (int start = from, end; start < to; start = end)
        {
            end = start + 1;
            while (end < to && days[end] == days[start])
                end++;
            double net = _purchases.Value(start, end);
            bool isPurchase = _refunds.Count(start, end) > 0 ? net > 0 : _purchases.First(start, end) >= 0;
            if (!isPurchase)
                continue;
            firstDay = count == 0 ? days[start] : firstDay;
            lastDay = days[start];
            _nets[count++] = net;
        }

        _sums.Take(_nets.AsSpan(0, count));
        return count == 0 ? default : new(count, firstDay, lastDay, _sums.Of(_nets, 0, count), _sums.Of(_nets, 1, count));
    }
}
