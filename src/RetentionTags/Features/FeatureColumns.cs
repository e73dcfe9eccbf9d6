using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The columns of one family while they are filled. Threads fill rows of their own.</summary>
internal sealed class FeatureColumns
{
    private readonly IReadOnlyList<FeatureDefinition> _definitions;
    private readonly double[]?[] _numbers;
    private readonly int[]?[] _codes;

    public FeatureColumns(IReadOnlyList<FeatureDefinition> definitions, int rowCount)
    {
        _definitions = definitions;
        _numbers = [.. definitions.Select(definition => definition.Kind == ColumnKind.Numeric ? GC.AllocateUninitializedArray<double>(rowCount) : null)];
        _codes = [.. definitions.Select(definition => definition.Kind == ColumnKind.Category ? GC.AllocateUninitializedArray<int>(rowCount) : null)];
    }

    public double[] Numbers(int feature) => _numbers[feature]!;

    public int[] Codes(int feature) => _codes[feature]!;

    public IEnumerable<Column> ToColumns() => _definitions.Select((definition, i) => definition.Kind == ColumnKind.Numeric
        ? (Column)Column.Numeric(definition.Name, _numbers[i]!)
        : Column.Category(definition.Name, _codes[i]!, definition.Levels).WithoutUnusedLevels());
}
