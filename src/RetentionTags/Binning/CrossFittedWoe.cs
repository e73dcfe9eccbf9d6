using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning;

/// <summary>
/// Weights of evidence for the training rows themselves, each from bins that were fitted without it.
/// </summary>
/// <remarks>
/// <para>
/// Where bins hold few rows, as those of hundreds of categories do, a row's own label moves the weight of evidence that it is given, and a model fitted on both trusts the column
/// too much. Here the rows are divided into folds; the bins are fitted anew on all folds but one, and the one is transformed by them.
/// </para>
/// <para>
/// Folds are taken among the events and among the non-events in the order of a hash of what each row says and weighs (rows of weight 0 are in the first fold), so the order of rows in the table does not matter. A row stays whole: unlike elsewhere, a row of weight w
/// is not quite the same as w copies, which may come into different folds.
/// </para>
/// </remarks>
public sealed class CrossFittedWoe
{
    private readonly int[] _folds;

    private CrossFittedWoe(BinningModel model, Table woe, int[] folds) => (Model, Woe, _folds) = (model, woe, folds);

    /// <summary>The bins fitted on all rows, for scoring other rows.</summary>
    public BinningModel Model { get; }

    /// <summary>The out-of-fold weights of evidence, in log-odds: the model's columns, the training set's rows, no missing values.</summary>
    public Table Woe { get; }

    /// <summary>The fold of each training row, from 0.</summary>
    public ReadOnlySpan<int> Folds => _folds;

    /// <summary>Fits bins on all rows, and once for each fold on the others.</summary>
    /// <param name="recipe">How to bin.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="folds">The number of folds, 2–100.</param>
    /// <param name="seed">Another seed makes other folds.</param>
    /// <param name="progress">Told of the fits, in columns.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model and the weights of evidence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    /// <exception cref="TrainingDataException">A column cannot be binned, on all rows or without some fold; or there are fewer events or non-events than folds.</exception>
    public static CrossFittedWoe Of(BinningRecipe recipe, TrainingSet data, int folds = 5, long seed = 0, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        if (folds is < 2 or > 100)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, "There are 2 to 100 folds.");
        BinningModel model = recipe.Fit(data, progress, cancellationToken);
        int[] foldOf = FoldsOf(data, folds, seed, cancellationToken);
        return new(model, OutOfFold(recipe, [.. model.Columns.Select(column => column.ColumnName)], data, foldOf, folds, progress, cancellationToken), foldOf);
    }

    /// <summary>The out-of-fold weights of evidence of some columns of a model that has been fitted already.</summary>
    /// <param name="recipe">How to bin.</param>
    /// <param name="columnNames">The columns.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="foldOf">The fold of each row, by <see cref="FoldsOf"/>.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="progress">Told of the fits, in columns.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static Table OutOfFold(BinningRecipe recipe, IReadOnlyList<string> columnNames, TrainingSet data, int[] foldOf, int folds, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        BinningRecipe strict = recipe with { LeaveOutFailures = false };
        TrainingSet needed = data.WithTable(data.Table.Select([.. data.Table.Columns.Select(column => column.Name).Where(name => columnNames.Contains(name) || recipe.IsAuxiliary(name))]));
        double[][] woe = [.. columnNames.Select(_ => new double[data.RowCount])];
        for (int fold = 0; fold < folds; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] inside = RowsWhere(foldOf, fold, isInside: true), outside = RowsWhere(foldOf, fold, isInside: false);
            BinningModel model = FitWithout(fold, strict, columnNames, needed.Rows(outside, cancellationToken), progress, cancellationToken);
            Table own = data.Table.Select([.. columnNames]).Rows(inside, cancellationToken);
            for (int column = 0; column < woe.Length; column++)
            {
                var values = new double[inside.Length];
                model[columnNames[column]].ToWoe(own[columnNames[column]], values);
                for (int i = 0; i < inside.Length; i++)
                    woe[column][inside[i]] = values[i];
            }
        }

        return Table.Create([.. columnNames.Select((name, i) => Column.Numeric(name, woe[i]))]);
    }

    /// <summary>The fold of each row, from 0.</summary>
    internal static int[] FoldsOf(TrainingSet data, int folds, long seed, CancellationToken cancellationToken)
    {
        ulong[] hashes = RowHash.Of(data.Table, seed, cancellationToken);
        var rows = new int[data.RowCount];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
            hashes[row] = SplitMix64.Mix(hashes[row] ^ SortableDouble.ToKey(data.WeightOf(row)));
        }

        RadixSort.Sort(hashes.AsSpan(), rows.AsSpan(), cancellationToken);
        var foldOf = new int[rows.Length];
        int events = 0, nonEvents = 0;
        foreach (int row in rows)
        {
            if (data.WeightOf(row) > 0)
                foldOf[row] = (data.Events[row] ? events++ : nonEvents++) % folds;
        }

        if (events < folds || nonEvents < folds)
            throw new TrainingDataException($"There are {events} rows with the event and {nonEvents} without; {folds} folds need at least {folds} of each. Take fewer folds, or do not cross-fit.");
        return foldOf;
    }

    private static BinningModel FitWithout(int fold, BinningRecipe recipe, IReadOnlyList<string> columnNames, TrainingSet outside, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return recipe.FitOnly(columnNames, outside, progress is null ? null : new Stage(progress, fold), cancellationToken);
        }
        catch (TrainingDataException failure)
        {
            throw new TrainingDataException($"Without fold {fold + 1}: {failure.Message}", failure) { ColumnName = failure.ColumnName };
        }
    }

    private static int[] RowsWhere(int[] foldOf, int fold, bool isInside)
    {
        var rows = new List<int>();
        for (int row = 0; row < foldOf.Length; row++)
        {
            if (foldOf[row] == fold == isInside)
                rows.Add(row);
        }

        return [.. rows];
    }

    private sealed class Stage(IProgress<FitProgress> progress, int fold) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => progress.Report(value with { Stage = Invariant($"{value.Stage} without fold {fold + 1}") });
    }
}
