using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class LogisticExplanationsTests : PropertyTests
{
    private static readonly TrainingSet Lcg = Support.Lcg500.Rows();

    private static readonly LogisticModel Model = new LogisticRegression().Fit(Lcg);

    /// <summary>models.md 9.1, fixture lcg500.json (linear_attribution): coefficients by statsmodels 0.13.5, seed 20261122.</summary>
    [Fact]
    public void The_first_of_five_hundred_rows_is_explained_as_elsewhere()
    {
        ScoreExplanations why = Model.Explain(Lcg.Table, Lcg.Table);
        Same.Within(1e-9, -0.4151237750379, why.Baseline);
        Same.Within(1e-9, [1.4424516609683, -0.0408882528461, 0.6760426601195, -0.5221182978311], why[0].ToArray());
        double[] probabilities = Model.Score(Lcg.Table);
        for (int row = 0; row < probabilities.Length; row++)
            Same.Within(1e-12, probabilities[row], LogisticFunctions.Sigmoid(why.LogOddsOf(row)));
        Assert.Equal("background", why.BaselineName);
        Assert.Equal(new Contribution("x0", "8", why[0][0]), why.Top(0, 1)[0]);
    }

    /// <summary>models.md 9.2 and 9.7, fixture telco.json (linear_attribution_mle): statsmodels 0.13.5, all 7,043 rows as background, probability space by enumeration of 2⁵ subsets in Python.</summary>
    [DataFact]
    public void Telco_is_explained_as_elsewhere_in_log_odds_and_in_probability()
    {
        TrainingSet telco = RealData.TelcoDesign();
        LogisticModel model = new LogisticRegression().Fit(telco);
        Table five = telco.Table.Rows([0, 1, 2, 3, 4]);
        ScoreExplanations why = model.Explain(five, telco.Table);
        Same.Within(1e-8, -1.6158550989451461, why.Baseline);
        Same.Within(1e-8, [1.153851974566214, -0.9570103788357912, -0.07497223709226056, 0.21019535367981065, 0.4640150740458604], why[0].ToArray());
        Same.Within(1e-8, [-0.4644976572562284, -0.6157270328635951, -0.07497223709226056, -0.7948323964674443, 0.4640150740458604], why[3].ToArray());
        Same.Within(1e-8, [-0.8197753125813129, -2.2956914973707794, -0.1986603793384325, -3.1018693485788136, 0.2632371611942188], Enumerable.Range(0, 5).Select(why.LogOddsOf));

        ProbabilityExplanations probabilities = model.ExplainProbability(five, telco.Table);
        Same.Within(1e-9, 0.2653698707936959, probabilities.BaseProbability);
        double[][] golden =
        [
            [0.15569754496292834, -0.17667522644570852, -0.01425654385936426, 0.030078465512423033, 0.045597245912012224],
            [-0.04067815131873209, -0.04320539484303902, -0.011235563627032057, -0.10510609682892891, 0.02633575432224852],
            [0.17441424853244888, -0.06401217548032109, -0.01533483779879276, 0.03506770112465158, 0.054992795918330485],
            [-0.07423435016914093, -0.07485713648105269, -0.009270786988306629, -0.08377955917234016, 0.019802173986433434],
            [0.18974578939543127, 0.026268219610593085, -0.015309893707380236, 0.037791846685512206, 0.06156605778479041],
        ];
        double[] scores = model.Score(five);
        for (int row = 0; row < 5; row++)
        {
            Same.Within(1e-9, golden[row], probabilities[row].ToArray());
            Same.Within(1e-12, scores[row], probabilities.ProbabilityOf(row));
        }
    }

    [Property(MaxTest = 30)]
    public void Weights_are_copies_and_a_column_without_effect_has_no_part(int seed)
    {
        var random = new SplitMix64(seed);
        int[] rows = [.. Enumerable.Range(0, 20).Select(_ => random.Next(500))];
        double[] weights = [.. rows.Select(_ => (double)random.Next(4))];
        weights[0] = 1;
        Table background = Lcg.Table.Rows(rows), copies = Lcg.Table.Rows([.. rows.SelectMany((row, i) => Enumerable.Repeat(row, (int)weights[i]))]), some = Lcg.Table.Rows([0, 100, 400]);
        ScoreExplanations weighted = Model.Explain(some, background, weights), copied = Model.Explain(some, copies);
        ProbabilityExplanations weightedGame = Model.ExplainProbability(some, background, weights), copiedGame = Model.ExplainProbability(some, copies);
        for (int row = 0; row < 3; row++)
        {
            Same.Within(1e-12, copied[row].ToArray(), weighted[row].ToArray());
            Same.Within(1e-12, copiedGame[row].ToArray(), weightedGame[row].ToArray());
        }

        // A row that is its own background differs from it in nothing.
        Assert.All(Model.ExplainProbability(some.Rows([1]), some.Rows([1]))[0].ToArray(), part => Assert.Equal(0, part));
        Assert.All(Model.Explain(some.Rows([1]), some.Rows([1]))[0].ToArray(), part => Assert.Equal(0, part));
    }

    [Fact]
    public void What_cannot_be_explained_is_an_error_that_says_why()
    {
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Model.Explain(Lcg.Table, Lcg.Table.Rows([]))).Message, StringComparison.Ordinal);
        Assert.Contains("2 weights for 500 rows", Assert.Throws<ArgumentException>(() => Model.Explain(Lcg.Table, Lcg.Table, [1, 2])).Message, StringComparison.Ordinal);
        Table missing = Table.Create([.. Lcg.Table.Columns.Select(column => Column.Numeric(column.Name, [double.NaN]))]);
        Assert.Contains("Column 'x0', row 0: the value is missing", Assert.Throws<ArgumentException>(() => Model.Explain(missing, Lcg.Table)).Message, StringComparison.Ordinal);
        TrainingSet wide = SampleData.Wide(300, 16);
        Assert.Contains("16 columns", Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(wide).ExplainProbability(wide.Table, wide.Table)).Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Model.ExplainProbability(Lcg.Table, Lcg.Table, default, cancelled.Token));
    }
}
