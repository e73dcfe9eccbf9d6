using RetentionTags.Explanations;

namespace RetentionTags.Persistence;

/// <summary>What contributions are compared with, as it is saved: for each column the shares of rows in its bins.</summary>
internal sealed record BaselineDocument(BaselineKind Kind, string Name, double[][] Shares)
{
    public static BaselineDocument Of(ExplanationBaseline baseline) =>
        new(baseline.Kind, baseline.Name, [.. baseline.ColumnNames.Select((_, column) => baseline[column].ToArray())]);

    public ExplanationBaseline ToModel(IEnumerable<string> columnNames) => new(Kind, Name, columnNames, Shares);
}
