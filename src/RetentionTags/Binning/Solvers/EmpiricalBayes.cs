using MathNet.Numerics;

namespace RetentionTags.Binning.Solvers;

/// <summary>
/// The number of prior rows under which the counts of a column's bins are most likely, when the event rate of each bin is drawn from a beta distribution with the mean of all rows:
/// maximise Σ ln B(e + kR, n + k(1 − R)) − ln B(kR, k(1 − R)) over k.
/// </summary>
internal static class EmpiricalBayes
{
    /// <summary>The range of k: from a hundredth of a row to as many as there are, beyond which the bins do not differ noticeably.</summary>
    private const double LeastStrength = 0.01;

    /// <summary>Grid points in ln k, so that a likelihood with two maxima is not missed.</summary>
    private const int GridSteps = 40;

    private const int Refinements = 40;

    public static double Strength(IReadOnlyList<BinCounts> bins)
    {
        double rate = bins[0].TotalEvents / (bins[0].TotalEvents + bins[0].TotalNonEvents);
        double lowest = Math.Log(LeastStrength), highest = Math.Log(bins[0].TotalEvents + bins[0].TotalNonEvents);
        double step = (highest - lowest) / GridSteps;
        int best = Enumerable.Range(0, GridSteps + 1).MaxBy(i => LogLikelihood(lowest + (i * step)));
        (double a, double b) = (lowest + (Math.Max(best - 1, 0) * step), lowest + (Math.Min(best + 1, GridSteps) * step));

        // Golden section.
        double ratio = (Math.Sqrt(5) - 1) / 2, c = b - (ratio * (b - a)), d = a + (ratio * (b - a));
        double atC = LogLikelihood(c), atD = LogLikelihood(d);
        for (int i = 0; i < Refinements; i++)
        {
            if (atC >= atD)
            {
                (b, d, atD) = (d, c, atC);
                c = b - (ratio * (b - a));
                atC = LogLikelihood(c);
            }
            else
            {
                (a, c, atC) = (c, d, atD);
                d = a + (ratio * (b - a));
                atD = LogLikelihood(d);
            }
        }

        return Math.Exp((a + b) / 2);

        double LogLikelihood(double logStrength)
        {
            double events = Math.Exp(logStrength) * rate, nonEvents = Math.Exp(logStrength) * (1 - rate), sum = 0;
            foreach (BinCounts bin in bins)
            {
                if (bin.Count > 0)
                    sum += SpecialFunctions.BetaLn(bin.Events + events, bin.NonEvents + nonEvents) - SpecialFunctions.BetaLn(events, nonEvents);
            }

            return sum;
        }
    }
}
