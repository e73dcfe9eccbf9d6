namespace RetentionTags.Features;

/// <summary>Number and sum, over any stretch of a block's events, of those of the plan's kind that are purchases, or of those that are refunds.</summary>
internal sealed class SignedAmounts(EntitySweep sweep, bool refunds)
{
    private readonly PaperSums _sums = new();
    private double[] _amounts = [];
    private int[] _before = new int[1];
    private int _version;

    public int Count(int from, int to)
    {
        Update();
        return _before[to] - _before[from];
    }

    public double Sum(int from, int to)
    {
        Update();
        return _sums.Of(_amounts, from, to);
    }

    private void Update()
    {
        if (_version == sweep.Events.Version)
            return;
        _version = sweep.Events.Version;
        ReadOnlySpan<double> amounts = sweep.Events.Amounts;
        if (_before.Length <= amounts.Length)
            (_amounts, _before) = (new double[2 * amounts.Length], new int[(2 * amounts.Length) + 1]);
        for (int i = 0; i < amounts.Length; i++)
        {
            bool takesPart = (amounts[i] < 0) == refunds && sweep.Counts(i);
            _amounts[i] = takesPart ? amounts[i] : 0;
            _before[i + 1] = _before[i] + (takesPart ? 1 : 0);
        }

        _sums.Take(_amounts.AsSpan(0, amounts.Length));
    }
}
