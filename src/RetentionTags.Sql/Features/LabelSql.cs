using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>A label: events of the performance window that were known when it was final, if it is final already.</summary>
internal sealed class LabelSql
{
    private readonly FeatureStatement _statement;
    private readonly SnapshotLabel _label;

    public LabelSql(FeatureStatement statement, SnapshotLabel label)
    {
        (_statement, _label) = (statement, label);
        if (statement.Plan.PerformanceDays is null)
            throw new InvalidOperationException("There is no label: the plan sets no PerformanceDays.");
    }

    public string ToSql()
    {
        string value = Value();
        return IsMature() is string isMature ? $"CASE WHEN {isMature} THEN {value} END" : value;
    }

    private string Value() => _label switch
    {
        SnapshotLabel.Repurchase => Flag($"{Purchases()} > 0"),
        SnapshotLabel.Retention => Flag($"{Events()} > 0"),
        SnapshotLabel.Lapse => Flag($"{Events()} = 0"),
        SnapshotLabel.PurchaseCount => Purchases(),
        _ => _statement.Sum("due", _statement.DueOfPurchases(""), _statement.Value(null)),
    };

    private static string Flag(string condition) => FeatureStatement.Flag(condition);

    private string Purchases() => _statement.Aggregate("due_purchases", FeatureStatement.Count(_statement.DueOfPurchases($" AND {_statement.Amount} >= 0")));

    private string Events() => _statement.Aggregate("due_events", FeatureStatement.Count(_statement.IsDue()));

    /// <summary>The condition that the label is mature; <see langword="null"/> when all labels are.</summary>
    private string? IsMature()
    {
        SnapshotPlan plan = _statement.Plan;
        if (_statement.Table.CompleteUntil is not DateTimeOffset until)
            return _statement.IsCompleteFrom("mature_if", cutOff => SnapshotPlan.At(plan.ReferenceDay(plan.MatureAt(cutOff)!.Value), plan.TimeZone).CutOffs[0].UtcDateTime);
        DateTimeOffset[] immature = [.. plan.CutOffs.Where(cutOff => plan.MatureAt(cutOff) > until)];
        if (immature.Length == 0)
            return null;
        if (plan.ImmatureLabels == ImmatureLabels.Error)
            throw new TrainingDataException(Invariant($"The label of the cut-off {immature[0]:yyyy-MM-dd HH:mm zzz} is mature at {plan.MatureAt(immature[0]):yyyy-MM-dd HH:mm zzz}, but the table is complete only until {until:yyyy-MM-dd HH:mm zzz} (SqlEventTable.CompleteUntil). Take an earlier cut-off or fewer PerformanceDays, set PerformanceDays to null for a snapshot to score, or set ImmatureLabels to Missing to keep the rows without a label."));
        return $"{_statement.Keep(_statement.CutOffs.Add("is_mature", cutOff => plan.MatureAt(cutOff) <= until ? 1 : 0))} = 1";
    }
}
