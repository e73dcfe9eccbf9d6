using System.Diagnostics.CodeAnalysis;
using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>Which columns go into a model, and for each other one the step that left it out, why, by which numbers and in favour of which rival.</summary>
/// <remarks>
/// Every column is binned once; then the steps follow one another, each on what those before it have left. Weights count as so many copies, and neither the order of rows nor the number of threads has an influence (with fractional weights,
/// or where a step fits a regression or reads numbers as they are, the order of rows changes nothing but rounding). Where two columns are alike, the one with the lower information value goes, then the later one. Rows of weight 0 count nowhere.
/// </remarks>
public sealed record SelectionFunnel : IRecipe<SelectionModel>
{
    /// <summary>How columns are cut into the bins that all steps use.</summary>
    /// <value>The defaults of <see cref="OptimalBinning"/>.</value>
    public BinningRecipe Binning { get; init => field = value ?? throw new ArgumentNullException(nameof(Binning)); } = new OptimalBinning();

    /// <summary>The steps, in the order in which they are taken.</summary>
    /// <value>
    /// By default <see cref="MissingShare"/>, <see cref="IdenticalShare"/>, <see cref="InformationValueRange"/>, <see cref="CorrelationGroups"/> and <see cref="VarianceInflation"/>, each with its defaults: from what is cheap and certain to what depends on the other columns.
    /// </value>
    public ValueList<SelectionStep> Steps { get; init => field = Checked(value); } = [new MissingShare(), new IdenticalShare(), new InformationValueRange(), new CorrelationGroups(), new VarianceInflation()];

    /// <summary>Columns that no step leaves out. They are rivals of others all the same; a finding says what a step had against them.</summary>
    /// <value>None by default.</value>
    public ValueList<string> AlwaysKeep { get; init => field = CheckedNames(value); } = [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A step cannot use a column's values as it is told to.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another or name a column that is not there.</exception>
    public SelectionModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(Binning, data.Table);
        return Select(data, Binning.Fit(Candidates(Binning, data), progress, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Fails when a step cannot do its work over these bins and these columns.</summary>
    internal void Check(BinningRecipe binning, Table table)
    {
        foreach (SelectionStep step in Steps)
            step.Check(binning, table);
        foreach (string name in AlwaysKeep)
        {
            if (!table.TryGetColumn(name, out _) || IsAuxiliary(name) || binning.IsAuxiliary(name))
                throw new InvalidOperationException($"AlwaysKeep names '{name}', which is no candidate. The candidates are: {string.Join(", ", table.Columns.Where(column => !IsAuxiliary(column.Name) && !binning.IsAuxiliary(column.Name)).Select(column => $"'{column.Name}'"))}.");
        }
    }

    /// <summary>The data without the columns that steps use for something else, unless the binning needs them for the same.</summary>
    internal TrainingSet Candidates(BinningRecipe binning, TrainingSet data)
    {
        string[] auxiliary = [.. data.Table.Columns.Select(column => column.Name).Where(name => IsAuxiliary(name) && !binning.IsAuxiliary(name))];
        return auxiliary.Length == 0 ? data : data.WithTable(data.Table.Without(auxiliary));
    }

    /// <summary>Takes the steps over bins that are there already.</summary>
    internal SelectionModel Select(TrainingSet data, BinningModel binning, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        new SelectionRun(this, data.WithoutZeroWeights(), binning, cancellationToken).Run(progress);

    private bool IsAuxiliary(string columnName) => Steps.Any(step => step.IsAuxiliary(columnName));

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<SelectionStep> Checked(ValueList<SelectionStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps, nameof(Steps));
        return steps.Contains(null!) ? throw new ArgumentException("One of the steps is null.", nameof(Steps)) : steps;
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<string> CheckedNames(ValueList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names, nameof(AlwaysKeep));
        foreach (string name in names)
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(AlwaysKeep));
        return names;
    }
}
