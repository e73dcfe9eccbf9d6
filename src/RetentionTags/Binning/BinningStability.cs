using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>The table of a fitted column in one period after the other.</summary>
public sealed class BinningStability
{
    /// <summary>Each period has a table of its own; more of them are no periods, but numbers of rows or moments.</summary>
    private const int MostPeriods = 10_000;

    private BinningStability(ColumnBinning binning, BinningPeriod[] periods)
    {
        Binning = binning;
        Periods = periods;
        Bins = [.. binning.Bins.Select((bin, index) => Over(bin, [.. periods.Select(period => period.Evaluation.Bins[index].Fresh)], periods))];
        EventRateTrend = TrendTest.Of([.. periods.Select(period => period.Evaluation.Statistics.Events)], [.. periods.Select(period => period.Evaluation.Statistics.Count)]);
        foreach (BinningPeriod period in periods)
        {
            HighestPsi = Defined(HighestPsi, period.Evaluation.Psi, Math.Max);
            LowestInformationValue = Defined(LowestInformationValue, period.Evaluation.InformationValue, Math.Min);
            TrendBreakCount += period.Evaluation.TrendBreaks.Count;
        }
    }

    /// <summary>The fitted bins.</summary>
    public ColumnBinning Binning { get; }

    /// <summary>The name of the column.</summary>
    public string ColumnName => Binning.ColumnName;

    /// <summary>The periods in order: numbers ascending, names by ordinal comparison, so that 2024-02 comes before 2024-11 and after 2023-12.</summary>
    public IReadOnlyList<BinningPeriod> Periods { get; }

    /// <summary>Each bin over the periods, with the indices of <see cref="ColumnBinning.Bins"/>.</summary>
    public IReadOnlyList<BinStability> Bins { get; }

    /// <summary>Whether the event rate of all rows rises or falls over the periods.</summary>
    public TrendTest EventRateTrend { get; }

    /// <summary>The highest <see cref="BinningEvaluation.Psi"/> of a period; NaN when none has weight.</summary>
    public double HighestPsi { get; } = double.NaN;

    /// <summary>The lowest information value of a period, of those with both classes; NaN when there is none. Short periods have higher values by chance, not lower ones.</summary>
    public double LowestInformationValue { get; } = double.NaN;

    /// <summary>The number of trend breaks in all periods together.</summary>
    public int TrendBreakCount { get; }

    /// <summary>One line for each period: rows, event rate, information value, PSI and its P value, AUC of the fitted weights of evidence, trend breaks and how many of them are significant.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Period", "Count", "Event rate", "IV", "PSI", "P (PSI)", "AUC", "Trend breaks", "Significant");
        foreach (BinningPeriod period in Periods)
        {
            BinningEvaluation evaluation = period.Evaluation;
            table.Add(
                period.Name,
                TableCell.Weight(evaluation.Statistics.Count),
                TableCell.Percent(evaluation.Statistics.EventRate),
                TableCell.Number(evaluation.InformationValue, 4),
                TableCell.Number(evaluation.Psi, 4),
                BinningTables.Probability(evaluation.PsiPValue),
                TableCell.Number(evaluation.Auc, 4),
                TableCell.Number(evaluation.TrendBreaks.Count, 0),
                TableCell.Number(evaluation.TrendBreaks.Count(pair => pair.IsSignificant), 0));
        }

        return table.Render(format);
    }

    /// <summary>One line for each bin: its share and its event rate in training, in the first and in the last period, and the tests of their trend over all periods.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string BinsToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(ColumnName, "Share fitted", "Share first", "Share last", "Share trend z", "P (share)", "Rate fitted", "Rate first", "Rate last", "Rate trend z", "P (rate)");
        foreach (BinStability bin in Bins)
        {
            table.Add(
                bin.Fitted.Label,
                TableCell.Percent(bin.Fitted.CountShare),
                TableCell.Percent(bin.Shares[0]),
                TableCell.Percent(bin.Shares[^1]),
                TableCell.Number(bin.ShareTrend.Z, 2),
                BinningTables.Probability(bin.ShareTrend.PValue),
                TableCell.Percent(bin.Fitted.EventRate),
                TableCell.Percent(bin.EventRates[0]),
                TableCell.Percent(bin.EventRates[^1]),
                TableCell.Number(bin.EventRateTrend.Z, 2),
                BinningTables.Probability(bin.EventRateTrend.PValue));
        }

        return table.Render(format);
    }

    internal static BinningStability Of(ColumnBinning binning, TrainingSet data, ReadOnlySpan<int> periodOfRow)
    {
        int[] periods = [.. periodOfRow.ToArray().Distinct().Order()];
        var groups = new int[periodOfRow.Length];
        for (int row = 0; row < groups.Length; row++)
            groups[row] = Array.BinarySearch(periods, periodOfRow[row]);
        return Of(binning, data, groups, [.. periods.Select(period => Invariant($"{period}"))]);
    }

    internal static BinningStability Of(ColumnBinning binning, TrainingSet data, IReadOnlyList<string> periodOfRow)
    {
        ArgumentNullException.ThrowIfNull(periodOfRow);
        int withoutName = Enumerable.Range(0, periodOfRow.Count).FirstOrDefault(row => periodOfRow[row] is null, -1);
        if (withoutName >= 0)
            throw new ArgumentException($"Row {withoutName} has no period. Give every row one, or leave the row out.", nameof(periodOfRow));
        string[] periods = [.. periodOfRow.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var groupOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string period in periods)
            groupOf.Add(period, groupOf.Count);
        return Of(binning, data, [.. periodOfRow.Select(period => groupOf[period])], periods);
    }

    private static BinningStability Of(ColumnBinning binning, TrainingSet data, int[] periodOfRow, string[] names)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (names.Length > MostPeriods)
            throw new ArgumentException($"There are {names.Length} periods, and {MostPeriods} at most can be compared. Give the month or the quarter of each row, such as 202411, instead of its moment or its number.", nameof(periodOfRow));
        if (periodOfRow.Length != data.RowCount)
            throw new ArgumentException($"There are {periodOfRow.Length} periods for {data.RowCount} rows. Give one for each row.", nameof(periodOfRow));
        BinTally tally = BinTally.Of(binning, data, periodOfRow, names.Length);
        return new(binning, [.. names.Select((name, group) => new BinningPeriod(name, BinningEvaluation.Of(binning, tally.CountsOf(group))))]);
    }

    private static BinStability Over(Bin fitted, Bin[] fresh, BinningPeriod[] periods)
    {
        double[] counts = [.. fresh.Select(bin => bin.Count)];
        return new(
            fitted,
            [.. fresh.Select(bin => bin.CountShare)],
            [.. fresh.Select(bin => bin.EventRate)],
            TrendTest.Of(counts, [.. periods.Select(period => period.Evaluation.Statistics.Count)]),
            TrendTest.Of([.. fresh.Select(bin => bin.Events)], counts));
    }

    /// <summary>The choice between two numbers, or the one that is defined.</summary>
    private static double Defined(double first, double second, Func<double, double, double> choose) =>
        double.IsNaN(first) ? second : double.IsNaN(second) ? first : choose(first, second);
}
