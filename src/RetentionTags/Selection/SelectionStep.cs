using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>One rule by which columns are left out. Alone it is a recipe, a funnel of one step; in <see cref="SelectionFunnel.Steps"/> it sees what the steps before it have left.</summary>
/// <remarks>Steps that speak of bins or weights of evidence use the bins that the funnel has made once, of all columns.</remarks>
public abstract record SelectionStep : IRecipe<SelectionModel>
{
    private protected SelectionStep()
    {
    }

    /// <summary>Runs a <see cref="SelectionFunnel"/> of this step alone, over the bins of <see cref="OptimalBinning"/>.</summary>
    /// <inheritdoc/>
    public SelectionModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new SelectionFunnel { Steps = [this] }.Fit(data, progress, cancellationToken);

    /// <summary>What <see cref="DroppedColumn.Step"/> and <see cref="SelectionStage.Step"/> call it: the name of the type.</summary>
    internal string Name => GetType().Name;

    /// <summary>Fails when settings contradict one another or ask for a column that is not there.</summary>
    internal virtual void Check(BinningRecipe binning, Table table)
    {
    }

    /// <summary>Whether the step uses a column for something else than choosing it.</summary>
    internal virtual bool IsAuxiliary(string columnName) => false;

    internal abstract void Apply(SelectionRun run);

    /// <summary>A setting that lies between two numbers, both included.</summary>
    private protected static double Within(double lowest, double highest, double value, string name) => value >= lowest && value <= highest
        ? value
        : throw Setting.OutOfRange(name, value, Invariant($"from {lowest} to {highest}"));

    /// <summary>A setting that is finite and not below a number.</summary>
    private protected static double AtLeast(double lowest, double value, string name) => value >= lowest && double.IsFinite(value)
        ? value
        : throw Setting.OutOfRange(name, value, Invariant($"finite and at least {lowest}"));

    /// <summary>A setting that is one of the named choices.</summary>
    private protected static T Named<T>(T value, string name)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw Setting.OutOfRange(name, value, "one of the named choices");
}
