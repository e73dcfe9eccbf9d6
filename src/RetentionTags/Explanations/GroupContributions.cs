using RetentionTags.Rendering;

namespace RetentionTags.Explanations;

/// <summary>What makes groups of rows, such as tiers, differ: the mean contribution of each column within each group, in log-odds against the baseline.</summary>
/// <remarks>The means of a group and the baseline add up to the mean log-odds of its rows.</remarks>
public sealed class GroupContributions
{
    private readonly double[][] _means;
    private readonly double[] _all;

    private GroupContributions(ScoreExplanations explanations, string[] groupNames, double[] groupWeights, double[][] means, double[] all)
    {
        Baseline = explanations.Baseline;
        BaselineName = explanations.BaselineName;
        ColumnNames = explanations.ColumnNames;
        GroupNames = groupNames;
        GroupWeights = groupWeights;
        _means = means;
        _all = all;
    }

    /// <summary>The mean log-odds of the rows that all others are compared with.</summary>
    public double Baseline { get; }

    /// <summary>Which rows those are.</summary>
    public string BaselineName { get; }

    /// <summary>The columns, in the model's order.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The groups, in the order given.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <summary>The sum of the weights of each group's rows.</summary>
    public IReadOnlyList<double> GroupWeights { get; }

    /// <summary>The mean contribution of each column over all rows.</summary>
    public ReadOnlySpan<double> All => _all;

    /// <summary>The mean contributions within one group.</summary>
    /// <param name="group">The place of the group in <see cref="GroupNames"/>.</param>
    /// <returns>One for each column, in log-odds; NaN for a group without rows.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such group.</exception>
    public ReadOnlySpan<double> this[int group] => _means[group];

    /// <summary>Means by group.</summary>
    /// <param name="explanations">The contributions.</param>
    /// <param name="groupNames">The names of the groups, each once.</param>
    /// <param name="groupOfRow">For each row the place of its group among the names.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">There are no rows or no groups, lengths differ, a name repeats, a row's group is none, or a weight is negative or not finite.</exception>
    public static GroupContributions Of(ScoreExplanations explanations, IReadOnlyList<string> groupNames, ReadOnlySpan<int> groupOfRow, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        ArgumentNullException.ThrowIfNull(groupNames);
        if (explanations.RowCount == 0 || groupNames.Count == 0)
            throw new ArgumentException("There are no rows or no groups, so there is no mean.", nameof(explanations));
        if (groupNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two groups are named '{twice.Key}'. Each name is given once.", nameof(groupNames));
        if (groupOfRow.Length != explanations.RowCount)
            throw new ArgumentException($"There are {groupOfRow.Length} groups for {explanations.RowCount} rows.", nameof(groupOfRow));
        double[] of = BackgroundRows.WeightsOf(explanations.RowCount, weights), totals = new double[groupNames.Count], all = new double[explanations.ColumnNames.Count];
        double[][] sums = [.. groupNames.Select(_ => new double[all.Length])];
        for (int row = 0; row < of.Length; row++)
        {
            int group = groupOfRow[row];
            if ((uint)group >= (uint)totals.Length)
                throw new ArgumentException($"Row {row} is in group {group}. Groups are numbered from 0 to {totals.Length - 1}.", nameof(groupOfRow));
            totals[group] += of[row];
            for (int column = 0; column < all.Length; column++)
            {
                sums[group][column] += of[row] * explanations[row][column];
                all[column] += of[row] * explanations[row][column];
            }
        }

        double total = of.Sum();
        return new(explanations, [.. groupNames], totals, [.. sums.Select((sum, group) => sum.Select(each => totals[group] > 0 ? each / totals[group] : double.NaN).ToArray())], [.. all.Select(sum => sum / total)]);
    }

    /// <summary>The report as text: one line for each column, one column for each group.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table, with the mean log-odds and the shares of rows at its end; a dash for a group without rows.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(["Column", .. GroupNames, "all rows"]);
        for (int column = 0; column < _all.Length; column++)
            table.Add([ColumnNames[column], .. _means.Append(_all).Select(means => TableCell.Number(means[column], 4))]);
        table.Add(["log-odds", .. _means.Append(_all).Select(means => TableCell.Number(Baseline + means.Sum(), 4))]);
        double total = GroupWeights.Sum();
        table.Add(["share of rows", .. GroupWeights.Append(total).Select(weight => TableCell.Percent(weight / total))]);
        return table.Render(format);
    }
}
