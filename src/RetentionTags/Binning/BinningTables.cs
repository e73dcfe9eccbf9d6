using System.Globalization;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>The tables that describe bins, as text.</summary>
internal static class BinningTables
{
    /// <summary>What a reader must know to compare the numbers with those of another library.</summary>
    public static string Conventions(double shrinkageStrength) =>
        "WOE = ln(event share / non-event share): positive where events are more frequent than overall. Shares are of all rows, missing ones included. " +
        (shrinkageStrength > 0
            ? Invariant($"Each bin counts {shrinkageStrength:G4} more rows, divided as all rows are, for WOE and IV (empirical Bayes); the totals stay. ")
            : "A bin without events or without non-events counts one more row, divided as all rows are, for WOE and IV; the totals stay. ") +
        "Intervals hold their lower end and not their upper one.";

    /// <summary>A text that has its conventions above, unless it is for programs.</summary>
    public static string WithConventions(string table, double shrinkageStrength, TableFormat format) => format == TableFormat.Csv ? table : $"{Conventions(shrinkageStrength)}\n\n{table}";

    public static string Bins(string columnName, IReadOnlyList<Bin> bins, BinningStatistics statistics, TableFormat format)
    {
        var table = new TextTable(columnName, "Count", "Share", "Events", "Non-events", "Event rate", "WOE", "95 % from", "95 % to", "IV", "JS", "Hellinger", "Triangular");
        foreach (Bin bin in bins)
        {
            Evaluation.ConfidenceInterval interval = bin.WoeInterval();
            table.Add([
                bin.Label,
                .. Counts(bin.Count, bin.CountShare, bin.Events, bin.NonEvents, bin.EventRate),
                TableCell.Number(bin.Woe, 4),
                TableCell.Number(interval.Lower, 4),
                TableCell.Number(interval.Upper, 4),
                .. Divergences(bin.InformationValue, bin.JensenShannon, bin.Hellinger, bin.Triangular)]);
        }

        table.Add([
            "total",
            .. Counts(statistics.Count, 1, statistics.Events, statistics.NonEvents, statistics.EventRate),
            "",
            "",
            "",
            .. Divergences(statistics.InformationValue, statistics.JensenShannon, statistics.Hellinger, statistics.Triangular)]);
        return table.Render(format);
    }

    public static string AdjacentTests(IReadOnlyList<AdjacentTest> tests, TableFormat format)
    {
        var table = new TextTable("First", "Second", "First rate", "Second rate", "z", "P", "P (Fisher)", "P (first higher)");
        foreach (AdjacentTest test in tests)
        {
            table.Add(
                test.First.Label,
                test.Second.Label,
                TableCell.Percent(test.First.EventRate),
                TableCell.Percent(test.Second.EventRate),
                TableCell.Number(test.Z, 2),
                Probability(test.PValue),
                Probability(test.FisherPValue),
                TableCell.Number(test.ProbabilityHigher, 3));
        }

        return table.Render(format);
    }

    /// <summary>A P value: four decimals, and small ones with their power of ten.</summary>
    public static TableCell Probability(double value) =>
        value is > 0 and < 0.0001 ? TableCell.Number(value, 4) with { Display = value.ToString("0.0E-0", CultureInfo.InvariantCulture) } : TableCell.Number(value, 4);

    /// <summary>A P value within a sentence.</summary>
    public static string ProbabilityText(double value) => Probability(value).Display;

    /// <summary>The cells of count, share, events, non-events and event rate.</summary>
    public static TableCell[] Counts(double count, double share, double events, double nonEvents, double rate) =>
        [TableCell.Weight(count), TableCell.Percent(share), TableCell.Weight(events), TableCell.Weight(nonEvents), TableCell.Percent(rate)];

    private static IEnumerable<TableCell> Divergences(params double[] values) => values.Select(value => TableCell.Number(value, 4));
}
