using RetentionTags.Binning.Prebins;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>The fit of one column by a fixed rule: each pre-bin is a bin.</summary>
internal static class FixedFit
{
    public static ColumnBinning Of(FixedBinning recipe, Column column, TrainingSet data, CancellationToken cancellationToken)
    {
        PrebinnedColumn bins = column is CategoryColumn categories
            ? OfCategories(recipe, categories, data, cancellationToken)
            : ColumnPrebins.OfNumbers((NumericColumn)column, data, recipe.Specials, numbers => Divide(recipe, numbers, data, cancellationToken), needsCenters: false, cancellationToken);
        return ColumnAssembly.Assemble(recipe, bins, [.. Enumerable.Range(0, Math.Max(bins.Counts.Size, 1))], MissingHome(recipe.Missing, bins), new()
        {
            ColumnName = column.Name,
            Bins = [],
            MissingBin = -1,
            TotalEvents = data.EventWeight,
            TotalNonEvents = data.NonEventWeight,
            Findings = bins.DistinctValues == 0 ? [new(FindingSeverity.Warning, FindingCodes.EmptyColumn, $"{bins.WhyEmpty}, so its bins are empty.", column.Name)] : [],
        });
    }

    private static NumericPrebins Divide(FixedBinning recipe, NumericColumn numbers, TrainingSet data, CancellationToken cancellationToken) => recipe.Rule == FixedRule.Given
        ? NumericPrebins.OfCuts(numbers, data, recipe.Cuts.AsSpan(), cancellationToken)
        : NumericPrebins.OfRule(numbers, data, sorted => Starts(recipe, sorted, cancellationToken), cancellationToken);

    private static int[] Starts(FixedBinning recipe, SortedValues sorted, CancellationToken cancellationToken) => recipe.Rule switch
    {
        FixedRule.EqualFrequency => QuantileRule.Starts(sorted.Weights, recipe.MaxBins),
        FixedRule.EqualWidth => UniformCuts.Find(sorted, recipe.MaxBins),
        FixedRule.InformationGain => TreeCuts.Find(sorted, SegmentScore.Entropy(sorted, cancellationToken), recipe.MaxBins, recipe.MinBinShare, cancellationToken),
        FixedRule.ChiMerge => ChiMergeCuts.Find(sorted, recipe.MaxBins, recipe.MergeSignificance, cancellationToken),
        _ => MdlpCuts.Find(sorted, recipe.MaxBins, cancellationToken),
    };

    private static PrebinnedCategories OfCategories(FixedBinning recipe, CategoryColumn column, TrainingSet data, CancellationToken cancellationToken)
    {
        bool isGiven = recipe.Rule == FixedRule.Given;
        var rules = new CategoryRules(isGiven ? 0 : recipe.MinCategoryCount, int.MaxValue, recipe.Specials, [], []);
        CategoryPrebins each = CategoryPrebins.Of(column, data, rules, cancellationToken);
        IntervalCounts counts = each.Counts;
        List<int[]> groups = isGiven ? GivenGroups(recipe, column, each) : RuleGroups(recipe, each, cancellationToken);
        double[] events = [.. groups.Select(group => group.Sum(prebin => counts[prebin, prebin + 1].Events))];
        double[] nonEvents = [.. groups.Select(group => group.Sum(prebin => counts[prebin, prebin + 1].NonEvents))];
        return new()
        {
            Name = column.Name,
            Counts = new(events, nonEvents, counts.TotalEvents, counts.TotalNonEvents),
            Missing = each.Missing,
            Specials = each.Specials,
            DistinctValues = each.DistinctValues,
            Groups = isGiven ? GivenNames(recipe, each, groups) : [.. groups.Select(group => NamesOf(group, each))],
            Rare = each.Rare,
            HasGivenOrder = isGiven,
        };
    }

    /// <summary>The categories of each group given, and the rest.</summary>
    private static List<int[]> GivenGroups(FixedBinning recipe, CategoryColumn column, CategoryPrebins each)
    {
        var prebinOf = each.Groups.Select((group, prebin) => (Name: group[0], prebin)).ToDictionary(pair => pair.Name, pair => pair.prebin, StringComparer.Ordinal);
        List<int[]> groups = [.. recipe.CategoryGroups.Select(group => group.Where(prebinOf.ContainsKey).Select(name => prebinOf[name]).ToArray())];
        int[] rest = [.. Enumerable.Range(0, each.Groups.Count).Except(groups.SelectMany(group => group))];
        if (rest.Length > 0 || groups.Count == 0)
            groups.Add(rest);
        return groups.Count <= recipe.MaxBins
            ? groups
            : throw new TrainingDataException($"Column '{column.Name}': CategoryGroups leave out {Bin.Group(NamesOf(rest, each), default).Label}, which share one more bin, and MaxBins is {recipe.MaxBins}. Raise MaxBins, or put them into a group.") { ColumnName = column.Name };
    }

    /// <summary>Groups given keep their order and the categories that no row has; those with a bin of their own as special values are no part of them.</summary>
    private static List<List<string>> GivenNames(FixedBinning recipe, CategoryPrebins each, List<int[]> groups)
    {
        var special = each.Specials.SelectMany(bin => bin.SpecialValues).Select(value => value.Category!).ToHashSet(StringComparer.Ordinal);
        return [.. groups.Select((group, i) => i < recipe.CategoryGroups.Count ? recipe.CategoryGroups[i].Where(name => !special.Contains(name)).ToList() : NamesOf(group, each))];
    }

    private static List<string> NamesOf(int[] group, CategoryPrebins each) => [.. group.SelectMany(prebin => each.Groups[prebin]).Order(StringComparer.Ordinal)];

    /// <summary>The rule, applied to categories in the order of their event rates as if they were the numbers 0, 1, 2 ….</summary>
    private static List<int[]> RuleGroups(FixedBinning recipe, CategoryPrebins each, CancellationToken cancellationToken)
    {
        int size = each.Groups.Count;
        if (size == 0)
            return [[]];
        double[] places = [.. Enumerable.Range(0, size).Select(place => (double)place)];
        double[] events = [.. Enumerable.Range(0, size).Select(place => each.Counts[place, place + 1].Events)];
        double[] nonEvents = [.. Enumerable.Range(0, size).Select(place => each.Counts[place, place + 1].NonEvents)];
        FixedBinning rule = recipe.Rule == FixedRule.EqualWidth ? recipe with { Rule = FixedRule.EqualFrequency } : recipe;
        int[] starts = Starts(rule, SortedValues.OfCounted(places, events, nonEvents, 0, 0), cancellationToken);
        return [.. starts.Select((start, i) => Enumerable.Range(start, (i + 1 < starts.Length ? starts[i + 1] : size) - start).ToArray())];
    }

    /// <summary>The bin that takes the missing rows; −1 for one of their own, which they keep where no other row is. Of equally good ones the first.</summary>
    private static int MissingHome(MissingPolicy policy, PrebinnedColumn column)
    {
        int bins = column.Counts.Size;
        if (policy == MissingPolicy.OwnBin || column.Missing.Count == 0 || bins == 0)
            return -1;
        int[] places = [.. Enumerable.Range(0, bins).Where(bin => column.Counts[bin, bin + 1].Count > 0)];
        if (places.Length == 0)
            return -1;
        return policy switch
        {
            MissingPolicy.FirstBin => 0,
            MissingPolicy.LastBin => bins - 1,
            MissingPolicy.HighestRate => places.MaxBy(bin => column.Counts[bin, bin + 1].EventRate),
            MissingPolicy.LowestRate => places.MinBy(bin => column.Counts[bin, bin + 1].EventRate),
            _ => places.MaxBy(bin => column.Counts[bin, bin + 1].Plus(column.Missing).InformationValue - column.Counts[bin, bin + 1].InformationValue),
        };
    }
}
