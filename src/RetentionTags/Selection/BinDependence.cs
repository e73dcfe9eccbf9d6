using RetentionTags.Binning;
using RetentionTags.Numerics;

namespace RetentionTags.Selection;

/// <summary>How the event depends on the bin, over all bins that hold rows, that of missing values included.</summary>
internal sealed class BinDependence
{
    /// <summary>Below this many expected rows a cell's part of chi-square is not yet chi-square.</summary>
    private const double SmallCount = 5;

    public BinDependence(ColumnBinning binning)
    {
        double total = binning.TotalEvents + binning.TotalNonEvents, rate = binning.TotalEvents / total, small = 0;
        foreach (Bin bin in binning.Bins.Where(bin => bin.Count > 0))
        {
            double expectedEvents = bin.Count * rate, expectedNonEvents = bin.Count * (1 - rate), difference = bin.Events - expectedEvents;
            ChiSquare += (difference * difference / expectedEvents) + (difference * difference / expectedNonEvents);
            MutualInformation += Part(bin.Events, expectedEvents) + Part(bin.NonEvents, expectedNonEvents);
            Entropy -= bin.Count / total * Math.Log(bin.Count / total);
            small += (expectedEvents < SmallCount ? 1 : 0) + (expectedNonEvents < SmallCount ? 1 : 0);
            DegreesOfFreedom++;
        }

        SmallShare = small / (2 * DegreesOfFreedom);
        DegreesOfFreedom--;
        MutualInformation = Math.Max(0, MutualInformation / total);
        CramersV = Math.Sqrt(ChiSquare / total);
        PValue = Tails.ChiSquare(ChiSquare, DegreesOfFreedom);
    }

    /// <summary>Pearson's Σ (O − E)²/E, without a continuity correction.</summary>
    public double ChiSquare { get; }

    /// <summary>One less than there are bins that hold rows.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The probability of a chi-square at least as high if the event did not depend on the bin.</summary>
    public double PValue { get; }

    /// <summary>√(χ²/n), 0–1.</summary>
    public double CramersV { get; }

    /// <summary>The share of cells in which fewer than five rows are expected.</summary>
    public double SmallShare { get; }

    /// <summary>Σ P(bin, class) ln [P(bin, class)/(P(bin) P(class))], in nats.</summary>
    public double MutualInformation { get; }

    /// <summary>−Σ P(bin) ln P(bin), in nats.</summary>
    public double Entropy { get; }

    /// <summary>The information gained by each nat that the column itself has; 0 for a single bin.</summary>
    public double GainRatio => Entropy > 0 ? MutualInformation / Entropy : 0;

    private static double Part(double count, double expected) => count == 0 ? 0 : count * Math.Log(count / expected);
}
