using Microsoft.SqlServer.TransactSql.ScriptDom;
using RetentionTags.Features;
using RetentionTags.Sql.Features;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests.Features;

/// <summary>The text for engines that are not at hand, as a person has read it.</summary>
public class FeatureTextTests
{
    private static readonly FeatureSet Set = new()
    {
        Families =
        [
            new RfmFeatures { Convention = RfmConvention.PurchaseModel },
            new WindowFeatures { Windows = [Window.Days(30), Window.CalendarMonths(1)], Aggregations = [Aggregation.Count, Aggregation.Sum, Aggregation.DaysSinceLast], Filter = EventFilter.OfKind("it's an order") },
        ],
    };

    private static readonly FeatureQuery Query = new()
    {
        Events = new() { From = SqlName.Of("shop", "events"), Customer = "customer_id", Time = "happened_at", Amount = "amount", Kind = "kind", KnownAt = "loaded_at", Key = "event id" },
        Plan = SnapshotPlan.Monthly(new(2025, 4, 1), 2, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) with { ObservationDays = 365, PerformanceDays = 60, MaturityDays = 14 },
        Labels = [SnapshotLabel.Repurchase, SnapshotLabel.Spend],
    };

    public static TheoryData<string> Dialects => [.. SqlDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Text_is_as_it_was_read(string name) => GoldenText.Check("features", SqlDialect.All.Single(dialect => dialect.Name == name), dialect => Set.ToSql(dialect, Query));

    [Fact]
    public void SQL_Server_parses_it()
    {
        FeatureSet others = new() { Families = [new RfmFeatures { RefundPolicy = RefundPolicy.NetByDay }, new RatioFeatures { Name = "ratio", Numerator = EventFilter.OfKind("a"), Denominator = EventFilter.All }, new TrendFeatures { PeriodDays = 20 }] };
        FeatureQuery clocks = Query with { Events = Query.Events with { TimeZone = Query.Plan.TimeZone, TimeFormat = SqlTimeFormat.Text } };
        foreach (string sql in (string[])[Set.ToSql(SqlDialect.SqlServer, Query), others.ToSql(SqlDialect.SqlServer, Query), others.ToSql(SqlDialect.SqlServer, clocks), Query.ToCheckSql(SqlDialect.SqlServer)])
        {
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out IList<ParseError> errors);
            Assert.Empty(errors.Select(error => $"{error.Line}: {error.Message}"));
        }
    }
}
