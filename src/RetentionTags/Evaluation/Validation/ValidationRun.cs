using System.Diagnostics;
using RetentionTags.Data;

namespace RetentionTags.Evaluation.Validation;

/// <summary>Every recipe in every fold, several at a time. Work is taken fold by fold, so that no more folds are in memory than threads.</summary>
internal sealed class ValidationRun
{
    /// <summary>Rows that are scored between two looks at the cancellation token.</summary>
    private const int Block = 1 << 14;

    private readonly TrainingSet _data;
    private readonly IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> _recipes;
    private readonly FoldPlan _plan;
    private readonly CrossValidationOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Lock _reporting = new();
    private readonly Lock[] _copying;
    private readonly TrainingSet?[] _train;
    private readonly int[] _recipesLeft;
    private readonly TrainingDataException?[] _failures;
    private int _next;
    private int _completed;
    private volatile bool _hasFailed;

    public ValidationRun(TrainingSet data, IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> recipes, FoldPlan plan, CrossValidationOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (_data, _recipes, _plan, _options, _progress, _cancellationToken) = (data, recipes, plan, options, progress, cancellationToken);
        _copying = [.. plan.Folds.Select(_ => new Lock())];
        _train = new TrainingSet?[plan.Folds.Count];
        _recipesLeft = [.. plan.Folds.Select(_ => recipes.Count)];
        _failures = new TrainingDataException?[plan.Folds.Count * recipes.Count];
        Folds = [.. recipes.Select(_ => new ValidatedFold[plan.Folds.Count])];
        Scores = [.. recipes.Select(_ => new double[plan.Folds.Count][])];
    }

    /// <summary>By recipe and fold.</summary>
    public ValidatedFold[][] Folds { get; }

    /// <summary>By recipe and fold, one for each row that the fold tests.</summary>
    public double[][][] Scores { get; }

    public void Run()
    {
        int threads = Math.Min(_failures.Length, _options.MaxThreads == 0 ? Environment.ProcessorCount : _options.MaxThreads);
        InParallel.For(threads, _ => Work(), threads, "cross-validation", progress: null, _cancellationToken);

        // Work is begun in order, and what is begun is finished: so the first failure is the same for any number of threads.
        if (Array.Find(_failures, failure => failure is not null) is TrainingDataException first)
            throw first;
    }

    private void Work()
    {
        while (!_hasFailed)
        {
            int job = Interlocked.Increment(ref _next) - 1;
            if (job >= _failures.Length)
                return;
            (int fold, int recipe) = (job / _recipes.Count, job % _recipes.Count);
            try
            {
                Validate(fold, recipe);
            }
            catch (TrainingDataException failure)
            {
                _failures[job] = new($"Recipe '{_recipes[recipe].Name}', fold '{_plan.Folds[fold].Name}': {failure.Message}", failure) { ColumnName = failure.ColumnName };
                _hasFailed = true;
            }

            lock (_reporting)
                _progress?.Report(new("cross-validation", ++_completed, _failures.Length));
        }
    }

    private void Validate(int index, int recipe)
    {
        long start = Stopwatch.GetTimestamp();
        Fold fold = _plan.Folds[index];
        TrainingSet train = Train(index);
        long fitStart = Stopwatch.GetTimestamp();
        IScorer model = _recipes[recipe].Recipe.Fit(train, null, _cancellationToken);
        TimeSpan fitTime = Stopwatch.GetElapsedTime(fitStart);
        double[] scores = Score(model, fold.Test);
        BinaryEvaluation test = Evaluate(scores, fold.Test);
        BinaryEvaluation? training = _options.EvaluateTraining ? Evaluate(Score(model, fold.Train), fold.Train) : null;
        if (Interlocked.Decrement(ref _recipesLeft[index]) == 0)
            _train[index] = null;
        Scores[recipe][index] = scores;
        Folds[recipe][index] = new(fold, test, training, _options.KeepModels ? model : null, fitTime, Stopwatch.GetElapsedTime(start));
    }

    private TrainingSet Train(int fold)
    {
        lock (_copying[fold])
            return _train[fold] ??= _data.Rows(_plan.Folds[fold].Train, _cancellationToken);
    }

    private double[] Score(IScorer model, ReadOnlySpan<int> rows)
    {
        var scores = new double[rows.Length];
        for (int first = 0; first < rows.Length; first += Block)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Block, rows.Length - first);
            model.Score(_data.Table.Rows(rows.Slice(first, count), _cancellationToken), scores.AsSpan(first, count));
        }

        int missing = scores.AsSpan().IndexOf(double.NaN);
        return missing < 0 ? scores : throw new TrainingDataException($"The model gives row {rows[missing]} no score (NaN), and every row that is tested needs one.");
    }

    private BinaryEvaluation Evaluate(double[] scores, ReadOnlySpan<int> rows) =>
        BinaryEvaluation.Of(scores, ValuesOfRows.Of(_data.Events, rows), ValuesOfRows.Of(_data.Weights, rows), _cancellationToken);
}
