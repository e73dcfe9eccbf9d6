using RetentionTags.Data;

namespace RetentionTags.Lifetime;

/// <summary>How long each row was watched, and whether the event (a churn, mostly) ended it: what survival curves, tests and hazards learn from. Validated once.</summary>
/// <remarks>
/// Durations count from a start of each row's own, such as the first day of a contract, in any unit. A row without an event is <em>censored</em>: its event, if any, comes after its duration. Weights are frequency weights, as in a <see cref="TrainingSet"/>: a whole number w means the same as w copies of the row, and 0 the same as none.
/// The order of rows makes no difference to anything, to the bit.
/// </remarks>
public sealed class SurvivalData
{
    internal const int MaxPeriods = 10_000;

    private readonly double[] _durations;
    private readonly bool[] _events;
    private readonly double[] _weights;
    private readonly double[] _entries;
    private readonly SurvivalTime[] _times;
    private readonly WeightsFrom _watched;
    private readonly WeightsFrom _entering;

    private SurvivalData(double[] durations, bool[] events, double[] weights, double[] entries)
    {
        _durations = durations;
        _events = events;
        _weights = weights;
        _entries = entries;
        _watched = WeightsFrom.Of(durations, weights, static _ => true);
        _entering = WeightsFrom.Of(entries, weights, static entry => entry > 0);
        TotalWeight = _watched.Total;
        _times = TimesOf();
        foreach (SurvivalTime time in _times)
            EventWeight += time.Events;
        LastTime = _times.Length == 0 ? 0 : _times[^1].Time;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount => _durations.Length;

    /// <summary>For each row how long it was watched.</summary>
    public ReadOnlySpan<double> Durations => _durations;

    /// <summary>For each row whether the event happened at the end of its duration.</summary>
    public ReadOnlySpan<bool> Events => _events;

    /// <summary>One weight for each row, or empty when every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>For each row the time at which the watching began, or empty when it was 0 for all.</summary>
    public ReadOnlySpan<double> Entries => _entries;

    /// <summary>The sum of all weights; the number of rows when there are none.</summary>
    public double TotalWeight { get; }

    /// <summary>The sum of the weights of rows with an event.</summary>
    public double EventWeight { get; }

    /// <summary>The longest duration of a row with weight.</summary>
    public double LastTime { get; }

    /// <summary>All different durations, ascending, and what happened at each.</summary>
    public IReadOnlyList<SurvivalTime> Times => _times;

    /// <summary>Puts durations and events together.</summary>
    /// <param name="durations">One finite number of at least 0 for each row. Copied.</param>
    /// <param name="events">For each row whether the event happened at the end of its duration; otherwise it is censored. Copied.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. Copied.</param>
    /// <param name="entries">
    /// For each row the time from which on it was watched, or nothing for 0 each: customers who were already there when the records begin entered late, and their like who left before are not in the records (left truncation, or delayed entry). Below the row's duration, or 0. Copied.
    /// </param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are no rows, a value is outside its range (the message names the row), or all weights together are no more than one row.</exception>
    public static SurvivalData Create(ReadOnlySpan<double> durations, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, ReadOnlySpan<double> entries = default)
    {
        if (durations.IsEmpty)
            throw new ArgumentException("There are no rows.", nameof(durations));
        CheckLength(events.Length, durations.Length, "event flags", nameof(events));
        CheckNumbers(durations, "duration", "Leave out rows that were never watched; the duration of a customer who is still there ends today.", nameof(durations));
        if (!weights.IsEmpty)
            CheckWeights(weights, durations.Length);
        if (!entries.IsEmpty)
            CheckEntries(entries, durations);
        return new(durations.ToArray(), events.ToArray(), weights.ToArray(), entries.ToArray());
    }

    /// <summary>The rows of each group, for a curve of each and a <see cref="LogRankTest"/> between them.</summary>
    /// <param name="groups">The group of each row, none missing.</param>
    /// <returns>One set of rows for each level that some row has, in the column's order of levels.</returns>
    /// <exception cref="ArgumentException">The number of rows differs, or a group is missing.</exception>
    public IReadOnlyDictionary<string, SurvivalData> By(CategoryColumn groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        CheckLength(groups.Length, RowCount, $"values in column '{groups.Name}'", nameof(groups));
        var rows = new List<int>[groups.Levels.Count];
        for (int row = 0; row < RowCount; row++)
        {
            int code = groups.Codes[row];
            if (code == CategoryColumn.MissingCode)
                throw new ArgumentException($"Column '{groups.Name}', row {row}: the group is missing. Leave such rows out, or give them a group of their own.", nameof(groups));
            (rows[code] ??= []).Add(row);
        }

        var parts = new OrderedDictionary<string, SurvivalData>(StringComparer.Ordinal);
        for (int level = 0; level < rows.Length; level++)
        {
            if (rows[level] is not null)
                parts.Add(groups.Levels[level], Rows([.. rows[level]]));
        }

        return parts;
    }

    /// <summary>The weight of a row.</summary>
    internal double WeightOf(int row) => _weights.Length == 0 ? 1 : _weights[row];

    /// <summary>The time at which the watching of a row began.</summary>
    internal double EntryOf(int row) => _entries.Length == 0 ? 0 : _entries[row];

    /// <summary>The weight of those watched just before a time: duration at least that, and entered before (or at 0, from the start on).</summary>
    internal double AtRiskAt(double time) => _watched.At(time) - _entering.At(time);

    /// <summary>The weight of the events at a time.</summary>
    internal double EventsAt(double time)
    {
        int place = Array.BinarySearch(_times, new(time, 0, 0, 0), SurvivalTime.ByTime);
        return place < 0 ? 0 : _times[place].Events;
    }

    /// <summary>Throws when durations or entries are no whole numbers of periods, or an event has none.</summary>
    internal void RequireWholePeriods()
    {
        for (int row = 0; row < RowCount; row++)
        {
            double duration = _durations[row], entry = EntryOf(row);
            if (duration != Math.Floor(duration) || duration > MaxPeriods || entry != Math.Floor(entry))
                throw new ArgumentException(Invariant($"Row {row}: the duration is {duration}{(entry == 0 ? "" : Invariant($", from {entry} on"))}. Periods are counted: whole numbers up to {MaxPeriods:N0} are needed, the number of renewals, months or weeks begun. Round the durations, or choose longer periods."), "data");
            if (duration == 0 && _events[row])
                throw new ArgumentException($"Row {row}: the event happened at duration 0, before the first period was over. Count the period in which it happens: an event in the first period has duration 1.", "data");
        }
    }

    private SurvivalData Rows(ReadOnlySpan<int> rows)
    {
        var durations = new double[rows.Length];
        var events = new bool[rows.Length];
        double[] weights = new double[_weights.Length == 0 ? 0 : rows.Length], entries = new double[_entries.Length == 0 ? 0 : rows.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            durations[place] = _durations[rows[place]];
            events[place] = _events[rows[place]];
            if (weights.Length > 0)
                weights[place] = _weights[rows[place]];
            if (entries.Length > 0)
                entries[place] = _entries[rows[place]];
        }

        return new(durations, events, weights, entries);
    }

    private SurvivalTime[] TimesOf()
    {
        WeightsFrom events = WeightsFrom.Of(_durations, _weights, _events, true), censored = WeightsFrom.Of(_durations, _weights, _events, false);
        return [.. _watched.Places.Select(Of)];

        SurvivalTime Of(double time)
        {
            double ending = events.Exactly(time), leaving = censored.Exactly(time);

            // Rounding of fractional weights must not leave fewer at risk than end.
            return new(time, Math.Max(AtRiskAt(time), ending + leaving), ending, leaving);
        }
    }

    private static void CheckLength(int found, int rows, string what, string argument)
    {
        if (found != rows)
            throw new ArgumentException($"There are {found} {what} for {rows} rows.", argument);
    }

    private static void CheckNumbers(ReadOnlySpan<double> values, string what, string remedy, string argument)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!(values[row] >= 0) || !double.IsFinite(values[row]))
                throw new ArgumentException(Invariant($"Row {row}: the {what} is {values[row]}; it is finite and at least 0. {remedy}"), argument);
        }
    }

    private static void CheckWeights(ReadOnlySpan<double> weights, int rows)
    {
        CheckLength(weights.Length, rows, "weights", nameof(weights));
        CheckNumbers(weights, "weight", "Leave out rows that shall not count, or give them the weight 0.", nameof(weights));
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        if (!(total > 1) || total > 1L << 53)
            throw new ArgumentException(Invariant($"The weights add up to {total}. A weight says how many rows a row stands for, so they add up to more than 1 and at most 2^53; shares have to be multiplied by the number of rows."), nameof(weights));
    }

    private static void CheckEntries(ReadOnlySpan<double> entries, ReadOnlySpan<double> durations)
    {
        CheckLength(entries.Length, durations.Length, "entries", nameof(entries));
        CheckNumbers(entries, "entry", "A row that was watched from the start on has the entry 0.", nameof(entries));
        for (int row = 0; row < entries.Length; row++)
        {
            if (entries[row] >= durations[row] && entries[row] > 0)
                throw new ArgumentException(Invariant($"Row {row}: the entry is {entries[row]} and the duration {durations[row]}. Both count from the row's own start, and a row enters before its duration ends; leave out rows that ended before anybody watched them."), nameof(entries));
        }
    }
}
