using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>The rhythm of purchases, of the gaps between them.</summary>
internal sealed class CycleSql
{
    private readonly FeatureStatement _statement;
    private readonly bool _isByDay;
    private readonly GapSql _gaps;

    public CycleSql(FeatureStatement statement, CycleFeatures features)
    {
        (_statement, _isByDay) = (statement, features.CountBy == PurchaseUnit.Day);
        if (features.CountBy == PurchaseUnit.Order)
            throw FamilySql.Unsaid("CycleFeatures with CountBy Order", "would have to find where each order begins, which one grouping does not", statement);
        _gaps = statement.Forms.HasWindowFunctions ? new GapsBeside(statement, _isByDay) : new GapsInLists(statement, _isByDay);
    }

    public Func<string, string>[] Writers() =>
    [
        _ => IfAny(InDays($"{_gaps.Sum} / {_gaps.Count}")),
        _ => IfAny(InDays(_gaps.Median)),
        _ => IfAny(InDays(_gaps.Least)),
        _ => IfAny(InDays(_gaps.Greatest)),
        _ => $"CASE WHEN {_gaps.Count} > 1 AND {_gaps.Sum} > 0 THEN {_gaps.Deviation} / ({_gaps.Sum} / {_gaps.Count}) END",
        _ => $"CASE WHEN {_gaps.Count} > 1 AND {_gaps.Last} + {_gaps.LastButOne} > 0 THEN {_gaps.LastButOne} / ({_gaps.Last} + {_gaps.LastButOne}) END",
        _ => IfAny(InDays($"({_gaps.Median} - {SinceLast()})")),
        _ => $"CASE WHEN {_gaps.Count} > 0 AND {_gaps.Median} > 0 THEN {SinceLast()} / {_gaps.Median} END",
    ];

    private string SinceLast() => $"({(_isByDay ? _statement.ReferenceDay : _statement.Keep(_statement.CutAt))} - {_gaps.LastPurchase})";

    private string InDays(string gap) => _isByDay ? gap : $"{gap} / {_statement.Forms.Dialect.Literal(ZoneOffsets.Day)}";

    private string IfAny(string value) => $"CASE WHEN {_gaps.Count} > 0 THEN {value} END";
}
