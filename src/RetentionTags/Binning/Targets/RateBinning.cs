using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>
/// Cuts every column of a table into the bins that tell most about a rate of events per exposure, such as purchases per day under observation: the highest Poisson deviance explained that a trend, a number of bins,
/// a smallest bin and other constraints allow.
/// </summary>
/// <remarks>
/// <para>
/// With person-time as exposure, customers whose observation ends before the horizon (censored ones) count by the time that they were seen, instead of being left out or taken for lost. The events of a bin are
/// taken for Poisson with a rate r per unit of exposure; its maximum likelihood estimate is events / exposure. With one event at most for each customer, this is the model of a constant hazard.
/// </para>
/// <para>
/// Maximised is Σ [e ln(e / (x R)) − (e − x R)] with the events e and the exposure x of a bin, and the rate R of all rows, those with missing and special values included: half of the deviance explained. Every
/// regular bin holds at least one event. The smallest share of a bin, and the quantiles of the pre-bins, are of exposure. The unit of exposure changes exposures, rates and
/// <see cref="TargetBinning.MinDifference"/>, which is in events per that unit, and nothing else. What else holds is said at <see cref="TargetBinning"/>.
/// </para>
/// </remarks>
public sealed record RateBinning : TargetBinning
{
    /// <summary>Bins every column of a table.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="events">For each row the number of events: at least 0 and at most 10¹⁰⁰, also of rows of weight 0.</param>
    /// <param name="exposures">For each row the exposure, such as days under observation: from 10⁻¹⁰⁰ to 10¹⁰⁰, also of rows of weight 0.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight w means the same as w copies of the row.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the table has no rows, or events, exposure or weight are not as they have to be; the message names the row.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another.</exception>
    /// <exception cref="TrainingDataException">There are no events, or a column cannot be binned as asked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public RateBinningModel Fit(Table table, ReadOnlySpan<double> events, ReadOnlySpan<double> exposures, ReadOnlySpan<double> weights = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        TrainingSet data = Checked(table, weights);
        double[] eventsCopy = events.ToArray(), exposuresCopy = exposures.ToArray();
        ulong[] eventKeys = TargetNumbers.Keys(eventsCopy, table.RowCount, nameof(events), number => number >= 0, "Numbers of events are finite and at least 0.", cancellationToken);
        ulong[] exposureKeys = TargetNumbers.ExposureKeys(exposuresCopy, table.RowCount, cancellationToken);
        var rows = TargetRows.Of(data, [eventKeys, exposureKeys], cancellationToken);
        if (eventsCopy[rows.FirstRows[^1]] == 0)
            throw new TrainingDataException("No row has an event, so there is no rate to explain: check how events were counted, or observe for longer.");
        var target = new RateTarget(this, rows, eventsCopy, exposuresCopy);
        var totals = new RateTotals(target.Total.Weight, target.Total.Events, target.Total.Exposure, target.NullDeviance);
        (RateColumnBinning[] columns, ColumnFailure[] failures) = FitColumns(table, column => new RateColumnBinning(FitColumn(target, column, cancellationToken), totals), progress, cancellationToken);
        return new(this, columns, failures);
    }

    private static TargetColumnContent<RateBin> FitColumn(RateTarget target, Column column, CancellationToken cancellationToken)
    {
        TargetColumnContent<RateBin> content = TargetColumnFit<RateSums>.Of(target, column, (place, sums) => ToBin(target.Total, place, sums), cancellationToken);
        IEnumerable<Finding> zeroCells = content.Bins
            .Where(bin => bin.Exposure > 0 && bin.Events == 0)
            .Select(bin => new Finding(FindingSeverity.Note, FindingCodes.ZeroCell, Invariant($"the bin '{bin.Label}' holds {bin.Count} rows and no events; its log rate ratio counts one more row, an average one."), column.Name));
        return content with { Findings = [.. content.Findings, .. zeroCells] };
    }

    private static RateBin ToBin(RateSums total, BinPlace place, RateSums sums)
    {
        if (sums.Weight == 0)
            return new(place);
        double more = sums.Events == 0 ? 1 / total.Weight : 0;
        return new(place)
        {
            Count = sums.Weight,
            CountShare = sums.Weight / total.Weight,
            Events = sums.Events,
            Exposure = sums.Exposure,
            ExposureShare = sums.Exposure / total.Exposure,
            Rate = sums.Rate,
            LogRateRatio = Math.Log(((sums.Events / total.Events) + more) / ((sums.Exposure / total.Exposure) + more)),
            LogLikelihoodGain = total.Events * RateTarget.Gain(sums.Events / total.Events, sums.Exposure / total.Exposure),
        };
    }
}
