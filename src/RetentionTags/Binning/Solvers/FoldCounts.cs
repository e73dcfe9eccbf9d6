using MathNet.Numerics.Distributions;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The counts of pre-bins divided into folds at random, as if each row drew its fold. Only counts are looked at, so the order of rows does not matter, and a whole weight is that many rows.
/// </summary>
internal sealed class FoldCounts
{
    /// <summary>Up to so many rows are drawn one by one; of more, the binomial number of a fold by its normal approximation.</summary>
    private const int DrawnSingly = 256;

    private readonly IntervalCounts _all;
    private readonly double[][] _events;
    private readonly double[][] _nonEvents;

    public FoldCounts(IntervalCounts counts, int folds)
    {
        _all = counts;
        _events = Zeros(folds, counts.Size);
        _nonEvents = Zeros(folds, counts.Size);
        var random = new SplitMix64(seed: 0);
        for (int prebin = 0; prebin < counts.Size; prebin++)
        {
            BinCounts bin = counts[prebin, prebin + 1];
            Divide(bin.Events, _events, prebin, ref random);
            Divide(bin.NonEvents, _nonEvents, prebin, ref random);
        }
    }

    /// <summary>The rows of one fold. The totals are those of all rows.</summary>
    public IntervalCounts Of(int fold) => new(_events[fold], _nonEvents[fold], _all.TotalEvents, _all.TotalNonEvents);

    /// <summary>The rows of all folds but one; the totals lack what the fold has.</summary>
    public IntervalCounts Without(int fold)
    {
        double[] events = new double[_all.Size], nonEvents = new double[_all.Size];
        for (int prebin = 0; prebin < events.Length; prebin++)
        {
            BinCounts bin = _all[prebin, prebin + 1];
            events[prebin] = Math.Max(bin.Events - _events[fold][prebin], 0);
            nonEvents[prebin] = Math.Max(bin.NonEvents - _nonEvents[fold][prebin], 0);
        }

        return new(events, nonEvents, _all.TotalEvents - _events[fold].Sum(), _all.TotalNonEvents - _nonEvents[fold].Sum());
    }

    private static double[][] Zeros(int folds, int size) => [.. Enumerable.Range(0, folds).Select(_ => new double[size])];

    /// <summary>Whole rows draw; what a fractional weight has beyond them goes to one fold.</summary>
    private static void Divide(double count, double[][] folds, int prebin, ref SplitMix64 random)
    {
        double left = Math.Floor(count);
        folds[random.Next(folds.Length)][prebin] += count - left;
        int fold = 0;
        for (; fold < folds.Length - 1 && left > DrawnSingly; fold++)
        {
            double share = 1.0 / (folds.Length - fold), uniform = ((random.Next() >> 11) + 0.5) / (1L << 53);
            double drawn = Math.Clamp(Math.Round((left * share) + (Math.Sqrt(left * share * (1 - share)) * Normal.InvCDF(0, 1, uniform))), 0, left);
            folds[fold][prebin] += drawn;
            left -= drawn;
        }

        if (fold == folds.Length - 1)
            folds[fold][prebin] += left;
        for (; fold < folds.Length - 1 && left > 0; left--)
            folds[fold + random.Next(folds.Length - fold)][prebin]++;
    }
}
