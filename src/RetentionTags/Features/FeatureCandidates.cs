using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The candidates of <see cref="AutoFeatures"/> in their order, each derived one as a family of its own that gives one feature.</summary>
internal sealed class FeatureCandidates
{
    private readonly AutoFeatures _auto;
    private readonly Aggregation[] _ofValues;
    private readonly string[] _numbers;
    private readonly (string? Property, string[] Levels)[] _categories;
    private readonly EventFilter[] _kinds;

    public FeatureCandidates(AutoFeatures auto, Snapshot snapshot)
    {
        _auto = auto;
        _ofValues = [.. auto.Aggregations.Where(aggregation => aggregation >= Aggregation.Sum)];
        EventLog log = snapshot.Log;
        _numbers = [.. log.Properties.OfType<NumericColumn>().Select(property => property.Name)];
        string[] kinds = log.Kinds.Count == 0 ? [] : SeenLevels(snapshot, log.KindCodes, log.Kinds);
        _kinds = kinds.Length <= auto.MaxLevels ? [.. kinds.Select(EventFilter.OfKind)] : [];
        _categories =
        [
            .. kinds.Length > 1 ? ((string?, string[])[])[(null, kinds)] : [],
            .. log.Properties.OfType<CategoryColumn>().Select(property => ((string?)property.Name, SeenLevels(snapshot, property.Codes, property.Levels))),
        ];
    }

    /// <summary>Properties of which filters and shares are not made, since they have too many levels.</summary>
    public IEnumerable<LeftOutFeature> Unexplored() => _categories.Where(each => each.Levels.Length > _auto.MaxLevels).Select(each => new LeftOutFeature(
        each.Property ?? "kind",
        $"levels of {each.Property ?? "kind"}",
        LeftOutReason.TooManyLevels,
        Invariant($"it has {each.Levels.Length} levels, more than {_auto.MaxLevels} (AutoFeatures.MaxLevels): no filters and shares of levels")));

    public IEnumerable<FeatureFamily> All() =>
    [
        .. _auto.Further,
        .. Windows(EventFilter.All, null, _auto.Aggregations.AsSpan()),
        .. _kinds.SelectMany(kind => Windows(kind, null, _auto.Aggregations.AsSpan())),
        .. _numbers.SelectMany(property => Windows(EventFilter.All, property, _ofValues)),
        .. _categories.SelectMany(each => Mixes(EventFilter.All, each.Property, each.Levels)),
        .. Trends(EventFilter.All),
        .. _kinds.SelectMany(Trends),
        .. _auto.Ratios ? _kinds.SelectMany(above => _kinds.Where(below => below != above).SelectMany(below => Ratios(above, below))) : [],
        .. Small.SelectMany(each => each.Levels.Select(level => Level(each.Property!, level))).SelectMany(filter => Windows(filter, null, _auto.Aggregations.AsSpan())),
        .. _kinds.SelectMany(kind => _numbers.SelectMany(property => Windows(kind, property, _ofValues))),
        .. _kinds.SelectMany(kind => _categories.Where(each => each.Property is not null).SelectMany(each => Mixes(kind, each.Property, each.Levels))),
    ];

    private IEnumerable<(string? Property, string[] Levels)> Small => _categories.Where(each => each.Property is not null && each.Levels.Length <= _auto.MaxLevels);

    private List<WindowFeatures> Windows(EventFilter filter, string? property, ReadOnlySpan<Aggregation> aggregations)
    {
        var families = new List<WindowFeatures>();
        foreach (Aggregation aggregation in aggregations)
            families.AddRange(_auto.Windows.Select(window => new WindowFeatures { Windows = [window], Aggregations = [aggregation], Filter = filter, Property = property }));
        return families;
    }

    private IEnumerable<MixFeatures> Mixes(EventFilter filter, string? property, string[] levels)
    {
        MixFeatures nothing = new() { Property = property, Filter = filter, Measures = [], Top = 0 };
        MixFeatures[] kinds =
        [
            .. _auto.Mixes.Select(measure => nothing with { Measures = [measure] }),
            nothing with { Top = 1 },
            .. levels.Length <= _auto.MaxLevels ? levels.Select(level => nothing with { Shares = [level] }) : [],
        ];
        return kinds.SelectMany(mix => _auto.Windows.Select(window => mix with { Windows = [window] }));
    }

    private IEnumerable<TrendFeatures> Trends(EventFilter filter) => _auto.Trends.Select(measure => new TrendFeatures { Measures = [measure], Filter = filter });

    private IEnumerable<RatioFeatures> Ratios(EventFilter above, EventFilter below) => _auto.Windows.Select(window => new RatioFeatures
    {
        Name = $"{above.Name}_per_{below.Name}",
        Numerator = above,
        Denominator = below,
        Windows = [window],
        English = $"number of {above.Name} events per {below.Name} event",
        Chinese = $"每次{below.Name}对应的{above.Name}次数",
    });

    private static EventFilter Level(string property, string level) => new() { Name = $"{property}_{level}", Where = [PropertyCondition.In(property, level)] };

    /// <summary>The levels of events seen by the last cut-off, the most frequent first; a level that is seen only later is none.</summary>
    private static string[] SeenLevels(Snapshot snapshot, ReadOnlySpan<int> codes, IReadOnlyList<string> levels)
    {
        DateTime last = snapshot.Plan.CutOffs[^1].UtcDateTime;
        EventLog log = snapshot.Log;
        var counts = new int[levels.Count];
        for (int place = 0; place < codes.Length; place++)
        {
            if (codes[place] >= 0 && log.Times[place] < last && (log.KnownAt.IsEmpty || log.KnownAt[place] <= last))
                counts[codes[place]]++;
        }

        return [.. Enumerable.Range(0, levels.Count).Where(code => counts[code] > 0).OrderByDescending(code => counts[code]).ThenBy(code => levels[code], StringComparer.Ordinal).Select(code => levels[code])];
    }
}
