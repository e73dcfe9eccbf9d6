using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>One step of a <see cref="CleaningRecipe"/>. By itself it is a cleaning of one step.</summary>
/// <remarks>
/// What a step learns comes from the rows that it is fitted on and nothing else. Rows without weight do not exist for it; a whole weight is as many copies. Columns that are not there when
/// it is fitted pass later on as they are.
/// </remarks>
public abstract record CleaningStep : IRecipe<CleaningModel>
{
    private protected CleaningStep()
    {
    }

    /// <summary>The name in reports.</summary>
    internal string Name => GetType().Name;

    /// <inheritdoc/>
    public CleaningModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new CleaningRecipe { Steps = [this] }.Fit(data, progress, cancellationToken);

    /// <summary>Fails when settings contradict one another.</summary>
    internal virtual void Check()
    {
    }

    /// <summary>Looks at the training rows, notes what is only to be told, and says what is to be done.</summary>
    internal abstract LearntColumn[] Learn(CleaningPass pass);

    /// <summary>Does what was learnt to the rows of a pass.</summary>
    internal abstract void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass);

    /// <summary>The columns that a setting names, or all of a kind when it names none.</summary>
    private protected static IEnumerable<TColumn> Named<TColumn>(ValueList<string> names, Table table)
        where TColumn : Column =>
        names.Count == 0
            ? table.Columns.OfType<TColumn>()
            : names.Distinct(StringComparer.Ordinal).Select(name => table[name] as TColumn ?? throw new ArgumentException($"Column '{name}' holds {(typeof(TColumn) == typeof(NumericColumn) ? "categories; numbers are" : "numbers; categories are")} needed here.", nameof(names)));

    /// <summary>Takes the columns out that were learnt to be.</summary>
    private protected static void LeaveOut(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        foreach (LearntColumn column in columns)
            pass.LeaveOut(column.ColumnName, column.LeftOutBecause!);
    }

    /// <summary>Learns to leave a column out, or notes what was found.</summary>
    private protected static void Decide(ColumnAction action, Column column, string found, string? findingCode, CleaningPass pass, List<LearntColumn> learnt)
    {
        if (action == ColumnAction.Report || findingCode is not null)
            pass.Note(column.Name, found, [], findingCode, action == ColumnAction.Report ? "nothing: only reported" : "to be left out");
        if (action == ColumnAction.LeaveOut && !learnt.Exists(each => each.ColumnName == column.Name))
            learnt.Add(new(column.Name, column.Kind) { LeftOutBecause = found });
    }
}
