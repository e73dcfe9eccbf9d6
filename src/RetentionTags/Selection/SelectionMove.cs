namespace RetentionTags.Selection;

/// <summary>One line in the trace of a step that goes column by column.</summary>
/// <param name="Action">What was done.</param>
/// <param name="ColumnName">To which column; <see langword="null"/> at the start.</param>
/// <param name="Value">
/// <see cref="Stepwise"/>: the criterion afterwards (AIC, BIC, or for P values the log-likelihood). <see cref="VarianceInflation"/>: the factor of the column that goes. <see cref="MinimumRedundancyMaximumRelevance"/>: the score of the column that comes.
/// </param>
public sealed record SelectionMove(SelectionAction Action, string? ColumnName, double Value)
{
    /// <summary>The move as R writes it.</summary>
    /// <returns>Such as <c>+ tenure</c> or <c>- Partner</c>; empty for the start.</returns>
    public override string ToString() => Action switch
    {
        SelectionAction.Add => $"+ {ColumnName}",
        SelectionAction.Remove => $"- {ColumnName}",
        _ => "",
    };
}
