using System.Globalization;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The optimal fit of one column: the optimum over its pre-bins, and the findings on the way.</summary>
internal static class ColumnFit
{
    /// <summary>A column whose best single cut tells the classes apart to this extent is worth a question.</summary>
    private const double SuspiciousKolmogorovSmirnov = 0.9;

    public static ColumnBinning Of(OptimalBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken)
    {
        PrebinnedColumn prebins = ColumnPrebins.Of(recipe, column, data, cancellationToken);
        PeriodCounts? periods = recipe.PeriodColumn is string period ? ColumnPrebins.ByPeriod(prebins, column, data.Table[period], data, cancellationToken) : null;
        return Of(recipe, prebins, periods, cancellationToken);
    }

    /// <summary>From pre-bins on, wherever they come from.</summary>
    public static ColumnBinning Of(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (column is PrebinnedCategories { HasGivenOrder: false } categories && LookLikeNumbers(categories))
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NumericCategories, $"nearly all of its {categories.Groups.Sum(group => group.Count)} categories are numbers. If that is what they mean, read the column as numeric: ColumnSpec.Numeric.", column.Name));
        (Trend trend, Partition partition, IReadOnlyList<TrendCandidate> candidates) = Solve(recipe, column, periods, findings, cancellationToken);
        return ColumnAssembly.Assemble(recipe, column, partition.Starts, partition.MissingBin, new()
        {
            ColumnName = column.Name,
            Bins = [],
            MissingBin = -1,
            TotalEvents = column.Missing.TotalEvents,
            TotalNonEvents = column.Missing.TotalNonEvents,
            Trend = trend,
            Objective = recipe.Objective,
            Candidates = candidates,
            Findings = findings,
        });
    }

    private static (Trend Trend, Partition Partition, IReadOnlyList<TrendCandidate> Candidates) Solve(OptimalBinning recipe, PrebinnedColumn column, PeriodCounts? periods, List<Finding> findings, CancellationToken cancellationToken)
    {
        Trend trend = column.IsOrdered ? recipe.Trend : Trend.Ascending;
        BinCounts all = column.Counts[0, column.Counts.Size];
        if (WhyOneBin(all, column) is (string code, FindingSeverity severity, string message))
        {
            findings.Add(new(severity, code, message, column.Name));
            int missingHome = recipe.Missing != MissingPolicy.OwnBin && column.Missing.Count > 0 && all.Count > 0 ? 0 : -1;
            return (trend == Trend.Automatic ? Trend.Ascending : trend, new(0, [0], missingHome), []);
        }

        if (BestSingleCut(column.Counts) is double distance and >= SuspiciousKolmogorovSmirnov)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.SuspiciousColumn, Invariant($"alone it nearly tells events from non-events (a single cut reaches a KS of {distance:F3}). Make sure that it is known before the event, and not because of it."), column.Name));

        var choice = new TrendSelection(recipe, column, periods, cancellationToken);
        if (choice.Choose(trend) is not (Trend chosen, Partition partition))
            throw InfeasibilityDiagnosis.ExceptionOf(recipe, column, periods, trend, cancellationToken);
        if (partition.BinCount == 1 && recipe.MaxBins > 1)
            findings.Add(new(FindingSeverity.Note, FindingCodes.NoSplit, InfeasibilityDiagnosis.NoteOf(recipe, column, periods, trend, cancellationToken), column.Name));
        return (chosen, partition, choice.Candidates);
    }

    private static (string Code, FindingSeverity Severity, string Message)? WhyOneBin(BinCounts all, PrebinnedColumn column)
    {
        if (column.DistinctValues == 0)
            return (FindingCodes.EmptyColumn, FindingSeverity.Warning, $"{column.WhyEmpty}, so it has one bin that is empty.");
        if (all.Events == 0 || all.NonEvents == 0)
            return (FindingCodes.PureColumn, FindingSeverity.Warning, $"all rows in which it is not missing are {(all.Events == 0 ? "non-events" : "events")}, so it has one bin; being missing may give the answer away.");
        return column.DistinctValues == 1
            ? (FindingCodes.ConstantColumn, FindingSeverity.Note, "it has the same value in every row that is not missing, so it has one bin.")
            : null;
    }

    /// <summary>The Kolmogorov–Smirnov distance of the column itself: the greatest difference between the cumulated shares of events and non-events.</summary>
    private static double BestSingleCut(IntervalCounts counts)
    {
        BinCounts all = counts[0, counts.Size];
        return Enumerable.Range(1, counts.Size).Max(end => Math.Abs((counts[0, end].Events / all.Events) - (counts[0, end].NonEvents / all.NonEvents)));
    }

    private static bool LookLikeNumbers(PrebinnedCategories column)
    {
        const int FewLevels = 20;
        int levels = column.Groups.Sum(group => group.Count);
        int numbers = levels < FewLevels ? 0 : column.Groups.SelectMany(group => group).Count(level => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return numbers > 0.95 * levels;
    }
}
