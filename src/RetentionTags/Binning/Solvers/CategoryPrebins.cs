using RetentionTags.Data;

namespace RetentionTags.Binning.Solvers;

/// <summary>A column of categories in ascending order of event rate (equal rates by name), divided into pre-bins.</summary>
internal sealed class CategoryPrebins
{
    private CategoryPrebins(List<List<string>> groups, IntervalCounts counts, BinCounts missing, int distinctValues) =>
        (Groups, Counts, Missing, DistinctValues) = (groups, counts, missing, distinctValues);

    /// <summary>The categories of each pre-bin.</summary>
    public List<List<string>> Groups { get; }

    public IntervalCounts Counts { get; }

    public BinCounts Missing { get; }

    public int DistinctValues { get; }

    public static CategoryPrebins Of(CategoryColumn column, TrainingSet data, int maxPrebins, CancellationToken cancellationToken)
    {
        // One place more than there are levels: code −1, missing, is counted at place 0.
        var events = new double[column.Levels.Count + 1];
        var nonEvents = new double[column.Levels.Count + 1];
        for (int row = 0; row < column.Length; row++)
            (data.Events[row] ? events : nonEvents)[column.Codes[row] + 1] += data.WeightOf(row);
        cancellationToken.ThrowIfCancellationRequested();

        int[] places = [.. Enumerable.Range(1, column.Levels.Count)
            .Where(place => events[place] + nonEvents[place] > 0)
            .OrderBy(place => events[place] / (events[place] + nonEvents[place]))
            .ThenBy(place => column.Levels[place - 1], StringComparer.Ordinal)];
        var prebins = new PrebinAccumulator(places.Sum(place => events[place] + nonEvents[place]), places.Length, maxPrebins);
        var groups = new List<List<string>>();
        foreach (int place in places)
        {
            if (prebins.Add(events[place], nonEvents[place]))
                groups.Add([]);
            groups[^1].Add(column.Levels[place - 1]);
        }

        return new(
            groups,
            prebins.ToCounts(data.EventWeight, data.NonEventWeight),
            new(events[0], nonEvents[0], data.EventWeight, data.NonEventWeight),
            places.Length);
    }
}
