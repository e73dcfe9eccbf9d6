using RetentionTags.Data;

namespace RetentionTags.Binning.Histograms;

/// <summary>
/// Counts as rows again: for each value one row that weighs as much as its events, and one that weighs as much as its non-events. A row of whole weight w is the same as w rows, so whatever is computed
/// from these few rows is what all rows would have given.
/// </summary>
internal sealed class CountedRows(int valueCount)
{
    private readonly List<int> _values = new(2 * valueCount);
    private readonly List<bool> _events = new(2 * valueCount);
    private readonly List<double> _weights = new(2 * valueCount);

    /// <summary>For each row the number of its value, as it was added.</summary>
    public List<int> Values => _values;

    public void Add(int value, double events, double nonEvents)
    {
        AddRow(value, isEvent: false, nonEvents);
        AddRow(value, isEvent: true, events);
    }

    public TrainingSet ToTrainingSet(Column column) => TrainingSet.Create(Table.Create(column), _events.ToArray(), _weights.ToArray());

    private void AddRow(int value, bool isEvent, double weight)
    {
        if (weight == 0)
            return;
        _values.Add(value);
        _events.Add(isEvent);
        _weights.Add(weight);
    }
}
