using System.Collections.Concurrent;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The state of a log at a plan's cut-offs: one row for each entity of the plan's population at each cut-off.</summary>
/// <remarks>An event with an amount below 0 is a refund: it lowers what an entity spent and is no purchase.</remarks>
public sealed class Snapshot
{
    /// <summary>What threads take at a time.</summary>
    private const int EntitiesPerGroup = 128 * EntitySet.WordEntities;

    private readonly EntitySet[] _entities;
    private readonly int[] _firstRows;
    private readonly DayCalendar _calendar;

    internal Snapshot(SnapshotPlan plan, EventLog log, int threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Plan = plan;
        Log = log;
        Kinds = new(plan, log);
        _calendar = new(plan.TimeZone, log.FirstTime, log.LastTime);
        _entities = [.. plan.CutOffs.Select(_ => new EntitySet(log.Entities.Count))];
        FindEntities(threads, progress, cancellationToken);
        _firstRows = new int[_entities.Length + 1];
        for (int cut = 0; cut < _entities.Length; cut++)
        {
            _entities[cut].Number();
            if (_entities[cut].Count == 0)
                throw new TrainingDataException(Invariant($"Nobody had {(plan.Population == Population.Buyers ? "bought" : "an event")} in the observation window that ends at {plan.CutOffs[cut]:yyyy-MM-dd HH:mm zzz}. The log's last event is at {log.LastTime:yyyy-MM-dd HH:mm} UTC: check CutOffs, ObservationDays and PurchaseKind."));
            _firstRows[cut + 1] = checked(_firstRows[cut] + _entities[cut].Count);
        }

        Findings = FindingsOf(plan, log);
    }

    /// <summary>The plan that the snapshot was taken by.</summary>
    public SnapshotPlan Plan { get; }

    /// <summary>The number of rows: pairs of an entity and a cut-off.</summary>
    public int RowCount => _firstRows[^1];

    /// <summary>What a person should know about this snapshot: that the log ends before the last cut-off, for instance.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    internal EventLog Log { get; }

    /// <summary>Which events are purchases and refunds.</summary>
    internal PurchaseKinds Kinds { get; }

    /// <summary>The key of the entity in a row.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>The key as text.</returns>
    public string KeyOf(int row)
    {
        int cut = CutOf(row);
        return Log.Entities[_entities[cut][row - _firstRows[cut]]];
    }

    /// <summary>The cut-off of a row.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    /// <returns>One of the plan's cut-offs.</returns>
    public DateTimeOffset CutOffOf(int row) => Plan.CutOffs[CutOf(row)];

    /// <summary>The rows of a cut-off, which follow one another.</summary>
    /// <param name="cut">The number of the cut-off in <see cref="SnapshotPlan.CutOffs"/>.</param>
    /// <returns>At least one row.</returns>
    public Range RowsOf(int cut) => _firstRows[cut].._firstRows[cut + 1];

    /// <summary>The label of each row as a truth value: whether the entity bought in the performance window.</summary>
    /// <returns>True for at least one purchase, an event of the plan's kind with an amount of at least 0.</returns>
    /// <exception cref="InvalidOperationException">The plan has no performance window, or a label is not mature and so missing.</exception>
    public bool[] Repurchased() => Truths(SnapshotLabel.Repurchase);

    /// <summary>The label of each row as a truth value: whether the entity was active again in the performance window.</summary>
    /// <returns>True for at least one event of any kind.</returns>
    /// <exception cref="InvalidOperationException">The plan has no performance window, or a label is not mature and so missing.</exception>
    public bool[] Retained() => Truths(SnapshotLabel.Retention);

    /// <summary>The label of each row as a truth value: whether nothing was seen of the entity in the performance window.</summary>
    /// <returns>True for no event of any kind.</returns>
    /// <exception cref="InvalidOperationException">The plan has no performance window, or a label is not mature and so missing.</exception>
    public bool[] Lapsed() => Truths(SnapshotLabel.Lapse);

    /// <summary>A label of each row as a column of numbers.</summary>
    /// <param name="label">What is asked of the performance window.</param>
    /// <returns>A column with the label's name in small letters; missing where the label is not mature.</returns>
    /// <exception cref="InvalidOperationException">The plan has no performance window.</exception>
    public NumericColumn Label(SnapshotLabel label) => new LabelSweep(this, label).ToColumn();

    /// <summary>Features and a label together, as data to learn from: of the rows whose label is mature, with entities and cut-offs, so that validation can keep the rows of one entity together and go along time.</summary>
    /// <param name="features">One row for each row of the snapshot.</param>
    /// <param name="label">A label that is true or false.</param>
    /// <returns>All rows; without those whose label is missing when the plan lets labels be missing.</returns>
    /// <exception cref="ArgumentException">The table has another number of rows, or the label is a number.</exception>
    /// <exception cref="InvalidOperationException">The plan has no performance window.</exception>
    /// <exception cref="TrainingDataException">No label is mature.</exception>
    public TrainingSet ToTrainingSet(Table features, SnapshotLabel label = SnapshotLabel.Repurchase)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.RowCount != RowCount)
            throw new ArgumentException($"The table has {features.RowCount} rows, the snapshot {RowCount}. Compute the features from this snapshot.", nameof(features));
        if (label is SnapshotLabel.Spend or SnapshotLabel.PurchaseCount)
            throw new ArgumentException($"The label {label} is a number. Take Label({label}) as a target of binning or regression, or a label that is true or false.", nameof(label));
        ReadOnlySpan<double> values = Label(label).Values;
        int[] rows = [.. Enumerable.Range(0, RowCount).Where(row => Plan.IsMature(Log, CutOffOf(row)))];
        if (rows.Length == 0)
            throw new TrainingDataException("No label is mature, so there is nothing to learn from. Take earlier cut-offs or fewer PerformanceDays.");
        var events = new bool[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            events[i] = values[rows[i]] == 1;
        return TrainingSet.Create(rows.Length == RowCount ? features : features.Rows(rows), events)
            .WithEntities([.. rows.Select(KeyOf)])
            .WithTimes([.. rows.Select(row => CutOffOf(row).UtcDateTime)]);
    }

    /// <summary>Who has a row at a cut-off, in the order of rows.</summary>
    internal EntitySet EntitiesAt(int cut) => _entities[cut];

    /// <summary>Goes through all rows, block by block of entities. Threads take groups of blocks, so each row is visited once.</summary>
    /// <param name="bind">Makes what visits the rows of a block, from the sweep whose state it reads. Called once a thread at least.</param>
    /// <param name="threads">How many threads; 0 for as many as there are processors.</param>
    /// <param name="stage">What progress is called.</param>
    /// <param name="progress">Told of each group.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal void Sweep(Func<EntitySweep, Action> bind, int threads, string stage, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        SweepGroups(
            sweep =>
            {
                Action visit = bind(sweep);
                return (firstCut, endCut) =>
                {
                    FindRows(sweep, firstCut, endCut);
                    visit();
                };
            },
            threads,
            stage,
            progress,
            cancellationToken);

    /// <summary>Goes through all entities, block by block; what visits a block is told the cut-offs [first, end) at which its histories hold.</summary>
    private void SweepGroups(Func<EntitySweep, Action<int, int>> bind, int threads, string stage, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var idle = new ConcurrentBag<(EntitySweep Sweep, Action<int, int> Visit)>();
        idle.Add(Start()); // so that errors of settings come first, and from the caller's thread
        int groups = (Log.Entities.Count + EntitiesPerGroup - 1) / EntitiesPerGroup;
        InParallel.For(groups, group =>
        {
            (EntitySweep Sweep, Action<int, int> Visit) state = idle.TryTake(out var taken) ? taken : Start();
            int first = group * EntitiesPerGroup;
            state.Sweep.Go(first, Math.Min(first + EntitiesPerGroup, Log.Entities.Count), state.Visit);
            idle.Add(state);
        }, threads, stage, progress, cancellationToken);

        (EntitySweep Sweep, Action<int, int> Visit) Start()
        {
            var sweep = new EntitySweep(Plan, Log, Kinds, _calendar);
            return (sweep, bind(sweep));
        }
    }

    private static Finding[] FindingsOf(SnapshotPlan plan, EventLog log)
    {
        double daysWithoutLog = (plan.CutOffs[^1] - plan.CompleteUntil(log)).TotalDays;
        return daysWithoutLog < 1 ? [] :
        [
            new(FindingSeverity.Warning, FindingCodes.StaleLog, Invariant($"the log ends at {plan.CompleteUntil(log):yyyy-MM-dd HH:mm}, {daysWithoutLog:F0} days before the cut. Everybody's recency counts days of which nothing is known: bring the log up to date, cut earlier, or state with EventLog.WithCompleteUntil that nothing happened since.")),
        ];
    }

    internal int CutOf(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        int place = Array.BinarySearch(_firstRows, row);
        return place >= 0 ? place : ~place - 1;
    }

    private bool[] Truths(SnapshotLabel label)
    {
        ReadOnlySpan<double> values = Label(label).Values;
        var truths = new bool[values.Length];
        for (int row = 0; row < truths.Length; row++)
        {
            if (double.IsNaN(values[row]))
                throw new InvalidOperationException(Invariant($"The label of the cut-off {CutOffOf(row):yyyy-MM-dd} is not mature, so it is neither true nor false. Take Label({label}), where it is missing, or ToTrainingSet, which leaves such rows out."));
            truths[row] = values[row] == 1;
        }

        return truths;
    }

    private void FindEntities(int threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        DateTime[]? observedFrom = Plan.ObservationDays is null ? null : [.. Plan.CutOffs.Select(cutOff => Plan.ObservationStart(cutOff)!.Value.UtcDateTime)];
        SweepGroups(sweep => (firstCut, endCut) => AddEntities(sweep, firstCut, endCut, observedFrom), threads, "snapshot", progress, cancellationToken);
    }

    /// <summary>Adds those of a block's entities that have a row at a cut-off; at each observation begins somewhere, or it never does.</summary>
    private void AddEntities(EntitySweep sweep, int firstCut, int endCut, DateTime[]? observedFrom)
    {
        ReadOnlySpan<int> starts = sweep.Events.Starts;
        for (int history = 0; history < sweep.Events.HistoryCount; history++)
        {
            if (!sweep.Shows(history))
                continue;
            if (observedFrom is null)
                AddFromFirst(sweep, starts[history], starts[history + 1], firstCut, endCut, sweep.Events.EntityOf(history));
            else
                AddObserved(sweep, starts[history], starts[history + 1], firstCut, endCut, observedFrom, sweep.Events.EntityOf(history));
        }
    }

    /// <summary>Who belongs to the population once belongs to it at all later cut-offs.</summary>
    private void AddFromFirst(EntitySweep sweep, int first, int end, int firstCut, int endCut, int entity)
    {
        while (first < end && !Matters(sweep, first))
            first++;
        if (first == end)
            return;
        int cut = endCut - 1;
        for (; cut >= firstCut && Log.LastTime < sweep.CutOff(cut); cut--)
            _entities[cut].Add(entity); // at a cut-off that is after all events no time is read, which is half of the memory that would be
        for (; cut >= firstCut && sweep.Events.Times[first] < sweep.CutOff(cut); cut--)
            _entities[cut].Add(entity);
    }

    /// <summary>Goes back from the last cut-off, along with the last event before it that matters.</summary>
    private void AddObserved(EntitySweep sweep, int first, int end, int firstCut, int endCut, DateTime[] observedFrom, int entity)
    {
        ReadOnlySpan<DateTime> times = sweep.Events.Times;
        int last = end - 1;
        for (int cut = endCut - 1; cut >= firstCut; cut--)
        {
            while (last >= first && (times[last] >= sweep.CutOff(cut) || !Matters(sweep, last)))
                last--;
            if (last >= first && times[last] >= observedFrom[cut])
                _entities[cut].Add(entity);
        }
    }

    /// <summary>Whether an event makes its entity one of the population.</summary>
    private bool Matters(EntitySweep sweep, int i) => Plan.Population == Population.Active || sweep.IsPurchase(i);

    /// <summary>Lays out the rows of the sweep's block at each of the cut-offs [first, end); at others there are none.</summary>
    private void FindRows(EntitySweep sweep, int first, int end)
    {
        for (int cut = 0; cut < _entities.Length; cut++)
        {
            BlockRows rows = sweep.RowsAt(cut);
            rows.Clear(sweep.Events.HistoryCount);
            if (cut < first || cut >= end)
                continue;
            EntitySet entities = _entities[cut];
            for (int history = 0; history < sweep.Events.HistoryCount; history++)
            {
                int entity = sweep.Events.EntityOf(history);
                if (entities.Contains(entity) && sweep.Shows(history))
                    rows.Add(_firstRows[cut] + entities.NumberOf(entity), history);
            }
        }
    }
}
