using System.Numerics;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>The events of one entity that are known, in order of time. Refilled from one entity to the next.</summary>
/// <remarks>Mostly a slice of the log. Where some event was known late, a copy of those that were known at a cut-off.</remarks>
internal sealed class EntityEvents(EventLog log)
{
    private int _start;
    private bool _isCopy;
    private int[] _places = [];
    private DateTime[] _times = [];
    private double[] _amounts = [];

    /// <summary>The number of the entity.</summary>
    public int Entity { get; private set; }

    public int Count { get; private set; }

    /// <summary>Changes whenever the events do: what is derived from them is then out of date.</summary>
    public int Version { get; private set; }

    public ReadOnlySpan<DateTime> Times => _isCopy ? _times.AsSpan(0, Count) : log.Times.Slice(_start, Count);

    public ReadOnlySpan<double> Amounts => _isCopy ? _amounts.AsSpan(0, Count) : log.Amounts.Slice(_start, Count);

    /// <summary>Where an event is in the log, and so in its kinds, orders and properties.</summary>
    public int PlaceOf(int i) => _isCopy ? _places[i] : _start + i;

    /// <summary>All of an entity's events.</summary>
    public void Take(int entity)
    {
        Range all = log.EventsOf(entity);
        Entity = entity;
        _start = all.Start.Value;
        Count = all.End.Value - _start;
        _isCopy = false;
        Version++;
    }

    /// <summary>Whether some event had happened by a moment and was not known at it.</summary>
    public static bool AnyLate(EventLog log, int entity, DateTime moment)
    {
        Range all = log.EventsOf(entity);
        for (int place = all.Start.Value; place < all.End.Value && log.Times[place] < moment; place++)
        {
            if (log.KnownAt[place] > moment)
                return true;
        }

        return false;
    }

    /// <summary>Whether any event was known later than it happened.</summary>
    public static bool AnyLate(EventLog log, int entity)
    {
        Range all = log.EventsOf(entity);
        return !log.KnownAt[all].SequenceEqual(log.Times[all]);
    }

    /// <summary>An entity's events that were known at a moment.</summary>
    public void TakeKnown(int entity, DateTime moment)
    {
        Range all = log.EventsOf(entity);
        MakeRoomFor(all.End.Value - all.Start.Value);
        (Entity, Count, _isCopy) = (entity, 0, true);
        for (int place = all.Start.Value; place < all.End.Value; place++)
        {
            if (log.KnownAt[place] > moment)
                continue;
            (_places[Count], _times[Count], _amounts[Count]) = (place, log.Times[place], log.Amounts[place]);
            Count++;
        }

        Version++;
    }

    private void MakeRoomFor(int events)
    {
        if (_places.Length >= events)
            return;
        int room = (int)BitOperations.RoundUpToPowerOf2((uint)events);
        (_places, _times, _amounts) = (new int[room], new DateTime[room], new double[room]);
    }
}
