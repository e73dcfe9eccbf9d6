using RetentionTags.Features;
using RetentionTags.Sql.Features.Forms;

namespace RetentionTags.Sql.Features;

/// <summary>A row of constants for each cut-off: where windows begin and end, worked out by the plan, so that no engine has to know a calendar.</summary>
internal sealed class CutOffTable
{
    private readonly FeatureForms _forms;
    private readonly List<(string Name, string[] Values)> _columns = [];

    public CutOffTable(SnapshotPlan plan, FeatureForms forms, string name)
    {
        (Plan, _forms) = (plan, forms);
        foreach (DateTimeOffset cutOff in plan.CutOffs)
        {
            if (cutOff.Ticks % TimeSpan.TicksPerMicrosecond != 0)
                throw new ArgumentException(Invariant($"The cut-off {cutOff:O} has a part of a microsecond, which engines do not keep. Take whole microseconds."), nameof(plan));
        }

        _columns.Add((forms.Dialect.Quote(name), [.. plan.CutOffs.Select(cutOff => forms.Dialect.Literal(Invariant($"{cutOff:yyyy-MM-ddTHH:mm:ss.FFFFFFzzz}")))]));
    }

    public SnapshotPlan Plan { get; }

    public IReadOnlyList<(string Name, string[] Values)> Columns => _columns;

    /// <summary>A column of whole numbers, one for each cut-off, by a name that no other column has.</summary>
    /// <returns>The name.</returns>
    public string Add(string name, Func<DateTimeOffset, long> of)
    {
        if (!_columns.Any(column => column.Name == name))
            _columns.Add((name, [.. Plan.CutOffs.Select(cutOff => _forms.Whole(of(cutOff)))]));
        return name;
    }

    /// <summary>The column of moments.</summary>
    /// <returns>Its name; <see langword="null"/> when no cut-off has such a moment.</returns>
    public string? Add(string name, Func<DateTimeOffset, DateTime?> of) =>
        Plan.CutOffs.Any(cutOff => of(cutOff) is null) ? null : Add(name, cutOff => ZoneOffsets.Microseconds(of(cutOff)!.Value));
}
