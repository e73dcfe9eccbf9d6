using RetentionTags;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Explanations;
using RetentionTags.Features;
using RetentionTags.Persistence;
using RetentionTags.Samples.Quickstart;
using RetentionTags.Scoring;

try
{
    Options options = Options.Parse(args);
    if (options.IsHelpAsked)
        Console.WriteLine(Options.Help);
    else
        Run(options);
    return 0;
}
catch (UsageException failure)
{
    Console.Error.WriteLine($"{failure.Message} --help lists the options.");
    return 2;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine(failure.Message);
    return 3;
}
catch (Exception failure) when (failure is TrainingDataException or FormatException or ArgumentException)
{
    Console.Error.WriteLine(failure.Message.Split(" (Parameter")[0]);
    return 4;
}

static void Run(Options options)
{
    Directory.CreateDirectory(options.Output);

    // 1. The log: who bought when for how much.
    EventLog log = LogSource.Load(options);
    DateOnly today = DateOnly.FromDateTime(log.LastTime).AddDays(1);
    Heading("The log");
    Console.WriteLine(FormattableString.Invariant($"{log.EventCount:N0} events of {log.Entities.Count:N0} customers until {log.LastTime:yyyy-MM-dd}."));
    if (log.Report is not null)
        Console.WriteLine(log.Report.ToText());

    // 2. One cut through time: features look back from it, the label looks ahead, and neither sees the other's side.
    SnapshotPlan plan = SnapshotPlan.At(today.AddDays(-options.HorizonDays)) with { ObservationDays = options.ObservationDays, PerformanceDays = options.HorizonDays };
    Snapshot snapshot = plan.Take(log);
    FeatureSet features = FeaturesWithin(options.ObservationDays);
    TrainingSet data = snapshot.ToTrainingSet(Bars.Show(progress => features.ToTable(snapshot, progress)));
    Heading("The features");
    foreach (FeatureDefinition feature in features.Define(log))
        Console.WriteLine($"{feature.Name,-24} {feature.English}, {feature.Chinese}");
    Heading("The snapshot");
    Console.WriteLine(FormattableString.Invariant($"As of {plan.CutOffs[0]:yyyy-MM-dd}: {data.RowCount:N0} customers bought in the {options.ObservationDays} days before, of whom {data.EventWeight:N0} ({100 * data.EventRate:F1} %) bought again within {options.HorizonDays} days."));

    // 3. Learn on 70 % of the customers.
    (TrainingSet train, TrainingSet test) = data.Split(testShare: 0.3, options.Seed);
    Scorecard scorecard = Bars.Show(progress => new ScorecardRecipe().Fit(train, progress));
    Heading("The bins");
    foreach (ScorecardColumn column in scorecard.Columns)
        Console.WriteLine(column.Binning.ToText());
    Heading("The scorecard");
    Console.WriteLine(scorecard.ToText());
    foreach (Finding finding in scorecard.Findings)
        Console.WriteLine(finding);

    // 4. What the recipe is worth, before the test customers are looked at: five folds, everything learnt anew in each.
    CrossValidation validation = Bars.Show(progress => CrossValidation.Run(train, new ScorecardRecipe(), new StratifiedKFold { Seed = options.Seed }, progress: progress));
    Heading("Five folds of the training customers");
    Console.WriteLine(validation.ToText());
    Console.WriteLine(validation.FoldsToText());

    // 5. A model of lifetime for the same question, from nothing but the dates of purchases of the same training customers.
    LifetimeScores lifetime = LifetimeScores.Of(plan, log, train, test, options.HorizonDays);
    Heading("The lifetime model");
    Console.WriteLine(lifetime.Model.ToText());

    // 6. Test on the others, beside the simplest score there is.
    double[] chance = scorecard.Score(test.Table);
    Heading(FormattableString.Invariant($"The test, on {test.RowCount:N0} customers that the models have not seen"));
    Console.WriteLine(ScoreComparison.BesideRecency(test, ("scorecard", chance), ("lifetime model", lifetime.OfTest)).ToText());
    Console.WriteLine(FormattableString.Invariant($"Buyers expected: {chance.Sum():F0} by the scorecard, {lifetime.OfTest.Sum():F0} by the lifetime model. There were {test.EventWeight:F0}."));
    BinaryEvaluation evaluation = BinaryEvaluation.Of(chance, test.Events);
    ConfidenceInterval auc = evaluation.AucInterval();
    Console.WriteLine(FormattableString.Invariant($"AUC {evaluation.Auc:F3}, between {auc.Lower:F3} and {auc.Upper:F3} with 95 % confidence."));
    ConfusionMatrix half = evaluation.At(0.5);
    Console.WriteLine(FormattableString.Invariant($"At 50 %: accuracy {half.Accuracy:F3}, precision {half.Precision:F3}, recall {half.Recall:F3}, F1 {half.F1:F3}."));
    Console.WriteLine();
    Console.WriteLine(evaluation.CalibrationToText());
    Console.WriteLine(evaluation.Gains().ToText());

    // 7. Everybody today: the same windows, no label. Tiers are shares of these customers; what became of such scores is known from the test.
    Snapshot customers = plan.ToScoreAt(today).Take(log);
    Table now = features.ToTable(customers);
    TierScheme tiers = TierScheme.FromShares(scorecard.Score(now), ("high", 0.2), ("middle", 0.3), ("low", 0.5));
    Heading("The tiers, and what became of test customers with such scores");
    Console.WriteLine(TierReport.Of(tiers, chance, test.Events).ToText());

    // 8. Tags.
    Heading(FormattableString.Invariant($"Three of {customers.RowCount:N0} customers, as of {today:yyyy-MM-dd}"));
    Explain(scorecard, tiers, customers, now, options.HorizonDays, train.EventRate);

    string tagFile = Path.Combine(options.Output, "tags.csv"), modelFile = Path.Combine(options.Output, "model.json"), tierFile = Path.Combine(options.Output, "tiers.json");
    string featureFile = Path.Combine(options.Output, "features.json"), lifetimeFile = Path.Combine(options.Output, "lifetime.json");
    TagFile.Write(tagFile, customers, now, scorecard, tiers, options.HorizonDays);
    using (FileStream file = File.Create(modelFile))
        scorecard.Save(file);
    using (FileStream file = File.Create(tierFile))
        tiers.Save(file);
    using (FileStream file = File.Create(featureFile))
        features.Save(file);
    using (FileStream file = File.Create(lifetimeFile))
        lifetime.Model.Save(file);
    Heading("Written");
    Console.WriteLine($"{tagFile}: everybody's tag\n{modelFile}: the scorecard, to be loaded with Scorecard.Load\n{tierFile}: the tiers, to be loaded with TierScheme.Load");
    Console.WriteLine($"{featureFile}: the features, to be loaded with FeatureSet.Load\n{lifetimeFile}: the lifetime model, to be loaded with PurchaseModel.Load");
}

// What is asked of a customer's events; only windows that the observation covers.
static FeatureSet FeaturesWithin(int observationDays)
{
    ReadOnlySpan<int> lengths = [30, 90, 180];
    Window[] windows = [.. lengths.ToArray().Where(days => days <= observationDays).Select(Window.Days)];
    FeatureFamily[] recent = windows.Length == 0 ? [] : [new WindowFeatures { Windows = [.. windows] }];
    FeatureFamily[] trends = observationDays < 180 ? [] : [new TrendFeatures { Measures = [TrendMeasure.Slope, TrendMeasure.CurrentStreak] }];
    return new() { Families = [new RfmFeatures(), new CycleFeatures(), .. recent, .. trends] };
}

// One customer of each tier: the one with the median score.
static void Explain(Scorecard scorecard, TierScheme tiers, Snapshot customers, Table features, int horizonDays, double eventRate)
{
    double[] chance = scorecard.Score(features);
    ScoreExplanations why = scorecard.Explain(features);
    foreach (Tier tier in tiers.Tiers)
    {
        int[] rows = [.. Enumerable.Range(0, chance.Length).Where(row => tiers[chance[row]] == tier).OrderBy(row => chance[row])];
        if (rows.Length == 0)
            continue;
        int customer = rows[rows.Length / 2];
        Console.WriteLine(FormattableString.Invariant($"Customer {customers.KeyOf(customer)} will buy again within {horizonDays} days with a probability of {100 * chance[customer]:F1} % (all customers: {100 * eventRate:F1} %): tier {tier.Name}."));
        foreach (Contribution reason in why.Top(customer, 3))
            Console.WriteLine(FormattableString.Invariant($"  {reason.ColumnName} is {Value(features, reason.ColumnName, customer)}, in {reason.BinLabel}: this {(reason.LogOdds > 0 ? "raises" : "lowers")} the odds, times {reason.OddsFactor:F2}."));
        Console.WriteLine();
    }
}

static string Value(Table features, string column, int row) => FormattableString.Invariant($"{features.Numeric(column).Values[row]:0.##}");

static void Heading(string text) => Console.WriteLine($"\n== {text} ==\n");
