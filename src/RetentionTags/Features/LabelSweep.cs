using System.Runtime.InteropServices;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Labels of a snapshot's rows. Of an event only two things count: whether it lies in the performance window, and whether it was known when the label was final.</summary>
internal sealed class LabelSweep
{
    private readonly Snapshot _snapshot;
    private readonly SnapshotLabel _label;
    private readonly PaperSums _sums = new();
    private readonly List<double> _amounts = [];

    public LabelSweep(Snapshot snapshot, SnapshotLabel label)
    {
        _snapshot = snapshot;
        _label = label;
        SnapshotPlan plan = snapshot.Plan;
        if (plan.PerformanceDays is null)
            throw new InvalidOperationException("This snapshot has no label: its plan sets no PerformanceDays.");
        if (!Enum.IsDefined(label))
            throw new ArgumentOutOfRangeException(nameof(label), label, "The label is Repurchase, Retention, Lapse, Spend or PurchaseCount.");
    }

    public NumericColumn ToColumn()
    {
        var values = new double[_snapshot.RowCount];
        for (int cut = 0; cut < _snapshot.Plan.CutOffs.Count; cut++)
            Fill(values, cut);
        return Column.Numeric(_label.ColumnName, values);
    }

    private void Fill(double[] values, int cut)
    {
        DateTimeOffset cutOff = _snapshot.Plan.CutOffs[cut];
        Range rows = _snapshot.RowsOf(cut);
        if (!_snapshot.Plan.IsMature(_snapshot.Log, cutOff))
        {
            values.AsSpan(rows).Fill(double.NaN);
            return;
        }

        DateTime start = _snapshot.Plan.PerformanceStart(cutOff).UtcDateTime, end = _snapshot.Plan.PerformanceEnd(cutOff)!.Value.UtcDateTime;
        DateTime known = _snapshot.Plan.MatureAt(cutOff)!.Value.UtcDateTime;
        EntitySet entities = _snapshot.EntitiesAt(cut);
        for (int entity = 0, row = rows.Start.Value; row < rows.End.Value; entity++)
        {
            if (entities.Contains(entity))
                values[row++] = Of(entity, start, end, known);
        }
    }

    private double Of(int entity, DateTime start, DateTime end, DateTime known)
    {
        EventLog log = _snapshot.Log;
        Range all = log.EventsOf(entity);
        int events = 0, purchases = 0;
        _amounts.Clear();
        for (int place = all.Start.Value; place < all.End.Value; place++)
        {
            if (log.Times[place] < start || log.Times[place] >= end || (log.HasLateEvents && log.KnownAt[place] > known))
                continue;
            events++;
            if (!_snapshot.Kinds.Counts(place))
                continue;
            purchases += log.Amounts[place] >= 0 ? 1 : 0;
            _amounts.Add(log.Amounts[place]);
        }

        return _label switch
        {
            SnapshotLabel.Repurchase => purchases > 0 ? 1 : 0,
            SnapshotLabel.Retention => events > 0 ? 1 : 0,
            SnapshotLabel.Lapse => events > 0 ? 0 : 1,
            SnapshotLabel.PurchaseCount => purchases,
            _ => Sum(CollectionsMarshal.AsSpan(_amounts)),
        };
    }

    private double Sum(ReadOnlySpan<double> amounts)
    {
        _sums.Take(amounts);
        return _sums.Of(amounts, 0, amounts.Length);
    }
}
