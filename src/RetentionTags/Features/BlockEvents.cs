using System.Numerics;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The events of a block of entities, history after history: a history is what is known of an entity, in order of time. Refilled from one block to the next.</summary>
/// <remarks>Mostly a slice of the log, of which each entity is a history. Of entities with late events a copy of what was known at one cut-off.</remarks>
internal sealed class BlockEvents(EventLog log)
{
    private int _first;
    private bool _isCopy;
    private int[] _starts = new int[1];
    private int[] _entities = [];
    private int[] _places = [];
    private DateTime[] _times = [];
    private double[] _amounts = [];

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The number of histories.</summary>
    public int HistoryCount { get; private set; }

    /// <summary>Changes whenever the events do: what is derived from them is then out of date.</summary>
    public int Version { get; private set; }

    public ReadOnlySpan<DateTime> Times => _isCopy ? _times.AsSpan(0, Count) : log.Times.Slice(_first, Count);

    public ReadOnlySpan<double> Amounts => _isCopy ? _amounts.AsSpan(0, Count) : log.Amounts.Slice(_first, Count);

    /// <summary>Where each history begins; one place more than there are histories.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, HistoryCount + 1);

    /// <summary>The number of a history's entity.</summary>
    public int EntityOf(int history) => _entities[history];

    /// <summary>Where an event is in the log, and so in its kinds, orders and properties.</summary>
    public int PlaceOf(int i) => _isCopy ? _places[i] : _first + i;

    /// <summary>All events of the entities [first, end).</summary>
    public void Take(int first, int end)
    {
        ReadOnlySpan<int> starts = log.Starts;
        Begin(end - first);
        (_first, _isCopy) = (starts[first], false);
        for (int history = 0; history < HistoryCount; history++)
            (_entities[history], _starts[history]) = (first + history, starts[first + history] - _first);
        Count = _starts[HistoryCount] = starts[end] - _first;
    }

    /// <summary>Of some entities the events that were known at a moment.</summary>
    public void TakeKnown(ReadOnlySpan<int> entities, DateTime moment)
    {
        Begin(entities.Length);
        (Count, _isCopy) = (0, true);
        for (int history = 0; history < entities.Length; history++)
        {
            (_entities[history], _starts[history]) = (entities[history], Count);
            AddKnown(log.EventsOf(entities[history]), moment);
        }

        _starts[HistoryCount] = Count;
    }

    private void Begin(int histories)
    {
        Version++;
        HistoryCount = histories;
        if (_entities.Length < histories)
            (_entities, _starts) = (new int[2 * histories], new int[(2 * histories) + 1]);
    }

    private void AddKnown(Range all, DateTime moment)
    {
        MakeRoomFor(Count + all.End.Value - all.Start.Value);
        for (int place = all.Start.Value; place < all.End.Value; place++)
        {
            if (log.KnownAt[place] > moment)
                continue;
            (_places[Count], _times[Count], _amounts[Count]) = (place, log.Times[place], log.Amounts[place]);
            Count++;
        }
    }

    private void MakeRoomFor(int events)
    {
        if (_places.Length >= events)
            return;
        int room = (int)BitOperations.RoundUpToPowerOf2((uint)events);
        Array.Resize(ref _places, room);
        Array.Resize(ref _times, room);
        Array.Resize(ref _amounts, room);
    }
}
