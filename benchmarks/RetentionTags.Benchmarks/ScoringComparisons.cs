using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>Scores of whole tables beside the least that they could cost: reading the columns, or writing as many numbers. The commonest are among the <see cref="HotPaths"/>.</summary>
internal static class ScoringComparisons
{
    public static IEnumerable<Func<Comparison>> All =>
    [
        () => Scoring(10_000_000, ScoringWorkload.Card(8), "8 bins"),
        () => Scoring(1_000_000, ScoringWorkload.CardCutAnywhere(8), "8 bins cut anywhere"),
        () => Scoring(10_000_000, ScoringWorkload.CardCutAnywhere(8), "8 bins cut anywhere"),
        () => Scoring(1_000_000, ScoringWorkload.Card(20), "20 bins"),
        () => Scoring(10_000_000, ScoringWorkload.Card(20), "20 bins"),
        () => Scoring(1_000_000, ScoringWorkload.CardCutAnywhere(20), "20 bins cut anywhere"),
        () => Scoring(1_000_000, ScoringWorkload.Card(40), "40 bins"),
        () => Scoring(1_024, ScoringWorkload.Card(20), "20 bins"),
        () => Scoring(102_400, ScoringWorkload.Card(8), "8 bins"),
        () => OnTwoThreads(1_000_000),
        () => OnTwoThreads(10_000_000),
        () => Validity(1_000_000),
        () => Coded(1_000_000),
        () => Contributing(100_000),
    ];

    private static Comparison Scoring(int rows, Scorecard card, string bins)
    {
        Table table = ScoringWorkload.Rows(rows).Table;
        var scores = new double[rows];
        return new($"probabilities of {rows:N0} rows × {ScoringWorkload.Columns} columns, {bins}", "reading the columns (sum)", () => Workload.Read(table), () => card.Score(table, scores), rows) { IsOneThread = true };
    }

    private static Comparison OnTwoThreads(int rows)
    {
        Table table = ScoringWorkload.Rows(rows).Table;
        Scorecard card = ScoringWorkload.Card(8);
        var scores = new double[rows];
        return new($"probabilities of {rows:N0} rows × {ScoringWorkload.Columns} columns, 8 bins, two threads", "reading the columns on two threads", Read, () => card.Score(table, scores, 2), rows);

        void Read() => Parallel.For(0, 2, half => Workload.Read(table, half * (rows / 2), rows / 2));
    }

    private static Comparison Validity(int rows)
    {
        Table table = ScoringWorkload.Rows(rows).Table;
        BoundScorecard card = ScoringWorkload.Card(8).Bind(table);
        var bits = new byte[(rows + 7) / 8];
        Array.Fill(bits, (byte)0b1110_1111);
        ScoringInput[] inputs = [.. card.Scorecard.Columns.Select(column => ScoringInput.Numbers(table.Numeric(column.Name).Values.ToArray(), bits))];
        var scores = new double[rows];
        return new($"probabilities of {rows:N0} rows × {ScoringWorkload.Columns} columns, 8 bins, with validity bits", "reading the columns (sum)", () => Workload.Read(table), () => card.Score(inputs, scores), rows) { IsOneThread = true };
    }

    private static Comparison Coded(int rows)
    {
        Table table = ScoringWorkload.Rows(rows).Table;
        BoundScorecard card = ScoringWorkload.Card(8).Bind(table);
        ScoringInput[] inputs = [.. card.Scorecard.Columns.Select(column =>
        {
            var bins = new byte[rows];
            column.Binning.ToBins(table[column.Name], bins);
            return ScoringInput.Bins(bins);
        })];
        var scores = new double[rows];
        return new($"log-odds of {rows:N0} rows × {ScoringWorkload.Columns} columns that are coded already", "reading the columns of numbers (sum)", () => Workload.Read(table), () => card.LogOdds(inputs, scores), rows) { IsOneThread = true };
    }

    private static Comparison Contributing(int rows)
    {
        Table table = ScoringWorkload.Rows(rows).Table;
        Scorecard card = ScoringWorkload.Card(8);
        double[] from = new double[rows * ScoringWorkload.Columns], to = new double[rows * ScoringWorkload.Columns];
        for (int c = 0; c < ScoringWorkload.Columns; c++)
            ((NumericColumn)table.Columns[c]).Values.CopyTo(from.AsSpan(c * rows, rows));
        return new($"contributions of {rows:N0} rows × {ScoringWorkload.Columns} columns", "copying as many numbers", () => from.CopyTo(to, 0), () => card.Contributions(table, to), rows) { IsOneThread = true };
    }
}
