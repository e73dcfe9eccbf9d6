using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Looks for columns that know the answer: one that alone separates events from non-events, one whose values became known only after the as-of date, one that is a customer's number.</summary>
/// <remarks>
/// <para>
/// <b>Separates alone.</b> The area under the ROC curve reaches <see cref="MaxAuc"/>: of a column's numbers, in whichever direction is better; of its values ranked by their event rates, where values of less weight than
/// <see cref="MinValueCount"/> count as one, since so few rows have no rate of their own; or of being missing. The first two are of the rows in which it is not missing, of which there must be <see cref="MinValueCount"/>: three values are in some order of the event more often than not.
/// A column that gives away a few of the events only, or a label with much noise, is not found.
/// </para>
/// <para><b>Known later.</b> The column has a value in some row that became known (<see cref="KnownDates"/>) at or after the as-of date: observation ends before it.</para>
/// <para>
/// <b>Like an id.</b> Distinct values over the weight of the rows that have one reach <see cref="MinDistinctShare"/>: of categories, or of whole numbers that also take up at least half of the numbers between the lowest and the highest, as serial numbers do.
/// </para>
/// <para>Each is a warning in <see cref="CleaningModel.Findings"/>. Whether a column may be used is for a person to decide, who knows when it is filled.</para>
/// </remarks>
public sealed record LeakageChecks : CleaningStep
{
    private const double MinDensity = 0.5;

    /// <summary>The area under the ROC curve from which a column alone is too good to be true.</summary>
    /// <value>0.95 by default. Above 0.5, up to 1.</value>
    public double MaxAuc { get; init => field = value is > 0.5 and <= 1 ? value : throw Setting.OutOfRange(nameof(MaxAuc), value, "above 0.5 and at most 1"); } = 0.95;

    /// <summary>The weight below which a value has no event rate of its own, and the numbers of a column no order to be judged by.</summary>
    /// <value>30 by default.</value>
    public double MinValueCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinValueCount), value, "finite and at least 0"); } = 30;

    /// <summary>The share of distinct values from which a column is like an id.</summary>
    /// <value>0.95 by default. Above 0, up to 1.</value>
    public double MinDistinctShare { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinDistinctShare), value, "above 0 and at most 1"); } = 0.95;

    /// <summary>The weight of rows with a value from which a column can be like an id: of few rows all values differ by chance.</summary>
    /// <value>50 by default.</value>
    public double MinIdCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinIdCount), value, "finite and at least 0"); } = 50;

    /// <summary>Columns with the column that says when their values became known.</summary>
    /// <value>None by default.</value>
    public ValueList<KnownDate> KnownDates { get; init => field = value ?? throw new ArgumentNullException(nameof(KnownDates)); } = [];

    /// <summary>The numeric column of each row's as-of date, in the unit of <see cref="KnownDates"/>.</summary>
    /// <value><see langword="null"/> by default: <see cref="AsOf"/> holds for all rows.</value>
    public string? AsOfColumn { get; init; }

    /// <summary>The as-of date of all rows, in the unit of <see cref="KnownDates"/>.</summary>
    /// <value><see langword="null"/> by default. With <see cref="KnownDates"/>, either this or <see cref="AsOfColumn"/> is needed.</value>
    public double? AsOf { get; init => field = value is null || double.IsFinite(value.Value) ? value : throw Setting.OutOfRange(nameof(AsOf), value, "finite"); }

    /// <summary>What happens to the columns that are found.</summary>
    /// <value><see cref="ColumnAction.Report"/> by default.</value>
    public ColumnAction Action { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Action), value, "one of the named actions"); } = ColumnAction.Report;

    internal override void Check()
    {
        if (KnownDates.Count > 0 && AsOfColumn is null == AsOf is null)
            throw new InvalidOperationException("KnownDates are compared with an as-of date: set either AsOfColumn or AsOf.");
    }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        var learnt = new List<LearntColumn>();
        bool hasBothClasses = pass.Data!.EventWeight > 0 && pass.Data.NonEventWeight > 0;
        if (!hasBothClasses)
            pass.Note(null, $"all rows are {(pass.Data.EventWeight > 0 ? "events" : "non-events")}", [], done: "whether a column separates cannot be judged");
        foreach (KnownDate known in KnownDates)
            _ = pass.Table[known.ColumnName];
        foreach ((Column column, ColumnSeparation separation) in pass.Table.Columns.Zip(pass.OfColumns(column => ColumnSeparation.Of(column, MinValueCount, pass))))
        {
            pass.CancellationToken.ThrowIfCancellationRequested();
            if (hasBothClasses && separation.ByValue >= MaxAuc)
                Decide(Action, column, Invariant($"alone it separates events from non-events (AUC {separation.ByValue:F3})"), FindingCodes.SeparatingColumn, pass, learnt);
            if (hasBothClasses && separation.ByMissing >= MaxAuc)
                Decide(Action, column, Invariant($"whether it is missing separates events from non-events (AUC {separation.ByMissing:F3})"), FindingCodes.SeparatingColumn, pass, learnt);
            if (separation.PresentWeight >= MinIdCount && separation.Density >= MinDensity && separation.DistinctValues >= MinDistinctShare * separation.PresentWeight)
                Decide(Action, column, Invariant($"like an id: {separation.DistinctValues} distinct values in {separation.PresentWeight} rows"), FindingCodes.IdLikeColumn, pass, learnt);
            foreach (KnownDate known in KnownDates.Where(known => known.ColumnName == column.Name))
                LearnKnown(column, known, pass, learnt);
        }

        return [.. learnt];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass) => LeaveOut(columns, pass);

    private void LearnKnown(Column column, KnownDate known, CleaningPass pass, List<LearntColumn> learnt)
    {
        NumericColumn dates = pass.Table.Numeric(known.DateColumn);
        NumericColumn? asOf = AsOfColumn is null ? null : pass.Table.Numeric(AsOfColumn);
        List<int> late = pass.RowsWhere(row => !column.IsMissing(row) && dates.Values[row] >= (asOf is null ? AsOf!.Value : asOf.Values[row]));
        if (late.Count == 0)
            return;
        pass.Note(column.Name, $"known at or after the as-of date, by '{known.DateColumn}'", late, done: "see the warning");
        Decide(Action, column, $"known at or after the as-of date in {late.Count} rows, by '{known.DateColumn}'", FindingCodes.KnownLaterColumn, pass, learnt);
    }
}
