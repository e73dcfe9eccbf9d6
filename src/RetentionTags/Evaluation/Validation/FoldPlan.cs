using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// Which rows are learnt from and which are tested on, fold after fold. A plan is data: every <see cref="Splitter"/> makes one, every validation takes one, and the same plan
/// can be used for other recipes and for other columns of the same rows.
/// </summary>
public sealed class FoldPlan
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    private FoldPlan(int rowCount, Fold[] folds, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        RowCount = rowCount;
        Folds = folds;
        Findings = findings;
        foreach (Fold fold in folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(fold);
        }
    }

    /// <summary>The number of rows of the training set that is divided.</summary>
    public int RowCount { get; }

    /// <summary>The folds, at least one.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    /// <summary>What a reader of the results should know: rows that no fold tests, customers on both sides.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Puts folds of one's own together.</summary>
    /// <param name="rowCount">The number of rows of the training set.</param>
    /// <param name="folds">At least one. A row may be tested by several folds, or by none.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentException">There is no fold; a part is empty; a row is outside the set, or twice in a fold. The message names fold and row.</exception>
    public static FoldPlan Create(int rowCount, params ReadOnlySpan<Fold> folds)
    {
        foreach (Fold fold in folds)
            ArgumentNullException.ThrowIfNull(fold, nameof(folds));
        return folds.IsEmpty
            ? throw new ArgumentException("A plan has at least one fold.", nameof(folds))
            : new(rowCount, folds.ToArray(), [], default);
    }

    /// <summary>One line for each fold: rows to learn from and to test on.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Fold", "Train rows", "Test rows");
        foreach (Fold fold in Folds)
            table.Add(fold.Name, TableCell.Number(fold.Train.Length, 0), TableCell.Number(fold.Test.Length, 0));
        return table.Render(format);
    }

    internal static FoldPlan Of(int rowCount, IEnumerable<Fold> folds, CancellationToken cancellationToken, params IReadOnlyList<Finding> findings) => new(rowCount, [.. folds], findings, cancellationToken);

    /// <summary>Each fold tests the rows that have its number and learns from all others; rows of number −1 are never tested.</summary>
    internal static IEnumerable<Fold> FromNumbers(int[] foldOfRow, IEnumerable<(int Number, string Name)> folds, CancellationToken cancellationToken = default)
    {
        foreach ((int number, string name) in folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] test = new int[foldOfRow.AsSpan().Count(number)], train = new int[foldOfRow.Length - test.Length];
            int tested = 0, learnt = 0;
            for (int row = 0; row < foldOfRow.Length; row++)
            {
                if (foldOfRow[row] == number)
                    test[tested++] = row;
                else
                    train[learnt++] = row;
            }

            yield return new(name, train, test);
        }
    }

    internal static int[] RowsWhere(int rowCount, Func<int, bool> condition, CancellationToken cancellationToken = default)
    {
        var rows = new List<int>();
        for (int row = 0; row < rowCount; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (condition(row))
                rows.Add(row);
        }

        return [.. rows];
    }

    /// <summary>A model can be fitted on every training part, so far as classes go.</summary>
    internal void RequireBothClasses(TrainingSet data)
    {
        foreach (Fold fold in Folds)
        {
            bool hasEvents = false, hasNonEvents = false;
            double weight = 0;
            for (int i = 0; i < fold.Train.Length && !(hasEvents && hasNonEvents && weight > 1); i++)
            {
                int row = fold.Train[i];
                weight += data.WeightOf(row);
                hasEvents |= data.Events[row] && data.WeightOf(row) > 0;
                hasNonEvents |= !data.Events[row] && data.WeightOf(row) > 0;
            }

            if (!hasEvents || !hasNonEvents)
                throw new TrainingDataException($"Fold '{fold.Name}': of its {fold.Train.Length} training rows none is {(hasEvents ? "a non-event" : "an event")} with weight, and a model needs rows of both kinds. Take fewer folds, or stratified ones; of periods, test only the later ones (TestPeriods).");
            if (!(weight > 1))
                throw new TrainingDataException(Invariant($"Fold '{fold.Name}': the weights of its {fold.Train.Length} training rows add up to {weight}, which is no more than one row. Weights say how many rows a row stands for: multiply them, so that they add up to the number of rows in all."));
        }
    }

    private void Check(Fold fold)
    {
        if (fold.Train.IsEmpty || fold.Test.IsEmpty)
            throw new ArgumentException($"Fold '{fold.Name}' has no rows to {(fold.Train.IsEmpty ? "learn from" : "test on")}. Every fold needs both: take fewer folds, or leave this one out.");
        var isUsed = new bool[RowCount];
        Use(fold.Train);
        Use(fold.Test);

        void Use(ReadOnlySpan<int> rows)
        {
            foreach (int row in rows)
            {
                if ((uint)row >= (uint)isUsed.Length)
                    throw new ArgumentException($"Fold '{fold.Name}' has the row {row}. The training set has {RowCount} rows, numbered from 0.");
                if (isUsed[row])
                    throw new ArgumentException($"Fold '{fold.Name}' has the row {row} twice. A row is learnt from or tested on, once.");
                isUsed[row] = true;
            }
        }
    }
}
