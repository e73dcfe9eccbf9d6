using RetentionTags.Data;

namespace RetentionTags.Binning.Pairs;

/// <summary>
/// What two columns say when their weights of evidence w₁ and w₂ may only be added, as in a scorecard, and what the regions of the pair say beyond that: the logistic regressions
/// c + b₁w₁ + b₂w₂ and aᵣ + b₁w₁ + b₂w₂ with one intercept for each region r.
/// </summary>
/// <remarks>
/// <para>
/// An information value is the mean log-odds of events minus that of non-events, Σ (e/E − n/N) · s over the cells, when s is the weight of evidence of each cell. The additive model's is
/// the same difference with s = b₁w₁ + b₂w₂, so the two compare. Independent columns have b₁ = b₂ = 1 and add up their information values; where one
/// repeats the other, b₁ + b₂ = 1 and nothing is counted twice.
/// </para>
/// <para>
/// Both regressions run over the same rows and the same columns, and the second contains the first: twice the difference of their log-likelihoods is the likelihood ratio statistic of the regions.
/// The rows come as a cross table of the two columns' bins, missing ones included, and the regions. A pair of bins with one kind of rows only counts one more row,
/// divided as all rows are (as in <see cref="Bin"/>) and spread over its regions as its rows are: so the additive model has an optimum always.
/// </para>
/// </remarks>
internal static class PairEvidence
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    /// <param name="first">The first column by itself.</param>
    /// <param name="second">The second column by itself.</param>
    /// <param name="data">The rows.</param>
    /// <param name="places">A place of each row.</param>
    /// <param name="regionOfPlace">The region of each place.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PairInformation Of(ColumnBinning first, ColumnBinning second, TrainingSet data, int[] places, int[] regionOfPlace, CancellationToken cancellationToken)
    {
        int regions = regionOfPlace.Max() + 1;
        EvidencePart[] parts = CrossTable(first, second, data, places, regionOfPlace, regions, cancellationToken), filled = Filled(parts, data);
        var additive = new PairRegression(filled, 1, [Math.Log(data.EventWeight / data.NonEventWeight), 0, 0], cancellationToken);
        double[] b = additive.Coefficients;
        double information = 0;
        foreach (EvidencePart part in parts)
            information += ((part.Events / data.EventWeight) - (part.NonEvents / data.NonEventWeight)) * ((b[1] * part.First) + (b[2] * part.Second));
        var apart = new PairRegression(filled, regions, [.. Enumerable.Repeat(b[0], regions), b[1], b[2]], cancellationToken);
        int degrees = apart.Rank - additive.Rank;

        // Without a degree of freedom the two are the same model, and what is left is rounding.
        double chiSquare = degrees <= 0 ? 0 : Math.Max(0, 2 * (apart.LogLikelihood - additive.LogLikelihood));
        return new(first.InformationValue, second.InformationValue, information, chiSquare, Math.Max(0, degrees));
    }

    /// <summary>The parts with rows, along the first column's bins, then along the second's, then along the regions.</summary>
    private static EvidencePart[] CrossTable(ColumnBinning first, ColumnBinning second, TrainingSet data, int[] places, int[] regionOfPlace, int regions, CancellationToken cancellationToken)
    {
        int[] firstBins = new int[data.RowCount], secondBins = new int[data.RowCount];
        first.ToBins(data.Table[first.ColumnName], firstBins);
        cancellationToken.ThrowIfCancellationRequested();
        second.ToBins(data.Table[second.ColumnName], secondBins);
        var events = new double[first.Bins.Count * second.Bins.Count * regions];
        var nonEvents = new double[events.Length];
        for (int row = 0; row < firstBins.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            int part = (((firstBins[row] * second.Bins.Count) + secondBins[row]) * regions) + regionOfPlace[places[row]];
            (data.Events[row] ? events : nonEvents)[part] += data.WeightOf(row);
        }

        var parts = new List<EvidencePart>();
        for (int part = 0; part < events.Length; part++)
        {
            int cell = part / regions;
            if (events[part] + nonEvents[part] > 0)
                parts.Add(new(cell, part % regions, events[part], nonEvents[part], first.Bins[cell / second.Bins.Count].Woe, second.Bins[cell % second.Bins.Count].Woe));
        }

        return [.. parts];
    }

    /// <summary>With one more row in each cell that has rows of one kind only.</summary>
    private static EvidencePart[] Filled(EvidencePart[] parts, TrainingSet data)
    {
        EvidencePart[] filled = [.. parts];
        for (int start = 0, end; start < parts.Length; start = end)
        {
            double events = 0, nonEvents = 0;
            for (end = start; end < parts.Length && parts[end].Cell == parts[start].Cell; end++)
                (events, nonEvents) = (events + parts[end].Events, nonEvents + parts[end].NonEvents);
            if (events > 0 && nonEvents > 0)
                continue;
            foreach (ref EvidencePart part in filled.AsSpan(start, end - start))
            {
                double share = part.Count / (events + nonEvents);
                part = part with { Events = part.Events + (share * data.EventRate), NonEvents = part.NonEvents + (share * (1 - data.EventRate)) };
            }
        }

        return filled;
    }
}
