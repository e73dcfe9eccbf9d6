using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>What one thread sees as it goes from block to block of entities: the events that are visible at cut-offs, where windows begin and end among them, and what is derived from them once for all features.</summary>
/// <remarks>All is found for a whole block at a time, so that it is in the cache and no call is made for a single entity. Features that need one history at a time move to it.</remarks>
internal sealed class EntitySweep
{
    /// <summary>A block ends with so many entities.</summary>
    public const int MaxEntities = 512;

    /// <summary>A block ends before it would have more events, but has one entity at least.</summary>
    private const int MaxEvents = 8192;

    private readonly PurchaseKinds _kinds;
    private readonly WindowBounds _bounds;
    private readonly int _observation;
    private readonly DateTime[] _cutOffs;
    private readonly int[] _referenceDays;
    private readonly BlockRows[] _rows;
    private readonly List<PurchaseTimeline> _timelines = [];
    private readonly List<FilteredEvents> _filtered = [];
    private readonly List<int> _late = [];
    private readonly bool[] _isLate = new bool[MaxEntities];
    private int[] _days = [];
    private int _daysVersion;
    private int _boundsVersion;
    private int _history;
    private bool _isSlice;

    public EntitySweep(SnapshotPlan plan, EventLog log, PurchaseKinds kinds, DayCalendar calendar)
    {
        Log = log;
        Plan = plan;
        _kinds = kinds;
        Events = new(log);
        Calendar = calendar;
        _bounds = new(plan);
        _observation = _bounds.Add(Features.Window.Observation);
        _cutOffs = [.. plan.CutOffs.Select(cutOff => cutOff.UtcDateTime)];
        _referenceDays = [.. plan.CutOffs.Select(cutOff => plan.ReferenceDay(cutOff).DayNumber)];
        _rows = [.. plan.CutOffs.Select(_ => new BlockRows())];
    }

    public EventLog Log { get; }

    public SnapshotPlan Plan { get; }

    /// <summary>The block's events; those that a row sees in a window are a range of them.</summary>
    public BlockEvents Events { get; }

    /// <summary>The number of the entity whose history the sweep has moved to.</summary>
    public int Entity => Events.EntityOf(_history);

    /// <summary>The day of each of the block's events, in the plan's zone, as in <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> Days
    {
        get
        {
            if (_daysVersion != Events.Version)
                FindDays();
            return _days.AsSpan(0, Events.Count);
        }
    }

    /// <summary>Registers a window while features are bound.</summary>
    /// <returns>Its number, for <see cref="From(int, int)"/> and <see cref="To(int, int)"/>.</returns>
    /// <exception cref="ArgumentException">It reaches further back than the plan observes.</exception>
    public int Window(Window window) => _bounds.Add(window);

    /// <summary>Those of the block's events that a filter lets through, shared by all features with the same filter.</summary>
    public FilteredEvents Filtered(EventFilter filter)
    {
        FilteredEvents? known = _filtered.FirstOrDefault(events => events.Filter == filter);
        if (known is null)
            _filtered.Add(known = new(this, filter));
        return known;
    }

    /// <summary>The purchases that are made of the block's events, shared by all features that count purchases alike.</summary>
    public PurchaseTimeline Purchases(PurchaseUnit unit)
    {
        if (unit == PurchaseUnit.Order && Log.OrderCodes.IsEmpty)
            throw new ArgumentException("Purchases are to be counted by order, but the log does not know orders. Name them in EventDetails.Orders or EventLogColumns.Order, or count by Day or Event.", nameof(unit));
        PurchaseTimeline? known = _timelines.FirstOrDefault(timeline => timeline.Unit == unit);
        if (known is null)
            _timelines.Add(known = new(this, unit));
        return known;
    }

    /// <summary>The moment of a cut-off, in UTC.</summary>
    public DateTime CutOff(int cut) => _cutOffs[cut];

    /// <summary>The number of the last day that features can see.</summary>
    public int ReferenceDay(int cut) => _referenceDays[cut];

    /// <summary>The rows of the block at a cut-off.</summary>
    public BlockRows RowsAt(int cut) => _rows[cut];

    /// <summary>For each history where its window begins.</summary>
    public ReadOnlySpan<int> StartsOf(int cut, int window) => Located().StartsOf(cut, window);

    /// <summary>For each history where its window ends, exclusive.</summary>
    public ReadOnlySpan<int> EndsOf(int cut, int window) => Located().EndsOf(cut, window);

    /// <summary>The first event of the observation window.</summary>
    public int From(int cut) => From(cut, _observation);

    /// <summary>The event after the last of the observation window: the first that happened at the cut-off or later.</summary>
    public int To(int cut) => To(cut, _observation);

    /// <summary>The first event of a registered window.</summary>
    public int From(int cut, int window) => Located().StartsOf(cut, window)[_history];

    /// <summary>The event after the last of a registered window.</summary>
    public int To(int cut, int window) => Located().EndsOf(cut, window)[_history];

    /// <summary>The days of the plan's zone: for those who need the day of few events.</summary>
    public DayCalendar Calendar { get; }

    /// <summary>Whether an event is a purchase or the refund of one, by its kind.</summary>
    public bool Counts(int i) => _kinds.Counts(Events.PlaceOf(i));

    /// <summary>Whether an event is a purchase.</summary>
    public bool IsPurchase(int i) => Events.Amounts[i] >= 0 && Counts(i);

    /// <summary>Goes on to a history of the block: windows are then those of this one.</summary>
    public void MoveTo(int history) => _history = history;

    /// <summary>Goes through entities, block by block.</summary>
    /// <param name="first">The first entity.</param>
    /// <param name="end">The entity after the last.</param>
    /// <param name="visit">Called for each block with the cut-offs [first, end) at which those of its histories hold that the sweep shows.</param>
    public void Go(int first, int end, Action<int, int> visit)
    {
        for (int blockEnd; first < end; first = blockEnd)
        {
            blockEnd = EndOfBlock(first, end);
            if (Log.HasLateEvents)
                FindLate(first, blockEnd);
            _isSlice = true;
            Events.Take(first, blockEnd);
            visit(0, _cutOffs.Length);
            GoThroughLate(visit);
        }
    }

    /// <summary>Whether a history is part of the block: one with late events is not among those that hold at all cut-offs.</summary>
    public bool Shows(int history) => !_isSlice || _late.Count == 0 || !_isLate[history];

    /// <summary>Entities with late events see something else at each cut-off.</summary>
    private void GoThroughLate(Action<int, int> visit)
    {
        _isSlice = false;
        for (int cut = 0; cut < _cutOffs.Length && _late.Count > 0; cut++)
        {
            Events.TakeKnown(CollectionsMarshal.AsSpan(_late), _cutOffs[cut]);
            visit(cut, cut + 1);
        }
    }

    /// <summary>The bounds of windows, which are found when a block's are first asked for.</summary>
    private WindowBounds Located()
    {
        if (_boundsVersion != Events.Version)
        {
            _bounds.Locate(Events.Times, Events.Starts);
            _boundsVersion = Events.Version;
        }

        return _bounds;
    }

    private void FindLate(int first, int end)
    {
        _late.Clear();
        for (int entity = first; entity < end; entity++)
        {
            Range all = Log.EventsOf(entity);
            bool isLate = !Log.KnownAt[all].SequenceEqual(Log.Times[all]);
            _isLate[entity - first] = isLate;
            if (isLate)
                _late.Add(entity);
        }
    }

    private int EndOfBlock(int first, int end)
    {
        int blockEnd = first + 1;
        while (blockEnd < end && blockEnd < first + MaxEntities && Log.Starts[blockEnd + 1] - Log.Starts[first] <= MaxEvents)
            blockEnd++;
        return blockEnd;
    }

    private void FindDays()
    {
        if (_days.Length < Events.Count)
            _days = new int[Math.Max(2 * _days.Length, Events.Count)];
        ReadOnlySpan<DateTime> times = Events.Times;
        for (int i = 0; i < times.Length; i++)
            _days[i] = Calendar.DayOf(times[i]);
        _daysVersion = Events.Version;
    }
}
