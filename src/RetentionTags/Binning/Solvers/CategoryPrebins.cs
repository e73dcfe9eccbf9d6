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

        return Of(column.Levels, events, nonEvents, data.EventWeight, data.NonEventWeight, recipe, cancellationToken);
    }

    /// <summary>The pre-bins of categories that have been counted.</summary>
    /// <param name="levels">The distinct categories; those without rows are left out.</param>
    /// <param name="events">Weight of the events, at place 0 of missing values, then of each level.</param>
    /// <param name="nonEvents">The same of the non-events.</param>
    /// <param name="totalEvents">Weight of all events, missing values included.</param>
    /// <param name="totalNonEvents">The same of the non-events.</param>
    /// <param name="recipe">Says what is rare and how many pre-bins there may be.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CategoryPrebins Of(IReadOnlyList<string> levels, double[] events, double[] nonEvents, double totalEvents, double totalNonEvents, OptimalBinning recipe, CancellationToken cancellationToken)
    {
        List<Group> groups = GroupsOf(levels, events, nonEvents, recipe.MinCategoryCount, cancellationToken);
        var prebins = new PrebinAccumulator(groups.Sum(group => group.Count), groups.Count, recipe.MaxPrebins);
        var members = new List<List<string>>();
        foreach (Group group in groups)
        {
            if (prebins.Add(group.Events, group.NonEvents))
                members.Add([]);
            members[^1].AddRange(group.Categories);
        }

        return new(
            members,
            prebins.ToCounts(totalEvents, totalNonEvents),
            new(events[0], nonEvents[0], totalEvents, totalNonEvents),
            groups.Count);
    }

    /// <summary>Frequent categories one by one, rare ones together, in order of event rate.</summary>
    private static List<Group> GroupsOf(IReadOnlyList<string> levels, double[] events, double[] nonEvents, double minCount, CancellationToken cancellationToken)
    {
        var groups = new List<Group>();
        var rare = new List<string>();
        double rareEvents = 0, rareNonEvents = 0;
        for (int place = 1; place < events.Length; place++)
        {
            if (place % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            string category = levels[place - 1];
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
