using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>Tests each period with a model that learns from all others, later ones included: how much a model owes to a single period.</summary>
/// <remarks>No estimate of what a model will do in use, for it learns from the future; that is <see cref="WalkForward"/>.</remarks>
public sealed record LeaveOnePeriodOut : Splitter
{
    /// <summary>Which rows are left out together.</summary>
    /// <value><see cref="TestPeriod.Snapshot"/> by default: those of one moment.</value>
    public TestPeriod Period { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Period), value, "one of the named choices"); }

    /// <summary>Days from a row's time to the end of the window in which its event may happen: rows whose windows overlap with one that is tested are not learnt from.</summary>
    /// <value>0 by default: nothing is left out but the period. Up to 36,525.</value>
    public int HorizonDays { get; init => field = Checked(value, 0, 36_525, nameof(HorizonDays)); }

    /// <summary>The zone whose calendar days count.</summary>
    /// <value>UTC by default.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    private protected override FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken)
    {
        var periods = RowPeriods.Of(data, Period, TimeZone, cancellationToken);
        if (periods.Starts.Length < 2)
            throw new TrainingDataException($"All rows are of the period {periods.Names[0]}, and to leave one out takes two. Set Period to a shorter one, or use StratifiedKFold.");
        DateTime[] windowEnds = periods.Later(HorizonDays, cancellationToken);
        return FoldPlan.Of(data.RowCount, Enumerable.Range(0, periods.Starts.Length).Select(period => LeaveOut(period, periods, data, windowEnds, cancellationToken)), cancellationToken);
    }

    private static Fold LeaveOut(int period, RowPeriods periods, TrainingSet data, DateTime[] windowEnds, CancellationToken cancellationToken)
    {
        int[] test = FoldPlan.RowsWhere(data.RowCount, row => periods.PeriodOfRow[row] == period, cancellationToken);
        DateTime from = test.Min(row => data.Times[row]), to = test.Max(row => windowEnds[row]);
        int[] train = FoldPlan.RowsWhere(data.RowCount, row => periods.PeriodOfRow[row] != period && (windowEnds[row] <= from || data.Times[row] >= to), cancellationToken);
        return train.Length > 0
            ? new(periods.Names[period], train, test)
            : throw new TrainingDataException($"Fold '{periods.Names[period]}': the label windows of all other rows overlap with those that are tested, so there is nothing to learn from. Set HorizonDays lower, or take snapshots further apart.");
    }
}
