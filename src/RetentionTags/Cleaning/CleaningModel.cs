using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>A fitted cleaning. It learnt from its training rows alone, and does the same to any rows.</summary>
public sealed class CleaningModel
{
    private readonly LearntStep[] _steps;
    private readonly HashSet<string> _leftOut;

    internal CleaningModel(CleaningRecipe recipe, LearntStep[] steps, CleaningReport trainingReport)
    {
        (Recipe, _steps, TrainingReport) = (recipe, steps, trainingReport);
        _leftOut = new(steps.SelectMany(step => step.Columns).Where(column => column.LeftOutBecause is not null).Select(column => column.ColumnName), StringComparer.Ordinal);
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public CleaningRecipe Recipe { get; }

    /// <summary>Each step with what it learnt, in order.</summary>
    public IReadOnlyList<LearntStep> Steps => _steps;

    /// <summary>What the fit found in its training rows and what <see cref="Clean(TrainingSet, CancellationToken)"/> does to them. Rows without weight are not in it.</summary>
    public CleaningReport TrainingReport { get; }

    /// <summary>The columns that are left out, wherever they occur.</summary>
    public IReadOnlyList<string> ColumnsLeftOut => [.. _leftOut.Order(StringComparer.Ordinal)];

    /// <summary>What a person should read about the training rows: the warnings of <see cref="TrainingReport"/>.</summary>
    public IReadOnlyList<Finding> Findings => TrainingReport.Findings;

    /// <summary>Cleans rows that are to be scored. All of them stay, in their order; those that a training set would lose are listed in the report.</summary>
    /// <param name="table">Holds at least the columns that the model acts on; those that it leaves out may be absent, and others pass as they are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The cleaned table, and what was found and done.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    /// <exception cref="CellFormatException">A text cannot be read as the number or date that <see cref="UnifiedFormats"/> is to make of it.</exception>
    public (Table Table, CleaningReport Report) Clean(Table table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        CleaningPass pass = Run(CleaningPass.Over(table, _leftOut, cancellationToken));
        return (pass.Table, pass.ToReport());
    }

    /// <summary>Cleans rows to learn from, and drops those that the steps say are to be dropped.</summary>
    /// <param name="data">Holds at least the columns that the model acts on.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The cleaned set, whose <see cref="TrainingSet.SourceRow"/> leads back to the rows that came in, and what was found and done.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    /// <exception cref="TrainingDataException">No row or no column is left.</exception>
    /// <exception cref="CellFormatException">A text cannot be read as the number or date that <see cref="UnifiedFormats"/> is to make of it.</exception>
    public (TrainingSet Data, CleaningReport Report) Clean(TrainingSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        CleaningPass pass = Run(CleaningPass.Over(data, _leftOut, cancellationToken));
        return (pass.Data!, pass.ToReport());
    }

    private CleaningPass Run(CleaningPass pass)
    {
        foreach (LearntStep learnt in _steps)
        {
            pass.Begin(learnt.Step);
            learnt.Step.Apply(learnt.Columns, pass);
            pass.End();
        }

        return pass;
    }
}
