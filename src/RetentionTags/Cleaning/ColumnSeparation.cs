using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>How well one column alone tells events from non-events, and how many values it has.</summary>
/// <param name="ByValue">The area under the ROC curve of its values, 0.5–1; NaN where it is not defined.</param>
/// <param name="ByMissing">The area under the ROC curve of being missing, 0.5–1; NaN where it is not defined.</param>
/// <param name="DistinctValues">The number of distinct values.</param>
/// <param name="PresentWeight">The weight of the rows that have a value.</param>
/// <param name="Density">The share of the whole numbers between the lowest and the highest that occur; 1 for categories, 0 for numbers that are not all whole.</param>
internal readonly record struct ColumnSeparation(double ByValue, double ByMissing, int DistinctValues, double PresentWeight, double Density)
{
    public static ColumnSeparation Of(Column column, double minValueCount, CleaningPass pass) =>
        column is NumericColumn numbers ? Of(numbers, minValueCount, pass) : Of((CategoryColumn)column, minValueCount, pass);

    private static ColumnSeparation Of(NumericColumn column, double minValueCount, CleaningPass pass)
    {
        SortedValues values = SortedValues.Of(column.Values, pass.Data!.Events, pass.Data.Weights, pass.CancellationToken);
        (double[] nonEvents, double[] events) = (values.Classes[0], values.Classes[1]);
        double byNumber = values.TotalWeight < minValueCount ? 0.5 : Auc(events, nonEvents);
        return new(
            Math.Max(Math.Max(byNumber, 1 - byNumber), ByRate(events, nonEvents, minValueCount, pass)),
            Missing(values.MissingSum, values.MissingWeight - values.MissingSum, pass.Data),
            values.Count,
            values.TotalWeight,
            Array.TrueForAll(values.Values, value => value == Math.Floor(value)) && values.Count > 0 ? values.Count / (values.Values[^1] - values.Values[0] + 1) : 0);
    }

    private static ColumnSeparation Of(CategoryColumn column, double minValueCount, CleaningPass pass)
    {
        (double[] events, double missingEvents) = LevelWeights.Of(column, pass, isEvent: true);
        (double[] nonEvents, double missingNonEvents) = LevelWeights.Of(column, pass, isEvent: false);
        return new(
            ByRate(events, nonEvents, minValueCount, pass),
            Missing(missingEvents, missingNonEvents, pass.Data!),
            Enumerable.Range(0, events.Length).Count(level => events[level] + nonEvents[level] > 0),
            events.Sum() + nonEvents.Sum(),
            Density: 1);
    }

    /// <summary>The area under the curve of values ranked by their event rates; those of little weight are one.</summary>
    private static double ByRate(double[] events, double[] nonEvents, double minValueCount, CleaningPass pass)
    {
        var groups = new List<(double Events, double NonEvents)>();
        (double Events, double NonEvents) rest = (0, 0);
        for (int value = 0; value < events.Length; value++)
        {
            pass.CheckSometimes(value);
            if (events[value] + nonEvents[value] < minValueCount)
                rest = (rest.Events + events[value], rest.NonEvents + nonEvents[value]);
            else
                groups.Add((events[value], nonEvents[value]));
        }

        (double Events, double NonEvents)[] ranked = [.. groups.Append(rest)
            .Where(group => group.Events + group.NonEvents > 0)
            .OrderBy(group => group.Events / (group.Events + group.NonEvents))
            .ThenBy(group => group.Events)];
        return Auc([.. ranked.Select(group => group.Events)], [.. ranked.Select(group => group.NonEvents)]);
    }

    /// <summary>With the weights of events and non-events at ascending values: Σ E(v) [N(below v) + N(v)/2] / (E N).</summary>
    private static double Auc(double[] events, double[] nonEvents)
    {
        double sum = 0, below = 0;
        for (int value = 0; value < events.Length; value++)
        {
            sum += events[value] * (below + (nonEvents[value] / 2));
            below += nonEvents[value];
        }

        return sum / (events.Sum() * below);
    }

    private static double Missing(double events, double nonEvents, TrainingSet data) =>
        (1 + Math.Abs((events / data.EventWeight) - (nonEvents / data.NonEventWeight))) / 2;
}
