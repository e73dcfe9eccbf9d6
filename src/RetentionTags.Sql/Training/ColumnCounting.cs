using System.Data.Common;
using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Sql.Training;

/// <summary>Counts events and non-events of columns by queries.</summary>
internal sealed class ColumnCounting(SqlTrainingSet data, SqlQueries queries)
{
    /// <summary>A column of more categories is no column of categories.</summary>
    private const int MostCategories = 1_000_000;

    /// <summary>Of how many last bits it is asked how many ranges there are without them.</summary>
    private static readonly int[] DroppedBits = [12, 16, 20, 24, 28, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 56, 60];

    private readonly TrainingStatements _statements = new(data);
    private double _rows;

    /// <summary>The check that comes first.</summary>
    /// <exception cref="TrainingDataException">There are no rows, a label is neither 0 nor 1, or a weight is no weight.</exception>
    public void RequireLabels()
    {
        double[] checks = queries.ReadNumbers(_statements.Checks());
        _rows = checks[0];
        if (_rows == 0)
            throw new TrainingDataException("There are no rows to learn from.");
        if (checks[1] > 0)
            throw new TrainingDataException(Invariant($"Column '{data.Label}': {checks[1]} of {_rows} labels are neither 0 nor 1. A label is 1 for an event and 0 for a non-event; leave rows without one out of the query.")) { ColumnName = data.Label };
        if (checks[2] > 0)
            throw new TrainingDataException(Invariant($"Column '{data.Weight}': {checks[2]} of {_rows} weights are missing, negative or not finite. Leave such rows out of the query, or weigh them 0.")) { ColumnName = data.Weight };
    }

    public ColumnCounts Of(ColumnSpec column) => column.Kind == ColumnKind.Category ? Categories(column) : Values(column) ?? Ranges(column);

    private ColumnCounts Categories(ColumnSpec column)
    {
        var counts = new List<CategoryCount>();
        double missingEvents = 0, missingNonEvents = 0;
        queries.Read(_statements.Counts(column), reader =>
        {
            double events = reader.Number(1), nonEvents = reader.Number(2);
            string? text = reader.IsDBNull(0) ? null : reader.GetString(0)[..^data.Dialect.EndMark.Length];
            if (text is null || data.MissingTexts.Contains(text))
                (missingEvents, missingNonEvents) = (missingEvents + events, missingNonEvents + nonEvents);
            else if (counts.Count < MostCategories)
                counts.Add(new(text, events, nonEvents));
            else
                throw new TrainingDataException($"Column '{column.Name}' has more than {MostCategories:N0} categories: it looks like a key. Leave it out, or group its values in the query.") { ColumnName = column.Name };
            return true;
        });
        return ColumnCounts.Category(column.Name, counts, missingEvents, missingNonEvents);
    }

    /// <summary>Each value by itself, unless there are too many.</summary>
    private ColumnCounts? Values(ColumnSpec column)
    {
        var counts = new Counts();
        queries.Read(_statements.Counts(column), reader =>
        {
            counts.Add(reader, 0, 0, 1);
            return counts.Values.Count <= data.MaxValues;
        });
        return counts.Values.Count <= data.MaxValues ? counts.ToColumn(column.Name) : null;
    }

    private ColumnCounts Ranges(ColumnSpec column)
    {
        var counts = new Counts();
        queries.Read(data.Dialect.HasWindows ? _statements.Ranges(column, _rows) : _statements.Ranges(column, BitsToDrop(column)), reader =>
        {
            counts.Add(reader, 0, 1, 2);
            return true;
        });
        return counts.ToColumn(column.Name);
    }

    /// <summary>As few as leave no more ranges than are wanted.</summary>
    private int BitsToDrop(ColumnSpec column)
    {
        double[] numbers = queries.ReadNumbers(_statements.RangeNumbers(column, DroppedBits));
        int enough = Array.FindIndex(numbers, number => number <= data.MaxRanges);
        return DroppedBits[enough < 0 ? ^1 : enough];
    }

    /// <summary>What the rows of a query add up to.</summary>
    private sealed class Counts
    {
        private double _missingEvents;
        private double _missingNonEvents;

        public List<ValueCount> Values { get; } = [];

        public void Add(DbDataReader reader, int lowest, int highest, int events)
        {
            double e = reader.Number(events), n = reader.Number(events + 1);
            if (reader.IsDBNull(lowest) || double.IsNaN(reader.Number(lowest)))
                (_missingEvents, _missingNonEvents) = (_missingEvents + e, _missingNonEvents + n);
            else
                Values.Add(new(reader.Number(lowest), reader.Number(highest), e, n));
        }

        public ColumnCounts ToColumn(string name) => ColumnCounts.Numeric(name, Values, _missingEvents, _missingNonEvents);
    }
}
