namespace RetentionTags.Features;

/// <summary>What the columns of labels are called.</summary>
public static class SnapshotLabelNames
{
    extension(SnapshotLabel label)
    {
        /// <summary>The name of the label's column: <c>repurchase</c>, <c>retention</c>, <c>lapse</c>, <c>spend</c> or <c>purchase_count</c>.</summary>
        public string ColumnName => label switch
        {
            SnapshotLabel.Repurchase => "repurchase",
            SnapshotLabel.Retention => "retention",
            SnapshotLabel.Lapse => "lapse",
            SnapshotLabel.Spend => "spend",
            SnapshotLabel.PurchaseCount => "purchase_count",
            _ => throw new ArgumentOutOfRangeException(nameof(label), label, "The label is Repurchase, Retention, Lapse, Spend or PurchaseCount."),
        };
    }
}
