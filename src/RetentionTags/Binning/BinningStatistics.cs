using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Binning;

/// <summary>What a binning table says as a whole.</summary>
/// <remarks>
/// With the events eᵢ and non-events nᵢ of row i of the table, the totals E and N over all rows (regular, missing, unseen and any others), pᵢ = eᵢ/E, qᵢ = nᵢ/N and cᵢ = eᵢ + nᵢ.
/// No measure depends on the sign of the weight of evidence. Where the table has no events or no non-events at all, the measures that compare the two are NaN.
/// </remarks>
public sealed record BinningStatistics
{
    /// <summary>The information value at which <see cref="QualityScore"/> is highest.</summary>
    private const double BestInformationValue = 0.39573882184806863;

    private BinningStatistics(IReadOnlyList<Bin> bins)
    {
        foreach (Bin bin in bins)
        {
            Events += bin.Events;
            NonEvents += bin.NonEvents;
            InformationValue += bin.InformationValue;
            JensenShannon += bin.JensenShannon;
            Hellinger += bin.Hellinger;
            Triangular += bin.Triangular;
        }

        Bin[] regular = [.. bins.Where(bin => bin.Kind == BinKind.Regular && bin.Count > 0)];
        (Concentration, NormalizedConcentration) = Concentrations(bins, Count);
        ObservedTrend = TrendOf(regular);
        if (Events > 0 && NonEvents > 0)
        {
            Gini = GiniOf(bins, Events * NonEvents);
            (KolmogorovSmirnov, ChiSquare, CramersV) = RegularMeasures(regular);
            QualityScore = Quality(regular);
        }
        else
        {
            InformationValue = JensenShannon = Hellinger = Triangular = double.NaN;
        }
    }

    /// <summary>Sum of the weights of the events, E.</summary>
    public double Events { get; }

    /// <summary>Sum of the weights of the non-events, N.</summary>
    public double NonEvents { get; }

    /// <summary>Sum of all weights.</summary>
    public double Count => Events + NonEvents;

    /// <summary>Share of events, 0–1.</summary>
    public double EventRate => Events / Count;

    /// <summary>Information value, the Jeffreys divergence Σ (pᵢ − qᵢ) ln(pᵢ/qᵢ); at least 0, without bound. Zero cells by the rule that <see cref="Bin"/> states.</summary>
    public double InformationValue { get; }

    /// <summary>Jensen–Shannon divergence, the sum of <see cref="Bin.JensenShannon"/>; 0–ln 2.</summary>
    public double JensenShannon { get; }

    /// <summary>Squared Hellinger distance, the sum of <see cref="Bin.Hellinger"/>; 0–1.</summary>
    public double Hellinger { get; }

    /// <summary>Triangular discrimination, the sum of <see cref="Bin.Triangular"/>; 0–2.</summary>
    public double Triangular { get; }

    /// <summary>
    /// Gini coefficient of the event rates, 0–1: with all rows that hold anything (missing ones included) sorted by event rate from the highest, 1 − Σᵢ eᵢ (nᵢ + 2 Σⱼ﹤ᵢ nⱼ)/(E N).
    /// It is 2 · AUC − 1 of the score "event rate of the row's bin", and does not depend on the order of the table to the bit.
    /// </summary>
    public double Gini { get; } = double.NaN;

    /// <summary>
    /// Kolmogorov–Smirnov distance, 0–1, over the regular bins in the order of the table: the greatest difference between the cumulated shares of events and of non-events, of all events and non-events in regular bins.
    /// Missing values have no place in that order and play no part. 0 where the regular bins hold only events or only non-events.
    /// </summary>
    public double KolmogorovSmirnov { get; } = double.NaN;

    /// <summary>Herfindahl–Hirschman index of the bins' sizes, Σ (cᵢ/(E + N))², over all rows: 1 when one bin holds everything.</summary>
    public double Concentration { get; }

    /// <summary>
    /// <see cref="Concentration"/> H moved to 0–1 for the number k of bins that hold anything, (H − 1/k)/(1 − 1/k): 0 for bins of one size; 1 when k = 1.
    /// Empty bins do not count, so that an empty missing bin changes nothing.
    /// </summary>
    public double NormalizedConcentration { get; }

    /// <summary>Pearson's chi-square of the regular bins against the event, with one degree of freedom less than there are such bins, without a continuity correction; 0 where they hold only one class.</summary>
    public double ChiSquare { get; } = double.NaN;

    /// <summary>Cramér's V, 0–1: √(<see cref="ChiSquare"/>/rows in regular bins); 0 where there are none.</summary>
    public double CramersV { get; } = double.NaN;

    /// <summary>
    /// A score of the binning, 0–1: s · Π(1 − P) · (1 − <see cref="NormalizedConcentration"/>), with s = (IV/c) exp((1 − (IV/c)²)/2), c = 0.39573882184806863, and the two-sided P value of the z test
    /// (<see cref="AdjacentTest.PValue"/>) for each pair of neighbouring regular bins that hold anything.
    /// </summary>
    /// <remarks>
    /// s is 1 at an information value of c and falls on both sides: to 0.51 at an information value of 0.13, to 0.04 at 1.25, to nothing at 5. So a low score has two meanings. With a low information value the column says little; with a
    /// high one it says more than a column known before the event usually can, and the score is an alarm for leaks.
    /// </remarks>
    public double QualityScore { get; } = double.NaN;

    /// <summary>
    /// How the event rate of the regular bins runs in the order of the table, read from the rates and not from what was asked for: <see cref="Trend.Ascending"/>, <see cref="Trend.Descending"/>, <see cref="Trend.Peak"/> or
    /// <see cref="Trend.Valley"/>, the first that holds; <see cref="Trend.None"/> when it turns more than once. Equal neighbours are no turn, a single bin ascends, and bins without rows are passed over.
    /// </summary>
    public Trend ObservedTrend { get; }

    /// <summary>Computes the statistics of any table.</summary>
    /// <param name="bins">All rows of the table, in its order, without a row of totals.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentException">There are no bins.</exception>
    public static BinningStatistics Of(IReadOnlyList<Bin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        return bins.Count == 0 ? throw new ArgumentException("A binning table has at least one bin.", nameof(bins)) : new(bins);
    }

    /// <summary>The statistics as a table of one line.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("IV", "JS", "Hellinger", "Triangular", "Gini", "KS", "HHI", "HHI normalized", "Chi-square", "Cramer's V", "Quality", "Trend");
        double[] measures = [InformationValue, JensenShannon, Hellinger, Triangular, Gini, KolmogorovSmirnov, Concentration, NormalizedConcentration, ChiSquare, CramersV, QualityScore];
        table.Add([.. measures.Select(measure => TableCell.Number(measure, 4)), ObservedTrend.ToString()]);
        return table.Render(format);
    }

    private static (double Index, double Normalized) Concentrations(IReadOnlyList<Bin> bins, double total)
    {
        double squares = 0, rows = 0;
        foreach (Bin bin in bins)
        {
            squares += bin.Count * bin.Count;
            rows += bin.Count > 0 ? 1 : 0;
        }

        // Bins of one size may come out a hair below 1/k.
        double index = squares / total / total;
        return (index, rows == 1 ? 1 : Math.Max(0, (index - (1 / rows)) / (1 - (1 / rows))));
    }

    private static double GiniOf(IReadOnlyList<Bin> bins, double pairs)
    {
        // Ordered by all that enters the sum, so equal rates leave no choice.
        IEnumerable<Bin> byRate = bins.Where(bin => bin.Count > 0).OrderByDescending(bin => bin.EventRate).ThenByDescending(bin => bin.Events).ThenByDescending(bin => bin.NonEvents);
        double before = 0, lost = 0;
        foreach (Bin bin in byRate)
        {
            lost += bin.Events * (bin.NonEvents + (2 * before));
            before += bin.NonEvents;
        }

        // Only rounding leads out of 0–1.
        return Math.Clamp(1 - (lost / pairs), 0, 1);
    }

    private static (double KolmogorovSmirnov, double ChiSquare, double CramersV) RegularMeasures(Bin[] regular)
    {
        double allEvents = 0, allNonEvents = 0;
        foreach (Bin bin in regular)
        {
            allEvents += bin.Events;
            allNonEvents += bin.NonEvents;
        }

        if (allEvents == 0 || allNonEvents == 0)
            return (0, 0, 0);
        double count = allEvents + allNonEvents, events = 0, nonEvents = 0, widest = 0, chiSquare = 0;
        foreach (Bin bin in regular)
        {
            events += bin.Events;
            nonEvents += bin.NonEvents;
            widest = Math.Max(widest, Math.Abs((events * allNonEvents) - (nonEvents * allEvents)));

            // (observed − expected)² / expected of both cells in one: the two differences are equal but for their sign.
            double difference = ((bin.Events * allNonEvents) - (bin.NonEvents * allEvents)) / count;
            chiSquare += difference / allEvents * (difference / allNonEvents) / bin.Count * count * count;
        }

        return (widest / (allEvents * allNonEvents), chiSquare, Math.Sqrt(chiSquare / count));
    }

    private double Quality(Bin[] regular)
    {
        double ratio = InformationValue / BestInformationValue, score = ratio * Math.Exp((1 - (ratio * ratio)) / 2);
        for (int bin = 1; bin < regular.Length; bin++)
            score *= 1 - Tails.NormalTwoSided(AdjacentTest.ZOf(regular[bin - 1], regular[bin]));
        return score * (1 - NormalizedConcentration);
    }

    private static Trend TrendOf(Bin[] regular)
    {
        int first = 0, last = 0, turns = 0;
        for (int bin = 1; bin < regular.Length; bin++)
        {
            int step = regular[bin].EventRate.CompareTo(regular[bin - 1].EventRate);
            if (step == 0)
                continue;
            turns += last != 0 && step != last ? 1 : 0;
            first = first == 0 ? step : first;
            last = step;
        }

        return turns switch
        {
            0 => first < 0 ? Trend.Descending : Trend.Ascending,
            1 => first > 0 ? Trend.Peak : Trend.Valley,
            _ => Trend.None,
        };
    }
}
