using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class LogisticFunctionsTests : PropertyTests
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, -745.2, -708.5];

    /// <summary>Values to 17 digits from mpmath 1.3 (mp.dps = 40): 1/(1+exp(-x)) and log(1+exp(x)).</summary>
    [Theory]
    [InlineData(0, 0.5, 0.69314718055994531)]
    [InlineData(1, 0.73105857863000487, 1.3132616875182228)]
    [InlineData(-1, 0.26894142136999512, 0.31326168751822284)]
    [InlineData(-40, 4.2483542552915889e-18, 4.2483542552915889e-18)]
    [InlineData(40, 1, 40)]
    [InlineData(-800, 0, 0)]
    [InlineData(800, 1, 800)]
    public void Have_their_values(double x, double sigmoid, double softPlus)
    {
        Same.Within(4e-16 * sigmoid, sigmoid, LogisticFunctions.Sigmoid(x));
        Same.Within(4e-16 * softPlus, softPlus, LogisticFunctions.SoftPlus(x));
    }

    [Property]
    public bool Sigmoid_and_logit_undo_one_another(int percent)
    {
        double p = ((Math.Abs((long)percent) % 9999) + 1) / 10000.0;
        return Math.Abs(LogisticFunctions.Sigmoid(LogisticFunctions.Logit(p)) - p) < 1e-15;
    }

    [Property]
    public bool Sigmoids_of_opposites_add_up_to_one(int x) =>
        Math.Abs(LogisticFunctions.Sigmoid(x / 100.0) + LogisticFunctions.Sigmoid(-x / 100.0) - 1) < 1e-15;

    [Fact]
    public void Are_within_stated_units_in_the_last_place_of_the_truth()
    {
        var random = new SplitMix64(77);
        double exp = 0, sigmoid = 0, softPlus = 0;
        foreach (double x in Arguments(ref random, 6000))
        {
            if (Math.Abs(x) < 745)
                exp = Math.Max(exp, BigReal.UnitsApart(LogisticFunctions.ExpOfMinus(Math.Abs(x)), BigReal.ExpOfMinus(Math.Abs(x))));
            sigmoid = Math.Max(sigmoid, BigReal.UnitsApart(LogisticFunctions.Sigmoid(x), BigReal.Sigmoid(x)));
            softPlus = Math.Max(softPlus, BigReal.UnitsApart(LogisticFunctions.SoftPlus(x), BigReal.SoftPlus(x)));
        }

        Assert.True(exp < 1 && sigmoid < 2.5 && softPlus < 2, FormattableString.Invariant($"exp {exp}, sigmoid {sigmoid}, softplus {softPlus}"));
    }

    [Fact]
    public void Four_at_a_time_give_the_bits_of_one_at_a_time()
    {
        var random = new SplitMix64(78);
        for (int length = 0; length <= 256; length++)
        {
            double[] x = [.. Arguments(ref random, length)];
            for (int i = 0; i < length; i++)
                x[i] = random.Next(5) == 0 ? Odd[random.Next(Odd.Length)] : x[i];
            double[] expected = [.. x.Select(LogisticFunctions.Sigmoid)], actual = new double[length];
            LogisticFunctions.Sigmoid(x, actual);
            Same.Bits(expected, actual);
            for (int i = 0; i + 4 <= length; i += 4)
            {
                double[] t = [.. x.AsSpan(i, 4).ToArray().Select(value => LogisticFunctions.ExpOfMinus(Math.Abs(double.IsNaN(value) ? 1 : value)))], logarithms = new double[4];
                LogisticFunctions.LogOnePlus(Vector256.Create(t)).CopyTo(logarithms);
                Same.Bits([.. t.Select(LogisticFunctions.LogOnePlus)], logarithms);
            }

            LogisticFunctions.Sigmoid(x, x);
            Same.Bits(expected, x);
        }
    }

    /// <summary>Also of subnormal powers, which two multiplications and one instruction must round alike.</summary>
    [Fact]
    public void Powers_down_to_nothing_are_the_same_many_at_a_time()
    {
        double[] a = [.. Enumerable.Range(0, 4096).Select(i => 700 + (i / 73.0)), double.PositiveInfinity, double.NaN, 0, 1e-300, 745.13, 745.14, 750, 751];
        double[] four = new double[a.Length], eight = new double[a.Length], one = [.. a.Select(LogisticFunctions.ExpOfMinus)];
        for (int i = 0; i < a.Length; i += 8)
        {
            LogisticFunctions.ExpOfMinus(Vector256.Create(a, i)).CopyTo(four, i);
            LogisticFunctions.ExpOfMinus(Vector256.Create(a, i + 4)).CopyTo(four, i + 4);
            if (Avx512F.IsSupported)
                LogisticFunctions.ExpOfMinus(Vector512.Create(a, i)).CopyTo(eight, i);
        }

        Same.Bits(one, four);
        if (Avx512F.IsSupported)
            Same.Bits(one, eight);
    }

    [Fact]
    public void Units_have_the_sigmoids_of_their_log_odds_wherever_they_are_written()
    {
        var random = new SplitMix64(80);
        double[] room = new double[300];
        for (int length = 0; length <= 256; length++)
        {
            int[] units = [.. Enumerable.Range(0, length).Select(_ => random.Next(int.MaxValue) * (random.Next(2) == 0 ? 1 : -1) >> random.Next(30))];
            double[] expected = [.. units.Select(unit => LogisticFunctions.Sigmoid(LogOddsGrid.ToLogOdds(unit)))];
            foreach (bool pastTheCache in new[] { false, true })
            {
                Span<double> destination = room.AsSpan(length % 11, length);
                destination.Clear();
                LogisticFunctions.Sigmoid(units, destination, pastTheCache);
                Thread.MemoryBarrier();
                Same.Bits(expected, destination.ToArray());
            }
        }
    }

    [Fact]
    public void Limits_are_reached()
    {
        Same.Bits([0, 1, 0.5, 0.5, double.NaN], [.. new[] { double.NegativeInfinity, double.PositiveInfinity, 0, -0.0, double.NaN }.Select(LogisticFunctions.Sigmoid)]);
        Same.Bits([0, double.PositiveInfinity, double.NaN], [.. new[] { double.NegativeInfinity, double.PositiveInfinity, double.NaN }.Select(LogisticFunctions.SoftPlus)]);
        Assert.Equal(double.Epsilon, LogisticFunctions.Sigmoid(-744.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticFunctions.Sigmoid([1, 2], new double[1]));
    }

    /// <summary>Of every size that matters: around 0, usual log-odds, far out, near multiples of ln 2 / 2, and tiny.</summary>
    private static List<double> Arguments(ref SplitMix64 random, int count)
    {
        var arguments = new List<double>(count);
        for (int i = 0; i < count; i++)
        {
            double uniform = (random.Next(2_000_001) - 1_000_000) / 1e6;
            arguments.Add((i % 5) switch
            {
                0 => uniform,
                1 => 8 * uniform,
                2 => 744 * uniform,
                3 => ((random.Next(101) - 50) * (Math.Log(2) / 2)) + (1e-9 * uniform),
                _ => uniform * Math.Pow(10, -random.Next(300)),
            });
        }

        return arguments;
    }
}
