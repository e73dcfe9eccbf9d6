using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>The rows of a training set by period: start and name of each period, in time order, and the period of each row.</summary>
internal sealed class RowPeriods
{
    private const int MostPeriods = 1_000;

    private readonly TimeZoneInfo _zone;
    private readonly DateTime[] _times;
    private readonly int[] _timeOfRow;

    private RowPeriods(TrainingSet data, TestPeriod unit, TimeZoneInfo zone)
    {
        _zone = zone;
        _times = [.. data.Times.ToArray().Distinct().Order()];
        _timeOfRow = [.. data.Times.ToArray().Select(time => Array.BinarySearch(_times, time))];
        DateTime[] starts = [.. _times.Select(time => StartOf(time, unit))];
        Starts = [.. starts.Distinct()];
        if (Starts.Length > MostPeriods)
            throw new TrainingDataException($"The rows have {Starts.Length} {(unit == TestPeriod.Snapshot ? "different times" : "periods")}, and each would be a fold. At most {MostPeriods} are folds: set Period to Month or longer, or give rows of one snapshot the same time.");
        int[] periodOfTime = [.. starts.Select(start => Array.BinarySearch(Starts, start))];
        PeriodOfRow = [.. _timeOfRow.Select(time => periodOfTime[time])];
        string format = Format(unit);
        Names = [.. Starts.Select(start => NameOf(ClockTime.FromUtc(start, zone), unit, format))];
    }

    public DateTime[] Starts { get; }

    public string[] Names { get; }

    public int[] PeriodOfRow { get; }

    public static RowPeriods Of(TrainingSet data, TestPeriod unit, TimeZoneInfo zone) => data.HasTimes
        ? new(data, unit, zone)
        : throw new ArgumentException("The splitter goes by time, and the training set does not say of which moment each row speaks: call WithTimes first.", nameof(data));

    /// <summary>For each row the moment so many calendar days after its own.</summary>
    public DateTime[] Later(int days)
    {
        DateTime[] later = [.. _times.Select(time => days == 0 ? time : ClockTime.ToUtc(ClockTime.FromUtc(time, _zone).AddDays(days), _zone))];
        return [.. _timeOfRow.Select(time => later[time])];
    }

    private static string NameOf(DateTime clock, TestPeriod unit, string format) =>
        unit == TestPeriod.Quarter ? Invariant($"{clock:yyyy}-Q{((clock.Month - 1) / 3) + 1}") : clock.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

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
