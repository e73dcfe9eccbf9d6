using RetentionTags.Binning;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>What one bin says: divergences, standard error and interval of the weight of evidence.</summary>
public class BinMeasuresTests : PropertyTests
{
    [Property(MaxTest = 300)]
    public void Parts_are_the_formulas(byte[] events, byte[] nonEvents)
    {
        Bin[] bins = BinTable.Of(BinTable.Cells(events, nonEvents));
        double allEvents = bins.Sum(bin => bin.Events), allNonEvents = bins.Sum(bin => bin.NonEvents);
        foreach (Bin bin in bins)
        {
            double p = bin.Events / allEvents, q = bin.NonEvents / allNonEvents, m = (p + q) / 2;
            Same.Within(1e-15, ((p == 0 ? 0 : p * Math.Log(p / m)) + (q == 0 ? 0 : q * Math.Log(q / m))) / 2, bin.JensenShannon);
            Same.Within(1e-15, Math.Pow(Math.Sqrt(p) - Math.Sqrt(q), 2) / 2, bin.Hellinger);
            Same.Within(1e-15, m == 0 ? 0 : (p - q) * (p - q) / (p + q), bin.Triangular);
            Assert.All([bin.JensenShannon, bin.Hellinger, bin.Triangular], part => Assert.True(part >= 0));
            if (bin.Events > 0 && bin.NonEvents > 0)
                Same.Within(1e-12, (1 / bin.Events) + (1 / bin.NonEvents) - (1 / allEvents) - (1 / allNonEvents), bin.WoeStandardError * bin.WoeStandardError);
        }
    }

    /// <summary>The Taylor series of the exact quantities in the difference of the shares, where the formulas as written lose all their digits.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void Nearly_equal_shares_keep_their_digits(double difference)
    {
        double p = 0.25 + (difference / 2), q = 0.25 - (difference / 2), u = (p - q) / (p + q), squares = u * u;
        double jensenShannon = squares / 8 * (1 + (squares / 6) + (squares * squares / 15)), hellinger = squares / 8 * (1 + (squares / 4));
        Same.Within(1e-13 * jensenShannon, jensenShannon, ShareDivergence.JensenShannon(p, q));
        Same.Within(1e-11 * hellinger, hellinger, ShareDivergence.Hellinger(p, q));
        Same.Bits([ShareDivergence.JensenShannon(p, q)], [ShareDivergence.JensenShannon(q, p)]);
    }

    [Fact]
    public void Series_and_logarithms_meet()
    {
        // u = |p − q|/(p + q) on both sides of 0.1, where one formula hands over to the other.
        double below = ShareDivergence.JensenShannon(0.55 - 1e-12, 0.45 + 1e-12), above = ShareDivergence.JensenShannon(0.55 + 1e-12, 0.45 - 1e-12);
        Same.Within(1e-12, below, above);
        Assert.True(below < above);
    }

    [Fact]
    public void Extreme_cells_are_defined()
    {
        Bin[] bins = BinTable.Of([(10, 0), (0, 10)]);
        Same.Within(1e-15, [Math.Log(2) / 2, 0.5, 1], [bins[0].JensenShannon, bins[0].Hellinger, bins[0].Triangular]);
        Same.Bits([bins[0].JensenShannon, bins[0].Hellinger, bins[0].Triangular, bins[0].WoeStandardError], [bins[1].JensenShannon, bins[1].Hellinger, bins[1].Triangular, bins[1].WoeStandardError]);
        Same.Within(1e-12, Math.Sqrt((1 / 10.5) + (1 / 0.5) - 0.2), bins[0].WoeStandardError);
        Bin empty = bins[2];
        Assert.Equal([0, 0, 0], [empty.JensenShannon, empty.Hellinger, empty.Triangular]);
        Assert.Equal([double.NaN, double.NaN, double.NaN], [empty.WoeStandardError, empty.WoeInterval().Lower, empty.WoeInterval().Upper]);
        Bin all = BinTable.Of([(3, 7)])[0];
        Assert.Equal(new ConfidenceInterval(0, 0, 0.9), all.WoeInterval(0.9));
    }

    [Fact]
    public void Intervals_are_symmetric_and_take_their_level()
    {
        Bin bin = BinTable.Of([(30, 70), (20, 180)])[0];
        ConfidenceInterval usual = bin.WoeInterval(), wide = bin.WoeInterval(0.99);
        Same.Within(1e-9, 1.959963984540054 * bin.WoeStandardError, usual.Upper - bin.Woe);
        Same.Within(1e-12, bin.Woe - usual.Lower, usual.Upper - bin.Woe);
        Same.Within(1e-9, 2.5758293035489004 * bin.WoeStandardError, wide.Upper - bin.Woe);
        foreach (double level in (double[])[0, 1, -1, double.NaN])
            Assert.Contains("0.95", Assert.Throws<ArgumentOutOfRangeException>(() => bin.WoeInterval(level)).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows drawn again and again from a known population: the weights of evidence scatter as the standard error says, and the interval holds the true one as often as its level says.</summary>
    [Fact]
    public void Standard_errors_are_those_of_drawn_samples()
    {
        double[] share = [0.2, 0.5, 0.3], rate = [0.4, 0.2, 0.1];
        double overall = share.Zip(rate, (s, r) => s * r).Sum();
        double[] truth = [.. rate.Select(r => Math.Log(r / (1 - r)) - Math.Log(overall / (1 - overall)))];
        var random = new SplitMix64(5);
        const int Samples = 1500, Rows = 1000;
        double[] squares = new double[3], errors = new double[3], held = new double[3];
        for (int sample = 0; sample < Samples; sample++)
        {
            var cells = new (double Events, double NonEvents)[3];
            for (int row = 0; row < Rows; row++)
            {
                double u = SampleData.Uniform(ref random);
                int bin = u < share[0] ? 0 : u < share[0] + share[1] ? 1 : 2;
                if (SampleData.Uniform(ref random) < rate[bin])
                    cells[bin].Events++;
                else
                    cells[bin].NonEvents++;
            }

            Bin[] bins = BinTable.Of(cells);
            for (int bin = 0; bin < 3; bin++)
            {
                squares[bin] += Math.Pow(bins[bin].Woe - truth[bin], 2) / Samples;
                errors[bin] += bins[bin].WoeStandardError / Samples;
                ConfidenceInterval interval = bins[bin].WoeInterval();
                held[bin] += interval.Lower <= truth[bin] && truth[bin] <= interval.Upper ? 1.0 / Samples : 0;
            }
        }

        for (int bin = 0; bin < 3; bin++)
        {
            Same.Within(0.06 * errors[bin], Math.Sqrt(squares[bin]), errors[bin]);
            Assert.InRange(held[bin], 0.93, 0.97);
        }
    }
}
