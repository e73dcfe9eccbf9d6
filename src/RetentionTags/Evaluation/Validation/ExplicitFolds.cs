using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>Folds that are given, one number for each row: those of another program, or of an earlier run.</summary>
public sealed record ExplicitFolds : Splitter
{
    /// <summary>For each row the number of the fold that tests it, or −1 for a row that is always learnt from and never tested.</summary>
    /// <value>Required. Numbers need not follow each other; folds go in ascending order and are called <c>fold 0</c> and so on, by their own numbers.</value>
    public required ValueList<int> FoldOfRow { get; init => field = value is { Count: > 0 } && value.All(fold => fold >= -1) ? value : throw new ArgumentException("FoldOfRow has a number for each row, from 0, or −1 for a row that is never tested.", nameof(FoldOfRow)); }

    /// <summary>Folds from an array.</summary>
    /// <param name="foldOfRow">For each row the number of the fold that tests it, or −1. Copied.</param>
    /// <returns>The splitter.</returns>
    /// <exception cref="ArgumentException">There are no numbers, or one is below −1.</exception>
    public static ExplicitFolds Of(params ReadOnlySpan<int> foldOfRow) => new() { FoldOfRow = ValueListBuilder.Create(foldOfRow) };

    private protected override FoldPlan Plan(TrainingSet data, CancellationToken cancellationToken)
    {
        if (FoldOfRow.Count != data.RowCount)
            throw new ArgumentException($"There are {FoldOfRow.Count} fold numbers for {data.RowCount} rows.", nameof(data));
        int[] foldOfRow = [.. FoldOfRow], folds = [.. foldOfRow.Where(fold => fold >= 0).Distinct().Order()];
        if (folds.Length == 0 || (folds.Length == 1 && !foldOfRow.Contains(-1)))
            throw new TrainingDataException(folds.Length == 0 ? "No row has a fold that tests it: give numbers from 0." : $"All rows are tested by fold {folds[0]}, which leaves none to learn from: give at least two folds, or −1 to rows that are never tested.");
        return FoldPlan.Of(data.RowCount, FoldPlan.FromNumbers(foldOfRow, folds.Select(fold => (fold, $"fold {fold}")), cancellationToken), cancellationToken);
    }
}
