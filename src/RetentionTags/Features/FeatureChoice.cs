using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Judges candidates one after the other: keeps them, or says why not.</summary>
internal sealed class FeatureChoice(AutoFeatures auto, Snapshot snapshot, IEnumerable<LeftOutFeature> unexplored)
{
    private readonly Dictionary<string, string> _lineages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<Column> _kept = [];
    private readonly List<FeatureFamily> _families = [];
    private readonly List<string> _omitted = [];
    private readonly List<LeftOutFeature> _leftOut = [.. unexplored];

    public void Judge(FeatureFamily[] families, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (FeatureFamily Family, FeatureDefinition[] New)[] candidates = [.. families.Select(family => (family, NewOf(family))).Where(each => each.Item2.Length > 0)];
        Dictionary<string, Column> columns = [];
        if (candidates.Length > 0 && _kept.Count < auto.MaxFeatures)
        {
            Table table = new FeatureSet { Families = [.. candidates.Select(each => each.Family)], Omit = [.. OmittedOf(candidates)], Threads = auto.Threads }.ToTable(snapshot, progress, cancellationToken);
            columns = table.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        }

        foreach ((FeatureFamily family, FeatureDefinition[] some) in candidates)
            Judge(family, some, columns);
    }

    public DerivedFeatures ToModel()
    {
        if (_families.Count == 0)
            throw new TrainingDataException(Invariant($"None of {_leftOut.Count} candidates differs between the {snapshot.RowCount} rows of the snapshot, so there is no feature to derive. Take more rows or longer windows."));
        var features = new FeatureSet { Families = [.. MergedFamilies.Of(_families)], Omit = [.. _omitted], Threads = auto.Threads };
        return new(auto, features, features.Define(snapshot.Log), [.. _leftOut]);
    }

    /// <summary>A family's features whose lineages and names are new.</summary>
    private FeatureDefinition[] NewOf(FeatureFamily family)
    {
        var some = new List<FeatureDefinition>();
        foreach (FeatureDefinition feature in family.Define(snapshot.Log))
        {
            if (!_lineages.TryAdd(feature.Lineage, feature.Name))
                LeaveOut(feature, LeftOutReason.SameLineage, $"the same as '{_lineages[feature.Lineage]}'");
            else if (!_names.TryAdd(feature.Name, feature.Lineage))
                LeaveOut(feature, LeftOutReason.NameTaken, $"another feature has its name: {_names[feature.Name]}");
            else
                some.Add(feature);
        }

        return [.. some];
    }

    private IEnumerable<string> OmittedOf(IEnumerable<(FeatureFamily Family, FeatureDefinition[] New)> candidates) =>
        candidates.SelectMany(each => each.Family.Define(snapshot.Log).Select(feature => feature.Name).Except(each.New.Select(feature => feature.Name)));

    private void Judge(FeatureFamily family, FeatureDefinition[] some, Dictionary<string, Column> columns)
    {
        int before = _kept.Count;
        foreach (FeatureDefinition feature in some)
        {
            if (_kept.Count >= auto.MaxFeatures)
                LeaveOut(feature, LeftOutReason.OverBudget, Invariant($"{auto.MaxFeatures} features were kept before it (AutoFeatures.MaxFeatures)"));
            else if (ColumnEquality.IsConstant(columns[feature.Name]))
                LeaveOut(feature, LeftOutReason.Constant, ColumnEquality.ConstantOf(columns[feature.Name]));
            else if (_kept.Find(kept => ColumnEquality.AreEqual(kept, columns[feature.Name], auto.Tolerance)) is Column equal)
                LeaveOut(feature, LeftOutReason.Duplicate, $"equals '{equal.Name}' in all rows");
            else
                _kept.Add(columns[feature.Name]);
        }

        if (_kept.Count == before)
            return;
        _families.Add(family);
        _omitted.AddRange(family.Define(snapshot.Log).Select(feature => feature.Name).Except(_kept.Skip(before).Select(column => column.Name)));
    }

    private void LeaveOut(FeatureDefinition feature, LeftOutReason reason, string explanation) => _leftOut.Add(new(feature.Name, feature.Lineage, reason, explanation));
}
