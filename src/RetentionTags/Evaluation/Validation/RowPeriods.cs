using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>The rows of a training set by period: start and name of each period, in time order, and the period of each row.</summary>
internal sealed class RowPeriods
{
    private const int MostPeriods = 1_000;

    /// <summary>Times between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 12;

    private readonly TimeZoneInfo _zone;
    private readonly DateTime[] _times;
    private readonly int[] _timeOfRow;

    private RowPeriods(TrainingSet data, TestPeriod unit, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        _zone = zone;
        (_times, _timeOfRow) = Distinct(data.Times, cancellationToken);
        DateTime[] starts = Each(time => StartOf(time, unit), cancellationToken);
        Starts = [.. starts.Distinct()];
        if (Starts.Length > MostPeriods)
            throw new TrainingDataException($"The rows have {Starts.Length} {(unit == TestPeriod.Snapshot ? "different times" : "periods")}, and each would be a fold. At most {MostPeriods} are folds: set Period to Month or longer, or give rows of one snapshot the same time.");
        int[] periodOfTime = [.. starts.Select(start => Array.BinarySearch(Starts, start))];
        PeriodOfRow = [.. _timeOfRow.Select(time => periodOfTime[time])];
        string format = Format(unit);
        Names = [.. Starts.Select(start => NameOf(ClockTime.FromUtc(start, zone), unit, format))];

        // Clocks that are set back show an hour twice, and snapshots may be less than a second apart.
        if (Names.Distinct().Count() < Names.Length)
            Names = [.. Starts.Select(start => start.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture))];
    }

    public DateTime[] Starts { get; }

    public string[] Names { get; }

    public int[] PeriodOfRow { get; }

    public static RowPeriods Of(TrainingSet data, TestPeriod unit, TimeZoneInfo zone, CancellationToken cancellationToken) => data.HasTimes
        ? new(data, unit, zone, cancellationToken)
        : throw new ArgumentException("The splitter goes by time, and the training set does not say of which moment each row speaks: call WithTimes first.", nameof(data));

    /// <summary>For each row the moment so many calendar days after its own.</summary>
    public DateTime[] Later(int days, CancellationToken cancellationToken)
    {
        DateTime[] later = Each(time => days == 0 ? time : ClockTime.ToUtc(ClockTime.FromUtc(time, _zone).AddDays(days), _zone), cancellationToken);
        return [.. _timeOfRow.Select(time => later[time])];
    }

    /// <summary>The different times in ascending order, and the place of each row's among them.</summary>
    private static (DateTime[] Times, int[] TimeOfRow) Distinct(ReadOnlySpan<DateTime> times, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, times.Length)];
        var keys = new ulong[rows.Length];
        for (int row = 0; row < keys.Length; row++)
            keys[row] = (ulong)times[row].Ticks;
        RadixSort.Sort(keys, rows, cancellationToken);
        var distinct = new List<DateTime>();
        var timeOfRow = new int[rows.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
                distinct.Add(times[rows[i]]);
            timeOfRow[rows[i]] = distinct.Count - 1;
        }

        return ([.. distinct], timeOfRow);
    }

    private static string NameOf(DateTime clock, TestPeriod unit, string format) =>
        unit == TestPeriod.Quarter ? Invariant($"{clock:yyyy}-Q{((clock.Month - 1) / 3) + 1}") : clock.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Something of each different time.</summary>
    private DateTime[] Each(Func<DateTime, DateTime> of, CancellationToken cancellationToken)
    {
        var each = new DateTime[_times.Length];
        for (int i = 0; i < each.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            each[i] = of(_times[i]);
        }

        return each;
    }

    private DateTime StartOf(DateTime time, TestPeriod unit)
    {
        if (unit == TestPeriod.Snapshot)
            return time;
        DateTime clock = ClockTime.FromUtc(time, _zone);
        int month = unit switch
        {
            TestPeriod.Month => clock.Month,
            TestPeriod.Quarter => clock.Month - ((clock.Month - 1) % 3),
            _ => 1,
        };
        return ClockTime.ToUtc(new DateTime(clock.Year, month, 1, 0, 0, 0, DateTimeKind.Unspecified), _zone);
    }

    private string Format(TestPeriod unit) => unit switch
    {
        TestPeriod.Month => "yyyy-MM",
        TestPeriod.Year => "yyyy",
        _ => Starts.All(start => ClockTime.FromUtc(start, _zone).TimeOfDay == TimeSpan.Zero) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
    };
}
