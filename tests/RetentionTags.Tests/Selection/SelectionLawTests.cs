using MathNet.Numerics.LinearAlgebra;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>Laws of the steps, most of them against the definition computed plainly on replicated rows.</summary>
public class SelectionLawTests : PropertyTests
{
    private static readonly SelectionFunnel Everything = new()
    {
        Binning = new OptimalBinning { MinCategoryCount = 0 },
        Steps =
        [
            new MissingShare { Max = 0.09 }, new IdenticalShare { Max = 0.5 }, new InformationValueRange { Min = 0.01, Max = 0.5 }, new ChiSquareTest { MaxPValue = 0.2 }, new MutualInformation { Min = 0.002 },
            new CorrelationGroups { Max = 0.6 }, new VarianceInflation { Max = 1.5 }, new MinimumRedundancyMaximumRelevance { Count = 4 }, new Stepwise(),
        ],
    };

    [Property(MaxTest = 60)]
    public void Each_candidate_is_either_kept_or_dropped_once(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        SelectionModel model = Everything.Fit(data);
        Assert.Equal(data.Table.Columns.Select(column => column.Name).Order(), model.Selected.Concat(model.Dropped.Select(dropped => dropped.ColumnName)).Order());
        int left = data.Table.Columns.Count;
        for (int i = 0; i < model.Stages.Count; i++)
        {
            SelectionStage stage = model.Stages[i];
            Assert.Equal((left, left - model.Dropped.Count(dropped => dropped.StageIndex == i)), (stage.In, stage.Out));
            Assert.True(stage.Step == nameof(Stepwise) || stage.Measures.Count == stage.In, $"{stage.Step}: {stage.Measures.Count} measures of {stage.In} columns");
            left = stage.Out;
        }

        Assert.Equal(left, model.Selected.Count);
        Assert.All(model.Dropped, dropped => Assert.Equal(model.Stages[dropped.StageIndex].Step, dropped.Step));
    }

    [Property(MaxTest = 40)]
    public void What_is_always_kept_stays_and_the_audit_says_what_spoke_against_it(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        DroppedColumn[] dropped = [.. Everything.Fit(data).Dropped];
        SelectionModel model = (Everything with { AlwaysKeep = [.. dropped.Select(each => each.ColumnName)] }).Fit(data);
        Assert.Subset(model.Selected.ToHashSet(), dropped.Select(each => each.ColumnName).ToHashSet());

        // Steps that look at one column alone say of it what they said before; the others may now find another rival.
        foreach (DroppedColumn alone in dropped.Where(each => each.Step is nameof(MissingShare) or nameof(IdenticalShare) or nameof(InformationValueRange) or nameof(ChiSquareTest) or nameof(MutualInformation)))
            Assert.Contains(model.Findings, finding => finding.Code == FindingCodes.KeptAgainstStep && finding.ColumnName == alone.ColumnName && finding.Message.EndsWith($"{alone.Step}: {alone.Reason}", StringComparison.Ordinal));
    }

    [Property(MaxTest = 40)]
    public void A_weight_equals_as_many_copies_and_the_order_of_rows_and_columns_changes_nothing(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        SelectionModel model = Everything.Fit(data);
        Agree(model, Everything.Fit(SelectionProblem.Replicated(data)));
        Agree(model, Everything.Fit(data.Rows([.. Enumerable.Range(0, data.RowCount).Reverse()])));
        if (model.Binning.Columns.Select(column => column.InformationValue).Distinct().Count() == model.Binning.Columns.Count)
            Assert.Equal(model.Selected.Order(), Everything.Fit(data.WithTable(Table.Create([.. data.Table.Columns.Reverse()]))).Selected.Order());

        static void Agree(SelectionModel expected, SelectionModel actual)
        {
            Assert.Equal(expected.Dropped.Select(Told), actual.Dropped.Select(Told));
            Assert.Equal(expected.Selected, actual.Selected);
            Same.Within(1e-7, expected.Dropped.SelectMany(dropped => dropped.Numbers).Select(number => number.Value), actual.Dropped.SelectMany(dropped => dropped.Numbers).Select(number => number.Value));
        }

        static (string, string, string?) Told(DroppedColumn dropped) => (dropped.ColumnName, dropped.Step, dropped.Rival);
    }

    [Property(MaxTest = 60)]
    public void No_two_columns_kept_are_correlated_above_the_limit_and_each_dropped_has_a_kept_rival(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        foreach (CorrelationMethod method in Enum.GetValues<CorrelationMethod>())
        {
            foreach (SelectionCoding coding in Enum.GetValues<SelectionCoding>())
            {
                SelectionModel model = new CorrelationGroups { Max = 0.4, Method = method, Coding = coding }.Fit(data);
                TrainingSet copies = SelectionProblem.Replicated(data);
                string[] judged = [.. model.Stages[0].Measures.Where(measure => !model.Findings.Any(finding => finding.ColumnName == measure.ColumnName)).Select(measure => measure.ColumnName)];
                var values = judged.ToDictionary(name => name, name => coding == SelectionCoding.Raw ? copies.Table.Numeric(name).Values.ToArray() : Woe(model.Binning[name], copies.Table));
                foreach (string first in judged.Where(name => model.Selected.Contains(name)))
                {
                    foreach (string second in judged.Where(name => model.Selected.Contains(name) && name != first))
                        Assert.True(!(Math.Abs(Plain.Correlation(values[first], values[second], method)) > 0.4 + 1e-9), $"{first} and {second}");
                }

                foreach (DroppedColumn dropped in model.Dropped)
                {
                    Assert.Contains(dropped.Rival!, model.Selected);
                    Same.Within(1e-9, Plain.Correlation(values[dropped.ColumnName], values[dropped.Rival!], method), dropped.Numbers[0].Value);
                    Assert.True(Math.Abs(dropped.Numbers[0].Value) > 0.4);
                    Assert.True(model.Binning[dropped.Rival!].InformationValue >= model.Binning[dropped.ColumnName].InformationValue);
                }
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Variance_inflation_is_that_of_a_regression_on_the_others(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed), copies = SelectionProblem.Replicated(data);
        SelectionModel model = new VarianceInflation { Max = 1e9 }.Fit(data);
        string[] names = [.. model.Stages[0].Measures.Where(measure => double.IsFinite(measure.Value)).Select(measure => measure.ColumnName)];
        double[][] woe = [.. names.Select(name => Woe(model.Binning[name], copies.Table))];
        for (int j = 0; j < names.Length; j++)
        {
            double expected = names.Length == 1 ? 1 : Plain.VarianceInflation(woe, j);
            Same.Relatively(1e-8, [expected], [model.Stages[0].Measures.Single(measure => measure.ColumnName == names[j]).Value]);
        }
    }

    [Property(MaxTest = 40)]
    public void After_variance_inflation_no_factor_is_above_the_limit(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed), copies = SelectionProblem.Replicated(data);
        SelectionModel model = new VarianceInflation { Max = 1.2 }.Fit(data);
        double[][] woe = [.. model.Selected.Where(name => !model.Findings.Any(finding => finding.ColumnName == name)).Select(name => Woe(model.Binning[name], copies.Table))];
        for (int j = 0; j < woe.Length && woe.Length > 1; j++)
            Assert.True(Plain.VarianceInflation(woe, j) <= 1.2 + 1e-8);
    }

    [Property(MaxTest = 40)]
    public void Of_two_columns_with_the_same_factor_the_one_with_the_lower_information_value_goes(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        string[] pair = ["x0", "x2"];
        foreach (string[] order in (string[][])[pair, [.. pair.Reverse()]])
        {
            SelectionModel model = new VarianceInflation { Max = 1 }.Fit(data.WithTable(data.Table.Select(order)));
            string weaker = model.Binning["x0"].InformationValue < model.Binning["x2"].InformationValue ? "x0" : "x2";
            if (model.Dropped.Count > 0)
                Assert.Equal(weaker, Assert.Single(model.Dropped).ColumnName);
        }
    }

    [Property(MaxTest = 60)]
    public void Minimum_redundancy_maximum_relevance_is_the_plain_greedy_one(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed), copies = SelectionProblem.Replicated(data);
        foreach (RedundancyScheme scheme in Enum.GetValues<RedundancyScheme>())
        {
            foreach (RedundancyMeasure measure in Enum.GetValues<RedundancyMeasure>())
            {
                SelectionModel model = new MinimumRedundancyMaximumRelevance { Count = 3, Scheme = scheme, Redundancy = measure }.Fit(data);
                double[][] bins = [.. model.Binning.Columns.Select(column => Bins(column, copies.Table))], woe = [.. model.Binning.Columns.Select(column => Woe(column, copies.Table))];
                double[] events = [.. copies.Events.ToArray().Select(isEvent => isEvent ? 1.0 : 0)];
                var chosen = new List<int>();
                foreach (SelectionMove move in model.Stages[0].Moves)
                {
                    double[] scores = [.. Enumerable.Range(0, bins.Length).Select(i => chosen.Contains(i) ? double.NegativeInfinity : Score(i))];
                    int taken = model.Binning.Columns.ToList().FindIndex(column => column.ColumnName == move.ColumnName);
                    if (double.IsFinite(scores.Max()) && scores.Max() < 1e6)
                    {
                        Same.Within(1e-9, scores[taken], move.Value, move.ToString());
                        Assert.True(scores[taken] >= scores.Max() - 1e-9, $"{move}: {scores[taken]} where {scores.Max()} is to be had");
                    }

                    chosen.Add(taken);
                }

                Assert.Equal(Math.Min(3, bins.Length), chosen.Count);

                double Score(int i)
                {
                    double relevance = Plain.MutualInformation(bins[i], events);
                    if (chosen.Count == 0)
                        return relevance;
                    double mean = chosen.Average(other => measure == RedundancyMeasure.MutualInformation ? Plain.MutualInformation(bins[i], bins[other]) : Defined(Math.Abs(Plain.Correlation(woe[i], woe[other], CorrelationMethod.Pearson))));
                    return scheme == RedundancyScheme.Difference ? relevance - mean : relevance < 1e-14 ? 0 : relevance / mean;
                }
            }
        }

        static double Defined(double r) => double.IsNaN(r) ? 0 : r;
    }

    [Property(MaxTest = 40)]
    public void Shares_are_counts_of_replicated_rows(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed), copies = SelectionProblem.Replicated(data);
        SelectionModel model = new SelectionFunnel { Steps = [new MissingShare { Max = 1 }, new IdenticalShare { Max = 1 }] }.Fit(data);
        for (int j = 0; j < data.Table.Columns.Count; j++)
        {
            Column column = copies.Table.Columns[j];
            Cell[] cells = [.. Enumerable.Range(0, column.Length).Select(row => column is NumericColumn numbers ? numbers.Values[row] : (Cell)((CategoryColumn)column)[row])];
            Assert.Equal(cells.Count(cell => cell == Cell.Missing) / (double)cells.Length, model.Stages[0].Measures[j].Value);
            Assert.Equal(cells.Where(cell => cell != Cell.Missing).GroupBy(cell => cell).Max(group => group.Count()) / (double)cells.Length, model.Stages[1].Measures[j].Value);
        }
    }

    [Property(MaxTest = 25)]
    public void No_single_step_improves_what_stepwise_found_and_all_coefficients_are_positive(int seed)
    {
        TrainingSet data = SelectionProblem.Of(seed);
        foreach (StepwiseDirection direction in Enum.GetValues<StepwiseDirection>())
        {
            SelectionModel model = new Stepwise { Direction = direction, Shortlist = Math.Abs(seed % 3) }.Fit(data);
            if (model.Selected.Count == 0)
                continue;
            TrainingSet woe = data.WithTable(model.Binning.ToWoe(data.Table));
            LogisticModel found = FitOn([.. model.Selected]);
            Assert.All(found.Coefficients, coefficient => Assert.True(coefficient.Value > 0));
            if (direction != StepwiseDirection.Backward)
            {
                foreach (string other in model.Dropped.Select(dropped => dropped.ColumnName))
                {
                    LogisticModel larger = FitOn([.. model.Selected, other]);
                    Assert.True(larger.Aic >= found.Aic - 1e-6 || larger.Coefficients.Any(coefficient => coefficient.Value <= 0), $"{direction}: + {other}");
                }
            }

            if (direction != StepwiseDirection.Forward && model.Selected.Count > 1)
            {
                foreach (string one in model.Selected)
                    Assert.True(FitOn([.. model.Selected.Where(name => name != one)]).Aic >= found.Aic - 1e-6, $"{direction}: - {one}");
            }

            LogisticModel FitOn(string[] names) => new LogisticRegression().Fit(woe.WithTable(woe.Table.Select(names)));
        }
    }

    private static double[] Woe(ColumnBinning binning, Table table)
    {
        var woe = new double[table.RowCount];
        binning.ToWoe(table[binning.ColumnName], woe);
        return woe;
    }

    private static double[] Bins(ColumnBinning binning, Table table)
    {
        var bins = new int[table.RowCount];
        binning.ToBins(table[binning.ColumnName], bins);
        return [.. bins.Select(bin => (double)bin)];
    }

    /// <summary>Definitions, as they stand in textbooks.</summary>
    private static class Plain
    {
        public static double Correlation(double[] x, double[] y, CorrelationMethod method)
        {
            int[] both = [.. Enumerable.Range(0, x.Length).Where(row => !double.IsNaN(x[row]) && !double.IsNaN(y[row]))];
            double[] a = [.. both.Select(row => x[row])], b = [.. both.Select(row => y[row])];
            if (a.Distinct().Count() < 2 || b.Distinct().Count() < 2)
                return double.NaN;
            if (method == CorrelationMethod.Spearman)
                (a, b) = (Ranks(a), Ranks(b));
            double meanA = a.Average(), meanB = b.Average();
            return a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum() / Math.Sqrt(a.Sum(p => (p - meanA) * (p - meanA)) * b.Sum(q => (q - meanB) * (q - meanB)));
        }

        public static double VarianceInflation(double[][] columns, int j)
        {
            int rows = columns[0].Length;
            Matrix<double> others = Matrix<double>.Build.Dense(rows, columns.Length, (row, c) => c == j ? 1 : columns[c][row]);
            Vector<double> own = Vector<double>.Build.Dense(columns[j]);
            Vector<double> residuals = own - (others * others.QR().Solve(own));
            double mean = own.Average();
            return own.Sum(value => (value - mean) * (value - mean)) / residuals.DotProduct(residuals);
        }

        public static double MutualInformation(double[] x, double[] y)
        {
            double n = x.Length;
            var countX = x.GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count() / n);
            var countY = y.GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count() / n);
            return x.Zip(y).GroupBy(pair => pair).Sum(group => group.Count() / n * Math.Log(group.Count() / n / (countX[group.Key.First] * countY[group.Key.Second])));
        }

        /// <summary>One more than there are lower values, and half of the other equal ones.</summary>
        private static double[] Ranks(double[] values)
        {
            Dictionary<double, double> ranks = values.Distinct().ToDictionary(value => value, value => 1 + values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0));
            return [.. values.Select(value => ranks[value])];
        }
    }
}
