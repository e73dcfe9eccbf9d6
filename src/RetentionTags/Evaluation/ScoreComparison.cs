using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Evaluation;

/// <summary>Several scores of the same rows side by side: a model is worth no more than what it adds to the simplest score.</summary>
public sealed class ScoreComparison
{
    private ScoreComparison((string Name, BinaryEvaluation Evaluation)[] rows, int baseline, AucComparison?[] differences) =>
        (Rows, Baseline, AgainstBaseline) = (rows, rows[baseline].Name, differences);

    /// <summary>The scores compared, in the order given.</summary>
    public IReadOnlyList<(string Name, BinaryEvaluation Evaluation)> Rows { get; }

    /// <summary>The name of the score that the others are held against: the first one, or <c>recency alone</c>.</summary>
    public string Baseline { get; }

    /// <summary>
    /// For each of <see cref="Rows"/> its AUC and that of the baseline, and DeLong's paired test of the difference, score minus baseline; <see langword="null"/> for the baseline itself.
    /// </summary>
    public IReadOnlyList<AucComparison?> AgainstBaseline { get; }

    /// <summary>Evaluates scores of repurchase beside the plainest one there is: minus the days since the last purchase.</summary>
    /// <param name="data">The rows that were scored, with the column <c>recency_days</c> of <see cref="Features.RfmFeatures"/> in the segmentation convention.</param>
    /// <param name="scores">Names and scores; higher for a more probable event.</param>
    /// <returns>The comparison, with <c>recency alone</c> as its last row. Weights count.</returns>
    /// <exception cref="ArgumentException">There is no such column, a score has no name, lengths differ, or a score is NaN.</exception>
    public static ScoreComparison BesideRecency(TrainingSet data, params ReadOnlySpan<(string Name, double[] Scores)> scores)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] recency = [.. data.Table.Numeric(Features.RfmFeatures.RecencyDays).Values.ToArray().Select(days => -days)];
        return Of(data.Events, data.Weights, [.. scores, ("recency alone", recency)], scores.Length);
    }

    /// <summary>Evaluates several scores against the same events.</summary>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="scores">Names and scores; higher for a more probable event. Scores that are not probabilities have no log-loss and no Brier score.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">There are no scores, one has no name, lengths differ, or a score is NaN.</exception>
    public static ScoreComparison Of(ReadOnlySpan<bool> events, params ReadOnlySpan<(string Name, double[] Scores)> scores) => Of(events, default, scores);

    /// <summary>Evaluates several scores against the same events, with weights.</summary>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <param name="scores">Names and scores; higher for a more probable event. Scores that are not probabilities have no log-loss and no Brier score.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">There are no scores, one has no name, lengths differ, a score is NaN, or a weight is negative or not finite.</exception>
    public static ScoreComparison Of(ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, params ReadOnlySpan<(string Name, double[] Scores)> scores) => Of(events, weights, scores, 0);

    /// <summary>The comparison as text: one line for each score, with the difference of its AUC from that of <see cref="Baseline"/>, the 95 % interval of the difference and its P value.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Score", "AUC", "Gini", "KS", "Log-loss", "Brier", "AUC difference", "95 % from", "95 % to", "P");
        foreach (((string name, BinaryEvaluation evaluation), AucComparison? difference) in Rows.Zip(AgainstBaseline))
        {
            ConfidenceInterval interval = difference?.Interval() ?? new(double.NaN, double.NaN, double.NaN);
            table.Add(
                name,
                TableCell.Number(evaluation.Auc, 4),
                TableCell.Number(evaluation.Gini, 4),
                TableCell.Number(evaluation.KolmogorovSmirnov, 4),
                TableCell.Number(evaluation.LogLoss, 4),
                TableCell.Number(evaluation.Brier, 4),
                TableCell.Number(difference?.Difference ?? double.NaN, 4),
                TableCell.Number(interval.Lower, 4),
                TableCell.Number(interval.Upper, 4),
                TableCell.Number(difference?.PValue ?? double.NaN, 4));
        }

        return table.Render(format);
    }

    private static ScoreComparison Of(ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<(string Name, double[] Scores)> scores, int baseline)
    {
        if (scores.IsEmpty)
            throw new ArgumentException("A comparison has at least one score.", nameof(scores));
        var rows = new (string Name, BinaryEvaluation Evaluation)[scores.Length];
        var differences = new AucComparison?[scores.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(scores[i].Name, nameof(scores));
            ArgumentNullException.ThrowIfNull(scores[i].Scores, nameof(scores));
            rows[i] = (scores[i].Name, BinaryEvaluation.Of(scores[i].Scores, events, weights));
        }

        (double, Placements) standard = Ranked(baseline, events, weights, scores);
        for (int i = 0; i < rows.Length; i++)
            differences[i] = i == baseline ? null : AucComparison.OfRanked(Ranked(i, events, weights, scores), standard);
        return new(rows, baseline, differences);

        (double Auc, Placements Rows) Ranked(int i, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<(string Name, double[] Scores)> scores) =>
            (rows[i].Evaluation.Auc, Placements.OfRows(scores[i].Scores, events, weights, CancellationToken.None));
    }
}
