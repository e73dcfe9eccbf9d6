using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// Tests each period with a model that learns only from rows whose labels were known by then: the way in which the model will be used.
/// </summary>
/// <remarks>
/// <para>
/// A row of time t has a label that is complete at t + h, with h = <see cref="HorizonDays"/>, and known at t + h + d, with d = <see cref="KnownAfterDays"/>. A period that begins at T is tested
/// by a model that learns from the rows with t + h + d + e ≤ T, where e = <see cref="EmbargoDays"/>; with <see cref="WindowDays"/> w only from those with t + h + d + e + w &gt; T. Cutting at
/// t &lt; T alone lets the model see labels that lie in the future of the scores that it is tested with.
/// </para>
/// <para>Periods for which there is nothing to learn from yet are not tested, and a finding counts them. Customers may be on both sides of a cut, as they are when the model is used; see <see cref="WithoutTestedEntities"/>.</para>
/// </remarks>
public sealed record WalkForward : Splitter
{
    /// <summary>h: days from a row's time to the end of the window in which its event may happen.</summary>
    /// <value>Required; from 1 to 36,525. For a snapshot GapDays + PerformanceDays; for a window of calendar months their greatest length, 92 days for three.</value>
    public required int HorizonDays { get; init => field = Checked(value, 1, 36_525, nameof(HorizonDays)); }

    /// <summary>d: days after the window's end until its events are known, such as the time that invoices take to arrive.</summary>
    /// <value>0 by default; up to 36,525.</value>
    public int KnownAfterDays { get; init => field = Checked(value, 0, 36_525, nameof(KnownAfterDays)); }

    /// <summary>e: days more that must pass, for the time that a new model takes to come into use.</summary>
    /// <value>0 by default; up to 36,525.</value>
    public int EmbargoDays { get; init => field = Checked(value, 0, 36_525, nameof(EmbargoDays)); }

    /// <summary>w: the length of a rolling window to learn from, counted back from the last label that is known.</summary>
    /// <value><see langword="null"/> by default: everything before, a window that grows. From 1 to 36,525.</value>
    public int? WindowDays { get; init => field = value is int days ? Checked(days, 1, 36_525, nameof(WindowDays)) : null; }

    /// <summary>Which rows are tested together.</summary>
    /// <value><see cref="TestPeriod.Snapshot"/> by default: those of one moment.</value>
    public TestPeriod Period { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Period), value, "one of the named choices"); }

    /// <summary>How many periods are tested, the latest ones.</summary>
    /// <value><see langword="null"/> by default: all for which there is something to learn from. At least 1.</value>
    public int? TestPeriods { get; init => field = value is int periods ? Checked(periods, 1, int.MaxValue, nameof(TestPeriods)) : null; }

    /// <summary>Whether rows of entities that the period tests are left out of what is learnt from: the strict estimate, for customers that the model has never met.</summary>
    /// <value><see langword="false"/> by default. Needs <see cref="TrainingSet.WithEntities(string)"/>.</value>
    public bool WithoutTestedEntities { get; init; }

    /// <summary>The zone whose calendar days count.</summary>
    /// <value>UTC by default. That of the snapshots.</value>
    public TimeZoneInfo TimeZone { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeZone)); } = TimeZoneInfo.Utc;

    private protected override FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken)
    {
        var periods = RowPeriods.Of(data, Period, TimeZone, cancellationToken);
        if (WithoutTestedEntities)
            RequireEntities(data);
        int lag = HorizonDays + KnownAfterDays + EmbargoDays;
        DateTime[] known = periods.Later(lag, cancellationToken);
        DateTime[]? forgotten = WindowDays is int window ? periods.Later(lag + window, cancellationToken) : null;
        var folds = new List<Fold>();
        int testable = 0;

        // From the last period on: of those before the ones that are wanted it only matters whether they could be tested.
        for (int period = periods.Starts.Length - 1; period >= 0; period--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DateTime start = periods.Starts[period];
            int current = period;
            bool isWanted = folds.Count < (TestPeriods ?? int.MaxValue);
            int[] test = isWanted || WithoutTestedEntities ? FoldPlan.RowsWhere(data.RowCount, row => periods.PeriodOfRow[row] == current, cancellationToken) : [];
            HashSet<int> tested = WithoutTestedEntities ? [.. test.Select(row => data.Entities[row])] : [];
            bool MayLearn(int row) => known[row] <= start && !(forgotten?[row] <= start) && !(WithoutTestedEntities && tested.Contains(data.Entities[row]));
            if (!Enumerable.Range(0, data.RowCount).Any(MayLearn))
                continue;
            testable++;
            if (isWanted)
                folds.Add(new(periods.Names[period], FoldPlan.RowsWhere(data.RowCount, MayLearn, cancellationToken), test));
        }

        if (testable == 0)
            throw new TrainingDataException(Invariant($"No period can be tested: none begins {lag} days (HorizonDays + KnownAfterDays + EmbargoDays) or more after a row to learn from. The rows go from {periods.Names[0]} to {periods.Names[^1]}: take earlier snapshots as well."));
        folds.Reverse();
        Finding[] findings = testable == periods.Starts.Length
            ? []
            : [new(FindingSeverity.Note, FindingCodes.UntestedRows, $"{periods.Starts.Length - testable} of {periods.Starts.Length} periods are not tested, because no row that may be learnt from had a known label by then.")];
        return FoldPlan.Of(data.RowCount, folds, cancellationToken, findings);
    }
}
