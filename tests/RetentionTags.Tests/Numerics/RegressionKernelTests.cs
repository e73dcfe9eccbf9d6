using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>The kernels of logistic regression against their plain forms, at every length from 0 to 256, and against the definitions.</summary>
public class RegressionKernelTests
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue];

    [Fact]
    public void Centred_columns_equal_their_plain_forms_to_the_bit()
    {
        var random = new SplitMix64(21);
        for (int length = 0; length <= 256; length++)
        {
            double[] x = Finite(ref random, length), r = Finite(ref random, length), sums = Finite(ref random, length);
            Check(x, r, sums);
            Assert.Equal(x.Select(value => Math.Abs((value - 0.3) * 1.7)).DefaultIfEmpty(0).Max(), CenteredColumn.Scale(new double[length], r, x, 0.3, 1.7));
            Same.Within(1e-12 * (length + 1), x.Zip(r, (a, b) => b * ((a - 0.3) * 1.7)).Sum(), CenteredColumn.Dot(r, x, 0.3, 1.7));
            if (length == 0)
                continue;
            x[random.Next(length)] = Odd[random.Next(Odd.Length)];
            r[random.Next(length)] = Odd[random.Next(Odd.Length)];
            Check(x, r, sums);
        }

        static void Check(double[] x, double[] r, double[] sums)
        {
            double[] fast = [.. sums], plain = [.. sums];
            CenteredColumn.AddTo(fast, x, 0.3, 1.7, -2.5);
            CenteredColumn.PlainAddTo(plain, x, 0.3, 1.7, -2.5);
            Assert.Equal(plain, fast);
            double reach = CenteredColumn.Scale(fast, r, x, 0.3, 1.7), plainReach = CenteredColumn.PlainScale(plain, r, x, 0.3, 1.7);
            Assert.Equal(plain, fast);
            if (x.All(double.IsFinite))
                Assert.Equal(plainReach, reach);
            Assert.Equal(CenteredColumn.PlainDot(r, x, 0.3, 1.7), CenteredColumn.Dot(r, x, 0.3, 1.7));
        }
    }

    [Fact]
    public void Four_columns_at_once_equal_their_plain_forms_to_the_bit()
    {
        var random = new SplitMix64(26);
        double[] slopes = [-2.5, 0.25, 0, 1.5];
        for (int length = 0; length <= 256; length++)
        {
            double[][] x = [.. Enumerable.Range(0, 4).Select(_ => Finite(ref random, length))];
            double[] r = Finite(ref random, length), sums = Finite(ref random, length), before = [1, -2, 3, -4];
            double[] dots = Check(x, r, sums, before);
            for (int k = 0; k < 4; k++)
                Same.Within(1e-12 * (length + 1), before[k] + x[k].Zip(r, (a, b) => a * b).Sum(), dots[k]);
            double[] moved = [.. sums];
            CenteredColumn.AddFourTo(moved, x[0], x[1], x[2], x[3], slopes);
            for (int i = 0; i < length; i++)
                Same.Within(1e-13, sums[i] + Enumerable.Range(0, 4).Sum(k => x[k][i] * slopes[k]), moved[i]);
            if (length == 0)
                continue;
            x[random.Next(4)][random.Next(length)] = Odd[random.Next(Odd.Length)];
            r[random.Next(length)] = Odd[random.Next(Odd.Length)];
            Check(x, r, sums, before);
        }

        double[] Check(double[][] x, double[] r, double[] sums, double[] before)
        {
            double[] fast = [.. sums], plain = [.. sums], fastDots = [.. before], plainDots = [.. before];
            CenteredColumn.AddFourTo(fast, x[0], x[1], x[2], x[3], slopes);
            CenteredColumn.PlainAddFourTo(plain, x[0], x[1], x[2], x[3], slopes);
            Assert.Equal(plain, fast);
            CenteredColumn.AddDotsOfFour(fastDots, r, x[0], x[1], x[2], x[3]);
            CenteredColumn.PlainAddDotsOfFour(plainDots, r, x[0], x[1], x[2], x[3]);
            Assert.Equal(plainDots, fastDots);
            return fastDots;
        }
    }

    [Fact]
    public void Logistic_terms_equal_their_plain_form_to_the_bit()
    {
        var random = new SplitMix64(22);
        for (int length = 0; length <= 256; length++)
        {
            double[] x = [.. Finite(ref random, length).Select(value => 40 * value)], weights = [.. Finite(ref random, length).Select(Math.Abs)];
            bool[] events = new bool[length];
            for (int i = 0; i < length; i++)
                (events[i], x[i]) = (random.Next(2) == 1, random.Next(8) == 0 ? Odd[random.Next(Odd.Length)] : x[i]);
            foreach (double[] w in (double[][])[weights, []])
            {
                double[] slopes = new double[length], curvatures = new double[length], plainSlopes = new double[length], plainCurvatures = new double[length];
                double loss = LogisticTerms.Of(x, events, w, slopes, curvatures), plain = LogisticTerms.PlainOf(x, events, w, plainSlopes, plainCurvatures);
                Assert.Equal(plain, loss);
                Assert.Equal(plainSlopes, slopes);
                Assert.Equal(plainCurvatures, curvatures);

                double[] alone = new double[length], plainAlone = new double[length];
                LogisticTerms.SlopesOf(x, events, w, alone);
                LogisticTerms.PlainSlopesOf(x, events, w, plainAlone);
                Assert.Equal(slopes, alone);
                Assert.Equal(slopes, plainAlone);
                LogisticTerms.TakeRoots(curvatures);
                Assert.Equal(plainCurvatures.Select(Math.Sqrt), curvatures);
            }
        }
    }

    [Fact]
    public void Logistic_terms_are_what_the_definition_says()
    {
        var random = new SplitMix64(23);
        for (int i = 0; i < 2000; i++)
        {
            double x = (random.Next(2_000_001) - 1_000_000) / 50_000.0, weight = 1 + random.Next(4), p = 1 / (1 + Math.Exp(-x)), q = 1 / (1 + Math.Exp(x));
            bool isEvent = random.Next(2) == 1;
            double[] slope = new double[1], curvature = new double[1];
            double loss = LogisticTerms.Of([x], [isEvent], [weight], slope, curvature);
            Same.Relatively(2e-15, [weight * (isEvent ? -q : p), weight * p * q], [slope[0], curvature[0]]);
            Same.Within(5e-16 * (weight + loss), -weight * Math.Log(isEvent ? p : q), loss);
            Same.Within(5e-16 * (1 + loss), -Math.Log(isEvent ? p : q), LogisticTerms.Of([x], [isEvent], [], slope, curvature));
        }
    }

    [Fact]
    public void The_loss_of_many_rows_is_the_sum_of_theirs()
    {
        var random = new SplitMix64(27);
        for (int rows = 1; rows <= LogisticTerms.MostRows; rows = (3 * rows) + 1)
        {
            double[] x = [.. Finite(ref random, rows).Select(value => value / 2)], ones = [.. Enumerable.Repeat(1.0, rows)];
            x[0] = 0;
            bool[] events = [.. x.Select(value => value > 0.2)];
            Same.Relatively(1e-14, [LogisticTerms.Of(x, events, ones, new double[rows], new double[rows])], [LogisticTerms.Of(x, events, [], new double[rows], new double[rows])]);
        }

        double[] even = new double[LogisticTerms.MostRows];
        Same.Relatively(1e-14, [LogisticTerms.MostRows * Math.Log(2)], [LogisticTerms.Of(even, new bool[even.Length], [], new double[even.Length], new double[even.Length])]);
    }

    [Fact]
    public void Products_of_rows_equal_their_plain_form_to_the_bit()
    {
        var random = new SplitMix64(24);
        for (int rows = 3; rows <= 24; rows += 3)
        {
            for (int length = 0; length <= 256; length += 8)
            {
                double[] block = Finite(ref random, rows * 264), fast = Finite(ref random, rows * rows), plain = [.. fast], before = [.. fast];
                if (length % 56 == 8)
                    block[random.Next(length)] = Odd[random.Next(Odd.Length)];
                SymmetricProducts.AddTo(fast, block, 264, length, rows);
                SymmetricProducts.PlainAddTo(plain, block, 264, length, rows);
                for (int i = 0; i < rows; i++)
                {
                    Assert.Equal(plain[(i * rows)..((i * rows) + i + 1)], fast[(i * rows)..((i * rows) + i + 1)]);
                    if (length % 56 != 8)
                        Same.Within(1e-11, before[i * rows] + Enumerable.Range(0, length).Sum(t => block[(i * 264) + t] * block[t]), fast[i * rows]);
                }
            }
        }
    }

    /// <summary>Against sums in decimal, which has 28 digits.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1e-3, 1e9)]
    [InlineData(1e6, -1e3)]
    public void Moments_of_columns_are_exact(double unit, double offset)
    {
        var random = new SplitMix64(25);
        foreach (int length in (int[])[1, 2, 3, 7, 8, 9, 16, 17, 1023, 1024, 1025, 5000])
        {
            double[] x = [.. Finite(ref random, length).Select(value => (value * unit) + offset)], weights = [.. Enumerable.Range(0, length).Select(i => 1.0 + (i % 3))];
            foreach (double[] w in (double[][])[weights, []])
            {
                decimal total = 0, sum = 0, squares = 0;
                for (int i = 0; i < length; i++)
                    (total, sum) = (total + Weight(w, i), sum + (Weight(w, i) * Exact(x[i])));
                for (int i = 0; i < length; i++)
                    squares += Weight(w, i) * (Exact(x[i]) - (sum / total)) * (Exact(x[i]) - (sum / total));
                (double mean, double deviation) = ColumnMoments.Of(x, w);
                Same.Within(1e-14 * (Math.Abs(offset) + unit), (double)(sum / total), mean);
                Same.Within(1e-13 * unit, Math.Sqrt((double)(squares / total)), deviation);
            }
        }

        static decimal Exact(double value) => (decimal)(long)Math.Floor(value) + ((decimal)(long)((value - Math.Floor(value)) * (1L << 52)) / (1L << 52));

        static decimal Weight(double[] w, int i) => w.Length == 0 ? 1 : (decimal)w[i];
    }

    [Fact]
    public void Moments_of_extreme_numbers_are_finite_and_what_is_not_finite_is_told()
    {
        double[] unit = [1, 2, 4, 8, -3];
        (double mean, double deviation) = ColumnMoments.Of(unit, []);
        foreach (double scale in (double[])[1e-300, 1e-160, 1e160, 1e307])
        {
            (double scaledMean, double scaledDeviation) = ColumnMoments.Of([.. unit.Select(value => value * scale)], []);
            Same.Relatively(1e-14, [mean * scale, deviation * scale], [scaledMean, scaledDeviation]);
        }

        Assert.Equal((0.1, 0), ColumnMoments.Of([.. Enumerable.Repeat(0.1, 3000)], []));
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (int place = 0; place < 11; place++)
            {
                double[] x = new double[11];
                x[place] = bad;
                Assert.True(double.IsNaN(ColumnMoments.Of(x, []).Deviation));
            }
        }
    }

    private static double[] Finite(ref SplitMix64 random, int length)
    {
        var values = new double[length];
        for (int i = 0; i < length; i++)
            values[i] = (random.Next(2001) - 1000) / 997.0;
        return values;
    }
}
