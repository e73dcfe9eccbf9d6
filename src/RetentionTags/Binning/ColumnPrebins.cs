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
            return PrebinnedCategories.Of(column.Name, CategoryPrebins.Of(categories, data, RulesOf(recipe), cancellationToken), recipe.CategoryOrder.Count > 0);
        return OfNumbers((NumericColumn)column, data, recipe.Specials, numbers => Divide(recipe, numbers, data, cancellationToken), recipe.Trend is Trend.Concave or Trend.Convex, cancellationToken);
    }

    /// <summary>Of categories that are counted already; the counts of special ones are taken out.</summary>
    public static PrebinnedCategories OfCategories(OptimalBinning recipe, string columnName, Dictionary<string, (double Events, double NonEvents)> counts, BinCounts missing, CancellationToken cancellationToken) =>
        PrebinnedCategories.Of(columnName, CategoryPrebins.Of(columnName, counts, missing, RulesOf(recipe), cancellationToken), recipe.CategoryOrder.Count > 0);

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
        (int[] periodOf, int count) = PeriodsOf(periods, column.Name);
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

    private static CategoryRules RulesOf(OptimalBinning recipe) =>
        new(recipe.MinCategoryCount, recipe.MaxPrebins, recipe.Specials, recipe.CategoriesTogether, recipe.CategoryOrder);

    private static NumericPrebins Divide(OptimalBinning recipe, NumericColumn numbers, TrainingSet data, CancellationToken cancellationToken)
    {
        NumericPrebins prebins = recipe.CandidateCuts.Count > 0
            ? NumericPrebins.OfCuts(numbers, data, recipe.CandidateCuts.AsSpan(), cancellationToken)
            : NumericPrebins.Of(numbers, data, recipe.Prebins, recipe.MaxPrebins, cancellationToken);
        double[] asked = [.. recipe.FixedCuts, .. recipe.SignChangeAt is double value ? [value] : (double[])[]];
        double[] cuts = [.. (recipe.CandidateCuts.Count > 0 ? prebins.Cuts : OutOfRanges(prebins.Cuts, recipe.UndividedRanges, numbers, data, cancellationToken)).Union(asked).Order()];
        if (cuts.AsSpan().SequenceEqual(prebins.Cuts))
            return prebins;
        NumericPrebins withAsked = NumericPrebins.OfCuts(numbers, data, cuts, cancellationToken);

        // Where a cut that was asked for divides the same rows as one that was found, the latter goes.
        var stay = new HashSet<double>(cuts);
        for (int prebin = 1; prebin < cuts.Length; prebin++)
        {
            if (withAsked.Counts[prebin, prebin + 1].Count == 0 && asked.Contains(cuts[prebin - 1]) != asked.Contains(cuts[prebin]))
                stay.Remove(asked.Contains(cuts[prebin]) ? cuts[prebin - 1] : cuts[prebin]);
        }

        return stay.Count == cuts.Length ? withAsked : NumericPrebins.OfCuts(numbers, data, [.. stay.Order()], cancellationToken);
    }

    /// <summary>Cuts inside an undivided range move to one of its ends when they divide the same rows there.</summary>
    private static IEnumerable<double> OutOfRanges(double[] cuts, ValueList<ValueRange> ranges, NumericColumn numbers, TrainingSet data, CancellationToken cancellationToken)
    {
        if (ranges.Count == 0)
            return cuts;
        var lowest = new double[ranges.Count];
        var highest = new double[ranges.Count];
        Array.Fill(lowest, double.PositiveInfinity);
        Array.Fill(highest, double.NegativeInfinity);
        ReadOnlySpan<double> values = numbers.Values;
        for (int row = 0; row < values.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (int range = 0; range < lowest.Length; range++)
            {
                if (values[row] >= ranges[range].Lower && values[row] < ranges[range].Upper && data.WeightOf(row) > 0)
                    (lowest[range], highest[range]) = (Math.Min(lowest[range], values[row]), Math.Max(highest[range], values[row]));
            }
        }

        return cuts.Select(cut =>
        {
            for (int range = 0; range < lowest.Length; range++)
            {
                if (!(cut > ranges[range].Lower && cut < ranges[range].Upper))
                    continue;
                if (cut <= lowest[range] && double.IsFinite(ranges[range].Lower))
                    return ranges[range].Lower;
                if (cut > highest[range] && double.IsFinite(ranges[range].Upper))
                    return ranges[range].Upper;
            }

            return cut;
        });
    }

    private static Func<int, int, double> Centers(NumericColumn column, TrainingSet data, double[] cuts, CancellationToken cancellationToken)
    {
        SortedValues sorted = SortedValues.Of(column.Values, data.Events, data.Weights, cancellationToken);
        return new IntervalCenters(sorted.Values, sorted.Weights, cuts).Of;
    }

    /// <summary>The number of each row's period, from 0, and how many there are.</summary>
    private static (int[] PeriodOf, int Count) PeriodsOf(Column periods, string columnName)
    {
        int missing = periods is NumericColumn values ? values.Values.IndexOf(double.NaN) : ((CategoryColumn)periods).Codes.IndexOf(CategoryColumn.MissingCode);
        if (missing >= 0)
            throw new TrainingDataException($"Column '{columnName}': the period column '{periods.Name}' is missing in row {missing}. Leave out rows whose period is not known.") { ColumnName = columnName };
        if (periods is CategoryColumn categories)
        {
            CategoryColumn used = categories.WithoutUnusedLevels();
            return (used.Codes.ToArray(), used.Levels.Count);
        }

        ReadOnlySpan<double> numbers = ((NumericColumn)periods).Values;
        var codes = new int[numbers.Length];
        var codeOf = new Dictionary<double, int>();
        for (int row = 0; row < codes.Length; row++)
        {
            if (!codeOf.TryGetValue(numbers[row], out codes[row]))
                codeOf.Add(numbers[row], codes[row] = codeOf.Count);
        }

        return (codes, codeOf.Count);
    }
}
