using MathNet.Numerics.Distributions;
using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>Leaves out columns whose values do not stay the same from period to period: the population stability index of their bins.</summary>
/// <remarks>
/// PSI = Σ (aᵢ − bᵢ) ln(aᵢ/bᵢ) over all bins, as <see cref="BinningEvaluation.Psi"/> defines it, one more row where one of the two counts is 0. A column goes when its index is above <see cref="Max"/> <em>and</em> above what chance brings about: with n and m rows in k bins that hold any, the quantile of
/// chi-square with k − 1 degrees of freedom, times 1/n + 1/m, at 1 − <see cref="Significance"/>/c for c comparisons (Bonferroni). So neither small periods nor large numbers of rows decide by themselves. The period column is no candidate. Events play no part.
/// </remarks>
public sealed record PeriodStability : SelectionStep
{
    private const int MostPeriods = 10_000;

    /// <summary>The column that says which period a row belongs to, such as 202411 or <c>2024-11</c>: numbers in their order, names in ordinal order.</summary>
    /// <value><see langword="null"/> by default: the binning's <see cref="OptimalBinning.PeriodColumn"/>.</value>
    public string? PeriodColumn { get; init; }

    /// <summary>Which periods are compared.</summary>
    /// <value><see cref="PeriodComparison.EachWithTheRest"/> by default.</value>
    public PeriodComparison Comparison { get; init => field = Named(value, nameof(Comparison)); }

    /// <summary>The highest index that a column may have.</summary>
    /// <value>0.25 by default, by custom the mark of a change; 0.1 is that of a slight one.</value>
    public double Max { get; init => field = AtLeast(0, value, nameof(Max)); } = 0.25;

    /// <summary>The probability that chance alone exceeds the quantile.</summary>
    /// <value>0.01 by default. From 0, with which no column goes, to 1, with which <see cref="Max"/> alone decides.</value>
    public double Significance { get; init => field = Within(0, 1, value, nameof(Significance)); } = 0.01;

    internal override void Check(BinningRecipe binning, Table table)
    {
        string? name = PeriodColumn ?? (binning as OptimalBinning)?.PeriodColumn;
        if (name is null || !table.TryGetColumn(name, out _))
            throw new InvalidOperationException($"PeriodStability needs a column that says which period a row belongs to, and {(name is null ? "neither its PeriodColumn nor that of the binning is set" : $"there is no column '{name}'")}. The table has: {string.Join(", ", table.Columns.Select(column => $"'{column.Name}'"))}.");
    }

    internal override bool IsAuxiliary(string columnName) => columnName == PeriodColumn;

    internal override void Apply(SelectionRun run)
    {
        string periodColumn = PeriodColumn ?? ((OptimalBinning)run.Binning.Recipe).PeriodColumn!;
        (ushort[] periodOf, string[] periods) = PeriodsOf(run.Data.Table[periodColumn], run.Data);
        string[] names = run.Candidates;
        if (periods.Length < 2)
        {
            foreach (string name in names)
                run.NotJudged(name, $"'{periodColumn}' has one period only.");
            return;
        }

        ushort[][] codes = run.CodesOf(names);
        Shift[] shifts = run.Each(names.Length, i => ShiftOf(PairTable.Of(periodOf, periods.Length, codes[i], run.Binning[names[i]].Bins.Count, run.Data.Weights), periods));
        for (int i = 0; i < names.Length; i++)
        {
            Shift shift = shifts[i];
            run.Measure(names[i], shift.Index);
            if (shift.Index > Max && shift.Index > shift.Quantile)
                run.Drop(names[i], Invariant($"its PSI is {shift.Index:F4} ({shift.Periods}), above Max, {Max}, and above {shift.Quantile:F4}, which chance exceeds with a probability of {Significance}."), [new("PSI", shift.Index), new(nameof(Max), Max), new("quantile without a change", shift.Quantile), new(nameof(Significance), Significance)]);
        }
    }

    private Shift ShiftOf(PairTable table, string[] periods)
    {
        if (Comparison == PeriodComparison.FirstWithLast)
            return Compare(table.Row(0), table.Row(periods.Length - 1), 1, $"{periods[0]} with {periods[^1]}");
        int bins = table.Row(0).Length;
        var all = new double[bins];
        for (int period = 0; period < periods.Length; period++)
        {
            for (int bin = 0; bin < bins; bin++)
                all[bin] += table.Row(period)[bin];
        }

        // The one that leads out of the column, if there is one: the index farthest above its quantile, else the highest.
        Shift? worst = null;
        for (int period = 0; period < periods.Length; period++)
        {
            double[] own = table.Row(period).ToArray();
            Shift shift = Compare([.. all.Select((count, bin) => count - own[bin])], own, periods.Length, $"{periods[period]} with the rest");
            if (worst is null || (shift.IsBeyondChance, shift.Index).CompareTo((worst.IsBeyondChance, worst.Index)) > 0)
                worst = shift;
        }

        return worst!;
    }

    private Shift Compare(ReadOnlySpan<double> before, ReadOnlySpan<double> after, int comparisons, string periods)
    {
        double totalBefore = 0, totalAfter = 0, index = 0;
        int held = 0;
        for (int bin = 0; bin < before.Length; bin++)
        {
            totalBefore += before[bin];
            totalAfter += after[bin];
            held += before[bin] + after[bin] > 0 ? 1 : 0;
        }

        for (int bin = 0; bin < before.Length; bin++)
            index += PopulationStability.Part(before[bin], after[bin], totalBefore, totalAfter);
        double quantile = held < 2 || Significance == 1 ? 0 : ChiSquared.InvCDF(held - 1, 1 - (Significance / comparisons)) * ((1 / totalBefore) + (1 / totalAfter));
        return new(index, quantile, periods);
    }

    /// <summary>The place of each row's period among those there are, and their names.</summary>
    private static (ushort[] PeriodOf, string[] Periods) PeriodsOf(Column column, TrainingSet data)
    {
        Cell[] cells = [.. Enumerable.Range(0, column.Length).Select(row => column is NumericColumn numbers ? numbers.Values[row] : (Cell)((CategoryColumn)column)[row]!)];
        int missing = Array.IndexOf(cells, Cell.Missing);
        if (missing >= 0)
            throw new TrainingDataException($"The period column '{column.Name}' is missing in row {data.SourceRow(missing)}. Leave out rows whose period is not known.") { ColumnName = column.Name };
        Cell[] periods = [.. cells.Distinct().OrderBy(cell => cell.Number).ThenBy(cell => cell.Category, StringComparer.Ordinal)];
        if (periods.Length > MostPeriods)
            throw new TrainingDataException($"The period column '{column.Name}' has {periods.Length} periods, and {MostPeriods} at most can be compared. Give the month or the quarter of each row, such as 202411, instead of its moment or its number.") { ColumnName = column.Name };
        Dictionary<Cell, ushort> places = periods.Select((period, place) => (period, place)).ToDictionary(pair => pair.period, pair => (ushort)pair.place);
        return ([.. cells.Select(cell => places[cell])], [.. periods.Select(period => period.ToString())]);
    }

    /// <summary>A comparison: the index, what chance brings about, and of which periods.</summary>
    private sealed record Shift(double Index, double Quantile, string Periods)
    {
        public bool IsBeyondChance => Index > Quantile;
    }
}
