using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>The table of a fitted column on other rows: whether its bins are filled as they were, and whether they still mean what they meant.</summary>
/// <remarks>
/// Missing values and categories that training had not seen are bins like others. Nothing depends on the order of rows (with fractional weights, but for rounding). Where the fresh rows are all events or all non-events, what compares the two is NaN, and
/// <see cref="Findings"/> says so; <see cref="Psi"/> needs no events.
/// </remarks>
public sealed class BinningEvaluation
{
    private IReadOnlyList<AdjacentTest>? _adjacentTests;

    private BinningEvaluation(ColumnBinning binning, BinCounts[] counts)
    {
        Binning = binning;
        Bin[] fresh = [.. counts.Select((count, bin) => binning.Bins[bin].WithCounts(count))];
        Statistics = BinningStatistics.Of(fresh);
        double expectedTotal = binning.TotalEvents + binning.TotalNonEvents;
        Bins = [.. binning.Bins.Select((bin, i) => new BinEvaluation(bin, fresh[i], PopulationStability.Part(bin.Count, fresh[i].Count, expectedTotal, Statistics.Count)))];
        foreach (BinEvaluation bin in Bins)
            Psi += bin.PsiPart;
        PsiPValue = PopulationStability.PValue(Psi, Bins.Count(bin => bin.Fitted.Count + bin.Fresh.Count > 0), expectedTotal, Statistics.Count);
        TrendBreaks = Breaks(Bins);
        Auc = AucOfFittedWoe(Bins);
        if (Statistics.Events == 0 || Statistics.NonEvents == 0)
            Findings = [new(FindingSeverity.Warning, FindingCodes.UndefinedMeasure, $"Undefined: weights of evidence and what follows from them, because {(Statistics.Count == 0 ? "no fresh row has weight" : $"all fresh rows are {(Statistics.Events == 0 ? "non-events" : "events")}")}.", ColumnName)];
    }

    /// <summary>The fitted bins.</summary>
    public ColumnBinning Binning { get; }

    /// <summary>The name of the column.</summary>
    public string ColumnName => Binning.ColumnName;

    /// <summary>The bins then and now, in the order and with the indices of <see cref="ColumnBinning.Bins"/>.</summary>
    public IReadOnlyList<BinEvaluation> Bins { get; }

    /// <summary>All that the table of the fresh rows says, computed from their counts alone; its information value is the one now.</summary>
    public BinningStatistics Statistics { get; }

    /// <summary>The tests between neighbouring regular bins on the fresh rows, which had no part in choosing the bounds; computed when first asked for.</summary>
    public IReadOnlyList<AdjacentTest> AdjacentTests => _adjacentTests ??= AdjacentTest.AllOf([.. Bins.Select(bin => bin.Fresh)]);

    /// <summary>The information value that the column had in training.</summary>
    public double FittedInformationValue => Binning.InformationValue;

    /// <summary>The information value of the fresh table; NaN when it has one class only.</summary>
    public double InformationValue => Statistics.InformationValue;

    /// <summary>
    /// Population stability index, Σ (aᵢ − bᵢ) ln(aᵢ/bᵢ) over all bins, with the share aᵢ of the fresh rows in bin i and that of the training rows, bᵢ; 0 for the same shares. By custom, below 0.1 is stable and above 0.25 has changed,
    /// but what chance brings about depends on the number of rows: see <see cref="PsiPValue"/>.
    /// </summary>
    /// <remarks>
    /// Where one of a bin's two counts is 0, one more row, divided as the rows of both sets together are, is counted in that bin on both sides: with counts x and y of n and m rows, s = (x + y)/(n + m), b = (x + s)/n and a = (y + s)/m.
    /// So the index is always finite, no bin is left out, and where no count is 0 it is the plain index. Bins that are empty in both add nothing. NaN when no fresh row has weight.
    /// </remarks>
    public double Psi { get; }

    /// <summary>
    /// The probability of a <see cref="Psi"/> at least as high if the fresh rows came from where the training rows came from: with n training rows, m fresh ones and k bins that hold any,
    /// Psi · n m/(n + m) is then about chi-square with k − 1 degrees of freedom. Above 0.05 there is no sign of a change; with many rows a change too small to matter is significant too, so read both numbers.
    /// </summary>
    /// <remarks>The approximation wants some five rows in each bin of both sets, and sets that share no rows.</remarks>
    public double PsiPValue { get; }

    /// <summary>The pairs of neighbouring regular bins (of those with rows in both sets) whose event rates differed in training and differ the other way round now.</summary>
    public IReadOnlyList<TrendBreak> TrendBreaks { get; }

    /// <summary>Whether no pair of neighbouring bins has changed places.</summary>
    public bool TrendHolds => TrendBreaks.Count == 0;

    /// <summary>Area under the ROC curve, on the fresh rows, of the fitted weights of evidence as a score; equal ones count one half. NaN when there is one class only.</summary>
    public double Auc { get; }

    /// <summary>2 · <see cref="Auc"/> − 1: below the Gini of <see cref="Statistics"/> by what the fitted order of the bins has lost, and negative where it has turned round.</summary>
    public double Gini => (2 * Auc) - 1;

    /// <summary>What is not defined and why.</summary>
    public IReadOnlyList<Finding> Findings { get; } = [];

    /// <summary>The table as text: for each bin the shares, event rates and weights of evidence then and now, and the totals.</summary>
    /// <param name="format">Plain text, Markdown or CSV. Except in CSV a few sentences go before.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(ColumnName, "Count", "Share then", "Share now", "PSI", "Rate then", "Rate now", "WOE then", "WOE now", "Change", "Change (SE)", "IV then", "IV now");
        foreach (BinEvaluation bin in Bins)
        {
            table.Add(
                bin.Fitted.Label,
                TableCell.Weight(bin.Fresh.Count),
                TableCell.Percent(bin.Fitted.CountShare),
                TableCell.Percent(bin.Fresh.CountShare),
                TableCell.Number(bin.PsiPart, 4),
                TableCell.Percent(bin.Fitted.EventRate),
                TableCell.Percent(bin.Fresh.EventRate),
                TableCell.Number(bin.Fitted.Woe, 4),
                TableCell.Number(bin.Fresh.Woe, 4),
                TableCell.Number(bin.WoeChange, 4),
                TableCell.Number(bin.WoeChangeZ, 2),
                TableCell.Number(bin.Fitted.InformationValue, 4),
                TableCell.Number(bin.Fresh.InformationValue, 4));
        }

        table.Add(
            "total",
            TableCell.Weight(Statistics.Count),
            TableCell.Percent(1),
            TableCell.Percent(1),
            TableCell.Number(Psi, 4),
            TableCell.Percent(Binning.TotalEvents / (Binning.TotalEvents + Binning.TotalNonEvents)),
            TableCell.Percent(Statistics.EventRate),
            "",
            "",
            "",
            "",
            TableCell.Number(FittedInformationValue, 4),
            TableCell.Number(InformationValue, 4));
        return format == TableFormat.Csv ? table.Render(format) : $"{BinningTables.Conventions(Binning.ShrinkageStrength)}\n{Summary()}\n\n{table.Render(format)}";
    }

    internal static BinningEvaluation Of(ColumnBinning binning, BinCounts[] counts) => new(binning, counts);

    private string Summary()
    {
        string order = TrendHolds
            ? "No neighbouring bins have changed places."
            : $"Changed places: {string.Join("; ", TrendBreaks.Select(pair => $"{pair.First.Fitted.Label} and {pair.Second.Fitted.Label} (P = {BinningTables.ProbabilityText(pair.PValue)})"))}.";
        return $"PSI {TableCell.Number(Psi, 4).Display} (P = {BinningTables.ProbabilityText(PsiPValue)} if nothing has changed). AUC of the fitted WOE {TableCell.Number(Auc, 4).Display}. {order}";
    }

    private static List<TrendBreak> Breaks(IReadOnlyList<BinEvaluation> bins)
    {
        BinEvaluation[] both = [.. bins.Where(bin => bin.Fitted.Kind == BinKind.Regular && bin.Fitted.Count > 0 && bin.Fresh.Count > 0)];
        var breaks = new List<TrendBreak>();
        for (int i = 1; i < both.Length; i++)
        {
            double now = AdjacentTest.ZOf(both[i - 1].Fresh, both[i].Fresh);
            if (Math.Sign(now) * Math.Sign(AdjacentTest.ZOf(both[i - 1].Fitted, both[i].Fitted)) < 0)
                breaks.Add(new(both[i - 1], both[i], now, Tails.NormalTwoSided(now)));
        }

        return breaks;
    }

    /// <summary>Every bin is two weighted rows, its events and its non-events.</summary>
    private static double AucOfFittedWoe(IReadOnlyList<BinEvaluation> bins) => BinaryEvaluation.Of(
        [.. bins.SelectMany(bin => (double[])[bin.Fitted.Woe, bin.Fitted.Woe])],
        [.. bins.SelectMany(_ => (bool[])[true, false])],
        [.. bins.SelectMany(bin => (double[])[bin.Fresh.Events, bin.Fresh.NonEvents])]).Auc;
}
