using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>What is compared with what. Each is made only when its turn comes, so that only its own data are in memory.</summary>
internal static class Comparisons
{
    public static IEnumerable<Func<Comparison>> All =>
    [
        .. HotPaths.All,
        .. ScoringComparisons.All,
        .. LifetimeComparisons.All,
        .. ReadingComparisons.All,
        () => Binning(100),
        () => Binning(200),
        ManyColumns,
        TwoThreads,
        () => Solving("peak", Solver(77), Trend.Peak),
        () => Solving("peak", Solver(100), Trend.Peak),
        () => Solving("peak, p ≤ 0.05 and rates 0.01 apart", Solver(100) with { MaxPValue = 0.05, MinRateDifference = 0.01 }, Trend.Peak),
        () => Solving("all four trends", Solver(200), Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley),
        () => Solving("concave", Solver(100), Trend.Concave),
        LassoPath,
        CrossValidating,
        Evaluation,
        () => Ranking("doubles", (scores, events) => () => RankMeasures.Of(scores, events)),
        () => Ranking("floats", (scores, events) =>
        {
            float[] floats = [.. scores.Select(score => (float)score)];
            return () => RankMeasures.Of(floats, events);
        }),
        () => Ranking("points", (scores, events) =>
        {
            int[] points = [.. scores.Select(score => (int)Math.Round(600 + (40 * LogisticFunctions.Logit(score))))];
            return () => RankMeasures.Of(points, events);
        }),
    ];

    private static OptimalBinning Solver(int prebins) => new() { MaxPrebins = prebins, MaxBins = 10 };

    /// <summary>One column after another of a table that no cache holds, as columns are met in a fit.</summary>
    private static Comparison Binning(int prebins)
    {
        const int Columns = 24;
        TrainingSet data = Workload.Rows(1_000_000, Columns);
        TrainingSet[] one = [.. data.Table.Columns.Select(column => data.WithTable(data.Table.Select(column.Name)))];
        var recipe = new OptimalBinning { MaxThreads = 1, MaxPrebins = prebins };
        int read = 0, fitted = 0;
        return new($"optimal binning of 1,000,000 rows, {prebins} pre-bins, all trends", "reading the column (sum)", () => Workload.Read(one[read++ % Columns].Table), () => recipe.Fit(one[fitted++ % Columns]));
    }

    private static Comparison ManyColumns()
    {
        TrainingSet data = Workload.Rows(20_000, 500);
        return new("optimal binning of 500 columns × 20,000 rows, 200 pre-bins, two threads", "the same on one thread", () => Fit(1), () => Fit(2));

        void Fit(int threads) => new OptimalBinning { MaxThreads = threads }.Fit(data);
    }

    private static Comparison TwoThreads()
    {
        TrainingSet data = Workload.Rows(1_000_000, 50);
        return new("optimal binning of 1,000,000 rows × 50 columns, 100 pre-bins, two threads", "the same on one thread", () => Fit(1), () => Fit(2));

        void Fit(int threads) => new OptimalBinning { MaxThreads = threads, MaxPrebins = 100 }.Fit(data);
    }

    private static Comparison Solving(string what, OptimalBinning recipe, params Trend[] trends)
    {
        TrainingSet data = Workload.Rows(200_000, 1);
        PrebinnedColumn column = ColumnPrebins.Of(recipe, data.Table["x0"], data, default);
        OptimalBinning plain = recipe with { MinRateDifference = 0, MaxPValue = 1 };
        return new($"the optimum over {recipe.MaxPrebins} pre-bins, {what}", "the ascending trend alone, no rule for neighbours", () => Solve(plain, Trend.Ascending), () => Solve(recipe, trends));

        void Solve(OptimalBinning asked, params ReadOnlySpan<Trend> trends)
        {
            var problem = new BinaryProblem(asked, column, column.Counts, null, default);
            foreach (Trend trend in trends)
                problem.Best(trend);
        }
    }

    /// <summary>600 fits, from 100 penalties on all rows and on four fifths of them five times, against one.</summary>
    private static Comparison LassoPath()
    {
        TrainingSet data = Workload.Rows(100_000, 50);
        TrainingSet woe = data.WithTable(new OptimalBinning().Fit(data).ToWoe(data.Table));
        LogisticRegression one = new();
        RegularizationPath path = new();
        return new("lasso path of 100 λ, 100,000 rows × 50 columns, with 5-fold cross-validation", "one regression without a penalty", () => one.Fit(woe), () => path.Fit(woe));
    }

    /// <summary>What is beyond 1 is copying of rows, scoring and evaluation.</summary>
    private static Comparison CrossValidating()
    {
        TrainingSet data = Workload.Rows(1_000_000, 20);
        var recipe = new ScorecardRecipe();
        FoldPlan plan = new StratifiedKFold().Split(data);
        TrainingSet[] train = [.. plan.Folds.Select(fold => data.Rows(fold.Train))];
        return new("5-fold cross-validation of a 20-column scorecard at 1,000,000 rows, one fit at a time", "the five fits alone", FitAll, () => CrossValidation.Run(data, [("card", recipe)], plan, new() { MaxThreads = 1 }), data.RowCount);

        void FitAll()
        {
            foreach (TrainingSet part in train)
                recipe.Fit(part);
        }
    }

    private static Comparison Evaluation()
    {
        var random = new SplitMix64(2);
        double[] scores = new double[1_000_000];
        bool[] events = new bool[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = random.Next(100_000) / 100_000.0;
            events[i] = random.Next(100_000) < 30_000 + (40_000 * scores[i]);
        }

        return new("AUC, KS, log-loss, Brier, calibration of 1,000,000 scores", "Array.Sort of the scores alone", () => Array.Sort([.. scores]), () => BinaryEvaluation.Of(scores, events), scores.Length);
    }

    /// <summary>Probabilities whose log-odds are about normal around −2 with deviation 1.2, rounded to 1/50,000, so that there are ties; events as probable as the scores say.</summary>
    private static Comparison Ranking(string what, Func<double[], bool[], Action> make)
    {
        const int Rows = 10_000_000;
        var random = new SplitMix64(6);
        double[] scores = new double[Rows], sorted = new double[Rows];
        bool[] events = new bool[Rows];
        int[] labels = new int[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double sum = 0;
            for (int draw = 0; draw < 12; draw++)
                sum += random.Next(1 << 24) / (double)(1 << 24);
            scores[i] = LogisticFunctions.Sigmoid(Math.Round(50_000 * ((1.2 * (sum - 6)) - 2)) / 50_000);
            events[i] = random.Next(1 << 24) < scores[i] * (1 << 24);
        }

        return new($"AUC and KS of 10,000,000 scores: {what}", "Array.Sort of doubles with their labels", Sort, make(scores, events), Rows);

        void Sort()
        {
            scores.CopyTo(sorted, 0);
            for (int i = 0; i < Rows; i++)
                labels[i] = events[i] ? 1 : 0;
            Array.Sort(sorted, labels);
        }
    }
}
