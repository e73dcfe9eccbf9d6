using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

public class SelectionTests
{
    [Fact]
    public void The_funnel_names_for_each_column_the_step_the_reason_the_numbers_and_the_rival()
    {
        SelectionModel model = new SelectionFunnel().Fit(Shop());
        Assert.Equal(["usage", "visits", "plan"], model.Selected);
        Assert.Equal(
            [("empty", "MissingShare", null), ("constant", "IdenticalShare", null), ("noise", "InformationValueRange", null), ("usage_again", "CorrelationGroups", "usage")],
            model.Dropped.Select(dropped => (dropped.ColumnName, dropped.Step, dropped.Rival)));
        Assert.Equal([(7, 6), (6, 5), (5, 4), (4, 3), (3, 3)], model.Stages.Select(stage => (stage.In, stage.Out)));
        Assert.Equal([new("missing share", 0.98), new("Max", 0.95)], model.Dropped[0].Numbers);
        Assert.Contains("|r| may be 0.7 at most", model.Dropped[3].Reason, StringComparison.Ordinal);
        Assert.Equal(["usage", "visits", "plan"], model.Select(Shop()).Table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void The_audit_as_text_and_as_csv()
    {
        SelectionModel model = new SelectionFunnel().Fit(Shop());
        string text = model.ToText();
        Assert.Contains("CorrelationGroups", text, StringComparison.Ordinal);
        Assert.Contains("its correlation with 'usage'", text, StringComparison.Ordinal);
        string[] csv = model.ToText(TableFormat.Csv).Split('\n');
        Assert.Equal("Column,IV,Outcome,Step,Rival,Reason", csv[0]);
        Assert.Equal(1 + 7 + 1, csv.Length);
        Assert.StartsWith("| Step | In | Out |", model.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        Assert.Contains("usage", model.Stages[3].ToText(), StringComparison.Ordinal);
        Assert.Matches("usage +\\d\\.\\dE-\\d", new ChiSquareTest().Fit(Shop()).Stages[0].ToText());
    }

    [Fact]
    public void A_saved_audit_is_whole()
    {
        var recipe = new SelectionFunnel
        {
            Binning = new FixedBinning { MaxBins = 5 },
            Steps = [new MissingShare { Max = 0.5 }, new CorrelationGroups { Method = CorrelationMethod.Spearman }, new VarianceInflation { Max = 2 }, new MinimumRedundancyMaximumRelevance { Count = 3 }, new Stepwise { Criterion = StepwiseCriterion.PValue }],
            AlwaysKeep = ["noise"],
        };
        SelectionModel model = recipe.Fit(Shop()), loaded = SaveAndLoad(model);
        Assert.Equal(recipe, loaded.Recipe);
        Assert.Equal(model.Selected, loaded.Selected);
        Assert.Equal(model.Dropped, loaded.Dropped);
        Assert.Equal(model.Stages, loaded.Stages);
        Assert.Equal(model.Findings, loaded.Findings);
        Assert.Equal(model.ToText(), loaded.ToText());
    }

    [Fact]
    public void Every_step_is_saved_with_its_settings()
    {
        SelectionStep[] steps =
        [
            new MissingShare { Max = 0.1 }, new IdenticalShare { Max = 0.9 }, new InformationValueRange { Min = 0, Max = 3, DropAboveMax = true }, new ChiSquareTest { MaxPValue = 1 }, new MutualInformation { Min = 0, MinGainRatio = 1e-9 },
            new CorrelationGroups { Max = 0.99, Coding = SelectionCoding.Raw }, new VarianceInflation { Max = 50 }, new PeriodStability { PeriodColumn = "visits", Comparison = PeriodComparison.FirstWithLast, Max = 9, Significance = 0.2 },
            new MinimumRedundancyMaximumRelevance { Count = 9, Relevance = RelevanceMeasure.InformationValue, Redundancy = RedundancyMeasure.Correlation, Scheme = RedundancyScheme.Quotient },
            new Stepwise { Direction = StepwiseDirection.Forward, Criterion = StepwiseCriterion.Bic, Enter = 0.01, Leave = 0.02, RequirePositiveCoefficients = false },
        ];
        Assert.All(steps, step =>
        {
            SelectionModel loaded = SaveAndLoad(new SelectionFunnel { Steps = [step] }.Fit(Shop()));
            Assert.Equal(step, Assert.Single(loaded.Recipe.Steps));
        });
    }

    [Fact]
    public void Exact_copies_have_infinite_factors_and_the_later_goes()
    {
        TrainingSet data = SampleData.Customers(1000);
        NumericColumn usage = data.Table.Numeric("usage");
        Table table = Table.Create([.. data.Table.Columns, Column.Numeric("copy", usage.Values.ToArray())]);
        SelectionModel model = new VarianceInflation().Fit(data.WithTable(table));
        DroppedColumn dropped = Assert.Single(model.Dropped);
        Assert.Equal(("copy", "usage", double.PositiveInfinity), (dropped.ColumnName, dropped.Rival, dropped.Numbers[0].Value));
        Assert.True(model.Stages[0].Measures[0].Value < 2);
    }

    [Fact]
    public void A_sum_of_three_makes_all_four_infinite_but_not_the_bystander()
    {
        double[] a = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 7))], b = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 5))], c = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 3))], other = [.. Enumerable.Range(0, 400).Select(i => (double)(i % 11))];
        double[] correlations = Correlations(a, b, c, [.. a.Select((value, i) => value - b[i] + (2 * c[i]))], other);
        double[] factors = InflationFactors.Of(correlations, 5);
        Assert.All(factors.Take(4), factor => Assert.Equal(double.PositiveInfinity, factor));
        Assert.InRange(factors[4], 1, 1.1);

        static double[] Correlations(params double[][] columns) => [.. columns.SelectMany(x => columns.Select(y => MathNet.Numerics.Statistics.Correlation.Pearson(x, y)))];
    }

    [Fact]
    public void Stepwise_keeps_no_column_that_works_against_its_own_bins()
    {
        // The second column follows the event only through the first, and overstates it: beside it, it is to be subtracted.
        TrainingSet data = SampleData.Customers(3000);
        NumericColumn usage = data.Table.Numeric("usage"), noise = data.Table.Numeric("noise");
        double[] blurred = [.. Enumerable.Range(0, data.RowCount).Select(row => usage.Values[row] - (0.8 * noise.Values[row]))];
        TrainingSet both = TrainingSet.Create(Table.Create(usage, Column.Numeric("blurred", blurred), noise), [.. Enumerable.Range(0, data.RowCount).Select(row => data.Events[row])]);
        SelectionModel model = new Stepwise { Criterion = StepwiseCriterion.Bic, Direction = StepwiseDirection.Backward }.Fit(both);
        Assert.Contains("usage", model.Selected);
        Assert.DoesNotContain("noise", model.Selected);
    }

    [Fact]
    public void Numbers_as_they_are_leave_categories_unjudged_and_refuse_missing_values_by_name()
    {
        TrainingSet data = SampleData.Customers(500, missing: true);
        SelectionModel model = new CorrelationGroups { Coding = SelectionCoding.Raw }.Fit(data);
        Finding finding = Assert.Single(model.Findings);
        Assert.Equal((FindingCodes.NotJudged, "plan"), (finding.Code, finding.ColumnName));
        Assert.Equal(["usage", "plan"], new VarianceInflation { Coding = SelectionCoding.Raw }.Fit(data).Findings.Select(each => each.ColumnName).Order(StringComparer.Ordinal).Reverse());
        var refusal = Assert.Throws<ArgumentException>(() => new Stepwise { Coding = SelectionCoding.Raw }.Fit(data));
        Assert.Contains("'usage'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_column_is_not_judged_by_correlations()
    {
        TrainingSet data = Shop();
        SelectionModel model = new SelectionFunnel { Steps = [new CorrelationGroups(), new VarianceInflation()] }.Fit(data.WithTable(data.Table.Select("usage", "constant", "visits")));
        Assert.Equal(["usage", "constant", "visits"], model.Selected);
        Assert.Equal(2, model.Findings.Count(finding => finding.Code == FindingCodes.NotJudged && finding.ColumnName == "constant"));
        Assert.True(double.IsNaN(model.Stages[1].Measures[1].Value));
    }

    [Fact]
    public void Infinite_numbers_have_ranks_but_no_distances()
    {
        TrainingSet data = SampleData.Customers(300, categories: false);
        double[] wild = data.Table.Numeric("usage").Values.ToArray();
        wild[7] = double.PositiveInfinity;
        TrainingSet with = data.WithTable(Table.Create(data.Table["usage"], Column.Numeric("wild", wild)));
        Assert.Equal("wild", Assert.Single(new CorrelationGroups { Coding = SelectionCoding.Raw }.Fit(with).Findings).ColumnName);
        Assert.Single(new CorrelationGroups { Coding = SelectionCoding.Raw, Method = CorrelationMethod.Spearman }.Fit(with).Dropped);
    }

    [Fact]
    public void Small_expected_counts_are_said()
    {
        TrainingSet few = SampleData.Customers(30);
        SelectionModel model = new SelectionFunnel { Binning = new FixedBinning { MaxBins = 8 }, Steps = [new ChiSquareTest { MaxPValue = 1 }] }.Fit(few);
        Assert.Contains(model.Findings, finding => finding.Code == FindingCodes.SmallExpectedCounts);
        Assert.DoesNotContain(new ChiSquareTest().Fit(SampleData.Customers(5000)).Findings, finding => finding.Code == FindingCodes.SmallExpectedCounts);
    }

    [Fact]
    public void A_column_that_moves_with_the_periods_goes_and_small_samples_alone_do_not_condemn()
    {
        TrainingSet data = SampleData.Customers(4000);
        double[] drifting = [.. Enumerable.Range(0, 4000).Select(row => data.Table.Numeric("usage").Values[row] + (row >= 3000 ? 1.5 : 0))];
        Column month = Column.Numeric("month", Enumerable.Range(0, 4000).Select(row => 202401 + (row / 1000)));
        TrainingSet with = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("drifting", drifting), month]));
        SelectionModel model = new PeriodStability { PeriodColumn = "month" }.Fit(with);
        DroppedColumn dropped = Assert.Single(model.Dropped);
        Assert.Equal("drifting", dropped.ColumnName);
        Assert.Contains("202404 with the rest", dropped.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("month", model.Selected);

        TrainingSet small = with.Rows([.. Enumerable.Range(0, 40).Select(i => i * 75)]);
        Assert.DoesNotContain(new PeriodStability { PeriodColumn = "month", Max = 0 }.Fit(small).Dropped, each => each.ColumnName != "drifting");
        Assert.Empty(new PeriodStability { PeriodColumn = "month", Max = 0, Significance = 0 }.Fit(with).Dropped);
    }

    [Fact]
    public void Without_a_test_of_chance_the_highest_index_alone_decides()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            TrainingSet data = SelectionProblem.Of(seed);
            TrainingSet halves = data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("half", Enumerable.Range(0, data.RowCount).Select(row => (double)(row % 2)).ToArray())]));
            SelectionModel strict = new PeriodStability { PeriodColumn = "half", Max = 0.001, Significance = 1 }.Fit(halves);
            Assert.Equal(strict.Stages[0].Measures.Where(measure => measure.Value > 0.001).Select(measure => measure.ColumnName), strict.Dropped.Select(dropped => dropped.ColumnName));
        }
    }

    [Fact]
    public void A_short_list_is_the_same_whatever_the_population()
    {
        // The population moves nothing but the intercept.
        var search = new Stepwise { Shortlist = 1 };
        for (int seed = 0; seed < 8; seed++)
        {
            TrainingSet data = SelectionProblem.Of(seed);
            Assert.Equal(search.Fit(data).Stages, search.Fit(data.WithPopulationEventRate(0.01)).Stages);
        }
    }

    [Fact]
    public void Periods_of_the_binning_serve_the_step_too()
    {
        TrainingSet data = SampleData.Customers(600);
        TrainingSet with = data.WithTable(Table.Create([.. data.Table.Columns, Column.Category("half", Enumerable.Range(0, 600).Select(row => row < 300 ? "2024-1" : "2024-2"))]));
        SelectionModel model = new SelectionFunnel { Binning = new OptimalBinning { PeriodColumn = "half" }, Steps = [new PeriodStability()] }.Fit(with);
        Assert.Equal(["usage", "visits", "noise", "plan"], model.Selected);
        var refusal = Assert.Throws<InvalidOperationException>(() => new PeriodStability().Fit(data));
        Assert.Contains("PeriodColumn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nothing_is_left_the_model_says_so()
    {
        SelectionModel model = new InformationValueRange { Min = 50, Max = 60 }.Fit(SampleData.Customers(500));
        Assert.Empty(model.Selected);
        Assert.Equal(FindingCodes.NothingSelected, Assert.Single(model.Findings).Code);
        Assert.Throws<InvalidOperationException>(() => model.Select(SampleData.Customers(500)));
    }

    [Fact]
    public void A_column_that_cannot_be_binned_is_in_the_audit()
    {
        TrainingSet data = Shop();
        var recipe = new SelectionFunnel { Binning = new OptimalBinning { MinBins = 2, LeaveOutFailures = true }, Steps = [] };
        BinningModel binning = recipe.Binning.Fit(data);
        SelectionModel model = recipe.Fit(data);
        Assert.Equal(binning.Failures.Select(failure => failure.ColumnName), model.Dropped.Select(dropped => dropped.ColumnName));
        Assert.Equal(binning.Columns.Select(column => column.ColumnName), model.Selected);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_at_the_door()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MissingShare { Max = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CorrelationGroups { Max = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceInflation { Max = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stepwise { Criterion = (StepwiseCriterion)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinimumRedundancyMaximumRelevance { Count = 0 });
        Assert.Throws<ArgumentException>(() => new SelectionFunnel { Steps = [null!] });
        TrainingSet data = SampleData.Customers(200);
        Assert.Contains("'nobody'", Assert.Throws<InvalidOperationException>(() => new SelectionFunnel { AlwaysKeep = ["nobody"] }.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Stepwise { Enter = 0.2, Leave = 0.1 }.Fit(data));
        Assert.Throws<InvalidOperationException>(() => new InformationValueRange { Min = 0.5, Max = 0.1 }.Fit(data));
        Assert.Contains("'when'", Assert.Throws<InvalidOperationException>(() => new PeriodStability { PeriodColumn = "when" }.Fit(data)).Message, StringComparison.Ordinal);
    }

    [DataFact]
    public void Telco_loses_what_repeats_other_columns()
    {
        TrainingSet data = RealData.Telco();
        SelectionModel model = (new SelectionFunnel() with { Steps = [.. new SelectionFunnel().Steps, new Stepwise { Criterion = StepwiseCriterion.Bic }] }).Fit(data);
        Assert.Equal(19, model.Selected.Count + model.Dropped.Count);
        Assert.Contains("Contract", model.Selected);
        Assert.Subset(model.Dropped.Where(dropped => dropped.Step == nameof(InformationValueRange)).Select(dropped => dropped.ColumnName).ToHashSet(), new HashSet<string> { "PhoneService", "gender" });
        Assert.All(model.Dropped.Where(dropped => dropped.Step == nameof(CorrelationGroups)), dropped => Assert.True(model.Binning[dropped.Rival!].InformationValue >= model.Binning[dropped.ColumnName].InformationValue));
        double few = AucOf(model.Selected), all = AucOf([.. data.Table.Columns.Select(column => column.Name)]);
        Assert.True(few > all - 0.01, FormattableString.Invariant($"{few} with {model.Selected.Count} columns, {all} with all"));

        double AucOf(ValueList<string> names)
        {
            (TrainingSet train, TrainingSet test) = data.WithTable(data.Table.Select(names.AsSpan())).Split(0.3, seed: 1);
            return RetentionTags.Evaluation.BinaryEvaluation.Of(new ScorecardRecipe().Fit(train).Score(test.Table), test.Events).Auc;
        }
    }

    [DataFact]
    public void Bank_raises_the_alarm_on_the_duration_of_the_call()
    {
        // The duration of a call is known only after it, when its outcome is known too: the classic leak of this data set.
        SelectionModel model = new SelectionFunnel().Fit(RealData.Bank());
        Assert.Contains(model.Findings, finding => finding.Code == FindingCodes.SuspiciousInformationValue && finding.ColumnName == "duration");
        Assert.Equal(16, model.Selected.Count + model.Dropped.Count);
    }

    private static SelectionModel SaveAndLoad(SelectionModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return SelectionModel.Load(stream);
    }

    /// <summary>Customers with a column that repeats another one, an empty one and a constant one.</summary>
    private static TrainingSet Shop()
    {
        TrainingSet data = SampleData.Customers(2000);
        NumericColumn usage = data.Table.Numeric("usage");
        Table table = Table.Create(
        [
            .. data.Table.Columns,
            Column.Numeric("usage_again", Enumerable.Range(0, 2000).Select(row => (double?)Math.Round(usage.Values[row], 1))),
            Column.Numeric("empty", Enumerable.Range(0, 2000).Select(row => row % 50 == 0 ? row : (double?)null)),
            Column.Numeric("constant", Enumerable.Range(0, 2000).Select(row => row % 100 == 0 ? 2 : 1)),
        ]);
        return data.WithTable(table);
    }
}
