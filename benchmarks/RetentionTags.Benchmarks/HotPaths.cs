using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>What a service calls all day and what a fit spends its time on. The guard holds these, see <see cref="Guard"/>.</summary>
internal static class HotPaths
{
    private const int SingleRows = 1024;

    public static IEnumerable<Func<Comparison>> All =>
    [
        Scoring,
        Batch,
        () => OneRow("a span of doubles", (card, rows, _) => row => card.Score(rows[row])),
        () => OneRow("a span of cells", (card, _, cells) => row => card.Score(cells[row])),
        () => OneRow("a record, by a map", ByMap),
        OneRowWithContributions,
        Contributing,
        Regression,
        Sigmoid,
    ];

    private static Comparison Scoring()
    {
        const int Rows = 1_000_000;
        Table table = ScoringWorkload.Rows(Rows).Table;
        Scorecard card = ScoringWorkload.Card(8);
        var scores = new double[Rows];
        return new("probabilities of 1,000,000 rows × 20 columns, 8 bins", "reading the columns (sum)", () => Workload.Read(table), () => card.Score(table, scores), Rows) { IsOneThread = true };
    }

    /// <summary>What a cache holds is read in no time, so the baseline is work of the same sort.</summary>
    private static Comparison Batch()
    {
        const int Rows = 1024;
        Table table = ScoringWorkload.Rows(Rows).Table;
        Scorecard card = ScoringWorkload.Card(8);
        var byHand = new HandWrittenCard(card);
        double[][] rows = [.. Enumerable.Range(0, Rows).Select(row => card.Columns.Select(column => table.Numeric(column.Name).Values[row]).ToArray())];
        double[] scores = new double[Rows], others = new double[Rows];
        return new("a batch of 1,024 rows × 20 columns, 8 bins", "a loop of Array.BinarySearch", ByHand, () => card.Score(table, scores), Rows) { IsOneThread = true };

        void ByHand()
        {
            for (int row = 0; row < Rows; row++)
                others[row] = byHand.Score(rows[row]);
        }
    }

    /// <summary>The baseline is what one would write by hand.</summary>
    private static Comparison OneRow(string from, Func<Scorecard, double[][], Cell[][], Func<int, double>> score)
    {
        (Scorecard card, double[][] rows, Cell[][] cells) = Rows();
        var byHand = new HandWrittenCard(card);
        double[] scores = new double[SingleRows], others = new double[SingleRows];
        Func<int, double> one = score(card, rows, cells);
        return new($"one row × 20 columns, probability, from {from}", "a loop of Array.BinarySearch", ByHand, Ours, SingleRows) { IsOneThread = true };

        void ByHand()
        {
            for (int row = 0; row < SingleRows; row++)
                others[row] = byHand.Score(rows[row]);
        }

        void Ours()
        {
            for (int row = 0; row < SingleRows; row++)
                scores[row] = one(row);
        }
    }

    private static Comparison OneRowWithContributions()
    {
        (Scorecard card, double[][] rows, _) = Rows();
        var byHand = new HandWrittenCard(card);
        double[] scores = new double[SingleRows], others = new double[SingleRows], contributions = new double[20];
        return new("one row × 20 columns, probability and all contributions, from a span of doubles", "a loop of Array.BinarySearch", ByHand, Ours, SingleRows) { IsOneThread = true };

        void ByHand()
        {
            for (int row = 0; row < SingleRows; row++)
                others[row] = byHand.Score(rows[row], contributions);
        }

        void Ours()
        {
            for (int row = 0; row < SingleRows; row++)
            {
                scores[row] = card.Score(rows[row]);
                card.Contributions(rows[row], contributions);
            }
        }
    }

    private static Func<int, double> ByMap(Scorecard card, double[][] rows, Cell[][] cells)
    {
        CustomerRecord[] records = [.. rows.Select(CustomerRecord.Of)];
        RowScorer<CustomerRecord> scorer = card.ForRecords<CustomerRecord>(CustomerRecord.Map);
        return row => scorer.Score(records[row]);
    }

    private static (Scorecard Card, double[][] Rows, Cell[][] Cells) Rows()
    {
        Table table = ScoringWorkload.Rows(SingleRows).Table;
        Scorecard card = ScoringWorkload.Card(8);
        double[][] rows = [.. Enumerable.Range(0, SingleRows).Select(row => card.Columns.Select(column => table.Numeric(column.Name).Values[row]).ToArray())];
        return (card, rows, [.. rows.Select(row => row.Select(value => (Cell)value).ToArray())]);
    }

    private static Comparison Contributing()
    {
        Table table = ScoringWorkload.Rows(1_000_000).Table;
        Scorecard card = ScoringWorkload.Card(8);
        double[] from = new double[1_000_000 * 20], to = new double[1_000_000 * 20];
        return new("contributions of 1,000,000 rows × 20 columns", "copying as many numbers", () => from.CopyTo(to, 0), () => card.Contributions(table, to), 1_000_000) { IsOneThread = true };
    }

    private static Comparison Regression()
    {
        TrainingSet data = Workload.Rows(200_000, 20);
        TrainingSet woe = data.WithTable(new OptimalBinning().Fit(data).ToWoe(data.Table));
        var recipe = new LogisticRegression();
        return new("logistic regression of 200,000 rows × 20 columns, with standard errors", "reading the columns (sum)", () => Workload.Read(woe.Table), () => recipe.Fit(woe));
    }

    private static Comparison Sigmoid()
    {
        double[] logOdds = new double[SingleRows], scores = new double[SingleRows], others = new double[SingleRows];
        var random = new SplitMix64(3);
        for (int i = 0; i < logOdds.Length; i++)
            logOdds[i] = (random.Next(20_000) - 10_000) / 1000.0;
        return new("sigmoids of 1,024 numbers", "1 / (1 + Math.Exp(−x))", ByHand, () => LogisticFunctions.Sigmoid(logOdds, scores), logOdds.Length) { IsOneThread = true };

        void ByHand()
        {
            for (int i = 0; i < logOdds.Length; i++)
                others[i] = 1 / (1 + Math.Exp(-logOdds[i]));
        }
    }
}
