using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>What a <see cref="CustomFeature"/> sees: those events of one entity that are visible at a cut-off, in order of time. There is no way from here to a later one.</summary>
public readonly ref struct EventHistory
{
    private readonly EntitySweep _sweep;
    private readonly ReadOnlySpan<int> _windows;
    private readonly int _cut;
    private readonly int _from;

    internal EventHistory(EntitySweep sweep, int cut, ReadOnlySpan<int> windows)
    {
        _sweep = sweep;
        _cut = cut;
        _windows = windows;
        _from = sweep.From(cut);
        Times = sweep.Events.Times[_from..sweep.To(cut)];
        Amounts = sweep.Events.Amounts[_from..sweep.To(cut)];
    }

    /// <summary>The key of the entity.</summary>
    public string Key => _sweep.Log.Entities[_sweep.Entity];

    /// <summary>The cut-off.</summary>
    public DateTimeOffset CutOff => _sweep.Plan.CutOffs[_cut];

    /// <summary>The moments of the events of the observation window, in UTC.</summary>
    public ReadOnlySpan<DateTime> Times { get; }

    /// <summary>The amounts of the same events.</summary>
    public ReadOnlySpan<double> Amounts { get; }

    /// <summary>The events of one of the feature's windows.</summary>
    /// <param name="window">Its number in <see cref="CustomFeature.Windows"/>.</param>
    /// <returns>A range of <see cref="Times"/> and <see cref="Amounts"/>, which may be empty.</returns>
    public Range Within(int window) => (_sweep.From(_cut, _windows[window]) - _from)..(_sweep.To(_cut, _windows[window]) - _from);

    /// <summary>The calendar day of an event, in the plan's zone.</summary>
    /// <param name="i">The number of the event in <see cref="Times"/>.</param>
    /// <returns>The day.</returns>
    public DateOnly DayOf(int i) => DateOnly.FromDayNumber(_sweep.Days[Visible(i)]);

    /// <summary>The kind of an event.</summary>
    /// <param name="i">The number of the event in <see cref="Times"/>.</param>
    /// <returns>The kind, or <see langword="null"/> when it has none.</returns>
    public string? KindOf(int i) => _sweep.Log.KindCodes.IsEmpty || _sweep.Log.KindCodes[PlaceOf(i)] is not (>= 0 and int code) ? null : _sweep.Log.Kinds[code];

    /// <summary>A property of an event that is a number.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="i">The number of the event in <see cref="Times"/>.</param>
    /// <returns>The number; NaN when it is missing.</returns>
    /// <exception cref="ArgumentException">There is no such property, or it is a category.</exception>
    public double NumberOf(string property, int i) => _sweep.Log.PropertyOf(property, nameof(property)) is NumericColumn numbers
        ? numbers.Values[PlaceOf(i)]
        : throw new ArgumentException($"'{property}' is a category: use CategoryOf.", nameof(property));

    /// <summary>A property of an event that is a category.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="i">The number of the event in <see cref="Times"/>.</param>
    /// <returns>The category, or <see langword="null"/> when it is missing.</returns>
    /// <exception cref="ArgumentException">There is no such property, or it is a number.</exception>
    public string? CategoryOf(string property, int i) => _sweep.Log.PropertyOf(property, nameof(property)) is CategoryColumn categories
        ? categories[PlaceOf(i)]
        : throw new ArgumentException($"'{property}' is a number: use NumberOf.", nameof(property));

    private int Visible(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Times.Length);
        return _from + i;
    }

    private int PlaceOf(int i) => _sweep.Events.PlaceOf(Visible(i));
}
