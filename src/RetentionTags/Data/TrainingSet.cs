using System.Diagnostics.CodeAnalysis;
using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>
/// A table with an event label and a weight for each row, validated once: what every recipe learns from.
/// </summary>
/// <remarks>
/// The <em>event</em> is whatever the model is to predict: churned, bought again, answered. Weights are frequency weights: a whole
/// number w means the same as w copies of the row, in every count, estimate, standard error and measure. So they add up to the number of rows that they stand for; weights
/// that add up to 1 or less, such as shares, are an error. Rows may also say to which entity they belong and of which moment they speak: nothing is learned from either, but splitters go by them. What is promised to the bit whatever the order of rows is promised for whole weights; with fractional ones rounding remains.
/// </remarks>
public sealed class TrainingSet
{
    private const double MaxTotalWeight = 1L << 53;

    private readonly bool[] _events;
    private readonly double[] _weights;
    private readonly RowRoles _roles;

    private TrainingSet(Table table, bool[] events, double[] weights, RowRoles roles)
    {
        Table = table;
        _events = events;
        _weights = weights;
        _roles = roles;
        for (int row = 0; row < events.Length; row++)
        {
            double weight = WeightOf(row);
            EventWeight += events[row] ? weight : 0;
            NonEventWeight += events[row] ? 0 : weight;
        }
    }

    /// <summary>The columns.</summary>
    public Table Table { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _events.Length;

    /// <summary>For each row, whether the event happened.</summary>
    public ReadOnlySpan<bool> Events => _events;

    /// <summary>One weight for each row, or empty when every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The sum of all weights; the number of rows when there are none.</summary>
    public double TotalWeight => EventWeight + NonEventWeight;

    /// <summary>The sum of the weights of the events.</summary>
    public double EventWeight { get; }

    /// <summary>The sum of the weights of the non-events.</summary>
    public double NonEventWeight { get; }

    /// <summary>The share of events, 0–1.</summary>
    public double EventRate => EventWeight / TotalWeight;

    /// <summary>Whether each row says to which entity (a customer, mostly) it belongs, see <see cref="WithEntities(string)"/>.</summary>
    public bool HasEntities => EntityKeys is not null;

    /// <summary>The entity of each row, a number of <see cref="EntityKeys"/>; empty when rows have none. Rows that are taken from this set keep their numbers.</summary>
    public ReadOnlySpan<int> Entities => _roles.Entities;

    /// <summary>The keys of the entities; <see langword="null"/> when rows have none. A part of a set has all keys of the whole.</summary>
    public EntityKeys? EntityKeys => _roles.EntityKeys;

    /// <summary>Whether each row says of which moment it speaks, see <see cref="WithTimes"/>.</summary>
    public bool HasTimes => _roles.Times.Length > 0;

    /// <summary>The moment of each row, in UTC; empty when rows have none.</summary>
    public ReadOnlySpan<DateTime> Times => _roles.Times;

    /// <summary>The share of events in the population that models of these rows are for, where it is known to differ from <see cref="EventRate"/>; otherwise <see langword="null"/>.</summary>
    public double? PopulationEventRate => _roles.PopulationEventRate;

    /// <summary>Puts a table and its labels together.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="events">For each row, whether the event happened. Copied.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. Copied.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the table has no rows, a weight is negative or not finite, or all of them together weigh no more than one row.</exception>
    public static TrainingSet Create(Table table, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.RowCount == 0)
            throw new ArgumentException("The table has no rows.", nameof(table));
        if (events.Length != table.RowCount)
            throw new ArgumentException($"There are {events.Length} labels for {table.RowCount} rows.", nameof(events));
        CheckWeights(table, weights);
        return new(table, events.ToArray(), weights.ToArray(), RowRoles.None);
    }

    /// <summary>Takes the label from a column of the table, which then is no column to learn from.</summary>
    /// <param name="table">The columns and the label.</param>
    /// <param name="labelColumn">The name of the label's column.</param>
    /// <param name="eventValue">The value that means that the event happened, such as <c>"Yes"</c> or <c>1</c>; any other value means that it did not.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. Copied.</param>
    /// <returns>The training set, without the label's column.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such column, it is the only one, its kind is not that of the value, a label is missing, or the weights are not as <see cref="Create(Table, ReadOnlySpan{bool}, ReadOnlySpan{double})"/> needs them.
    /// </exception>
    public static TrainingSet Create(Table table, string labelColumn, Cell eventValue, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column label = table[labelColumn];
        if (eventValue.Kind != label.Kind)
            throw new ArgumentException($"The label '{labelColumn}' holds {(label is NumericColumn ? "numbers" : "categories")}, and the value of an event is '{eventValue}'.", nameof(eventValue));
        var events = new bool[table.RowCount];
        for (int row = 0; row < events.Length; row++)
        {
            Cell cell = label is NumericColumn numbers ? numbers.Values[row] : ((CategoryColumn)label)[row];
            if (cell == Cell.Missing)
                throw new ArgumentException($"The label '{labelColumn}' is missing in row {row}. Leave out rows whose outcome is not known.", nameof(table));
            events[row] = cell == eventValue;
        }

        return Create(table.Without(labelColumn), events, weights);
    }

    /// <summary>The row's number in the training set that was created, before any rows were taken from it.</summary>
    /// <remarks>Leads from a row of a test set back to the customer.</remarks>
    /// <param name="row">A row of this set.</param>
    /// <returns>A row of the first one.</returns>
    public int SourceRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _roles.SourceRow(row);
    }

    /// <summary>The given rows, in the given order.</summary>
    /// <param name="rows">Row numbers from 0; one may occur more than once.</param>
    /// <returns>A training set with copies of these rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row number is outside the set.</exception>
    /// <exception cref="ArgumentException">There are no rows, or together they weigh no more than one.</exception>
    public TrainingSet Rows(ReadOnlySpan<int> rows) => Rows(rows, default);

    /// <summary>The same rows, labels and weights with other columns, for instance transformed ones.</summary>
    /// <param name="table">A table with as many rows.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentException">The number of rows differs.</exception>
    public TrainingSet WithTable(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.RowCount != RowCount)
            throw new ArgumentException($"The table has {table.RowCount} rows, the training set {RowCount}.", nameof(table));
        return new(table, _events, _weights, _roles);
    }

    /// <summary>Takes the entity (a customer, mostly) of each row from a column, which then is no column to learn from.</summary>
    /// <remarks>One entity may have many rows: several snapshots of one customer. Splitters that group keep them together, and bootstrap intervals draw them together.</remarks>
    /// <param name="column">The name of a column of whole numbers or of categories.</param>
    /// <returns>The training set, without the column.</returns>
    /// <exception cref="ArgumentException">There is no such column, it is the only one, or it is missing, or no whole number, in some row.</exception>
    public TrainingSet WithEntities(string column)
    {
        (EntityKeys keys, int[] entities) = EntitiesOf(Table[column]);
        return new(Table.Without(column), _events, _weights, _roles with { EntityKeys = keys, Entities = entities });
    }

    /// <summary>The same rows, each of which belongs to an entity.</summary>
    /// <param name="keys">One key for each row.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentException">The number of keys is not that of rows.</exception>
    public TrainingSet WithEntities(ReadOnlySpan<long> keys)
    {
        CheckLength(keys.Length, "entity keys", nameof(keys));
        return WithEntities(EntityCoding.Encode(keys));
    }

    /// <summary>The same rows, each of which belongs to an entity.</summary>
    /// <param name="keys">One key for each row, compared by ordinal.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentException">The number of keys is not that of rows, or a key is <see langword="null"/> or empty.</exception>
    public TrainingSet WithEntities(ReadOnlySpan<string> keys)
    {
        CheckLength(keys.Length, "entity keys", nameof(keys));
        return WithEntities(EntityCoding.Encode(keys));
    }

    /// <summary>The same rows, each of which speaks of a moment: the as-of time of its snapshot, at which its score would have been made.</summary>
    /// <param name="times">One moment for each row, in UTC (or of unspecified kind, which is taken to be UTC). Copied.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentException">The number of times is not that of rows, a time is local, or one lies outside the years 1000 to 9000.</exception>
    public TrainingSet WithTimes(ReadOnlySpan<DateTime> times)
    {
        CheckLength(times.Length, "times", nameof(times));
        DateTime[] utc = new DateTime[times.Length];
        for (int row = 0; row < utc.Length; row++)
        {
            if (times[row].Kind == DateTimeKind.Local)
                throw new ArgumentException(Invariant($"Row {row}: the time {times[row]:yyyy-MM-dd HH:mm} is local, which means another moment on another machine. Give it in UTC."), nameof(times));
            if (!EventLog.IsPlausible(times[row]))
                throw new ArgumentException(Invariant($"Row {row}: the time is {times[row]:O}, expected {EventLog.PlausibleTimes}."), nameof(times));
            utc[row] = DateTime.SpecifyKind(times[row], DateTimeKind.Utc);
        }

        return new(Table, _events, _weights, _roles with { Times = utc });
    }

    /// <summary>The same rows, of which events and non-events were chosen in other proportions than the population has: all events, say, and a tenth of the non-events.</summary>
    /// <remarks>
    /// Regressions and scorecards then move their intercept by logit(rate) − logit(<see cref="EventRate"/>), so that probabilities are those of the population. Right when the choice looked at nothing but the event. Kept by what is made of this set.
    /// </remarks>
    /// <param name="rate">The share of events in the population, above 0 and below 1; <see langword="null"/> when it is that of the rows.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    public TrainingSet WithPopulationEventRate(double? rate)
    {
        if (rate is not (null or (> 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The population's event rate lies between 0 and 1, and is neither.");
        return new(Table, _events, _weights, _roles with { PopulationEventRate = rate });
    }

    /// <summary>The same rows, weighted so that the share of events is <see cref="PopulationEventRate"/> and the total weight stays what it is: for measures of a population on rows that were chosen from it.</summary>
    /// <returns>The training set, whose own event rate is that of the population; this set when no such rate is known.</returns>
    /// <exception cref="TrainingDataException">A rate is known, and the rows are all events or all non-events.</exception>
    public TrainingSet WeightedToPopulation()
    {
        if (PopulationEventRate is not double rate)
            return this;
        RequireBothClasses();
        return WithClassWeights(rate / EventRate, (1 - rate) / (1 - EventRate)).WithPopulationEventRate(null);
    }

    /// <summary>Divides the rows at random, events and non-events in the same proportion (a stratified split).</summary>
    /// <remarks>
    /// Of each class of n rows, round(<paramref name="testShare"/> · n) go to the test set, drawn without replacement; weights play no part.
    /// Rows keep their order. The same seed gives the same division on every machine and in every version.
    /// </remarks>
    /// <param name="testShare">Share of rows for the test set, above 0 and below 1.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>The two sets, which share no row and leave none out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">One of the two sets would be empty.</exception>
    public (TrainingSet Train, TrainingSet Test) Split(double testShare, int seed)
    {
        CheckShare(testShare);
        var random = new SplitMix64(seed);
        var isTest = new bool[RowCount];
        foreach (bool label in (ReadOnlySpan<bool>)[false, true])
        {
            int[] rows = [.. Enumerable.Range(0, RowCount).Where(row => _events[row] == label)];
            random.Shuffle(rows);
            foreach (int row in rows.AsSpan(0, (int)Math.Round(testShare * rows.Length)))
                isTest[row] = true;
        }

        return Divide(isTest);
    }

    /// <summary>Divides the rows by time: the earlier ones to learn from, the latest to test on.</summary>
    /// <remarks>
    /// The cut is the time of the row at place round((1 − <paramref name="testShare"/>) · n) in time order; rows at or after it are
    /// tested. Rows of one time are never divided, so the share is met as nearly as they allow, from above.
    /// </remarks>
    /// <param name="times">For each row the time it speaks of, such as its as-of date.</param>
    /// <param name="testShare">Share of rows for the test set, above 0 and below 1.</param>
    /// <returns>The two sets, which share no row and leave none out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">The number of times is not that of rows, or one of the two sets would be empty.</exception>
    public (TrainingSet Train, TrainingSet Test) SplitByTime(ReadOnlySpan<DateTime> times, double testShare)
    {
        CheckShare(testShare);
        if (times.Length != RowCount)
            throw new ArgumentException($"There are {times.Length} times for {RowCount} rows.", nameof(times));
        DateTime[] ordered = times.ToArray();
        Array.Sort(ordered);
        DateTime cut = ordered[Math.Min((int)Math.Round((1 - testShare) * RowCount), RowCount - 1)];
        var isTest = new bool[RowCount];
        for (int row = 0; row < isTest.Length; row++)
            isTest[row] = times[row] >= cut;
        return Divide(isTest);
    }

    /// <summary>The weight of a row: 1 when the set has no weights.</summary>
    internal double WeightOf(int row) => _weights.Length == 0 ? 1 : _weights[row];

    /// <summary>The given rows; the token is looked at between columns.</summary>
    internal TrainingSet Rows(ReadOnlySpan<int> rows, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("A training set has at least one row.", nameof(rows));
        Table table = Table.Rows(rows, cancellationToken);
        double[] weights = ValuesOfRows.Of<double>(_weights, rows);
        CheckWeights(table, weights);
        return new(table, ValuesOfRows.Of<bool>(_events, rows), weights, _roles.Of(rows));
    }

    /// <summary>The rows that weigh something; this set when all do.</summary>
    internal TrainingSet WithoutZeroWeights() => _weights.AsSpan().Contains(0)
        ? Rows([.. Enumerable.Range(0, RowCount).Where(row => _weights[row] > 0)])
        : this;

    /// <summary>The same rows with their weights multiplied, class by class. What comes of it need not stand for rows any more.</summary>
    internal TrainingSet WithClassWeights(double events, double nonEvents)
    {
        var weights = new double[RowCount];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = WeightOf(row) * (_events[row] ? events : nonEvents);
        return new(Table, _events, weights, _roles);
    }

    /// <summary>Weights say how many rows a row stands for: a sum that is none of rows is an error.</summary>
    [SuppressMessage("Usage", "CA2208", Justification = "The name is that of the public methods' parameter.")]
    internal static void CheckTotalWeight(double sum, int rowCount)
    {
        if (!(sum > 1) && rowCount > 1)
            throw new ArgumentException(Invariant($"The weights add up to {sum}. They say how many rows a row stands for: multiply them, so that they add up to the number of rows in all."), "weights");
        if (sum > MaxTotalWeight)
            throw new ArgumentException(Invariant($"The weights add up to {sum}, and counts above 2⁵³ are not exact. Divide them by the same number."), "weights");
    }

    /// <summary>The log-likelihood of the event rate for everybody.</summary>
    internal double NullLogLikelihood() => (EventWeight * Math.Log(EventRate)) + (NonEventWeight * Math.Log(1 - EventRate));

    /// <summary>The check that every fit of a two-class model begins with.</summary>
    internal void RequireBothClasses()
    {
        if (EventWeight == 0 || NonEventWeight == 0)
            throw new TrainingDataException($"All {RowCount} rows {(EventWeight == 0 ? "are non-events" : "are events")}. A model needs rows of both kinds: check how the label was made, or take a longer performance window.");
    }

    private static (EntityKeys Keys, int[] Entities) EntitiesOf(Column column)
    {
        if (column is NumericColumn numbers)
        {
            var keys = new long[numbers.Length];
            for (int row = 0; row < keys.Length; row++)
            {
                double value = numbers.Values[row];
                if (!double.IsInteger(value) || Math.Abs(value) > MaxTotalWeight)
                    throw new ArgumentException(Invariant($"Column '{column.Name}', row {row}: the entity key is {value}. Every row belongs to an entity, and keys that are numbers are whole and at most 2⁵³: leave such rows out, or read the column as categories."), nameof(column));
                keys[row] = (long)value;
            }

            return EntityCoding.Encode(keys);
        }

        CategoryColumn names = ((CategoryColumn)column).WithoutUnusedLevels();
        int missing = names.Codes.IndexOf(CategoryColumn.MissingCode);
        if (missing >= 0)
            throw new ArgumentException($"Column '{column.Name}', row {missing}: the entity key is missing. Every row belongs to an entity: leave such rows out.", nameof(column));
        (EntityKeys sorted, int[] places) = EntityCoding.Encode([.. names.Levels]);
        return (sorted, ValuesOfRows.Of<int>(places, names.Codes));
    }

    private static void CheckWeights(Table table, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
            return;
        if (weights.Length != table.RowCount)
            throw new ArgumentException($"There are {weights.Length} weights for {table.RowCount} rows.", nameof(weights));
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || !double.IsFinite(weights[row]))
                throw new ArgumentException(Invariant($"Row {row}: the weight is {weights[row]}. Weights are finite and at least 0; leave the row out if it is not to count."), nameof(weights));
            sum += weights[row];
        }

        CheckTotalWeight(sum, weights.Length);
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The name is that of the public methods' parameter.")]
    private static void CheckShare(double testShare)
    {
        if (!(testShare > 0 && testShare < 1))
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "The test share lies between 0 and 1, for instance 0.25.");
    }

    private TrainingSet WithEntities((EntityKeys Keys, int[] Entities) coded) => new(Table, _events, _weights, _roles with { EntityKeys = coded.Keys, Entities = coded.Entities });

    private void CheckLength(int length, string what, string parameter)
    {
        if (length != RowCount)
            throw new ArgumentException($"There are {length} {what} for {RowCount} rows.", parameter);
    }

    private (TrainingSet Train, TrainingSet Test) Divide(bool[] isTest)
    {
        int[] train = [.. Enumerable.Range(0, RowCount).Where(row => !isTest[row])];
        int[] test = [.. Enumerable.Range(0, RowCount).Where(row => isTest[row])];
        return train.Length > 0 && test.Length > 0
            ? (Rows(train), Rows(test))
            : throw new ArgumentException($"The split would leave no row to {(train.Length == 0 ? "train" : "test")} on: the set has {RowCount} rows. Use another share, or more rows.", nameof(isTest));
    }
}
