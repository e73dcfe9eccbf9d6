using RetentionTags.Binning.Prebins;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The pre-bins of a column of either kind, special values set apart.</summary>
internal static class ColumnPrebins
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    /// <param name="recipe">The rule, its limits, and where cuts must be.</param>
    /// <param name="column">The column.</param>
    /// <param name="data">Its labels and weights.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PrebinnedColumn Of(OptimalBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken)
    {
        if (column is CategoryColumn categories)
        {
            var rules = new CategoryRules(recipe.MinCategoryCount, recipe.MaxPrebins, recipe.Specials, recipe.CategoriesTogether, recipe.CategoryOrder);
            return PrebinnedCategories.Of(column.Name, CategoryPrebins.Of(categories, data, rules, cancellationToken), recipe.CategoryOrder.Count > 0);
        }

        return OfNumbers((NumericColumn)column, data, recipe.Specials, numbers => Divide(recipe, numbers, data, cancellationToken), recipe.Trend is Trend.Concave or Trend.Convex, cancellationToken);
    }

    /// <param name="column">The column.</param>
    /// <param name="data">Its labels and weights.</param>
    /// <param name="groups">Special values.</param>
    /// <param name="divide">How the rest is divided.</param>
    /// <param name="needsCenters">Whether slopes will be asked for.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PrebinnedColumn OfNumbers(NumericColumn column, TrainingSet data, ValueList<SpecialGroup> groups, Func<NumericColumn, NumericPrebins> divide, bool needsCenters, CancellationToken cancellationToken)
    {
        NumericColumn numbers = column;
        List<Bin> specials = [];
        BinCounts? missing = null;
        if (groups.Count > 0)
            (numbers, specials, missing) = SpecialNumbers.Take(column, data, groups, cancellationToken);
        NumericPrebins prebins = divide(numbers);
        return new PrebinnedNumbers
        {
            Name = column.Name,
            Counts = prebins.Counts,
            Missing = missing ?? prebins.Missing,
            Specials = specials,
            DistinctValues = prebins.DistinctValues,
            Cuts = prebins.Cuts,
            Centers = needsCenters ? Centers(numbers, data, prebins.Cuts, cancellationToken) : null,
        };
    }

    /// <summary>Events and rows of each pre-bin, period by period.</summary>
    public static PeriodCounts ByPeriod(PrebinnedColumn prebins, Column column, Column periods, TrainingSet data, CancellationToken cancellationToken)
    {
        int[] periodOf = PeriodsOf(periods, column.Name, out int count);
        var prebinOf = new int[data.RowCount];
        prebins.FindPrebins(column, prebinOf);
        int size = prebins.Counts.Size;
        double[][] events = Zeros(), counts = Zeros();
        for (int row = 0; row < prebinOf.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            double weight = data.WeightOf(row);
            counts[periodOf[row]][prebinOf[row]] += weight;
            events[periodOf[row]][prebinOf[row]] += data.Events[row] ? weight : 0;
        }

        return new([.. events.Select(each => each[..size])], [.. counts.Select(each => each[..size])], [.. events.Select(each => each[size])], [.. counts.Select(each => each[size])]);

        double[][] Zeros() => [.. Enumerable.Range(0, count).Select(_ => new double[size + 2])];
    }

    private static NumericPrebins Divide(OptimalBinning recipe, NumericColumn numbers, TrainingSet data, CancellationToken cancellationToken)
    {
        NumericPrebins prebins = recipe.CandidateCuts.Count > 0
            ? NumericPrebins.OfCuts(numbers, data, recipe.CandidateCuts.AsSpan(), cancellationToken)
            : NumericPrebins.Of(numbers, data, recipe.Prebins, recipe.MaxPrebins, cancellationToken);
        double[] asked = [.. recipe.FixedCuts, .. recipe.SignChangeAt is double value ? [value] : (double[])[]];
        double[] cuts = [.. prebins.Cuts.Union(asked).Order()];
        return cuts.Length == prebins.Cuts.Length ? prebins : NumericPrebins.OfCuts(numbers, data, cuts, cancellationToken);
    }

    /// <summary>The mean of the finite values in any interval of pre-bins; where there are none, the middle between those on either side.</summary>
    private static Func<int, int, double> Centers(NumericColumn column, TrainingSet data, double[] cuts, CancellationToken cancellationToken)
    {
        SortedValues sorted = SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken);
        double[] weights = new double[cuts.Length + 2], sums = new double[cuts.Length + 2];
        int prebin = 0;
        for (int i = 0; i < sorted.Count; i++)
        {
            while (prebin < cuts.Length && sorted.Values[i] >= cuts[prebin])
                prebin++;
            if (!double.IsFinite(sorted.Values[i]))
                continue;
            weights[prebin + 1] += sorted.Weights[i];
            sums[prebin + 1] += sorted.Weights[i] * sorted.Values[i];
        }

        for (int i = 1; i < weights.Length; i++)
            (weights[i], sums[i]) = (weights[i] + weights[i - 1], sums[i] + sums[i - 1]);
        return (start, end) =>
        {
            double weight = weights[end] - weights[start];
            if (weight > 0)
                return (sums[end] - sums[start]) / weight;
            return start > 0 && end <= cuts.Length ? 0.5 * (cuts[start - 1] + cuts[end - 1]) : start > 0 ? cuts[start - 1] : cuts[0];
        };
    }

    private static int[] PeriodsOf(Column periods, string columnName, out int count)
    {
        var codes = new int[periods.Length];
        var codeOf = new Dictionary<Cell, int>();
        for (int row = 0; row < codes.Length; row++)
        {
            Cell period = periods is NumericColumn numbers ? numbers.Values[row] : ((CategoryColumn)periods)[row];
            if (period == Cell.Missing)
                throw new TrainingDataException($"Column '{columnName}': the period column '{periods.Name}' is missing in row {row}. Leave out rows whose period is not known.") { ColumnName = columnName };
            if (!codeOf.TryGetValue(period, out codes[row]))
                codeOf.Add(period, codes[row] = codeOf.Count);
        }

        count = codeOf.Count;
        return codes;
    }
}
