using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Models.Linear;

/// <summary>A path of logistic regressions from the strongest penalty to the weakest, and the one that was chosen. Immutable.</summary>
public sealed class RegularizationPathModel : IScorer
{
    private readonly PathStep[] _steps;

    internal RegularizationPathModel(RegularizationPath recipe, IReadOnlyList<string> columns, PathStep[] steps, int chosen, LogisticModel model, IReadOnlyList<Finding> findings)
    {
        (Recipe, Columns, _steps, Model, Findings) = (recipe, columns, steps, model, findings);
        Chosen = steps[chosen];
        Minimum = steps.MinBy(step => step.CrossValidatedDeviance)!;
        double within = Minimum.CrossValidatedDeviance + Minimum.CrossValidatedStandardError;
        OneStandardError = Array.Find(steps, step => step.CrossValidatedDeviance <= within);
    }

    /// <summary>The recipe that the path was fitted by.</summary>
    public RegularizationPath Recipe { get; }

    /// <summary>The columns to which the coefficients of each step belong.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>One for each λ, in descending order.</summary>
    public IReadOnlyList<PathStep> Steps => _steps;

    /// <summary>The λ of <see cref="Model"/>.</summary>
    public PathStep Chosen { get; }

    /// <summary>The λ with the least cross-validated deviance.</summary>
    public PathStep Minimum { get; }

    /// <summary>The greatest λ whose cross-validated deviance is within one standard error of the least; <see langword="null"/> when there is one fold only.</summary>
    public PathStep? OneStandardError { get; }

    /// <summary>The regression of the chosen λ on all rows. Its recipe has that λ, so it can be fitted on other rows, or in a scorecard.</summary>
    public LogisticModel Model { get; }

    /// <summary>What a person should know about this path; what there is to know about the chosen fit is in its own <see cref="LogisticModel.Findings"/>.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Probability of the event for every row, by <see cref="Model"/>.</summary>
    /// <param name="table">Holds the model's columns as numbers, found by name.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; or lengths differ.</exception>
    public void Score(Table table, Span<double> destination) => Model.Score(table, destination);

    /// <summary>One line for each λ: columns that take part, deviance explained (1 − deviance / that of the event rate alone), cross-validated deviance and its standard error, and which λ is the chosen one, the minimum, and the one of one standard error.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Lambda", "Columns", "Deviance explained", "Deviance, validated", "Standard error", "");
        foreach (PathStep step in _steps)
        {
            IEnumerable<string> marks = new (PathStep? Marked, string Mark)[] { (Chosen, "chosen"), (Minimum, "minimum"), (OneStandardError, "one standard error") }.Where(each => ReferenceEquals(each.Marked, step)).Select(each => each.Mark);
            table.Add(
                TableCell.Significant(step.Lambda),
                TableCell.Number(step.NonZero, 0),
                TableCell.Percent(1 - (step.Deviance / (-2 * Model.NullLogLikelihood))),
                TableCell.Number(step.CrossValidatedDeviance, 5),
                TableCell.Number(step.CrossValidatedStandardError, 5),
                string.Join(", ", marks));
        }

        return table.Render(format);
    }
}
