using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Features;
using RetentionTags.Sql.Features;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>Random tables, plans and features: every engine at hand gives what memory does, whose families were compared with brute force.</summary>
public class FeatureFuzzTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "America/New_York"];

    [Theory]
    [OnEngine(AllEngines.Sqlite, 60)]
    [OnEngine(AllEngines.PostgreSql, 60)]
    [OnEngine(AllEngines.ClickHouse, 30)]
    [OnEngine(AllEngines.ClickHouseShards, 30)]
    [OnEngine(AllEngines.DuckDb, 60)]
    [OnEngine(AllEngines.MySql, 60)]
    public void Features_and_labels_are_those_in_memory(string name, int seeds)
    {
        Engine engine = AllEngines.Named(name);
        int compared = 0;
        using DbConnection connection = engine.Open();
        for (int seed = 0; seed < seeds; seed++)
            compared += Compare(engine, connection, seed) ? 1 : 0;
        Assert.True(compared > seeds / 2, $"{compared} snapshots had rows at every cut-off");
    }

    private static bool Compare(Engine engine, DbConnection connection, int seed)
    {
        var random = new Random(seed);
        SqlDialect dialect = engine.Dialect();
        SqlTimeFormat format = (SqlTimeFormat)(1 + random.Next(4));
        long step = format switch { SqlTimeFormat.UnixSeconds => TimeSpan.TicksPerSecond, SqlTimeFormat.UnixMilliseconds => TimeSpan.TicksPerMillisecond, _ => TimeSpan.TicksPerMicrosecond };
        DateTime start = new(random.Next(3) switch { 0 => 2011, 1 => 2017, _ => 2024 }, random.Next(2) == 0 ? 1 : 9, 10, 0, 0, 0, DateTimeKind.Utc);
        bool isOnPaper = random.Next(5) > 0, hasOrders = random.Next(2) == 0;
        DuplicateEvents? duplicates = random.Next(4) switch { 0 => DuplicateEvents.RequireEqual, 1 => DuplicateEvents.KeepFirstKnown, 2 => DuplicateEvents.KeepLastKnown, _ => null };
        RandomEvents events = RandomEvents.Of(seed, start, step, isOnPaper);
        SnapshotPlan plan = PlanOf(random, start);
        EventLog log = events.ToLog(hasOrders, duplicates);
        DateTimeOffset? completeUntil = random.Next(3) == 0 ? new DateTimeOffset(start.AddDays(random.Next(90, 200))) : null;
        Snapshot? snapshot = SameSnapshot.TryTake(plan, completeUntil is null ? log : log.WithCompleteUntil(completeUntil.Value));
        if (snapshot is null)
            return false;
        SqlEventTable table = events.Load(engine, connection, dialect, format, hasOrders, duplicates) with { CompleteUntil = completeUntil };
        SameSnapshot.Check(snapshot, SetOf(random, dialect, hasOrders), connection, dialect, new() { Events = table, Plan = plan, Labels = [.. Enum.GetValues<SnapshotLabel>()] }, isOnPaper, $"seed {seed}");
        return true;
    }

    private static SnapshotPlan PlanOf(Random random, DateTime start)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
        DateOnly first = DateOnly.FromDateTime(start).AddDays(random.Next(50, 80));
        SnapshotPlan plan = SnapshotPlan.Every(first, random.Next(1, 20), random.Next(1, 4), zone);
        if (random.Next(3) == 0)
            plan = plan with { CutOffs = [.. plan.CutOffs.Select(cutOff => cutOff.AddMinutes(random.Next(1, 1400)))] };
        bool hasKinds = random.Next(2) == 0;
        return plan with
        {
            ObservationDays = random.Next(2) == 0 ? null : random.Next(60, 120),
            GapDays = random.Next(3),
            PerformanceDays = random.Next(1, 30),
            MaturityDays = random.Next(10),
            ImmatureLabels = ImmatureLabels.Missing,
            PurchaseKind = hasKinds ? "order" : null,
            RefundKind = hasKinds && random.Next(2) == 0 ? "refund" : null,
            Population = (Population)random.Next(2),
        };
    }

    private static FeatureSet SetOf(Random random, SqlDialect dialect, bool hasOrders)
    {
        Window[] windows = [Window.Days(7), Window.Days(30), Window.Between(50, 20), Window.Months(1), Window.CalendarMonths(1), Window.CalendarWeeks(2, 1), Window.MonthToDate, Window.Observation];
        EventFilter[] filters =
        [
            EventFilter.All,
            EventFilter.OfKind("order"),
            new() { Name = "given back", Amounts = AmountSign.Negative },
            new() { Name = "two", Kinds = ["order", "visit"], Where = [PropertyCondition.In("channel", "c '0'", "c '1'", "none")] },
            new() { Name = "many", Where = [PropertyCondition.Between("quantity", 0, 2)], Amounts = AmountSign.NotNegative },
        ];
        Aggregation[] aggregations = [.. Enum.GetValues<Aggregation>().Where(aggregation => aggregation != Aggregation.Median || dialect != SqlDialect.MySql)];
        ValueList<Window> some() => [.. windows.OrderBy(_ => random.Next()).Take(2)];
        EventFilter any() => filters[random.Next(filters.Length)];
        string[] medians = ["gap_median_days", "next_purchase_in_days", "overdue_ratio"];
        return new()
        {
            Omit = dialect == SqlDialect.MySql ? [.. medians] : [],
            Families =
            [
                Rfm(random, dialect, hasOrders),
                new WindowFeatures { Windows = some(), Filter = any(), Aggregations = [.. aggregations] },
                new WindowFeatures { Windows = some(), Filter = any() with { Name = "counted" }, Property = "quantity", Aggregations = [.. aggregations.Where(aggregation => aggregation >= Aggregation.Sum)] },
                new WindowFeatures { Windows = [Window.Observation], Filter = any() with { Name = "channels" }, Property = "channel", Aggregations = [Aggregation.Distinct] },
                new CycleFeatures { CountBy = (PurchaseUnit)random.Next(2) },
                new RatioFeatures { Name = "ratio", Numerator = any(), Denominator = any(), Windows = some(), Of = (EventMeasure)random.Next(2), Smoothing = random.Next(3), Mean = 0.3, MinDenominator = random.Next(3) },
                new TrendFeatures { PeriodDays = 10, Periods = 5, ChangePeriods = 2, Filter = any() with { Name = "trend" }, Of = (EventMeasure)random.Next(2), HalfLifeDays = 12.5 },
            ],
        };
    }

    /// <summary>All settings but those that an engine cannot be asked for.</summary>
    private static RfmFeatures Rfm(Random random, SqlDialect dialect, bool hasOrders)
    {
        while (true)
        {
            var rfm = new RfmFeatures
            {
                Convention = (RfmConvention)random.Next(2),
                CountBy = (PurchaseUnit)random.Next(hasOrders ? 3 : 2),
                RefundPolicy = (RefundPolicy)random.Next(4),
                Monetary = random.Next(4) is < 3 and int monetary ? (MonetaryMeasure)monetary : null,
            };
            if (rfm.RefundPolicy == RefundPolicy.NetByDay)
                return rfm with { CountBy = PurchaseUnit.Day };
            bool ofRepeats = rfm.MonetaryOrDefault == MonetaryMeasure.MeanRepeat;
            bool isUnsaid = ofRepeats && (dialect == SqlDialect.ClickHouse
                ? rfm.CountBy == PurchaseUnit.Order || (hasOrders && rfm.RefundPolicy == RefundPolicy.NetByOrder)
                : rfm.CountBy == PurchaseUnit.Order && rfm.RefundPolicy == RefundPolicy.NetByOrder);
            if (!isUnsaid)
                return rfm;
        }
    }
}
