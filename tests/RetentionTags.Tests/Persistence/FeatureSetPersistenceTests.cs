using RetentionTags.Features;
using RetentionTags.Persistence;
using RetentionTags.Tests.Features;

namespace RetentionTags.Tests.Persistence;

public class FeatureSetPersistenceTests
{
    public static TheoryData<string> Families => [.. typeof(FeatureFamily).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(FeatureFamily)) && type != typeof(CustomFeature)).Select(type => type.Name)];

    /// <summary>Whoever writes another family adds it to FeatureFamilyConverter, and to the sets here.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_is_saved_whole(string name)
    {
        FeatureFamily[] families = [.. Examples().Where(family => family.GetType().Name == name)];
        Assert.NotEmpty(families);
        FeatureSet set = new() { Families = [.. families], Omit = ["a"], Threads = 1 };
        Assert.Equal(set, Loaded(Saved(set)));
        Assert.Equal(Saved(set), Saved(Loaded(Saved(set))));
    }

    [Fact]
    public void A_custom_feature_is_refused_by_name()
    {
        FeatureSet set = new() { Families = [new RfmFeatures(), new CustomFeature { Name = "mine", Compute = _ => 0 }] };
        Assert.Contains("'mine' is a CustomFeature", Assert.Throws<ArgumentException>(() => Saved(set)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_are_not_saved() => Assert.Equal(1, Loaded(Saved(new() { Families = [new RfmFeatures()], Threads = 2 })).Threads);

    private static IEnumerable<FeatureFamily> Examples()
    {
        EventFilter filter = new() { Name = "web", ChineseName = "网页", Kinds = ["order", "visit"], Amounts = AmountSign.NotNegative, Where = [PropertyCondition.In("channel", "c0", "c1"), PropertyCondition.Between("quantity", 1, 3.5), PropertyCondition.Between("quantity", double.NegativeInfinity, 7), PropertyCondition.Between("quantity", 2)] };
        ValueList<Window> windows = [Window.Days(7), Window.Between(30, 7), Window.Months(2), Window.Months(2, 1), Window.CalendarMonths(1), Window.CalendarMonths(3, 2), Window.MonthToDate, Window.CalendarWeeks(2), Window.Observation];
        return
        [
            .. FamilyLawsTests.Set.Families,
            new RfmFeatures { Convention = RfmConvention.PurchaseModel, CountBy = PurchaseUnit.Order },
            new WindowFeatures { Windows = windows, Aggregations = [.. Enum.GetValues<Aggregation>()], Filter = filter, Property = "quantity" },
            new MixFeatures { Windows = windows, Filter = filter, WeightBy = MixWeight.Amount, HalfLifeDays = 0.1 + 0.2 },
            new CycleFeatures { CountBy = PurchaseUnit.Event },
            new TrendFeatures { Measures = [.. Enum.GetValues<TrendMeasure>()], PeriodDays = 7, Periods = 8, Of = EventMeasure.Sum, Filter = filter, Property = "quantity", ChangePeriods = 2, ChangeSmoothing = 0.1, ChangeFloor = 0.3, HalfLifeDays = 0.1 + 0.2 },
            new RatioFeatures { Name = "rate", Numerator = filter, Denominator = EventFilter.All, Windows = windows, Of = EventMeasure.Sum, Property = "quantity", Smoothing = 5, Mean = 0.1 + 0.2, MinDenominator = 3, English = "rate", Chinese = "率" },
            new TimePatternFeatures { Filter = filter, Patterns = [TimePattern.Weekend, TimePattern.DayPart], Weekend = [DayOfWeek.Friday], DayParts = [new("late", new(22, 30), new(5, 0, 1), "夜")] },
        ];
    }

    private static byte[] Saved(FeatureSet set)
    {
        var stream = new MemoryStream();
        set.Save(stream);
        return stream.ToArray();
    }

    private static FeatureSet Loaded(byte[] bytes) => FeatureSet.Load(new MemoryStream(bytes));
}
