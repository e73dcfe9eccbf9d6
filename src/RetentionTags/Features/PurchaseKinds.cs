using System.Diagnostics.CodeAnalysis;
using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Which of a log's events are purchases and refunds of a plan, by their kinds.</summary>
internal readonly struct PurchaseKinds
{
    private readonly EventLog _log;
    private readonly int _purchase;
    private readonly int _refund;
    private readonly bool _isAll;

    public PurchaseKinds(SnapshotPlan plan, EventLog log)
    {
        _log = log;
        _isAll = plan.PurchaseKind is null;
        _purchase = _isAll ? CategoryColumn.MissingCode : log.KindCodeOf(plan.PurchaseKind!, nameof(SnapshotPlan.PurchaseKind));
        _refund = plan.RefundKind is null ? _purchase : log.KindCodeOf(plan.RefundKind, nameof(SnapshotPlan.RefundKind));
        if (_isAll && plan.RefundKind is not null)
            throw new ArgumentException($"RefundKind is '{plan.RefundKind}', but without a PurchaseKind events of every kind are purchases or refunds. Name the kind of purchases too.", nameof(plan));
        if (_refund != _purchase)
            RequireRefunds(plan.RefundKind!);
    }

    /// <summary>Whether an event is a purchase or the refund of one.</summary>
    public bool Counts(int place) => _isAll || _log.KindCodes[place] == _purchase || (_refund != _purchase && _log.KindCodes[place] == _refund);

    [SuppressMessage("Usage", "CA2208", Justification = "The name is that of the setting.")]
    private void RequireRefunds(string kind)
    {
        for (int place = 0; place < _log.EventCount; place++)
        {
            if (_log.KindCodes[place] == _refund && _log.Amounts[place] > 0)
                throw new ArgumentException(Invariant($"An event of the kind '{kind}' at {_log.Times[place]:yyyy-MM-dd HH:mm} has the amount {_log.Amounts[place]}. Refunds have amounts below 0: turn the sign when the log is made."), nameof(SnapshotPlan.RefundKind));
        }
    }
}
