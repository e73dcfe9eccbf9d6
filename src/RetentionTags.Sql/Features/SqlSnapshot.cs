using RetentionTags.Data;
using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>Features and labels that a database has computed: one row for each customer and cut-off, by cut-off and then in the order of keys, as a <see cref="Snapshot"/> has them.</summary>
public sealed class SqlSnapshot
{
    private readonly NumericColumn[] _labels;

    internal SqlSnapshot(SnapshotPlan plan, Table features, NumericColumn[] labels, string[] keys, DateTimeOffset[] cutOffs)
    {
        (Plan, Features, Keys, CutOffs, _labels) = (plan, features, keys, cutOffs, labels);
    }

    /// <summary>The plan.</summary>
    public SnapshotPlan Plan { get; }

    /// <summary>The features, one column each.</summary>
    public Table Features { get; }

    /// <summary>The key of the customer of each row, as text.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The cut-off of each row.</summary>
    public IReadOnlyList<DateTimeOffset> CutOffs { get; }

    /// <summary>A label of each row as a column of numbers.</summary>
    /// <param name="label">One of those that the query asked for.</param>
    /// <returns>A column with the label's name; missing where the label is not mature.</returns>
    /// <exception cref="ArgumentException">The query did not ask for it.</exception>
    public NumericColumn Label(SnapshotLabel label) => _labels.FirstOrDefault(column => column.Name == label.ColumnName)
        ?? throw new ArgumentException($"The query did not ask for the label {label}. Name it in FeatureQuery.Labels.", nameof(label));

    /// <summary>Features and a label together, as data to learn from: of the rows whose label is mature, with customers and cut-offs, so that validation can keep the rows of one customer together and go along time.</summary>
    /// <param name="label">A label that is true or false, and that the query asked for.</param>
    /// <returns>All rows but those whose label is missing.</returns>
    /// <exception cref="ArgumentException">The query did not ask for the label, or it is a number.</exception>
    /// <exception cref="TrainingDataException">No label is mature.</exception>
    public TrainingSet ToTrainingSet(SnapshotLabel label = SnapshotLabel.Repurchase)
    {
        if (label is SnapshotLabel.Spend or SnapshotLabel.PurchaseCount)
            throw new ArgumentException($"The label {label} is a number. Take Label({label}) as a target of binning or regression, or a label that is true or false.", nameof(label));
        double[] values = Label(label).Values.ToArray();
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]))];
        if (rows.Length == 0)
            throw new TrainingDataException("No label is mature, so there is nothing to learn from. Take earlier cut-offs or fewer PerformanceDays.");
        bool[] events = [.. rows.Select(row => values[row] == 1)];
        return TrainingSet.Create(rows.Length == values.Length ? Features : Features.Rows(rows), events)
            .WithEntities([.. rows.Select(row => Keys[row])])
            .WithTimes([.. rows.Select(row => CutOffs[row].UtcDateTime)]);
    }
}
