using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>A cleaning as it is saved: what each step learnt is in the order of the recipe's steps.</summary>
internal sealed record CleaningDocument(CleaningRecipe Recipe, LearntColumnDocument[][] Steps, int TrainingRows, CleaningEntryDocument[] TrainingReport)
{
    public static CleaningDocument Of(CleaningModel model) => new(
        model.Recipe,
        [.. model.Steps.Select(step => step.Columns.Select(LearntColumnDocument.Of).ToArray())],
        model.TrainingReport.RowCount,
        [.. model.TrainingReport.Entries.Select(CleaningEntryDocument.Of)]);

    public CleaningModel ToModel()
    {
        if (Steps.Length != Recipe.Steps.Count)
            throw new ArgumentException($"There are {Recipe.Steps.Count} steps, and {Steps.Length} have learnt something.");
        return new(
            Recipe,
            [.. Recipe.Steps.Select((step, i) => new LearntStep(step, [.. Steps[i].Select(column => column.ToColumn())]))],
            new(TrainingRows, [.. TrainingReport.Select(entry => entry.ToEntry())]));
    }
}
