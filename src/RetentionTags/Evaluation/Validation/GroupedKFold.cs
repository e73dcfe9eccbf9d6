using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>Folds of whole entities: no customer is learnt from and tested on in the same fold.</summary>
/// <remarks>
/// <para>
/// Sizes are sums of weights. The greatest entity goes first, each to the fold that is lightest so far; entities of one size go in random order, equal folds by number.
/// </para>
/// <para>
/// <see cref="Stratified"/>: entities go in descending order of |events − non-events|, then of size, then at random, each to the fold with which the sum over both classes of the
/// standard deviation between folds of the share of the class is least; of equals to the lightest, then by number. The greedy rule of scikit-learn's <c>StratifiedGroupKFold</c>.
/// </para>
/// <para>A whole weight w gives the folds that w copies of the row give, and neither the order of rows nor the columns matter.</para>
/// </remarks>
public sealed record GroupedKFold : Splitter
{
    /// <summary>Entities between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 12;

    /// <summary>The number of folds.</summary>
    /// <value>5 by default, from 2 to 100.</value>
    public int Folds { get; init => field = Checked(value, 2, 100, nameof(Folds)); } = 5;

    /// <summary>Whether the share of events is kept even between folds, rather than the size.</summary>
    /// <value><see langword="false"/> by default. Set it where events are rare or a few entities hold many of them.</value>
    public bool Stratified { get; init; }

    /// <summary>How often the rows are divided anew; every row is tested once in each repeat.</summary>
    /// <value>1 by default, up to 100. Only the order among equals changes between repeats.</value>
    public int Repeats { get; init => field = Checked(value, 1, 100, nameof(Repeats)); } = 1;

    /// <summary>Another seed makes other folds.</summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    private protected override FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken)
    {
        RequireEntities(data);
        int count = data.EntityKeys!.Count;
        double[] events = new double[count], nonEvents = new double[count];
        var isPresent = new bool[count];
        for (int row = 0; row < data.RowCount; row++)
        {
            isPresent[data.Entities[row]] = true;
            (data.Events[row] ? events : nonEvents)[data.Entities[row]] += data.WeightOf(row);
        }

        int[] present = FoldPlan.RowsWhere(count, entity => isPresent[entity], cancellationToken);
        int weighing = present.Count(entity => events[entity] + nonEvents[entity] > 0);
        if (weighing < Folds)
            throw new TrainingDataException($"There are {weighing} entities with weight, and {Folds} folds need at least {Folds}. Set Folds lower.");
        return FoldPlan.Of(data.RowCount, ShuffledFolds.Of(Folds, Repeats, Seed, seed => FoldOfRow(data, Assign(present, weighing, events, nonEvents, seed, cancellationToken)), cancellationToken), cancellationToken);
    }

    private static int[] FoldOfRow(TrainingSet data, int[] foldOfEntity)
    {
        var foldOfRow = new int[data.RowCount];
        for (int row = 0; row < foldOfRow.Length; row++)
            foldOfRow[row] = foldOfEntity[data.Entities[row]];
        return foldOfRow;
    }

    private int[] Assign(int[] present, int weighing, double[] events, double[] nonEvents, ulong seed, CancellationToken cancellationToken)
    {
        int[] order = Order(present, events, nonEvents, seed, cancellationToken);
        var foldOfEntity = new int[events.Length];
        var inFolds = new (double Events, double NonEvents)[Folds];
        (double Events, double NonEvents) totals = (events.Sum(), nonEvents.Sum());
        var entitiesIn = new int[Folds];
        for (int i = 0; i < order.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            int entity = order[i];
            var added = (Events: events[entity], NonEvents: nonEvents[entity]);
            int fold = Place(inFolds, added, totals, entitiesIn, mustFill: i < weighing && weighing - i <= entitiesIn.Count(0));
            inFolds[fold] = (inFolds[fold].Events + added.Events, inFolds[fold].NonEvents + added.NonEvents);
            entitiesIn[fold]++;
            foldOfEntity[entity] = fold;
        }

        return foldOfEntity;
    }

    /// <summary>Stable sorts, the last of which counts most.</summary>
    private int[] Order(int[] present, double[] events, double[] nonEvents, ulong seed, CancellationToken cancellationToken)
    {
        int[] order = [.. present];
        var keys = new ulong[order.Length];
        SortBy(entity => SplitMix64.Mix(seed ^ (ulong)entity));
        SortBy(entity => ~SortableDouble.ToKey(events[entity] + nonEvents[entity]));
        if (Stratified)
            SortBy(entity => ~SortableDouble.ToKey(Math.Abs(events[entity] - nonEvents[entity])));
        return order;

        void SortBy(Func<int, ulong> key)
        {
            for (int i = 0; i < keys.Length; i++)
                keys[i] = key(order[i]);
            RadixSort.Sort(keys.AsSpan(), order.AsSpan(), cancellationToken);
        }
    }

    /// <summary>The fold with the lowest unevenness, then the lightest, then the first. The last entities that weigh something go to folds that have none yet.</summary>
    private int Place((double Events, double NonEvents)[] inFolds, (double Events, double NonEvents) added, (double Events, double NonEvents) totals, int[] entitiesIn, bool mustFill)
    {
        (double squares, double otherSquares) = (inFolds.Sum(fold => fold.Events * fold.Events), inFolds.Sum(fold => fold.NonEvents * fold.NonEvents));
        (double sum, double otherSum) = (inFolds.Sum(fold => fold.Events) + added.Events, inFolds.Sum(fold => fold.NonEvents) + added.NonEvents);
        (double Unevenness, double Weight) lowest = (double.PositiveInfinity, double.PositiveInfinity);
        int best = 0;
        for (int fold = 0; fold < inFolds.Length; fold++)
        {
            if (mustFill && entitiesIn[fold] > 0)
                continue;
            double unevenness = Stratified
                ? Deviation(inFolds[fold].Events, added.Events, squares, sum, totals.Events) + Deviation(inFolds[fold].NonEvents, added.NonEvents, otherSquares, otherSum, totals.NonEvents)
                : 0;
            (double, double) place = (unevenness, inFolds[fold].Events + inFolds[fold].NonEvents);
            if (place.CompareTo(lowest) < 0)
                (lowest, best) = (place, fold);
        }

        return best;
    }

    /// <summary>Folds times the standard deviation of a class's share over the folds, were the entity added to this one: √(k Σ n² − (Σ n)²) / total.</summary>
    private double Deviation(double inFold, double added, double squares, double sum, double total) =>
        total == 0 ? 0 : Math.Sqrt(Math.Max(0, (Folds * (squares + (((2 * inFold) + added) * added))) - (sum * sum))) / total;
}
