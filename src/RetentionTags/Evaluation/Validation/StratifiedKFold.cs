using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// Folds drawn at random with the same share of events in each: in random order the events are dealt to the folds one by one, then the non-events, going on where the events ended.
/// So the numbers of events, of non-events and of rows differ by at most 1 between folds.
/// </summary>
/// <remarks>
/// <para>
/// The random order follows the row's entity and time when the training set has them, so that neither the order of rows nor the columns matter (rows of one entity and one time go by row number);
/// otherwise it follows the row's number, as that of <see cref="TrainingSet.Split"/> does. A row stays whole whatever it weighs, and rows are counted, not weights; rows of weight 0 are dealt last.
/// </para>
/// <para>For one row a customer. Where customers have several rows a model is tested on customers that it knows: a finding says so, and <see cref="GroupedKFold"/> keeps them together.</para>
/// </remarks>
public sealed record StratifiedKFold : Splitter
{
    /// <summary>The number of folds.</summary>
    /// <value>5 by default, from 2 to 100.</value>
    public int Folds { get; init => field = Checked(value, 2, 100, nameof(Folds)); } = 5;

    /// <summary>How often the rows are divided anew; every row is tested once in each repeat.</summary>
    /// <value>1 by default, up to 100.</value>
    public int Repeats { get; init => field = Checked(value, 1, 100, nameof(Repeats)); } = 1;

    /// <summary>Another seed makes other folds.</summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    private protected override FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken)
    {
        int events = 0;
        for (int row = 0; row < data.RowCount; row++)
            events += data.Events[row] && data.WeightOf(row) > 0 ? 1 : 0;
        int nonEvents = data.RowCount - events - data.Weights.Count(0);
        if (events < Folds || nonEvents < Folds)
            throw new TrainingDataException($"There are {events} rows with the event and {nonEvents} without; {Folds} stratified folds need at least {Folds} of each. Set Folds lower.");
        return FoldPlan.Of(data.RowCount, ShuffledFolds.Of(Folds, Repeats, Seed, seed => Deal(data, seed, cancellationToken), cancellationToken), cancellationToken, SharedEntities(data));
    }

    private static ulong[] RandomKeys(TrainingSet data, ulong seed)
    {
        var keys = new ulong[data.RowCount];
        for (int row = 0; row < keys.Length; row++)
        {
            ulong identity = data.HasEntities ? SplitMix64.Mix(seed ^ (ulong)data.Entities[row]) ^ (data.HasTimes ? (ulong)data.Times[row].Ticks : 0) : (ulong)row;
            keys[row] = SplitMix64.Mix(seed ^ identity);
        }

        return keys;
    }

    private static Finding[] SharedEntities(TrainingSet data)
    {
        if (!data.HasEntities)
            return [];
        var isPresent = new bool[data.EntityKeys!.Count];
        foreach (int entity in data.Entities)
            isPresent[entity] = true;
        int entities = isPresent.Count(present => present);
        return entities == data.RowCount
            ? []
            : [new(FindingSeverity.Warning, FindingCodes.SharedEntities, $"{data.RowCount} rows belong to {entities} entities, so models are tested on entities that they have learnt from, which flatters them. Use GroupedKFold, or WalkForward where rows are snapshots in time.")];
    }

    private int[] Deal(TrainingSet data, ulong seed, CancellationToken cancellationToken)
    {
        ulong[] keys = RandomKeys(data, seed);
        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), cancellationToken);
        var foldOfRow = new int[rows.Length];
        int dealt = 0;
        foreach ((bool isEvent, bool hasWeight) in (ReadOnlySpan<(bool, bool)>)[(true, true), (false, true), (true, false), (false, false)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (int row in rows)
            {
                if (data.Events[row] == isEvent && data.WeightOf(row) > 0 == hasWeight)
                    foldOfRow[row] = dealt++ % Folds;
            }
        }

        return foldOfRow;
    }
}
