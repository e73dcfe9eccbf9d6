using RetentionTags.Data;

namespace RetentionTags.Models.Calibration;

/// <summary>Isotonic regression: of all maps that never fall, the one with the least squared error (and the least log-loss), by pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan 2002).</summary>
/// <remarks>
/// It takes any shape that never falls, and needs rows for it: with fewer than 50 events or non-events a warning says that it follows chance. Its first and last steps are often exactly 0 and 1, on which a log-loss on other rows is nearly infinite when one of them turns out
/// otherwise: <see cref="VennAbers"/> is never certain. Equal probabilities are one group; groups that are pooled get their common event rate.
/// </remarks>
public sealed record IsotonicRegression : CalibrationRecipe
{
    /// <summary>Whether probabilities between two blocks are interpolated.</summary>
    /// <value>
    /// <see langword="true"/> by default: from the highest probability of a block to the lowest of the next the map is a straight line, as in scikit-learn. Otherwise it is a step, and a probability between two blocks has the value of the lower one.
    /// </value>
    public bool Interpolate { get; init; } = true;

    /// <inheritdoc/>
    public override IsotonicModel Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        CalibrationRows rows = CalibrationRows.Of(probabilities, events, weights, cancellationToken);
        var blocks = new List<IsotonicBlock>();
        for (int i = 0; i < rows.GroupCount; i++)
        {
            CalibrationRows.Heed(i, cancellationToken);
            var block = new IsotonicBlock(rows.Probabilities[i], rows.Probabilities[i], rows.Events[i] + rows.NonEvents[i], rows.Events[i]);
            for (; blocks.Count > 0 && !blocks[^1].IsBelow(block); blocks.RemoveAt(blocks.Count - 1))
                block = new(blocks[^1].Lowest, block.Highest, blocks[^1].Count + block.Count, blocks[^1].Events + block.Events);
            blocks.Add(block);
        }

        return new(this, Interpolate, [.. blocks], [.. CalibrationFindings.FewRows(rows.EventWeight, rows.NonEventWeight), .. blocks.Count == 1 && rows.GroupCount > 1 ? [CalibrationFindings.Reversed] : Array.Empty<Finding>()]);
    }

    /// <summary>On the weighted rows; but whether there are few is asked of the rows as they are.</summary>
    internal override IsotonicModel FitToPopulation(ReadOnlySpan<double> probabilities, TrainingSet rows, CancellationToken cancellationToken)
    {
        IsotonicModel model = Fit(probabilities, rows.Events, rows.WeightedToPopulation().Weights, cancellationToken);
        return new(this, Interpolate, [.. model.Blocks], [.. CalibrationFindings.FewRows(rows.EventWeight, rows.NonEventWeight), .. model.Findings.Where(finding => finding.Code != FindingCodes.FewCalibrationEvents)]);
    }
}
