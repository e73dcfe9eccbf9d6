using System.Runtime.InteropServices;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;

namespace RetentionTags.Binning.Prebins;

/// <summary>
/// A column of categories in ascending order of event rate (equal rates by name) or in a given order, divided into pre-bins. Rare categories are pooled before: a rate of few rows would put them
/// at one end or the other by chance.
/// </summary>
internal sealed class CategoryPrebins
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    private CategoryPrebins(List<List<string>> groups, IntervalCounts counts, BinCounts missing, List<Bin> specials, int distinctValues, List<string> rare) =>
        (Groups, Counts, Missing, Specials, DistinctValues, Rare) = (groups, counts, missing, specials, distinctValues, rare);

    /// <summary>The categories of each pre-bin, in ordinal order or in the order given.</summary>
    public List<List<string>> Groups { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    /// <summary>The bins of special values.</summary>
    public List<Bin> Specials { get; }

    /// <summary>The number of categories before rare ones are pooled, those that stay together counting as one.</summary>
    public int DistinctValues { get; }

    /// <summary>The categories that were pooled because they are rare.</summary>
    public List<string> Rare { get; }

    public static CategoryPrebins Of(CategoryColumn column, TrainingSet data, CategoryRules rules, CancellationToken cancellationToken)
    {
        // One place more than there are levels: code −1, missing, is counted at place 0.
        var events = new double[column.Levels.Count + 1];
        var nonEvents = new double[column.Levels.Count + 1];
        for (int row = 0; row < column.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (data.Events[row] ? events : nonEvents)[column.Codes[row] + 1] += data.WeightOf(row);
        }

        var counts = new Dictionary<string, (double Events, double NonEvents)>(StringComparer.Ordinal);
        for (int place = 1; place < events.Length; place++)
        {
            CategoryOrdering.CheckSometimes(place, cancellationToken);
            if (events[place] + nonEvents[place] > 0)
                counts.Add(column.Levels[place - 1], (events[place], nonEvents[place]));
        }

        return Of(column.Name, counts, new(events[0], nonEvents[0], data.EventWeight, data.NonEventWeight), rules, cancellationToken);
    }

    /// <param name="columnName">For messages.</param>
    /// <param name="counts">Events and non-events of each category that some row has.</param>
    /// <param name="missing">The rows without a category.</param>
    /// <param name="rules">What becomes of the categories.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CategoryPrebins Of(string columnName, Dictionary<string, (double Events, double NonEvents)> counts, BinCounts missing, CategoryRules rules, CancellationToken cancellationToken)
    {
        List<Bin> specials = TakeSpecials(counts, missing, rules.Specials);
        List<Group> groups = Joined(counts, rules.Together, cancellationToken);
        int distinct = groups.Count;
        var rare = new List<string>();
        groups = rules.Order.Count > 0
            ? CategoryOrdering.AsGiven(columnName, groups, group => group.Categories, rules.Order, cancellationToken)
            : CategoryOrdering.ByLevel(Pooled(groups, rules.MinCount, rare, cancellationToken), group => group.Events / group.Count, group => group.First, cancellationToken);

        int[] starts = QuantileRule.Starts([.. groups.Select(group => group.Count)], rules.MaxPrebins);
        var members = new List<List<string>>();
        for (int prebin = 0; prebin < starts.Length; prebin++)
        {
            int end = prebin + 1 < starts.Length ? starts[prebin + 1] : groups.Count;
            var names = new List<string>();
            for (int i = starts[prebin]; i < end; i++)
            {
                CategoryOrdering.CheckSometimes(i, cancellationToken);
                names.AddRange(groups[i].Categories);
            }

            if (rules.Order.Count == 0)
                CategoryOrdering.SortByName(CollectionsMarshal.AsSpan(names), cancellationToken);
            members.Add(names);
        }

        double[] prebinEvents = SortedValues.Grouped([.. groups.Select(group => group.Events)], starts);
        double[] prebinNonEvents = SortedValues.Grouped([.. groups.Select(group => group.NonEvents)], starts);
        return new(members, new(prebinEvents, prebinNonEvents, missing.TotalEvents, missing.TotalNonEvents), missing, specials, distinct, rare);
    }

    /// <summary>Takes the special categories out of the counts.</summary>
    private static List<Bin> TakeSpecials(Dictionary<string, (double Events, double NonEvents)> counts, BinCounts totals, ValueList<SpecialGroup> specials)
    {
        var bins = new List<Bin>();
        foreach (SpecialGroup special in specials)
        {
            double events = 0, nonEvents = 0;
            Cell[] values = [.. special.Values.Where(value => value.Kind == ColumnKind.Category)];
            foreach (Cell value in values)
            {
                if (!counts.Remove(value.Category!, out (double Events, double NonEvents) count))
                    continue;
                events += count.Events;
                nonEvents += count.NonEvents;
            }

            if (values.Length > 0)
                bins.Add(Bin.Special(special.Name, values, totals with { Events = events, NonEvents = nonEvents }));
        }

        return bins;
    }

    /// <summary>Categories that are to stay together as one group each, all others one by one.</summary>
    private static List<Group> Joined(Dictionary<string, (double Events, double NonEvents)> counts, ValueList<ValueList<string>> together, CancellationToken cancellationToken)
    {
        var groups = new List<Group>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (ValueList<string> names in together)
        {
            string[] present = [.. names.Where(name => counts.ContainsKey(name) && taken.Add(name))];
            if (present.Length > 0)
                groups.Add(new(present.Sum(name => counts[name].Events), present.Sum(name => counts[name].NonEvents), [.. present]));
        }

        int looked = 0;
        foreach ((string name, (double events, double nonEvents)) in counts)
        {
            CategoryOrdering.CheckSometimes(++looked, cancellationToken);
            if (!taken.Contains(name))
                groups.Add(new(events, nonEvents, [name]));
        }

        return groups;
    }

    private static List<Group> Pooled(List<Group> groups, double minCount, List<string> rare, CancellationToken cancellationToken)
    {
        var frequent = new List<Group>();
        double events = 0, nonEvents = 0;
        for (int i = 0; i < groups.Count; i++)
        {
            CategoryOrdering.CheckSometimes(i, cancellationToken);
            Group group = groups[i];
            if (!CategoryOrdering.IsRare(group.Count, minCount))
            {
                frequent.Add(group);
                continue;
            }

            events += group.Events;
            nonEvents += group.NonEvents;
            rare.AddRange(group.Categories);
        }

        if (rare.Count > 0)
            frequent.Add(new(events, nonEvents, rare));
        return frequent;
    }

    /// <summary>Categories that stay together.</summary>
    private sealed record Group(double Events, double NonEvents, List<string> Categories)
    {
        public double Count => Events + NonEvents;

        public string First { get; } = Categories.Count == 1 ? Categories[0] : Categories.Min(StringComparer.Ordinal)!;
    }
}
