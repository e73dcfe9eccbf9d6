using System.Runtime.Intrinsics.X86;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

/// <summary>Every arrangement of weights against the definition: the weight of NaN, of an equal special value, or of the bin whose number is that of the cuts not above the value.</summary>
public class BinWeightsTests : PropertyTests
{
    private const int MissingWeight = -77_777;

    /// <summary>What only registers of 512 bits search for.</summary>
    private const string Several = nameof(SteppedWeights) + " of 256 bits";

    private static readonly double[] Odd =
    [
        double.NaN, BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001), BitConverter.Int64BitsToDouble(-1), double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon,
        double.MaxValue, double.MinValue, 2.2250738585072014e-308, -2.2250738585072014e-308, -1e-310, 1e-310,
    ];

    /// <summary>What looks cuts up in registers of 512 bits, by what does in 256.</summary>
    private static readonly Dictionary<string, string> Wide = new()
    {
        [nameof(UpperCuts8<>)] = nameof(WideUpperCuts8<>),
        [nameof(UpperCuts20<>)] = nameof(WideUpperCuts<>),
        [nameof(UpperCuts32<>)] = nameof(WideUpperCuts<>),
        [nameof(UpperCutsMany<>)] = nameof(WideUpperCuts<>),
        [nameof(WholeCuts8)] = nameof(WideWholeCuts8),
        [nameof(WholeCuts32)] = nameof(WideWholeCuts),
        [Several] = nameof(WideWholeCuts),
        [nameof(SteppedWeights)] = nameof(SteppedWeights),
    };

    /// <summary>Cuts of each sort, and what is to look them up where there is AVX2.</summary>
    private static List<(string What, double[] Cuts, string Arrangement)> Arrangements()
    {
        double[] whole = [.. Enumerable.Range(-20, 41).Select(i => (double)i)];
        double[] anywhere = [.. Enumerable.Range(-20, 41).Select(i => (i + 0.1) * Math.Sqrt(0.7))];
        double[] ulps = [.. Enumerable.Range(0, 6).Select(i => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1.5) + (i * 3)))];
        var all = new List<(string What, double[] Cuts, string Arrangement)>();
        for (int cuts = 0; cuts <= 7; cuts++)
        {
            all.Add(($"{cuts} whole", whole[(20 - (cuts / 2))..][..cuts], nameof(UpperCuts8<>)));
            if (cuts > 0)
                all.Add(($"{cuts} anywhere", anywhere[(20 - (cuts / 2))..][..cuts], nameof(WholeCuts8)));
        }

        for (int cuts = 8; cuts <= 31; cuts++)
        {
            all.Add(($"{cuts} whole", whole[(20 - (cuts / 2))..][..cuts], cuts <= 19 ? nameof(UpperCuts20<>) : nameof(UpperCuts32<>)));
            all.Add(($"{cuts} anywhere", anywhere[(20 - (cuts / 2))..][..cuts], nameof(WholeCuts32)));
        }

        all.Add(("negative", [-8, -4, -2, -1, -0.5], nameof(UpperCuts8<>)));
        all.Add(("minus zero", [-1, -0.0, 1], nameof(UpperCuts8<>)));
        all.Add(("infinite", [double.NegativeInfinity, 0, double.PositiveInfinity], nameof(UpperCuts8<>)));
        all.Add(("the least", [-double.Epsilon, 0, double.Epsilon], nameof(WholeCuts8)));
        all.Add(("the largest", [double.MinValue, double.MaxValue], nameof(WholeCuts8)));
        all.Add(("zero among many", [-0.3, 0, .. anywhere[21..35]], nameof(WholeCuts32)));
        all.Add(("the ends among many", [double.NegativeInfinity, double.MinValue, .. anywhere[12..30], double.PositiveInfinity], nameof(WholeCuts32)));
        all.Add(("side by side among many", [-1.1, .. ulps, .. anywhere[25..35]], Several));
        foreach (int cuts in (int[])[32, 39, 63, 64, 100, 254, 255])
        {
            all.Add(($"{cuts}", [.. Enumerable.Range(-cuts / 3, cuts).Select(i => i / 4.0)], nameof(UpperCutsMany<>)));
            all.Add(($"{cuts} above 0", [.. Enumerable.Range(1, cuts).Select(i => i / 4.0)], nameof(UpperCutsMany<>)));
        }

        all.Add(("256", [.. Enumerable.Range(-9, 256).Select(i => (double)i)], nameof(SteppedWeights)));
        all.Add(("41", anywhere, Several));
        all.Add(("255 anywhere", [.. Enumerable.Range(-100, 255).Select(i => i * Math.Sqrt(0.3))], Several));
        return all;
    }

    /// <summary>The same for both widths of registers.</summary>
    public static TheoryData<string, double[], string, int> WidthsOfArrangements()
    {
        var all = new TheoryData<string, double[], string, int>();
        foreach ((string what, double[] cuts, string arrangement) in Arrangements())
        {
            all.Add(what, cuts, arrangement == Several ? nameof(SteppedWeights) : arrangement, 256);
            if (BinWeights.IsWide)
                all.Add(what, cuts, Wide[arrangement], 512);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(WidthsOfArrangements))]
    public void Sums_grow_by_the_weight_of_each_value_at_every_length(string what, double[] cuts, string arrangement, int bits)
    {
        var random = new SplitMix64(what.Length + cuts.Length);
        int[] weights = Weights(ref random, cuts.Length + 1);
        double[][] specials = [[], [3], [0, -999, double.PositiveInfinity, .. cuts.Take(1)], [.. Enumerable.Range(0, 12).Select(i => i - 4.0)]];
        foreach (double[] special in specials.Select(each => each.Distinct().ToArray()))
        {
            int[] specialWeights = Weights(ref random, special.Length);
            BinWeights kernel = BinWeights.Of(cuts, weights, MissingWeight, special, specialWeights, bits);
            string expectedKind = Avx2.IsSupported && special.Length <= 8 ? arrangement : nameof(SteppedWeights);
            Assert.Contains(expectedKind, kernel.GetType().ToString(), StringComparison.Ordinal);
            for (int length = 0; length <= 256; length++)
            {
                double[] values = Values(ref random, [.. cuts, .. special], length);
                byte[] validity = new byte[length == 0 ? 0 : (length + 27) / 8];
                for (int i = 0; i < validity.Length; i++)
                    validity[i] = (byte)random.Next(256);
                int offset = random.Next(20), first = random.Next(1000);
                int[] sums = [.. Enumerable.Range(first, length)], masked = [.. sums];
                kernel.AddTo(sums, values);
                kernel.AddTo(masked, values, new ValidRows(validity, offset));
                for (int i = 0; i < length; i++)
                {
                    int expected = Expected(values[i], cuts, weights, special, specialWeights);
                    Assert.True(first + i + expected == sums[i], $"{what}, length {length}, row {i}, value {values[i]:R}: {sums[i] - first - i} and not {expected}");
                    Assert.Equal(expected, kernel.WeightOf(values[i]));
                    bool valid = ((validity[(offset + i) / 8] >> ((offset + i) % 8)) & 1) == 1;
                    Assert.Equal(first + i + (valid ? expected : MissingWeight), masked[i]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(WidthsOfArrangements))]
    public void Sums_in_the_order_of_lanes_are_those_in_the_order_of_rows_for_one_column_and_for_two(string what, double[] cuts, string arrangement, int bits)
    {
        var random = new SplitMix64(what.Length);
        double[] otherCuts = [.. cuts.Where((_, i) => i % 2 == 0 || cuts.Length > 9)];
        BinWeights one = BinWeights.Of(cuts, Weights(ref random, cuts.Length + 1), 5, bits: bits), other = BinWeights.Of(otherCuts, Weights(ref random, otherCuts.Length + 1), MissingWeight, bits: bits);
        Assert.Equal(Avx2.IsSupported && arrangement != nameof(SteppedWeights), one.AddsInLanes);
        for (int length = 0; length <= 256 && one.AddsInLanes && other.AddsInLanes; length++)
        {
            double[] values = Values(ref random, cuts, length), otherValues = Values(ref random, cuts, length);
            int[] sums = [.. Enumerable.Range(7, length)], lanes = [.. Enumerable.Repeat(0, length)], both = [.. lanes];
            one.AddTo(sums, values);
            other.AddTo(sums, otherValues);
            one.AddInLanes(lanes, values);
            other.AddInLanes(lanes, otherValues);
            PutInRowOrder(lanes);
            Assert.Equal(sums, lanes.Select((sum, i) => sum + 7 + i));
            if (one.TryAddInLanes(other, both, values, otherValues))
            {
                PutInRowOrder(both);
                Assert.Equal(lanes, both);
            }
            else
            {
                Assert.True(arrangement != nameof(UpperCuts8<>) || one.GetType() != other.GetType());
            }
        }

        void PutInRowOrder(int[] lanes)
        {
            if (bits == 512)
                BinWeights.PutInRowOrder(lanes);
            else
                UpperHalves.PutInRowOrder(lanes);
        }
    }

    [Theory]
    [MemberData(nameof(WidthsOfArrangements))]
    public void Log_odds_are_those_of_weights_at_every_length_and_address(string what, double[] cuts, string arrangement, int bits)
    {
        var random = new SplitMix64(what.Length);
        BinWeights kernel = BinWeights.Of(cuts, Weights(ref random, cuts.Length + 1), MissingWeight, bits: bits);
        double[] room = new double[300];
        for (int length = 0; length <= 256; length++)
        {
            double[] values = Values(ref random, cuts, length);
            double less = LogOddsGrid.ToLogOdds(random.Next(1 << 20));
            double[] expected = [.. values.Select(value => (kernel.WeightOf(value) / 16777216.0) - less)];
            foreach (bool pastTheCache in (bool[])[false, true])
            {
                Span<double> logOdds = room.AsSpan(random.Next(16), length);
                logOdds.Clear();
                bool isDone = kernel.TryWriteLogOdds(values, less, logOdds, pastTheCache);
                Assert.Equal(Avx2.IsSupported && arrangement != nameof(SteppedWeights), isDone);
                if (isDone)
                    Same.Bits(expected, logOdds);
            }
        }
    }

    /// <summary>Cuts of any sort, made of random bits, so also close together, denormal and infinite ones; values are their neighbourhoods and random bits.</summary>
    [Property(MaxTest = 2000)]
    public void Any_cuts_are_searched_right(int seed)
    {
        var random = new SplitMix64(seed);
        double[] cuts = [.. Enumerable.Range(0, random.Next(random.Next(4) == 0 ? 300 : 45)).Select(_ => Number(ref random)).Where(cut => !double.IsNaN(cut)).Distinct().Order()];
        double[] special = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Number(ref random)).Where(value => !double.IsNaN(value)).Distinct()];
        int[] weights = Weights(ref random, cuts.Length + 1), specialWeights = Weights(ref random, special.Length);
        double[] values = Values(ref random, [.. cuts, .. special], 200);
        foreach (int bits in (int[])[256, 512])
        {
            int[] sums = new int[200];
            BinWeights.Of(cuts, weights, MissingWeight, special, specialWeights, bits).AddTo(sums, values);
            Assert.Equal(values.Select(value => Expected(value, cuts, weights, special, specialWeights)), sums);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(256)]
    public void Coded_rows_are_looked_up_at_every_length_and_a_code_without_a_weight_is_named(int bins)
    {
        var random = new SplitMix64(bins);
        int[] weights = Weights(ref random, bins);
        var kernel = new CodedWeights(weights);
        for (int length = 0; length <= 256; length++)
        {
            byte[] codes = new byte[length];
            for (int i = 0; i < length; i++)
                codes[i] = (byte)random.Next(bins);
            int[] sums = [.. Enumerable.Range(3, length)];
            Assert.Equal(-1, kernel.AddTo(sums, codes));
            Assert.Equal(codes.Select((code, i) => 3 + i + weights[code]), sums);
            if (length == 0 || bins == 256)
                continue;
            int wrong = random.Next(length);
            codes[wrong] = (byte)(bins + random.Next(256 - bins));
            Assert.Equal(wrong, kernel.AddTo(sums, codes));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(16)]
    public void Four_coded_columns_at_once_are_one_after_the_other_and_stop_ahead_of_a_code_without_a_weight(int bins)
    {
        var random = new SplitMix64(bins);
        CodedWeights[] kernels = [.. Enumerable.Range(0, 4).Select(k => new CodedWeights(Weights(ref random, bins - (bins > 3 ? k : 0))))];
        if (!kernels[0].AddsInFours)
            return;
        for (int length = 0; length <= 256; length++)
        {
            byte[][] codes = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, length).Select(_ => (byte)random.Next(bins - (bins > 3 ? k : 0))).ToArray())];
            int[] expected = [.. Enumerable.Range(5, length)], sums = [.. expected];
            for (int k = 0; k < 4; k++)
                Assert.Equal(-1, kernels[k].AddTo(expected, codes[k]));
            int whole = length & -32;
            Assert.Equal(whole, AddMost(sums));
            Assert.Equal(expected[..whole], sums[..whole]);
            Assert.Equal(Enumerable.Range(5, length).Skip(whole), sums[whole..]);
            if (length == 0)
                continue;
            int wrong = random.Next(length), column = random.Next(4);
            codes[column][wrong] = (byte)(bins + random.Next(256 - bins));
            Assert.Equal(Math.Min(wrong & -32, whole), AddMost([.. sums]));

            int AddMost(int[] sums) => CodedWeights.AddMostOfFour(kernels[0], kernels[1], kernels[2], kernels[3], sums, codes[0], codes[1], codes[2], codes[3]);
        }
    }

    [Fact]
    public void Codes_of_categories_are_looked_up_with_missing_first()
    {
        int[] weights = [100, 1, 2, 3], sums = [10, 10, 10, 10, 10];
        Assert.Equal(-1, CodedWeights.AddTo(sums, [-1, 0, 1, 2, 2], default, weights));
        Assert.Equal([110, 11, 12, 13, 13], sums);
        Assert.Equal(-1, CodedWeights.AddTo(sums, [0, 99, int.MinValue, 2, -1], new ValidRows([0b1100_1000], 3), weights));
        Assert.Equal([111, 111, 112, 16, 113], sums);
        Assert.Equal(2, CodedWeights.AddTo(sums, [0, 1, 3, 2, 2], default, weights));
        Assert.Equal(1, CodedWeights.AddTo(sums, [0, -2, 3, 2, 2], default, weights));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Units_become_log_odds_exactly_at_every_length_and_address(bool pastTheCache)
    {
        var random = new SplitMix64(4);
        double[] room = new double[260];
        for (int length = 0; length <= 256; length++)
        {
            int[] units = Weights(ref random, length);
            double less = LogOddsGrid.ToLogOdds(random.Next(1 << 20));
            Span<double> logOdds = room.AsSpan(length % 4, length);
            LogOddsGrid.ToLogOdds(units, less, logOdds, pastTheCache);
            Same.Bits([.. units.Select(each => (each / 16777216.0) - less)], logOdds);
        }
    }

    private static int Expected(double value, double[] cuts, int[] weights, double[] specials, int[] specialWeights)
    {
        if (double.IsNaN(value))
            return MissingWeight;
        for (int i = 0; i < specials.Length; i++)
        {
            if (value == specials[i])
                return specialWeights[i];
        }

        return weights[cuts.Count(cut => cut <= value)];
    }

    private static int[] Weights(ref SplitMix64 random, int count)
    {
        int[] weights = new int[count];
        for (int i = 0; i < count; i++)
            weights[i] = (int)random.Next() >> 4;
        return weights;
    }

    /// <summary>Borders, the numbers on both sides of them, odd ones and others.</summary>
    private static double[] Values(ref SplitMix64 random, double[] borders, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double border = borders.Length == 0 ? 1 : borders[random.Next(borders.Length)];
            values[i] = random.Next(6) switch
            {
                0 => border,
                1 => Math.BitIncrement(border),
                2 => Math.BitDecrement(border),
                3 => Odd[random.Next(Odd.Length)],
                4 => Number(ref random),
                _ => -border,
            };
        }

        return values;
    }

    private static double Number(ref SplitMix64 random) => random.Next(4) switch
    {
        0 => random.Next(9) - 4,
        1 => BitConverter.UInt64BitsToDouble(random.Next()),
        2 => BitConverter.UInt64BitsToDouble((random.Next() & ~0xFFFF_FFFFUL) | (uint)random.Next(3)),
        _ => (SampleData.Uniform(ref random) - 0.5) * 8,
    };
}
