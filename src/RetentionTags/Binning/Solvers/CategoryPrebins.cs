using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// A column of categories in ascending order of event rate (equal rates by name), divided into pre-bins. Rare categories are pooled before: a rate of few rows would put them
/// at one end or the other by chance.
/// </summary>
internal sealed class CategoryPrebins
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    private CategoryPrebins(List<List<string>> groups, IntervalCounts counts, BinCounts missing, int distinctValues) =>
        (Groups, Counts, Missing, DistinctValues) = (groups, counts, missing, distinctValues);

    /// <summary>The categories of each pre-bin.</summary>
    public List<List<string>> Groups { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    /// <summary>The number of categories, the rare ones together counting as one.</summary>
    public int DistinctValues { get; }

    public static CategoryPrebins Of(CategoryColumn column, TrainingSet data, OptimalBinning recipe, CancellationToken cancellationToken)
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

        List<Group> groups = GroupsOf(column, events, nonEvents, recipe.MinCategoryCount, cancellationToken);
        int[] starts = QuantileRule.Starts([.. groups.Select(group => group.Count)], recipe.MaxPrebins);
        var members = new List<List<string>>();
        for (int prebin = 0; prebin < starts.Length; prebin++)
        {
            int end = prebin + 1 < starts.Length ? starts[prebin + 1] : groups.Count;
            members.Add([.. groups[starts[prebin]..end].SelectMany(group => group.Categories)]);
        }

        double[] prebinEvents = SortedValues.Grouped([.. groups.Select(group => group.Events)], starts);
        double[] prebinNonEvents = SortedValues.Grouped([.. groups.Select(group => group.NonEvents)], starts);
        return new(
            members,
            new(prebinEvents, prebinNonEvents, data.EventWeight, data.NonEventWeight),
            new(events[0], nonEvents[0], data.EventWeight, data.NonEventWeight),
            groups.Count);
    }

    /// <summary>Frequent categories one by one, rare ones together, in order of event rate.</summary>
    private static List<Group> GroupsOf(CategoryColumn column, double[] events, double[] nonEvents, double minCount, CancellationToken cancellationToken)
    {
        var groups = new List<Group>();
        var rare = new List<string>();
        double rareEvents = 0, rareNonEvents = 0;
        for (int place = 1; place < events.Length; place++)
        {
            if (place % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            string category = column.Levels[place - 1];
            double count = events[place] + nonEvents[place];
            if (count >= minCount && count > 0)
            {
                groups.Add(new(events[place], nonEvents[place], [category]));
            }
            else if (count > 0)
            {
                rareEvents += events[place];
                rareNonEvents += nonEvents[place];
                rare.Add(category);
            }
        }

        if (rare.Count > 0)
            groups.Add(new(rareEvents, rareNonEvents, rare));
        cancellationToken.ThrowIfCancellationRequested();
        groups.Sort();
        return groups;
    }

    /// <summary>Categories that stay together.</summary>
    private sealed record Group(double Events, double NonEvents, List<string> Categories) : IComparable<Group>
    {
        private readonly string _first = Categories.Min(StringComparer.Ordinal)!;

        public double Count => Events + NonEvents;

        public int CompareTo(Group? other)
        {
            int byRate = (Events / Count).CompareTo(other!.Events / other.Count);
            return byRate != 0 ? byRate : string.CompareOrdinal(_first, other._first);
        }
    }
}
