using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>A model with the cleaning that its rows go through first.</summary>
/// <typeparam name="TModel">The model of cleaned rows.</typeparam>
public sealed class CleanedModel<TModel> : IScorer
    where TModel : IScorer
{
    internal CleanedModel(CleaningModel cleaning, TModel model) => (Cleaning, Model) = (cleaning, model);

    /// <summary>The cleaning.</summary>
    public CleaningModel Cleaning { get; }

    /// <summary>The model of cleaned rows. To explain a score, explain the row as the cleaning leaves it: <c>Model.Explain(Cleaning.Clean(table).Table)</c>.</summary>
    public TModel Model { get; }

    /// <summary>Cleans the rows and scores all of them.</summary>
    /// <param name="table">Rows as they were before the cleaning, with the columns that cleaning and model need.</param>
    /// <param name="destination">Receives one score for each row, in row order.</param>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or <paramref name="destination"/> has another length than the table has rows.</exception>
    /// <exception cref="CellFormatException">A text cannot be read as the number or date that <see cref="UnifiedFormats"/> is to make of it.</exception>
    public void Score(Table table, Span<double> destination) => Model.Score(Cleaning.Clean(table).Table, destination);
}
