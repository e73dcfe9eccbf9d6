using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>What features are computed of: events, a plan, and the labels that are wanted beside them. <see cref="FeatureSql.ToSql"/> writes the statement.</summary>
public sealed record FeatureQuery
{
    /// <summary>The events.</summary>
    /// <value>Required.</value>
    public required SqlEventTable Events { get; init => field = value ?? throw new ArgumentNullException(nameof(Events)); }

    /// <summary>The cut-offs and windows.</summary>
    /// <value>Required. Cut-offs are whole microseconds.</value>
    public required SnapshotPlan Plan { get; init => field = value ?? throw new ArgumentNullException(nameof(Plan)); }

    /// <summary>The labels to give beside the features, each in a column of its own.</summary>
    /// <value>None by default. Labels need a plan with <see cref="SnapshotPlan.PerformanceDays"/>.</value>
    public ValueList<SnapshotLabel> Labels { get; init => field = value ?? throw new ArgumentNullException(nameof(Labels)); } = [];

    /// <summary>The column of the cut-off in the result: a text such as <c>2025-09-01T00:00:00+02:00</c>.</summary>
    /// <value><c>"cut_off"</c> by default.</value>
    public string CutOff { get; init => field = value ?? throw new ArgumentNullException(nameof(CutOff)); } = "cut_off";
}
