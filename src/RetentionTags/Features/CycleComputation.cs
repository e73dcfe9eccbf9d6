namespace RetentionTags.Features;

/// <summary>Fills the columns of <see cref="CycleFeatures"/>.</summary>
internal sealed class CycleComputation(EntitySweep sweep, PurchaseUnit unit, FeatureColumns columns) : RowComputation
{
    private const double TicksPerDay = TimeSpan.TicksPerDay;

    private readonly PurchaseTimeline _purchases = sweep.Purchases(unit);
    private readonly double[][] _columns = [.. Enumerable.Range(0, 8).Select(columns.Numbers)];
    private int[] _beginnings = [];
    private long[] _gaps = [];

    protected override void Compute(int cut, int row)
    {
        int purchases = _purchases.Beginnings(sweep.From(cut), sweep.To(cut), ref _beginnings);
        Span<double> values = stackalloc double[8];
        values.Fill(double.NaN);
        if (purchases > 1)
            Fill(values, TakeGaps(purchases), SinceLast(cut, _beginnings[purchases - 1]));
        for (int k = 0; k < values.Length; k++)
            _columns[k][row] = values[k];
    }

    /// <param name="values">Where the features go, in the order of columns.</param>
    /// <param name="gaps">In order of time, in ticks.</param>
    /// <param name="sinceLast">Ticks since the last purchase.</param>
    private static void Fill(Span<double> values, Span<long> gaps, long sinceLast)
    {
        double mean = Mean(gaps);
        if (gaps.Length > 1 && mean > 0)
            values[4] = Deviation(gaps, mean) / mean;
        if (gaps.Length > 1 && gaps[^1] + gaps[^2] > 0)
            values[5] = (double)gaps[^2] / (gaps[^1] + gaps[^2]);
        gaps.Sort();
        double median = (gaps[(gaps.Length - 1) / 2] + gaps[gaps.Length / 2]) / 2.0;
        (values[0], values[1], values[2], values[3]) = (mean / TicksPerDay, median / TicksPerDay, gaps[0] / TicksPerDay, gaps[^1] / TicksPerDay);
        values[6] = (median - sinceLast) / TicksPerDay;
        if (median > 0)
            values[7] = sinceLast / median;
    }

    /// <summary>Of whole numbers, so that the order of gaps changes no bit.</summary>
    private static double Mean(ReadOnlySpan<long> gaps)
    {
        long sum = 0;
        foreach (long gap in gaps)
            sum += gap;
        return (double)sum / gaps.Length;
    }

    private static double Deviation(ReadOnlySpan<long> gaps, double mean)
    {
        double squares = 0;
        foreach (long gap in gaps)
            squares += (gap - mean) * (gap - mean);
        return Math.Sqrt(squares / (gaps.Length - 1));
    }

    private Span<long> TakeGaps(int purchases)
    {
        if (_gaps.Length < purchases)
            _gaps = new long[2 * purchases];
        for (int k = 1; k < purchases; k++)
            _gaps[k - 1] = TimeOf(_beginnings[k]) - TimeOf(_beginnings[k - 1]);
        return _gaps.AsSpan(0, purchases - 1);
    }

    private long SinceLast(int cut, int last) => unit == PurchaseUnit.Day
        ? (sweep.ReferenceDay(cut) - sweep.Days[last]) * TimeSpan.TicksPerDay
        : sweep.CutOff(cut).Ticks - sweep.Events.Times[last].Ticks;

    /// <summary>In ticks: of the day, or of the moment.</summary>
    private long TimeOf(int i) => unit == PurchaseUnit.Day ? sweep.Days[i] * TimeSpan.TicksPerDay : sweep.Events.Times[i].Ticks;
}
