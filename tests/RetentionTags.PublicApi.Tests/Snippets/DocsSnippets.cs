using CsvHelper;
using RetentionTags.Binning;
using RetentionTags.Binning.Pairs;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Explanations;
using RetentionTags.Features;
using RetentionTags.Models.Linear;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of the pages under docs, compiled and run.</summary>
public class DocsSnippets
{
    private static readonly TrainingSet Subscribers = MakeSubscribers();

    private static readonly EventLog Log = MakeLog();

    [Fact]
    public void Getting_started()
    {
        EventLog log = Log;
        var asOf = new DateOnly(2025, 10, 1);

        #region start-snapshot
        SnapshotPlan plan = SnapshotPlan.At(asOf) with { ObservationDays = 365, PerformanceDays = 90 };
        Snapshot snapshot = plan.Take(log);
        Table features = new RfmFeatures().ToTable(snapshot);
        TrainingSet data = TrainingSet.Create(features, snapshot.Repurchased());
        #endregion

        #region start-fit
        var (train, test) = data.Split(testShare: 0.3, seed: 7);
        Scorecard scorecard = new ScorecardRecipe().Fit(train);
        foreach (Finding finding in scorecard.Findings)
            Console.WriteLine(finding);
        Console.WriteLine(scorecard.ToText());
        #endregion

        #region start-test
        double[] chance = scorecard.Score(test.Table);
        Console.WriteLine(ScoreComparison.BesideRecency(test, ("scorecard", chance)).ToText());
        Console.WriteLine(BinaryEvaluation.Of(chance, test.Events).CalibrationToText());
        #endregion

        #region start-today
        var today = new DateOnly(2026, 1, 1);
        Snapshot customers = plan.ToScoreAt(today).Take(log);       // the same windows, no label
        Table now = new RfmFeatures().ToTable(customers);
        double[] scores = scorecard.Score(now);
        TierScheme tiers = TierScheme.FromShares(scores, ("high", 0.2), ("middle", 0.3), ("low", 0.5));
        ScoreExplanations why = scorecard.Explain(now);
        for (int row = 0; row < 3; row++)
            Console.WriteLine($"{customers.KeyOf(row)}: {tiers[scores[row]].Name}, because of {string.Join("; ", why.Top(row, 3))}");
        #endregion

        #region start-later
        TrainingSet later = At(new DateOnly(2025, 10, 1)), earlier = At(new DateOnly(2025, 7, 1));
        double[] fromThePast = new ScorecardRecipe().Fit(earlier).Score(later.Table);
        Console.WriteLine(ScoreComparison.BesideRecency(later, ("fitted three months before", fromThePast)).ToText());

        TrainingSet At(DateOnly day)
        {
            Snapshot then = (plan with { CutOffs = SnapshotPlan.At(day).CutOffs }).Take(log);
            return TrainingSet.Create(new RfmFeatures().ToTable(then), then.Repurchased());
        }
        #endregion

        Assert.NotEqual(earlier.RowCount, later.RowCount);
        Assert.True(customers.RowCount >= snapshot.RowCount);
    }

    [Fact]
    public void Data_page()
    {
        #region data-columns
        Column fee = Column.Numeric("fee", new double[] { 9.5, double.NaN, 12 });           // NaN is missing
        Column discount = Column.Numeric("discount", new double?[] { 0.1, null, 0 });       // so is null
        Column visits = Column.Numeric("visits", new[] { 3, 7, 0 });
        Column plan = Column.Category("plan", ["basic", null, "plus"]);
        Table customers = Table.Create(fee, discount, visits, plan);
        TrainingSet data = TrainingSet.Create(customers, events: [true, false, false], weights: [1, 2, 1]);
        #endregion

        Table withLabel = Table.Create(fee, Column.Category("churned", ["Yes", "No", "No"]));

        #region data-label
        TrainingSet labelled = TrainingSet.Create(withLabel, "churned", "Yes");     // the label is no column to learn from
        #endregion

        Assert.Equal(1, labelled.EventWeight);

        string path = Path.GetTempFileName();
        File.WriteAllText(path, "customer,tenure,contract,fee\na,1,monthly,NA\nb,24,yearly,9.5\n");

        #region data-csv
        using var csv = CsvReader.FromFile(path);
        using var reader = new CsvDataReader(csv);
        Table table = Table.Read(reader, new TableReadOptions
        {
            Columns = [ColumnSpec.Numeric("tenure"), ColumnSpec.Numeric("fee"), ColumnSpec.Category("contract")],
            MissingTexts = ["", "NA"],
        });
        #endregion

        Assert.Equal(2, table.RowCount);
        Assert.Equal(4, data.TotalWeight);
        File.Delete(path);
    }

    [Fact]
    public void Data_page_on_logs()
    {
        EventLog today = EventLog.Create(["bob"], [new DateTime(2025, 3, 10)], [5], new EventDetails { Properties = [Column.Category("channel", ["app"])] });

        #region data-log
        EventLog log = EventLog.Create(
            ["ann", "ann", "bob", "ann"],
            [new DateTime(2025, 3, 1), new DateTime(2025, 3, 4), new DateTime(2025, 3, 4), new DateTime(2025, 3, 9)],
            [20, 35, 12, -35],                                                        // below 0 is a refund
            new EventDetails
            {
                Kinds = Column.Category("kind", ["order", "order", "order", "refund"]),
                Orders = Column.Category("order", ["A1", "A2", "B1", "A2"]),          // the refund names the order that it is for
                KnownAt = new DateTime[] { new(2025, 3, 1), new(2025, 3, 4), new(2025, 3, 6), new(2025, 3, 9) },   // bob's came in two days late
                Properties = [Column.Category("channel", ["app", "web", "web", null])],
            });
        EventLog longer = EventLog.Concat([log, today]);                              // yesterday's log and today's
        #endregion

        using CsvReader text = CsvReader.FromText("invoice,product,customer,time,price,n\nA1,debt,7,2025-01-01,-5,1\n2,POSTAGE,7,2025-01-01,5,1\n3,mug,7,2025-01-01,5,2\n4,mug,,2025-01-01,5,2\n");
        using var reader = new CsvDataReader(text);

        #region data-log-report
        EventLog shop = EventLog.Read(reader, new()
        {
            Entity = "customer",
            Time = "time",
            Amount = "price",
            Quantity = "n",
            LeaveOutRowsWithoutEntity = true,
            LeaveOut = [RowRule.StartingWith("invoice", "A", "adjustment"), RowRule.In("product", ["POSTAGE", "FEE"], "no product")],
        });
        Console.WriteLine(shop.Report!.ToText());          // rows read, left out by reason, refunds, events, entities
        #endregion

        Assert.Equal((4, 5), (log.EventCount, longer.EventCount));
        Assert.Equal((4, 1, 3), (shop.Report.RowsRead, shop.Report.Events, shop.Report.LeftOut.Count));
    }

    [Fact]
    public void Features_page()
    {
        EventLog log = Log;

        #region features-plan
        SnapshotPlan plan = SnapshotPlan.At(new DateOnly(2025, 9, 1), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) with
        {
            ObservationDays = 180,      // features look at the last 180 days
            GapDays = 7,                // the campaign takes a week to prepare
            PerformanceDays = 60,       // the label looks at the 60 days after that
        };
        Snapshot snapshot = plan.Take(log);
        bool[] boughtAgain = snapshot.Repurchased();
        #endregion

        #region features-many
        SnapshotPlan monthly = SnapshotPlan.Monthly(new DateOnly(2025, 4, 1), 6) with { PerformanceDays = 60, MaturityDays = 14 };
        Snapshot many = monthly.Take(log);                               // a row for each customer at each cut-off
        var features = new FeatureSet
        {
            Families =
            [
                new RfmFeatures(),
                new WindowFeatures { Windows = [Window.Days(30), Window.Between(60, 30), Window.CalendarMonths(1)], Aggregations = [Aggregation.Count, Aggregation.Sum] },
                new CustomFeature { Name = "largest_of_last_three", Compute = history => history.Amounts.Length == 0 ? double.NaN : history.Amounts[^Math.Min(3, history.Amounts.Length)..].ToArray().Max() },
            ],
        };
        TrainingSet data = many.ToTrainingSet(features.ToTable(many));   // with the customer and the cut-off of each row
        foreach (FeatureDefinition feature in features.Define(log))
            Console.WriteLine($"{feature.Name}: {feature.English}, {feature.Chinese}");
        #endregion

        Assert.True(data.HasEntities && data.HasTimes);
        Assert.Equal(many.RowCount, data.RowCount);

        #region features-expiry
        FeatureExpiry expiry = FeatureExpiry.Of(features, many);
        DateTimeOffset? next = expiry.NextChangeOf(0);                   // the first cut-off at which something of this row is another, if nothing more happens
        int? days = expiry.DaysOf(0, "count_30d");                       // of one feature; null for never
        NumericColumn dueIn = expiry.ToColumn();                         // days_to_change, to keep beside the scores
        Console.WriteLine($"{string.Join(", ", expiry.Daily)} may change with every day");
        #endregion

        Assert.Equal(["recency_days", "tenure_days", "largest_of_last_three"], expiry.Daily);
        Assert.Equal(many.RowCount, dueIn.Length);
        Assert.True(next is null || next > many.CutOffOf(0));
        Assert.True(days is null or >= 1 and <= 31);

        #region features-rfm
        Table forScores = new RfmFeatures().ToTable(snapshot);
        Table forLifetimeModels = new RfmFeatures { Convention = RfmConvention.PurchaseModel }.ToTable(snapshot);
        #endregion

        Assert.Equal(boughtAgain.Length, forScores.RowCount);
        Assert.Equal(4, forLifetimeModels.Columns.Count);
    }

    [Fact]
    public void Binning_page()
    {
        TrainingSet data = Subscribers;

        #region binning-fit
        var recipe = new OptimalBinning { MaxBins = 6, Trend = Trend.Descending };
        BinningModel model = recipe.Fit(data);
        var tenure = (NumericBinning)model["tenure_months"];
        Console.WriteLine(tenure.ToText());
        int bin = tenure.FindBin(30);
        double evidence = tenure.Bins[bin].Woe;
        Table woe = model.ToWoe(data.Table);
        #endregion

        Assert.Equal(evidence, ((NumericColumn)woe["tenure_months"]).Values[Array.IndexOf(data.Table.Numeric("tenure_months").Values.ToArray(), 30)]);

        #region binning-candidates
        foreach (TrendCandidate candidate in new OptimalBinning().Fit(data)["tenure_months"].Candidates)
            Console.WriteLine(candidate);
        #endregion

        #region binning-constraints
        var strict = new OptimalBinning
        {
            Objective = BinningObjective.JensenShannon,
            MaxPValue = 0.05,                                       // neighbours differ significantly …
            MinRateDifference = 0.02,                               // … and by two points at least
            FixedCuts = [12],                                       // the first year is a matter of contract
            Specials = [new SpecialGroup("unknown", [-1, -9])],     // codes, no quantities
        };
        #endregion

        #region binning-columns
        OptimalBinning mixed = strict
            .ForColumn("contract", contract => contract with { FixedCuts = [], CategoryOrder = ["Month-to-month", "One year", "Two year"] })
            .ForColumn("tenure_months", _ => new FixedBinning { Rule = FixedRule.Given, Cuts = [6, 12, 24, 48] });
        BinningModel each = (mixed with { LeaveOutFailures = true }).Fit(data);
        Console.WriteLine(each.ToText());                           // one line a column, best first
        foreach (ColumnFailure failure in each.Failures)
            Console.WriteLine(failure.Message);
        #endregion

        Assert.Equal([6, 12, 24, 48], ((NumericBinning)each["tenure_months"]).Cuts.ToArray());
    }

    [Fact]
    public void Binning_tables_page()
    {
        TrainingSet data = Subscribers;
        (TrainingSet train, TrainingSet test) = data.Split(testShare: 0.25, seed: 7);
        int[] months = [.. Enumerable.Range(0, data.RowCount).Select(row => 202401 + (row % 3))];

        #region binning-statistics
        ColumnBinning tenure = new OptimalBinning().Fit(train)["tenure_months"];
        Console.WriteLine(tenure.ToText(TableFormat.Markdown, BinningTableDetail.Full));
        double quality = tenure.Statistics.QualityScore;
        AdjacentTest first = tenure.AdjacentTests[0];               // z, P, Fisher's P, P[first > second]
        ConfidenceInterval sure = tenure.Bins[0].WoeInterval();     // 95 %
        #endregion

        Assert.InRange(quality, 0, 1);
        Assert.InRange(first.PValue, 0, 1);
        Assert.InRange(tenure.Bins[0].Woe, sure.Lower, sure.Upper);

        #region binning-evaluate
        BinningEvaluation fresh = tenure.Evaluate(test);
        Console.WriteLine(fresh.ToText());
        bool hasMoved = fresh.PsiPValue < 0.01 || fresh.TrendBreaks.Any(trendBreak => trendBreak.IsSignificant);
        BinningStability months3 = tenure.StabilityOver(data, months);
        Console.WriteLine(months3.ToText());
        #endregion

        Assert.False(hasMoved);

        #region binning-edit
        BinningModel model = new OptimalBinning().Fit(train);
        var fitted = (NumericBinning)model["tenure_months"];
        NumericBinning edited = fitted.Merge(0, "the two are one tariff").MoveCut(0, 12, train, "a year is easier to explain");
        BinningModel approved = model.With(edited);
        foreach (BinningEdit edit in approved["tenure_months"].Edits)
            Console.WriteLine($"{edit.Change}: {edit.Reason} (IV {edit.InformationValueBefore:F3} → {edit.InformationValueAfter:F3})");
        #endregion

        #region binning-crossfit
        CrossFittedWoe crossFitted = CrossFittedWoe.Of(new OptimalBinning(), train, folds: 5);
        Table toLearnFrom = crossFitted.Woe;                        // each row's evidence from bins that have not seen it
        BinningModel toScoreWith = crossFitted.Model;               // the bins of all rows
        #endregion

        Assert.Equal(train.RowCount, toLearnFrom.RowCount);
        Assert.Equal(2, toScoreWith.Columns.Count);
    }

    [Fact]
    public void Binning_targets_page()
    {
        Table customers = Subscribers.Table;
        double[] spend = [.. Enumerable.Range(0, customers.RowCount).Select(row => 20.0 + (row * 7 % 50))];
        double[] orders = [.. Enumerable.Range(0, customers.RowCount).Select(row => (double)(row % 4))];
        double[] days = [.. Enumerable.Range(0, customers.RowCount).Select(row => 30.0 + (row % 60))];
        string[] next = [.. Enumerable.Range(0, customers.RowCount).Select(row => row % 3 == 0 ? "premium" : row % 3 == 1 ? "basic" : "none")];

        #region binning-targets
        MeanBinningModel means = new MeanBinning().Fit(customers, spend);
        RateBinningModel rates = new RateBinning { Trend = Trend.Descending }.Fit(customers, orders, days);
        ClassBinningModel classes = new ClassBinning { TrendClass = "premium" }.Fit(customers, next);
        Console.WriteLine(rates["tenure_months"].ToText());         // events, exposure, rate, log rate ratio
        Table expected = means.ToMeans(customers);                  // each value replaced by its bin's mean
        #endregion

        Assert.Equal(customers.RowCount, expected.RowCount);
        Assert.Equal(3, classes.Classes.Count);
    }

    [Fact]
    public void Binning_pairs_and_streams_page()
    {
        TrainingSet data = Subscribers;
        (TrainingSet monday, TrainingSet tuesday) = data.Split(testShare: 0.5, seed: 1);

        #region binning-pair
        PairBinningModel pair = new PairBinning { FirstColumn = "tenure_months", SecondColumn = "contract" }.Fit(data);
        Console.WriteLine(pair.ToText());
        double evidence = pair.Bins[pair.FindBin(14, "One year")].Woe;
        double gain = pair.InteractionGain;                         // beyond what adding both columns says
        #endregion

        Assert.True(double.IsFinite(evidence + gain));

        #region binning-stream
        BinningHistogram histogram = BinningHistogram.Of(monday);
        histogram.Add(tuesday);                                     // or histogram.Merge(another machine's)
        BinningModel model = new OptimalBinning().Fit(histogram);
        bool isExact = histogram["tenure_months"].IsExact;          // then it is the fit on the rows, to the bit
        #endregion

        Assert.True(isExact);
        Assert.Equal(new OptimalBinning().Fit(data)["tenure_months"].ToText(), model["tenure_months"].ToText());
    }

    [Fact]
    public void Models_page()
    {
        TrainingSet data = Subscribers;
        Table woe = new OptimalBinning().Fit(data).ToWoe(data.Table);

        #region models-logistic
        LogisticModel model = new LogisticRegression().Fit(data.WithTable(woe));
        foreach (Coefficient coefficient in model.Coefficients)
            Console.WriteLine($"{coefficient.Name}: {coefficient.Value:F3} ± {coefficient.StandardError:F3}, p = {coefficient.PValue:G2}");
        Console.WriteLine($"{model.Convergence.Reason} after {model.Convergence.Iterations} steps; AIC {model.Aic:F1}");
        #endregion

        Assert.True(model.Convergence.IsConverged);
    }

    [Fact]
    public void Scoring_page()
    {
        TrainingSet train = Subscribers;
        Table table = train.Table;

        #region scoring-scores
        Scorecard scorecard = new ScorecardRecipe { Points = new PointScale { BasePoints = 500, PointsToDoubleOdds = 50 } }.Fit(train);
        var probabilities = new double[table.RowCount];
        scorecard.Score(table, probabilities);                 // allocates nothing
        var points = new double[table.RowCount];
        scorecard.Points(table, points);
        #endregion

        #region scoring-row
        Cell[] row = scorecard.ToRow(("contract", "One year"), ("tenure_months", 30), ("anything", "else"));
        double probability = scorecard.Score(row);              // the same bits as in a table
        double score = scorecard.Points(row);
        Contribution reason = scorecard.Explain(row).Top(0, 1)[0];
        double unknown = scorecard.Score(scorecard.ToRow(("contract", "One year"), ("tenure_months", Cell.Missing)));
        #endregion

        Assert.NotEqual(0, score + reason.LogOdds);

        #region scoring-tiers
        TierScheme byShare = TierScheme.FromShares(probabilities, ("critical", 0.05), ("high", 0.15), ("watch", 0.30), ("calm", 0.50));
        TierScheme byThreshold = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], remaining: "low");
        Console.WriteLine(TierReport.Of(byShare, probabilities, train.Events).ToText());
        Tier tier = byThreshold[0.45];                          // middle
        #endregion

        Assert.Equal("middle", tier.Name);
        Assert.NotEqual(probability, unknown);
    }

    [Fact]
    public void Explanations_page()
    {
        TrainingSet train = Subscribers;
        Scorecard scorecard = new ScorecardRecipe().Fit(train);
        Table table = train.Table;

        #region explanations-why
        ScoreExplanations why = scorecard.Explain(table);
        ReadOnlySpan<double> contributions = why[0];            // log-odds, one for each column
        double logOdds = why.LogOddsOf(0);                      // baseline + contributions, the score to the bit
        IReadOnlyList<Contribution> reasons = why.Top(row: 0, count: 3);
        #endregion

        Assert.Equal(scorecard.Columns.Count, contributions.Length);
        Assert.Equal(1 / (1 + Math.Exp(-logOdds)), scorecard.Score(table)[0], 1e-15);
        Assert.NotEmpty(reasons);
    }

    [Fact]
    public void Evaluation_page()
    {
        (TrainingSet train, TrainingSet test) = Subscribers.Split(0.3, 1);
        double[] scores = new ScorecardRecipe().Fit(train).Score(test.Table);

        #region evaluation-of
        BinaryEvaluation evaluation = BinaryEvaluation.Of(scores, test.Events);
        Console.WriteLine($"AUC {evaluation.Auc:F3}, KS {evaluation.KolmogorovSmirnov:F3} at {evaluation.KolmogorovSmirnovThreshold:F3}, Brier {evaluation.Brier:F4}");
        ConfusionMatrix half = evaluation.At(threshold: 0.5);
        Console.WriteLine($"precision {half.Precision:F3}, recall {half.Recall:F3}");
        Console.WriteLine(evaluation.CalibrationToText());
        #endregion

        Assert.InRange(evaluation.Auc, 0.7, 1);
    }

    [Fact]
    public void Persistence_page()
    {
        Scorecard scorecard = new ScorecardRecipe().Fit(Subscribers);
        string path = Path.GetTempFileName();

        #region persistence-save
        using (FileStream file = File.Create(path))
            scorecard.Save(file);
        using FileStream source = File.OpenRead(path);
        Scorecard loaded = Scorecard.Load(source);
        #endregion

        Assert.Equal(scorecard.Score(Subscribers.Table), loaded.Score(Subscribers.Table));
        source.Dispose();
        File.Delete(path);
    }

    private static TrainingSet MakeSubscribers()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        return TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure), Column.Category("contract", contract)), churned);
    }

    private static EventLog MakeLog()
    {
        using System.Data.Common.DbDataReader reader = Customers.Orders();
        return EventLog.Read(reader, new() { Entity = "customer_id", Time = "ordered_at", Amount = "total" });
    }
}
