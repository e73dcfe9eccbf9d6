using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>What one thread sees as it goes from entity to entity and, within an entity, from cut-off to cut-off: the events that are visible there, where windows begin and end among them, and what is derived from them once for all features.</summary>
internal sealed class EntitySweep
{
    private readonly PurchaseKinds _kinds;
    private readonly WindowBounds _bounds;
    private readonly int _observation;
    private readonly DateTime[] _cutOffs;
    private readonly int[] _referenceDays;
    private readonly DayCalendar _calendar;
    private readonly List<PurchaseTimeline> _timelines = [];
    private readonly List<FilteredEvents> _filtered = [];
    private int[] _days = [];
    private int _daysVersion;
    private bool _mayBeLate;
    private bool _isCopy;

    public EntitySweep(SnapshotPlan plan, EventLog log, PurchaseKinds kinds, DayCalendar calendar)
    {
        Log = log;
        Plan = plan;
        _kinds = kinds;
        Events = new(log);
        _calendar = calendar;
        _bounds = new(plan);
        _observation = _bounds.Add(Features.Window.Observation);
        _cutOffs = [.. plan.CutOffs.Select(cutOff => cutOff.UtcDateTime)];
        _referenceDays = [.. plan.CutOffs.Select(cutOff => plan.ReferenceDay(cutOff).DayNumber)];
    }

    public EventLog Log { get; }

    public SnapshotPlan Plan { get; }

    /// <summary>The entity's events; those that are visible at a cut-off are a range of them.</summary>
    public EntityEvents Events { get; }

    /// <summary>The day of each of the entity's events, in the plan's zone, as in <see cref="DateOnly.DayNumber"/>.</summary>
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

    /// <summary>Those of the entity's events that a filter lets through, shared by all features with the same filter.</summary>
    public FilteredEvents Filtered(EventFilter filter)
    {
        FilteredEvents? known = _filtered.FirstOrDefault(events => events.Filter == filter);
        if (known is null)
            _filtered.Add(known = new(this, filter));
        return known;
    }

    /// <summary>The purchases that are made of the entity's events, shared by all features that count purchases alike.</summary>
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

    /// <summary>The first event of the observation window.</summary>
    public int From(int cut) => _bounds.From(cut, _observation);

    /// <summary>The event after the last of the observation window: the first that happened at the cut-off or later.</summary>
    public int To(int cut) => _bounds.To(cut, _observation);

    /// <summary>The first event of a registered window.</summary>
    public int From(int cut, int window) => _bounds.From(cut, window);

    /// <summary>The event after the last of a registered window.</summary>
    public int To(int cut, int window) => _bounds.To(cut, window);

    /// <summary>The day of one event: for those who need few of them.</summary>
    public int DayOf(int i) => _daysVersion == Events.Version ? _days[i] : _calendar.DayOf(Events.Times[i]);

    /// <summary>Whether an event is a purchase or the refund of one, by its kind.</summary>
    public bool Counts(int i) => _kinds.Counts(Events.PlaceOf(i));

    /// <summary>Whether an event is a purchase.</summary>
    public bool IsPurchase(int i) => Events.Amounts[i] >= 0 && Counts(i);

    /// <summary>Goes on to an entity.</summary>
    public void MoveTo(int entity)
    {
        Events.Take(entity);
        _isCopy = false;
        _bounds.Locate(Events.Times);
        _mayBeLate = Log.HasLateEvents && EntityEvents.AnyLate(Log, entity);
    }

    /// <summary>Goes on to a cut-off of the entity: from then on only what was known at it is seen.</summary>
    public void MoveToCut(int cut)
    {
        if (!_mayBeLate)
            return;
        bool isLate = EntityEvents.AnyLate(Log, Events.Entity, _cutOffs[cut]);
        if (isLate)
            Events.TakeKnown(Events.Entity, _cutOffs[cut]);
        else if (_isCopy)
            Events.Take(Events.Entity);
        if (isLate || _isCopy)
            _bounds.Locate(Events.Times);
        _isCopy = isLate;
    }

    private void FindDays()
    {
        if (_days.Length < Events.Count)
            _days = new int[Math.Max(2 * _days.Length, Events.Count)];
        ReadOnlySpan<DateTime> times = Events.Times;
        for (int i = 0; i < times.Length; i++)
            _days[i] = _calendar.DayOf(times[i]);
        _daysVersion = Events.Version;
    }
}
