namespace RetentionTags.Selection;

/// <summary>A column that was left out, and all that led to it.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Step">The name of the step that left it out; <c>Binning</c> for a column that could not be binned.</param>
/// <param name="StageIndex">The place of that step in <see cref="SelectionModel.Stages"/>; −1 for a column that could not be binned.</param>
/// <param name="Reason">Why, in English.</param>
/// <param name="Numbers">The numbers that the decision rests on, and the settings that they were compared with.</param>
/// <param name="Rival">The column that says the same and was preferred, or <see langword="null"/> when it was not a matter of two columns.</param>
public sealed record DroppedColumn(string ColumnName, string Step, int StageIndex, string Reason, ValueList<SelectionNumber> Numbers, string? Rival);
