using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation.Validation;

public class SplitterTests : PropertyTests
{
    /// <summary>The labels and groups of fixtures/splits.json: y = 1 for i &lt; 6 and i in {11, 15, 22, 27, 28}, group = i² mod 11.</summary>
    private static readonly TrainingSet Toy = Rows(30, row => row < 6 || row is 11 or 15 or 22 or 27 or 28).WithEntities([.. Enumerable.Range(0, 30).Select(row => (long)(row * row % 11))]);

    [Property(MaxTest = 200)]
    public void Stratified_folds_test_every_row_once_and_differ_by_one_at_most(SmallSet set, byte count, long seed)
    {
        int folds = 2 + (count % 4);
        TrainingSet data = set.ToTrainingSet();
        if (Math.Min(data.EventWeight, data.NonEventWeight) < folds)
        {
            Assert.Contains($"{folds} stratified folds need at least {folds} of each", Assert.Throws<TrainingDataException>(() => new StratifiedKFold { Folds = folds }.Split(data)).Message, StringComparison.Ordinal);
            return;
        }

        FoldPlan plan = new StratifiedKFold { Folds = folds, Seed = seed }.Split(data);
        TestsEveryRow(plan, data, times: 1);
        int[] events = [.. plan.Folds.Select(fold => fold.Test.ToArray().Count(row => data.Events[row]))], sizes = [.. plan.Folds.Select(fold => fold.Test.Length)];
        Assert.InRange(events.Max() - events.Min(), 0, 1);
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        int[] nonEvents = [.. sizes.Zip(events, (size, event_) => size - event_)];
        Assert.InRange(nonEvents.Max() - nonEvents.Min(), 0, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_stratified_folds_for_ever()
    {
        // The rule with SplitMix64 written anew in Python: a change of these numbers changes everybody's folds.
        string[] written = ["2 3 7 9", "1 6 8 11", "0 4 5 10"];
        FoldPlan plan = new StratifiedKFold { Folds = 3, Seed = 7 }.Split(Rows(12, row => row % 3 == 0));
        Assert.Equal(written, plan.Folds.Select(fold => string.Join(' ', fold.Test.ToArray())));
        Assert.NotEqual(written, new StratifiedKFold { Folds = 3, Seed = 8 }.Split(Rows(12, row => row % 3 == 0)).Folds.Select(fold => string.Join(' ', fold.Test.ToArray())));
    }

    /// <summary>scikit-learn 1.2.1 deals otherwise, but to the same counts: StratifiedKFold(3), 4, 4 and 3 events among tens of rows.</summary>
    [Fact]
    public void Stratified_counts_are_those_of_scikit_learn()
    {
        FoldPlan plan = new StratifiedKFold { Folds = 3 }.Split(Toy);
        Assert.Equal([10, 10, 10], plan.Folds.Select(fold => fold.Test.Length));
        Assert.Equal([3, 4, 4], plan.Folds.Select(fold => fold.Test.ToArray().Count(row => Toy.Events[row])).Order());
    }

    [Fact]
    public void Repeats_divide_anew_and_test_every_row_once_each()
    {
        TrainingSet data = Rows(40, row => row % 4 == 0);
        FoldPlan plan = new StratifiedKFold { Folds = 4, Repeats = 3 }.Split(data);
        TestsEveryRow(plan, data, times: 3);
        Assert.Equal(("repeat 1, fold 1", "repeat 3, fold 4"), (plan.Folds[0].Name, plan.Folds[^1].Name));
        Assert.Equal(new StratifiedKFold { Folds = 4 }.Split(data).Folds[2].Test.ToArray(), plan.Folds[2].Test.ToArray());
        Assert.NotEqual(plan.Folds[0].Test.ToArray(), plan.Folds[4].Test.ToArray());
    }

    [Property(MaxTest = 100)]
    public void With_entities_neither_the_order_of_rows_nor_the_columns_matter(byte count, long seed)
    {
        int rows = 20 + (count % 30);
        long[] keys = [.. Enumerable.Range(0, rows).Select(row => (long)(row * 7919 % 1009))];
        TrainingSet data = Rows(rows, row => row % 3 == 0).WithEntities(keys);
        int[] order = [.. Enumerable.Range(0, rows).Reverse()];
        TrainingSet reversed = data.Rows(order), wider = data.WithTable(Table.Create(data.Table["row"], Column.Numeric("other", new double[rows])));
        foreach (Splitter splitter in (Splitter[])[new StratifiedKFold { Folds = 3, Seed = seed }, new GroupedKFold { Folds = 3, Seed = seed }])
        {
            string[] expected = KeysOf(splitter.Split(data), data);
            Assert.Equal(expected, KeysOf(splitter.Split(reversed), reversed));
            Assert.Equal(expected, KeysOf(splitter.Split(wider), wider));
        }

        static string[] KeysOf(FoldPlan plan, TrainingSet data) => [.. plan.Folds.Select(fold => string.Join(' ', fold.Test.ToArray().Select(row => data.Entities[row]).Order()))];
    }

    [Fact]
    public void Customers_on_both_sides_are_a_finding()
    {
        Assert.Contains(FindingCodes.SharedEntities, new StratifiedKFold { Folds = 3 }.Split(Toy).Findings.Select(finding => finding.Code));
        Assert.Empty(new StratifiedKFold { Folds = 3 }.Split(Rows(30, row => row % 2 == 0).WithEntities([.. Enumerable.Range(0, 30).Select(row => (long)row)])).Findings);
        Assert.Empty(new GroupedKFold { Folds = 3 }.Split(Toy).Findings);
    }

    /// <summary>scikit-learn 1.2.1 leaves the order among groups of one size open (models.md section 4.7), so sizes are compared: GroupKFold(3) has 11, 10 and 9 rows; StratifiedGroupKFold(3) 4, 4 and 3 events.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    public void Grouped_sizes_are_those_of_scikit_learn(long seed)
    {
        FoldPlan plan = new GroupedKFold { Folds = 3, Seed = seed }.Split(Toy);
        Assert.Equal([9, 10, 11], plan.Folds.Select(fold => fold.Test.Length).Order());
        FoldPlan stratified = new GroupedKFold { Folds = 3, Stratified = true, Seed = seed }.Split(Toy);
        Assert.Equal([3, 4, 4], stratified.Folds.Select(fold => fold.Test.ToArray().Count(row => Toy.Events[row])).Order());
    }

    [Property(MaxTest = 200)]
    public void Grouped_folds_keep_entities_whole_and_weights_are_copies(SmallSet set, byte count, bool stratified, long seed)
    {
        int folds = 2 + (count % 3);
        long[] keys = [.. set.Rows.Select((_, i) => (long)(i * 5 % 11))], copiedKeys = [.. set.Rows.SelectMany((row, i) => Enumerable.Repeat(keys[i], row.Weight))];
        TrainingSet data = set.ToWeightedSet().WithEntities(keys), copies = set.ToReplicatedSet().WithEntities(copiedKeys);
        var splitter = new GroupedKFold { Folds = folds, Stratified = stratified, Seed = seed };
        FoldPlan plan;
        try
        {
            plan = splitter.Split(data);
        }
        catch (TrainingDataException failure)
        {
            Assert.Equal(failure.GetType(), Record.Exception(() => splitter.Split(copies))?.GetType());
            return;
        }

        TestsEveryRow(plan, data, times: 1);
        foreach (Fold fold in plan.Folds)
            Assert.Empty(fold.Train.ToArray().Select(row => keys[row]).Intersect(fold.Test.ToArray().Select(row => keys[row])));
        Assert.Equal(
            plan.Folds.Select(fold => string.Join(' ', fold.Test.ToArray().Select(row => keys[row]).Distinct().Order())),
            splitter.Split(copies).Folds.Select(fold => string.Join(' ', fold.Test.ToArray().Select(row => copiedKeys[row]).Distinct().Order())));
    }

    [Fact]
    public void Grouped_folds_are_as_even_as_the_greatest_entity_allows()
    {
        // Sizes 6, 5, 4, 3, 2, 1: the greatest first, each to the lightest, gives 6 + 1, 5 + 2, 4 + 3.
        long[] keys = [.. Enumerable.Range(1, 6).SelectMany(size => Enumerable.Repeat((long)size, size))];
        FoldPlan plan = new GroupedKFold { Folds = 3 }.Split(Rows(21, row => row % 2 == 0).WithEntities(keys));
        Assert.Equal([7, 7, 7], plan.Folds.Select(fold => fold.Test.Length));
        Assert.Equal([1, 6], plan.Folds[0].Test.ToArray().Select(row => keys[row]).Distinct().Order());
    }

    [Fact]
    public void What_a_splitter_lacks_is_an_error_that_names_the_remedy()
    {
        TrainingSet data = Rows(10, row => row % 2 == 0);
        Assert.Contains("call WithEntities first", Assert.Throws<ArgumentException>(() => new GroupedKFold().Split(data)).Message, StringComparison.Ordinal);
        Assert.Contains("call WithTimes first", Assert.Throws<ArgumentException>(() => new WalkForward { HorizonDays = 30 }.Split(data)).Message, StringComparison.Ordinal);
        Assert.Contains("call WithTimes first", Assert.Throws<ArgumentException>(() => new LeaveOnePeriodOut().Split(data)).Message, StringComparison.Ordinal);
        TrainingSet timed = data.WithTimes(Days(10, row => row * 40));
        Assert.Contains("call WithEntities first", Assert.Throws<ArgumentException>(() => new WalkForward { HorizonDays = 30, WithoutTestedEntities = true }.Split(timed)).Message, StringComparison.Ordinal);
        Assert.Contains("Set Folds lower", Assert.Throws<TrainingDataException>(() => new GroupedKFold { Folds = 3 }.Split(data.WithEntities([.. Enumerable.Range(0, 10).Select(row => row % 2L)]))).Message, StringComparison.Ordinal);
        Assert.Contains("take earlier snapshots", Assert.Throws<TrainingDataException>(() => new WalkForward { HorizonDays = 400 }.Split(timed)).Message, StringComparison.Ordinal);
        Assert.Contains("takes two", Assert.Throws<TrainingDataException>(() => new LeaveOnePeriodOut { Period = TestPeriod.Year }.Split(data.WithTimes(Days(10, row => row)))).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to learn from", Assert.Throws<TrainingDataException>(() => new LeaveOnePeriodOut { HorizonDays = 1000 }.Split(timed)).Message, StringComparison.Ordinal);
        string oneClass = Assert.Throws<TrainingDataException>(() => new WalkForward { HorizonDays = 30 }.Split(Rows(10, row => row > 4).WithTimes(Days(10, row => row * 40)))).Message;
        Assert.Contains("Fold '2024-02-10': of its 1 training rows none is an event", oneClass, StringComparison.Ordinal);
        Assert.Contains("TestPeriods", oneClass, StringComparison.Ordinal);
        Assert.Contains("TestPeriods is from 1", Assert.Throws<ArgumentOutOfRangeException>(() => new WalkForward { HorizonDays = 30, TestPeriods = 0 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Monthly_snapshots_with_a_horizon_of_three_months_are_tested_as_models_md_says()
    {
        // models.md section 4.7: h = 3 months, d = 0: for September train on snapshots up to June.
        TrainingSet data = Months(12);
        FoldPlan plan = new WalkForward { HorizonDays = 92 }.Split(data);
        Fold september = plan.Folds.Single(fold => fold.Name == "2025-09-01");
        Assert.Equal(["01", "02", "03", "04", "05", "06"], MonthsOf(data, september.Train));
        Assert.Equal(["09"], MonthsOf(data, september.Test));
        Assert.Equal("2025-05-01", plan.Folds[0].Name); // 1 January + 92 days is 3 April
        Assert.Contains(plan.Findings, finding => finding.Code == FindingCodes.UntestedRows);

        FoldPlan late = new WalkForward { HorizonDays = 92, KnownAfterDays = 1 }.Split(data);
        Assert.Equal(["01", "02", "03", "04", "05"], MonthsOf(data, late.Folds.Single(fold => fold.Name == "2025-09-01").Train));
        FoldPlan rolling = new WalkForward { HorizonDays = 92, WindowDays = 61, TestPeriods = 4 }.Split(data);
        Assert.Equal(["2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01"], rolling.Folds.Select(fold => fold.Name));
        Assert.Equal(["05", "06"], MonthsOf(data, rolling.Folds[0].Train));
    }

    [Property(MaxTest = 200)]
    public void Walk_forward_learns_what_was_known_and_nothing_else(byte horizon, byte lag, byte embargo, byte window, byte scale, bool strict)
    {
        int h = 1 + (horizon % 40), d = lag % 10, e = embargo % 10, w = 5 + window;
        DateTime[] times = Days(60, row => row * row * (1 + (scale % 3)) % 97);
        TrainingSet data = Rows(60, row => row % 2 == 0).WithTimes(times).WithEntities([.. Enumerable.Range(0, 60).Select(row => row / 2 % 20L)]);
        var splitter = new WalkForward { HorizonDays = h, KnownAfterDays = d, EmbargoDays = e, WindowDays = window % 2 == 0 ? null : w, WithoutTestedEntities = strict };
        FoldPlan plan;
        try
        {
            plan = splitter.Split(data);
        }
        catch (TrainingDataException)
        {
            return;
        }

        var tested = new HashSet<DateTime>();
        foreach (Fold fold in plan.Folds)
        {
            DateTime start = times[fold.Test[0]];
            tested.Add(start);
            Assert.Equal(Enumerable.Range(0, 60).Where(row => times[row] == start), fold.Test.ToArray());
            int[] entities = [.. fold.Test.ToArray().Select(row => data.Entities[row])];
            Assert.Equal(Enumerable.Range(0, 60).Where(row => IsLearnt(row, start, entities)), fold.Train.ToArray());
        }

        Assert.All(times.Distinct().Except(tested), start => Assert.DoesNotContain(Enumerable.Range(0, 60), row => IsLearnt(row, start, [.. Enumerable.Range(0, 60).Where(other => times[other] == start).Select(other => data.Entities[other])])));

        bool IsLearnt(int row, DateTime start, int[] entities)
        {
            DateTime known = times[row].AddDays(h + d + e);
            return known <= start && (splitter.WindowDays is null || known.AddDays(w) > start) && !(strict && entities.Contains(data.Entities[row]));
        }
    }

    [Fact]
    public void Days_are_calendar_days_of_the_zone()
    {
        // 1 March to 30 April 2025 in Berlin are 60 dates and 60 · 24 − 1 hours.
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTime[] times = [.. Enumerable.Range(0, 20).Select(row => row < 10 ? new DateTime(2025, 2, 28, 23, 0, 0, DateTimeKind.Utc) : new DateTime(2025, 4, 29, 22, 0, 0, DateTimeKind.Utc))];
        TrainingSet data = Rows(20, row => row % 2 == 0).WithTimes(times);
        FoldPlan plan = new WalkForward { HorizonDays = 60, TimeZone = berlin }.Split(data);
        Assert.Equal("2025-04-30", Assert.Single(plan.Folds).Name);
        Assert.Throws<TrainingDataException>(() => new WalkForward { HorizonDays = 60 }.Split(data));
    }

    [Fact]
    public void Times_that_differ_row_by_row_are_tested_by_calendar_periods()
    {
        DateTime[] times = Days(400, row => row);
        TrainingSet data = Rows(400, row => row % 2 == 0).WithTimes(times);
        Assert.Equal(["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"], new LeaveOnePeriodOut { Period = TestPeriod.Quarter }.Split(data).Folds.Select(fold => fold.Name));
        Assert.Equal(["2024", "2025"], new LeaveOnePeriodOut { Period = TestPeriod.Year }.Split(data).Folds.Select(fold => fold.Name));
        FoldPlan months = new WalkForward { HorizonDays = 30, Period = TestPeriod.Month }.Split(data);
        Fold march = months.Folds.Single(fold => fold.Name == "2024-03");
        Assert.Equal(31, march.Test.Length);
        Assert.Equal(new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc), times[march.Train[^1]]); // + 30 days is 1 March, when the period begins
        TrainingSet seconds = Rows(2000, row => row % 2 == 0).WithTimes([.. Enumerable.Range(0, 2000).Select(row => times[0].AddSeconds(row))]);
        Assert.Contains("set Period to Month", Assert.Throws<TrainingDataException>(() => new WalkForward { HorizonDays = 30 }.Split(seconds)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaving_one_period_out_may_leave_out_overlapping_windows_too()
    {
        TrainingSet data = Months(12);
        FoldPlan plain = new LeaveOnePeriodOut().Split(data), purged = new LeaveOnePeriodOut { HorizonDays = 61 }.Split(data);
        TestsEveryRow(plain, data, times: 1);
        Assert.Equal(12, plain.Folds.Count);
        Assert.Equal(["01", "02", "03", "04", "08", "09", "10", "11", "12"], MonthsOf(data, purged.Folds[5].Train)); // 1 June to 1 August
    }

    /// <summary>On 26 October 2025 Berlin shows 02:30 twice.</summary>
    [Fact]
    public void Periods_have_different_names_when_clocks_are_set_back()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        TrainingSet data = Rows(12, row => row % 2 == 0).WithTimes([.. Enumerable.Range(0, 12).Select(row => new DateTime(2025, 10, 25, 23, 30, 0, DateTimeKind.Utc).AddHours(row / 4))]);
        Assert.Equal(["2025-10-25 23:30:00Z", "2025-10-26 00:30:00Z", "2025-10-26 01:30:00Z"], new LeaveOnePeriodOut { TimeZone = berlin }.Split(data).Folds.Select(fold => fold.Name));
        Assert.Equal(["2025-10-25 23:30:00", "2025-10-26 00:30:00", "2025-10-26 01:30:00"], new LeaveOnePeriodOut().Split(data).Folds.Select(fold => fold.Name));
    }

    [Fact]
    public void Periods_that_are_not_wanted_take_no_memory()
    {
        TrainingSet data = Rows(200_000, row => row % 3 == 0).WithTimes(Days(200_000, row => row % 400));
        var walk = new WalkForward { HorizonDays = 30 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        FoldPlan few = (walk with { TestPeriods = 2 }).Split(data);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        TrainingSet small = Rows(1600, row => row % 3 == 0).WithTimes(Days(1600, row => row % 400));
        FoldPlan all = walk.Split(small), last = (walk with { TestPeriods = 3 }).Split(small);
        Assert.Equal(all.Folds.TakeLast(3).Select(fold => (fold.Name, fold.Train.Length, fold.Test.Length)), last.Folds.Select(fold => (fold.Name, fold.Train.Length, fold.Test.Length)));
        Assert.Equal([all.Findings[0].Message, all.Findings[0].Message], [last.Findings[0].Message, few.Findings[0].Message]);
        Assert.Equal((370, 2), (all.Folds.Count, few.Folds.Count));
    }

    [Fact]
    public void Entities_without_weight_fill_no_fold()
    {
        TrainingSet data = TrainingSet.Create(Rows(8, _ => true).Table, [true, false, true, false, true, false, true, false], [1, 1, 1, 1, 1, 1, 0, 0]).WithEntities([1L, 1, 2, 2, 3, 3, 4, 4]);
        foreach (bool stratified in (bool[])[false, true])
        {
            Assert.Contains("3 entities with weight", Assert.Throws<TrainingDataException>(() => new GroupedKFold { Folds = 4, Stratified = stratified }.Split(data)).Message, StringComparison.Ordinal);
            Assert.All(new GroupedKFold { Folds = 3, Stratified = stratified }.Split(data).Folds, fold => Assert.Equal(2, fold.Test.ToArray().Sum(row => data.Weights[row])));
        }
    }

    [Fact]
    public void Training_rows_that_weigh_no_more_than_one_are_an_error_that_names_the_fold()
    {
        TrainingSet data = TrainingSet.Create(Rows(6, _ => true).Table, [true, false, true, false, true, false], [0.2, 0.2, 0.2, 0.2, 0.2, 0.2]);
        string message = Assert.Throws<TrainingDataException>(() => ExplicitFolds.Of(0, 0, 1, 1, 2, 2).Split(data)).Message;
        Assert.Contains("Fold 'fold 0': the weights of its 4 training rows add up to 0.8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explicit_folds_are_taken_as_they_are()
    {
        TrainingSet data = Rows(12, row => row % 2 == 0);
        FoldPlan plan = ExplicitFolds.Of([3, 3, 3, 7, 7, 7, -1, -1, -1, 3, 7, 3]).Split(data);
        Assert.Equal(["fold 3", "fold 7"], plan.Folds.Select(fold => fold.Name));
        Assert.Equal([0, 1, 2, 9, 11], plan.Folds[0].Test.ToArray());
        Assert.Equal([0, 1, 2, 6, 7, 8, 9, 11], plan.Folds[1].Train.ToArray());
        Assert.Equal(ExplicitFolds.Of(1, 2), ExplicitFolds.Of(1, 2));
        Assert.Contains("5 fold numbers for 12 rows", Assert.Throws<ArgumentException>(() => ExplicitFolds.Of(0, 1, 0, 1, 0).Split(data)).Message, StringComparison.Ordinal);
        Assert.Contains("leaves none to learn from", Assert.Throws<TrainingDataException>(() => ExplicitFolds.Of(new int[12]).Split(data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ExplicitFolds.Of(0, -2));
        Assert.Contains("Fold 'fold 0': of its 6 training rows none is an event", Assert.Throws<TrainingDataException>(() => ExplicitFolds.Of([.. Enumerable.Range(0, 12).Select(row => row % 2)]).Split(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_ones_own_is_checked()
    {
        Assert.Equal(2, FoldPlan.Create(4, Fold.Create("a", [0, 1], [2]), Fold.Create("b", [2, 3], [0])).Folds.Count);
        Assert.Contains("at least one fold", Assert.Throws<ArgumentException>(() => FoldPlan.Create(4)).Message, StringComparison.Ordinal);
        Assert.Contains("'a' has no rows to test on", Assert.Throws<ArgumentException>(() => FoldPlan.Create(4, Fold.Create("a", [0, 1], []))).Message, StringComparison.Ordinal);
        Assert.Contains("'a' has no rows to learn from", Assert.Throws<ArgumentException>(() => FoldPlan.Create(4, Fold.Create("a", [], [1]))).Message, StringComparison.Ordinal);
        Assert.Contains("has the row 4", Assert.Throws<ArgumentException>(() => FoldPlan.Create(4, Fold.Create("a", [0, 4], [1]))).Message, StringComparison.Ordinal);
        Assert.Contains("has the row 1 twice", Assert.Throws<ArgumentException>(() => FoldPlan.Create(4, Fold.Create("a", [0, 1], [1]))).Message, StringComparison.Ordinal);
        Assert.Equal("Fold  Train rows  Test rows\n----  ----------  ---------\na              2          1\n", FoldPlan.Create(4, Fold.Create("a", [0, 1], [2])).ToText());
    }

    internal static TrainingSet Rows(int rows, Func<int, bool> isEvent) => TrainingSet.Create(
        Table.Create(Column.Numeric("row", Enumerable.Range(0, rows).Select(row => (double)row).ToArray())),
        [.. Enumerable.Range(0, rows).Select(isEvent)]);

    internal static void TestsEveryRow(FoldPlan plan, TrainingSet data, int times)
    {
        var tested = new int[data.RowCount];
        foreach (Fold fold in plan.Folds)
        {
            foreach (int row in fold.Test)
                tested[row]++;
            Assert.Equal(Enumerable.Range(0, data.RowCount), fold.Train.ToArray().Concat(fold.Test.ToArray()).Order());
        }

        Assert.All(tested, count => Assert.Equal(times, count));
    }

    private static DateTime[] Days(int rows, Func<int, int> day) => [.. Enumerable.Range(0, rows).Select(row => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day(row)))];

    /// <summary>Four rows at the beginning of each month of 2025.</summary>
    private static TrainingSet Months(int months) => Rows(4 * months, row => row % 2 == 0)
        .WithTimes([.. Enumerable.Range(0, 4 * months).Select(row => new DateTime(2025, 1 + (row / 4), 1, 0, 0, 0, DateTimeKind.Utc))]);

    private static string[] MonthsOf(TrainingSet data, ReadOnlySpan<int> rows) => [.. rows.ToArray().Select(row => data.Times[row].ToString("MM", null)).Distinct().Order()];
}
