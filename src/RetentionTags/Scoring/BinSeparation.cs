using RetentionTags.Binning;

namespace RetentionTags.Scoring;

/// <summary>Separation that the bins show before any fit: coefficients that have no finite estimate by maximum likelihood.</summary>
internal static class BinSeparation
{
    private const string Remedy = "merge the bin with another one, set Regression.BiasReduction to Firth, or set Regression.L2";

    /// <summary>A finding for each column that separates by its weights of evidence alone: bins above one value hold events only, those below it non-events only, and only bins at it hold both.</summary>
    public static IEnumerable<Finding> OfEvidence(IEnumerable<ColumnBinning> columns)
    {
        foreach (ColumnBinning column in columns)
        {
            Bin[] bins = [.. column.Bins.Where(bin => bin.Count > 0)], mixed = [.. bins.Where(bin => bin.Events > 0 && bin.NonEvents > 0)];
            double lastNonEvents = bins.Where(bin => bin.Events == 0).Select(bin => bin.Woe).DefaultIfEmpty(double.NegativeInfinity).Max();
            double firstEvents = bins.Where(bin => bin.NonEvents == 0).Select(bin => bin.Woe).DefaultIfEmpty(double.PositiveInfinity).Min();
            bool isOrdered = lastNonEvents <= firstEvents && mixed.All(bin => bin.Woe == mixed[0].Woe && bin.Woe >= lastNonEvents && bin.Woe <= firstEvents);
            if (!isOrdered || bins.All(bin => bin.Woe == bins[0].Woe))
                continue;
            string but = mixed.Length == 0 ? "" : $", but for those in {string.Join(", ", mixed.Select(bin => $"'{bin.Label}'"))}";
            yield return new(FindingSeverity.Warning, FindingCodes.SeparatingBins, $"its bins tell all events from all non-events{but}, so its coefficient has no finite estimate. Look whether the column is known before the event; if it is, {Remedy}.", column.ColumnName);
        }
    }

    /// <summary>An error for the first bin whose indicator has no finite coefficient, because its rows, or those of the reference, are all events or all non-events.</summary>
    public static void RequireMixedBins(IEnumerable<ColumnBinning> columns)
    {
        foreach (ColumnBinning column in columns)
        {
            if (column.Bins.FirstOrDefault(bin => bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0)) is Bin pure)
                throw new TrainingDataException($"Column '{column.ColumnName}': the bin '{pure.Label}' has no {(pure.Events == 0 ? "events" : "non-events")}, so the coefficient of its indicator has no finite estimate. Either {Remedy}; or use ScorecardCoding.WeightOfEvidence.") { ColumnName = column.ColumnName };
        }
    }
}
