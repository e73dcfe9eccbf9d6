using RetentionTags.Data;
using RetentionTags.Rendering;

namespace RetentionTags.Evaluation.Validation;

/// <summary>How well scores do in one segment of the rows after the other: a model that is good on average may be of no use for new customers.</summary>
public sealed class SegmentEvaluation
{
    /// <summary>Each segment has an evaluation of its own; more of them are no segments, but names of rows.</summary>
    private const int MostSegments = 10_000;

    private SegmentEvaluation(BinaryEvaluation overall, EvaluatedSegment[] segments) => (Overall, Segments) = (overall, segments);

    /// <summary>The evaluation of all rows.</summary>
    public BinaryEvaluation Overall { get; }

    /// <summary>The segments by name in ordinal order; rows without a segment come last.</summary>
    public IReadOnlyList<EvaluatedSegment> Segments { get; }

    /// <summary>Evaluates each segment of a column.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="segments">For each row its segment; rows where it is missing are a segment of their own.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The evaluation of all rows and of each segment.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, a weight is negative or not finite, or there are more than 10,000 segments.</exception>
    public static SegmentEvaluation Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, CategoryColumn segments, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (segments.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores, and column '{segments.Name}' has {segments.Length} rows.", nameof(segments));
        BinaryEvaluation overall = BinaryEvaluation.Of(scores, events, weights);
        CategoryColumn used = segments.WithoutUnusedLevels();
        if (used.Levels.Count > MostSegments)
            throw new ArgumentException($"Column '{segments.Name}' has {used.Levels.Count} categories, and at most {MostSegments} are segments. Group them first.", nameof(segments));
        var rowsOf = new List<int>[used.Levels.Count + 1];
        for (int row = 0; row < used.Length; row++)
            (rowsOf[used.Codes[row] + 1] ??= []).Add(row);
        var evaluated = new List<EvaluatedSegment>();
        foreach (int level in Enumerable.Range(0, used.Levels.Count).OrderBy(level => used.Levels[level], StringComparer.Ordinal).Append(CategoryColumn.MissingCode))
        {
            if (rowsOf[level + 1]?.ToArray() is int[] rows)
                evaluated.Add(new(level == CategoryColumn.MissingCode ? null : used.Levels[level], BinaryEvaluation.Of(ValuesOfRows.Of(scores, rows), ValuesOfRows.Of(events, rows), ValuesOfRows.Of(weights, rows))));
        }

        return new(overall, [.. evaluated]);
    }

    /// <summary>Evaluates each segment of a list.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="segments">For each row its segment, compared by ordinal; <see langword="null"/> for none.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The evaluation of all rows and of each segment.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, a weight is negative or not finite, or there are more than 10,000 segments.</exception>
    public static SegmentEvaluation Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, IEnumerable<string?> segments, ReadOnlySpan<double> weights = default) =>
        Of(scores, events, Column.Category("segment", segments), weights);

    /// <summary>One line for each segment and one for all rows: sum of weights, event rate, AUC with its 95 % interval (DeLong), KS, log-loss, Brier score, and observed over expected events.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Segment", "Count", "Event rate", "AUC", "95 % from", "95 % to", "KS", "Log-loss", "Brier", "Observed / expected");
        foreach (EvaluatedSegment segment in Segments.Append(new("(all)", Overall)))
        {
            BinaryEvaluation evaluation = segment.Evaluation;
            ConfidenceInterval interval = evaluation.AucInterval();
            table.Add(
                segment.Name ?? "(missing)",
                TableCell.Weight(evaluation.TotalWeight),
                TableCell.Percent(evaluation.EventRate),
                TableCell.Number(evaluation.Auc, 4),
                TableCell.Number(interval.Lower, 4),
                TableCell.Number(interval.Upper, 4),
                TableCell.Number(evaluation.KolmogorovSmirnov, 4),
                TableCell.Number(evaluation.LogLoss, 4),
                TableCell.Number(evaluation.Brier, 4),
                TableCell.Number(segment.Calibration.ObservedToExpected, 3));
        }

        return table.Render(format);
    }
}
