using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Evaluation.Validation;

public class CrossValidationTests
{
    private static readonly IReadOnlyList<(string Name, IRecipe<IScorer> Recipe)> Two = [("card", new ScorecardRecipe()), ("plain", new ScorecardRecipe { MinInformationValue = 0.5 })];

    /// <summary>models.md section 9.3: scikit-learn 1.2.1 and an 80-bit Newton solver; fold = row mod 5.</summary>
    [DataFact]
    public void Equals_the_reference_on_telco()
    {
        CrossValidation report = CrossValidation.Run(RealData.TelcoDesign(), new LogisticRegression(), Modulo(7043));
        ValidatedRecipe model = report["model"];
        Same.Within(1e-9, [0.8186157858172354, 0.8504763719512196, 0.8160959463877082, 0.839702030124427, 0.8172355781579081], model.Folds.Select(fold => fold.Test.Auc));
        Same.Within(1e-9, [0.44173355278855087, 0.417941088003566, 0.43313214821159957, 0.4329648606563612, 0.4499314727399905], model.Folds.Select(fold => fold.Test.LogLoss));
        Same.Within(1e-9, [0.14605945410260154, 0.1364088988127552, 0.14177899851322046, 0.14209817807431074, 0.1474370668194573], model.Folds.Select(fold => fold.Test.Brier));
        Same.Within(1e-9, [0.4824996630063977, 0.5578810975609756, 0.4910183066361556, 0.5545060702231626, 0.513186418040787], model.Folds.Select(fold => fold.Test.KolmogorovSmirnov));
        Same.Within(1e-9, [0.6061870737120516, 0.6651412953343602, 0.5807477112286237, 0.629799186351499, 0.6008757378401165], model.Folds.Select(fold => fold.Test.AveragePrecision));
        Same.Within(1e-9, 0.6142908684662123, model.Pooled.AveragePrecision);
        Same.Within(1e-9, [0.8279932712912218, 0.5119315969070359, 0.43513883332788583, 0.14275594817170106], [model.Pooled.Auc, model.Pooled.KolmogorovSmirnov, model.Pooled.LogLoss, model.Pooled.Brier]);
        FoldSummary auc = model.OverFolds(fold => fold.Auc);
        Same.Within(1e-9, [0.8284251424876997, 0.01570719437292314], [auc.Mean, auc.StandardDeviation]);
        Same.Within(1e-9, [0.30896170110593196, 0.09620374550385573, 0.4625749566191242, 0.046884588484289745, 0.5653160296757974], model.OutOfFoldScores[..5].ToArray());
    }

    /// <summary>models.md section 9.3, L2 with C = 1: scikit-learn's objective adds ½ Σ β² to the sum of losses.</summary>
    [DataFact]
    public void Two_recipes_equal_the_reference_on_telco()
    {
        CrossValidation report = CrossValidation.Run(RealData.TelcoDesign(), [("plain", new LogisticRegression()), ("ridge", new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw })], Modulo(7043));
        ValidatedRecipe ridge = report["ridge"];
        Same.Within(1e-9, [0.8184006283634553, 0.8505602134146342, 0.8159815299117359, 0.8395534230013602, 0.8174590332357323], ridge.Folds.Select(fold => fold.Test.Auc));
        Same.Within(1e-9, [0.8279624549880324, 0.4351269895048863], [ridge.Pooled.Auc, ridge.Pooled.LogLoss]);
        Same.Within(1e-9, [0.8283909655854, 0.0157272381660], [ridge.OverFolds(fold => fold.Auc).Mean, ridge.OverFolds(fold => fold.Auc).StandardDeviation]);
        Same.Within(1e-9, 0.8283909655854 - 0.8284251424877, report.FoldDifferences("ridge", "plain", fold => fold.Auc).Mean);
        Same.Within(1e-9, 0.8279624549880324 - 0.8279932712912218, report.Compare().AgainstBaseline[1]!.Difference);
    }

    /// <summary>The same with weights 1 + row mod 3, models.md section 9.6.</summary>
    [DataFact]
    public void Equals_the_reference_on_bank_marketing_with_weights()
    {
        TrainingSet data = RealData.BankNumbers();
        TrainingSet weighted = TrainingSet.Create(data.Table, data.Events, [.. Enumerable.Range(0, data.RowCount).Select(row => 1.0 + (row % 3))]);
        ValidatedRecipe model = CrossValidation.Run(weighted, new LogisticRegression(), Modulo(data.RowCount)).Recipes[0];
        Same.Within(1e-9, [0.640335023579635, 0.6291485389102799, 0.6363731428515088, 0.6280988044473068, 0.6452090718264183], model.Folds.Select(fold => fold.Test.Auc));
        Same.Within(1e-9, [0.3450218891721801, 0.35003711342957633, 0.3623875501492508, 0.34082488710440745, 0.35844668227586474], model.Folds.Select(fold => fold.Test.LogLoss));
        Same.Within(1e-9, [0.09949917959714544, 0.10067960083854605, 0.10478590942925632, 0.09731388361157417, 0.10431271183943294], model.Folds.Select(fold => fold.Test.Brier));
        Same.Within(1e-9, [0.23048134196099482, 0.22094349954314663, 0.22071027245362346, 0.2110493942796589, 0.24810740201694303], model.Folds.Select(fold => fold.Test.KolmogorovSmirnov));
        Same.Within(1e-9, 0.18517480413502113, model.Pooled.AveragePrecision);
        Same.Within(1e-9, [0.6354951252461697, 0.21954127857762637, 0.35134355451179733, 0.10131823694532605], [model.Pooled.Auc, model.Pooled.KolmogorovSmirnov, model.Pooled.LogLoss, model.Pooled.Brier]);
    }

    [Fact]
    public void Every_score_comes_from_a_model_that_has_not_seen_its_row()
    {
        TrainingSet data = SampleData.Customers(600);
        FoldPlan plan = new StratifiedKFold { Folds = 3 }.Split(data);
        CrossValidation report = CrossValidation.Run(data, Two, plan);
        foreach (ValidatedRecipe recipe in report.Recipes)
        {
            foreach (Fold fold in plan.Folds)
            {
                TrainingSet test = data.Rows(fold.Test);
                double[] alone = recipe.Recipe.Fit(data.Rows(fold.Train)).Score(test.Table);
                Same.Bits(alone, [.. fold.Test.ToArray().Select(row => recipe.OutOfFoldScores[row])]);
                Assert.Equal(BinaryEvaluation.Of(alone, test.Events).LogLoss, recipe.Folds.Single(each => each.Fold == fold).Test.LogLoss);
            }

            Assert.Equal(BinaryEvaluation.Of(recipe.OutOfFoldScores, data.Events).Auc, recipe.Pooled.Auc);
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        TrainingSet data = SampleData.Customers(500, missing: true);
        CrossValidation one = CrossValidation.Run(data, Two, new StratifiedKFold(), new() { MaxThreads = 1, EvaluateTraining = true });
        foreach (int threads in (int[])[2, 4])
        {
            CrossValidation several = CrossValidation.Run(data, Two, new StratifiedKFold(), new() { MaxThreads = threads, EvaluateTraining = true });
            for (int recipe = 0; recipe < Two.Count; recipe++)
                Same.Bits(one.Recipes[recipe].OutOfFoldScores, several.Recipes[recipe].OutOfFoldScores);
            Assert.Equal((one.ToText(), one.FoldsToText(), one.Compare().ToText()), (several.ToText(), several.FoldsToText(), several.Compare().ToText()));
        }
    }

    [Fact]
    public void Rows_that_no_fold_tests_have_no_score_and_rows_that_several_test_have_the_mean()
    {
        TrainingSet data = SampleData.Customers(400);
        int[] all = [.. Enumerable.Range(0, 400)];
        FoldPlan plan = FoldPlan.Create(400, Fold.Create("a", all.AsSpan(100), all.AsSpan(0, 50)), Fold.Create("b", all.AsSpan(200), all.AsSpan(25, 50)));
        ValidatedRecipe card = CrossValidation.Run(data, Two, plan, new() { KeepModels = true })["card"];
        double[][] scores = [.. card.Folds.Select(fold => fold.Model!.Score(data.Table))];
        Same.Bits([.. scores[0][..25], .. Enumerable.Range(25, 25).Select(row => (scores[0][row] + scores[1][row]) / 2), .. scores[1][50..75]], card.OutOfFoldScores[..75]);
        Assert.True(card.OutOfFoldScores[75..].ToArray().All(double.IsNaN));
        Assert.Equal(75, card.Pooled.RowCount);
    }

    [Fact]
    public void Weights_are_copies_and_the_order_of_rows_does_not_matter()
    {
        TrainingSet plain = SampleData.Customers(300, missing: true);
        double[] weights = [.. Enumerable.Range(0, 300).Select(row => (double)(row % 4))];
        int[] folds = [.. Enumerable.Range(0, 300).Select(row => row / 7 % 3)], copies = [.. Enumerable.Range(0, 300).SelectMany(row => Enumerable.Repeat(row, row % 4))], reversed = [.. Enumerable.Range(0, 300).Reverse()];
        TrainingSet weighted = TrainingSet.Create(plain.Table, plain.Events, weights);
        ValidatedRecipe expected = Run(weighted, folds);
        foreach (ValidatedRecipe other in (ValidatedRecipe[])[Run(plain.Rows(copies), [.. copies.Select(row => folds[row])]), Run(weighted.Rows(reversed), [.. reversed.Select(row => folds[row])])])
        {
            Same.Bits([expected.Pooled.Auc, expected.Pooled.KolmogorovSmirnov, expected.Pooled.LogLoss, expected.Pooled.Brier], [other.Pooled.Auc, other.Pooled.KolmogorovSmirnov, other.Pooled.LogLoss, other.Pooled.Brier]);
            Assert.Equal(expected.OverFolds(fold => fold.LogLoss), other.OverFolds(fold => fold.LogLoss));
        }

        static ValidatedRecipe Run(TrainingSet data, int[] folds) => CrossValidation.Run(data, new ScorecardRecipe(), ExplicitFolds.Of(folds)).Recipes[0];
    }

    [Fact]
    public void A_recipe_learns_nothing_from_labels_that_it_is_tested_on()
    {
        // A model that knows its rows by heart is right about all of them and knows nothing of others.
        TrainingSet data = SplitterTests.Rows(50, row => row % 3 == 0);
        CrossValidation report = CrossValidation.Run(data, new ByHeart(), new StratifiedKFold(), new() { EvaluateTraining = true });
        Assert.Equal((0.5, 1.0), (report.Recipes[0].Pooled.Auc, report.Recipes[0].OverTraining(fold => fold.Auc).Lowest));
        Assert.True(report.Recipes[0].OutOfFoldScores.IndexOfAnyExcept(0.5) < 0);
        Assert.Contains("Train mean", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_part_of_one_class_has_no_auc_and_says_why()
    {
        TrainingSet data = SplitterTests.Rows(40, row => row % 2 == 0 && row >= 4);
        int[] late = [.. Enumerable.Range(4, 36)];
        FoldPlan plan = FoldPlan.Create(40, Fold.Create("early", late, [0, 1, 2]), Fold.Create("late", [0, 1, .. late[5..]], [4, 5, 6, 7]));
        ValidatedRecipe model = CrossValidation.Run(data, [("line", new LogisticRegression { L2 = 1 })], plan).Recipes[0];
        Assert.Equal(double.NaN, model.Folds[0].Test.Auc);
        Assert.Contains(FindingCodes.UndefinedMeasure, model.Folds[0].Test.Findings.Select(finding => finding.Code));
        Assert.Equal(1, model.OverFolds(fold => fold.Auc).Count);
        Assert.Equal(double.NaN, model.OverFolds(fold => fold.Auc).StandardDeviation);
    }

    [Fact]
    public void A_fit_that_fails_names_recipe_and_fold_for_any_number_of_threads()
    {
        TrainingSet data = SampleData.Customers(300);
        foreach (int threads in (int[])[1, 2, 4])
        {
            TrainingDataException failure = Assert.Throws<TrainingDataException>(() => CrossValidation.Run(data, [("card", new ScorecardRecipe()), ("bad", new Failing())], new StratifiedKFold(), new() { MaxThreads = threads }));
            Assert.Equal("Recipe 'bad', fold 'fold 1': no.", failure.Message);
            Assert.Equal("usage", failure.ColumnName);
        }

        string noScore = Assert.Throws<TrainingDataException>(() => CrossValidation.Run(data, new Silent(), new StratifiedKFold())).Message;
        Assert.Contains("no score (NaN)", noScore, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_run_is_an_error()
    {
        TrainingSet data = SampleData.Customers(100);
        Assert.Contains("no recipe", Assert.Throws<ArgumentException>(() => CrossValidation.Run(data, [], new StratifiedKFold())).Message, StringComparison.Ordinal);
        Assert.Contains("Two recipes are named 'a'", Assert.Throws<ArgumentException>(() => CrossValidation.Run(data, [("a", new ScorecardRecipe()), ("a", new ScorecardRecipe())], new StratifiedKFold())).Message, StringComparison.Ordinal);
        Assert.Contains("divides 100 rows", Assert.Throws<ArgumentException>(() => CrossValidation.Run(SampleData.Customers(90), Two, new StratifiedKFold().Split(data))).Message, StringComparison.Ordinal);
        CrossValidation report = CrossValidation.Run(data, new ScorecardRecipe(), new StratifiedKFold { Folds = 2 });
        Assert.Contains("There are: 'model'", Assert.Throws<ArgumentException>(() => report["card"]).Message, StringComparison.Ordinal);
        Assert.Contains("EvaluateTraining", Assert.Throws<InvalidOperationException>(() => report.Recipes[0].OverTraining(fold => fold.Auc)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_fits_and_they_are_timed()
    {
        var steps = new List<FitProgress>();
        CrossValidation report = CrossValidation.Run(SampleData.Customers(300), Two, new StratifiedKFold { Folds = 3 }, progress: new Steps(steps));
        Assert.Equal(Enumerable.Range(1, 6).Select(step => new FitProgress("cross-validation", step, 6)), steps);
        Assert.All(report.Recipes.SelectMany(recipe => recipe.Folds), fold => Assert.True(fold.FitTime > TimeSpan.Zero && fold.Time >= fold.FitTime && fold.Model is null && fold.Train is null));
    }

    [Fact]
    public void Recipes_are_compared_on_the_same_rows()
    {
        TrainingSet data = SampleData.Customers(800);
        CrossValidation report = CrossValidation.Run(data, Two, new StratifiedKFold());
        ScoreComparison comparison = report.Compare();
        Assert.Equal("card", comparison.Baseline);
        Assert.Null(comparison.AgainstBaseline[0]);
        AucComparison expected = AucComparison.Of(report["plain"].OutOfFoldScores, report["card"].OutOfFoldScores, data.Events);
        Assert.Equal((expected.Difference, expected.PValue), (comparison.AgainstBaseline[1]!.Difference, comparison.AgainstBaseline[1]!.PValue));
        Assert.Equal(report["plain"].Pooled.Auc - report["card"].Pooled.Auc, comparison.AgainstBaseline[1]!.Difference);
        FoldSummary differences = report.FoldDifferences("plain", "card", fold => fold.Auc);
        Same.Within(1e-15, report["plain"].OverFolds(fold => fold.Auc).Mean - report["card"].OverFolds(fold => fold.Auc).Mean, differences.Mean);
        Assert.True(differences.Lowest <= differences.Mean && differences.Mean <= differences.Highest);
    }

    [Fact]
    public void Scores_are_held_against_the_first_one_or_against_recency()
    {
        double[] recency = [40, 3, 10, 1, 25, 8, 30, 2], score = [0.2, 0.9, 0.4, 0.6, 0.7, 0.3, 0.1, 0.8];
        bool[] bought = [false, true, false, true, true, false, false, true];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("recency_days", recency)), bought);
        ScoreComparison beside = ScoreComparison.BesideRecency(data, ("score", score));
        Assert.Equal(("recency alone", 2), (beside.Baseline, beside.AgainstBaseline.Count));
        Assert.Null(beside.AgainstBaseline[1]);
        Assert.Equal(AucComparison.Of(score, [.. recency.Select(days => -days)], bought).Z, beside.AgainstBaseline[0]!.Z);
        string[] lines = ScoreComparison.Of(bought, ("a", score), ("b", recency)).ToText(TableFormat.Csv).Split('\n');
        Assert.Equal("Score,AUC,Gini,KS,Log-loss,Brier,AUC difference,95 % from,95 % to,P", lines[0]);
        Assert.EndsWith(",,,,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("b,0.125,", lines[2], StringComparison.Ordinal); // 2 of 16 pairs
    }

    internal static ExplicitFolds Modulo(int rows) => ExplicitFolds.Of([.. Enumerable.Range(0, rows).Select(row => row % 5)]);

    private sealed class Steps(List<FitProgress> steps) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => steps.Add(value);
    }

    private sealed record Failing : IRecipe<IScorer>
    {
        public IScorer Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => throw new TrainingDataException("no.") { ColumnName = "usage" };
    }

    private sealed record ByHeart : IRecipe<IScorer>
    {
        public IScorer Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
            new Memory(Enumerable.Range(0, data.RowCount).ToDictionary(row => data.Table.Numeric("row").Values[row], row => data.Events[row] ? 1.0 : 0.0));

        private sealed record Memory(Dictionary<double, double> Seen) : IScorer
        {
            public void Score(Table table, Span<double> destination)
            {
                for (int row = 0; row < destination.Length; row++)
                    destination[row] = Seen.GetValueOrDefault(table.Numeric("row").Values[row], 0.5);
            }
        }
    }

    private sealed record Silent : IRecipe<IScorer>, IScorer
    {
        public IScorer Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => this;

        public void Score(Table table, Span<double> destination) => destination.Fill(double.NaN);
    }
}
