using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Finds columns that say (nearly) the same of everybody: one value has at least a given share of the weight of the training rows.</summary>
public sealed record ConstantColumns : CleaningStep
{
    /// <summary>The share of the most frequent value from which a column counts as constant.</summary>
    /// <value>0.999 by default: what is left is too little to learn from, unless there are very many rows. 1 finds only columns that are constant throughout. Above 0, up to 1.</value>
    public double GreatestShare { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(GreatestShare), value, "above 0 and at most 1"); } = 0.999;

    /// <summary>Whether a missing value is a value like others: it counts in the total, and a column that is nearly always missing is constant. Otherwise shares are of the rows in which the column is not missing.</summary>
    /// <value><see langword="true"/> by default: a column that is known of a tenth of the rows, with one value, tells these from the rest. A column that is missing in every row is constant in either case.</value>
    public bool CountMissing { get; init; } = true;

    /// <summary>What happens to such columns.</summary>
    /// <value><see cref="ColumnAction.LeaveOut"/> by default.</value>
    public ColumnAction Action { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Action), value, "one of the named actions"); }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        var learnt = new List<LearntColumn>();
        foreach ((Column column, string? found) in pass.Table.Columns.Zip(pass.OfColumns(column => WhyConstant(column, pass))))
        {
            if (found is not null)
                Decide(Action, column, found, findingCode: null, pass, learnt);
        }

        return [.. learnt];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass) => LeaveOut(columns, pass);

    private string? WhyConstant(Column column, CleaningPass pass)
    {
        (double greatest, Cell value, double present, double missing) = MostFrequent(column, pass);
        if (present == 0)
            return "missing in every row";
        double total = CountMissing ? present + missing : present;
        if (CountMissing && missing > greatest)
            (greatest, value) = (missing, Cell.Missing);
        if (greatest < GreatestShare * total)
            return null;
        string shown = value == Cell.Missing ? "missing" : $"'{value}'";
        return greatest == total
            ? $"{shown} in every row{(CountMissing ? "" : " that has a value")}"
            : Invariant($"{shown} in {greatest} of {total} rows");
    }

    private static (double Greatest, Cell Value, double Present, double Missing) MostFrequent(Column column, CleaningPass pass)
    {
        if (column is NumericColumn numbers)
        {
            SortedValues values = SortedValues.Of(numbers.Values, pass.Data!.Events, pass.Data.Weights, pass.CancellationToken);
            int most = values.Count == 0 ? -1 : Array.IndexOf(values.Weights, values.Weights.Max());
            return most < 0 ? (0, Cell.Missing, 0, values.MissingWeight) : (values.Weights[most], values.Values[most], values.TotalWeight, values.MissingWeight);
        }

        var categories = (CategoryColumn)column;
        (double[] weights, double missing) = LevelWeights.Of(categories, pass);
        double greatest = weights.DefaultIfEmpty().Max();
        return (greatest, greatest == 0 ? Cell.Missing : categories.Levels.Where((_, level) => weights[level] == greatest).Min(StringComparer.Ordinal), weights.Sum(), missing);
    }
}
