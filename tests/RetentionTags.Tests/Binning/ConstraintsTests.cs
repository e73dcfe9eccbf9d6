using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>
/// Whole fits with random settings against brute force over all divisions of the distinct values, each setting's meaning written out here from its documentation. The solver has tests of its own;
/// these hold the path from settings to bins.
/// </summary>
public class ConstraintsTests
{
    private static readonly BinningObjective[] Objectives = Enum.GetValues<BinningObjective>();

    private static readonly Trend[] Trends = [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley, Trend.None, Trend.Concave, Trend.Convex];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Equals_brute_force_under_random_settings(int seed)
    {
        var random = new SplitMix64(seed);
        int feasible = 0, infeasible = 0, placed = 0;
        for (int i = 0; i < 700; i++)
        {
            TrainingSet data = RandomRows(ref random);
            OptimalBinning recipe = RandomRecipe(ref random, data);
            TrainingSet given = recipe.PeriodColumn is null ? data.WithTable(data.Table.Select("x")) : data;
            (double Value, int Bins)? expected = BruteForce(recipe, data);
            if (expected is null)
            {
                string message = Assert.Throws<TrainingDataException>(() => recipe.Fit(given)).Message;
                Assert.Contains("Column 'x'", message, StringComparison.Ordinal);
                infeasible++;
                continue;
            }

            var binning = (NumericBinning)recipe.Fit(given)["x"];
            double[] cuts = binning.Cuts.ToArray();
            int home = binning.Bins[binning.MissingBin].Kind == BinKind.Missing ? -1 : binning.MissingBin;
            double? value = new Division(recipe, data, cuts, home).Value();
            Assert.True(value is not null, $"seed {seed}, case {i}: the fit breaks a rule of {recipe}");
            Same.Within(1e-9, expected.Value.Value, value.Value, $"seed {seed}, case {i}: {recipe}");
            Assert.Equal(expected.Value.Bins, binning.RegularBinCount);
            feasible++;
            placed += home >= 0 ? 1 : 0;
        }

        Assert.True(feasible > 200 && infeasible > 20 && placed > 30, $"{feasible} {infeasible} {placed}");
    }

    private static TrainingSet RandomRows(ref SplitMix64 random)
    {
        int distinct = 2 + random.Next(5), rows = 12 + random.Next(60);
        var x = new double[rows];
        var period = new double[rows];
        var events = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            int value = random.Next(distinct + 1);
            x[row] = value == distinct ? double.NaN : value * value;
            period[row] = random.Next(2);
            events[row] = random.Next(10) < 2 + (value * 5 % 7);
        }

        events[0] = true;
        events[1] = false;
        return TrainingSet.Create(Table.Create(Column.Numeric("x", x), Column.Numeric("period", period)), events);
    }

    private static OptimalBinning RandomRecipe(ref SplitMix64 random, TrainingSet data)
    {
        BinningObjective objective = Objectives[random.Next(Objectives.Length)];
        Trend trend = Trends[random.Next(objective == BinningObjective.Gini ? 2 : Trends.Length)];
        var recipe = new OptimalBinning
        {
            Objective = objective,
            Trend = trend,
            MinBinShare = random.Next(3) * 0.1,
            MaxBins = 2 + random.Next(5),
            Missing = objective == BinningObjective.Gini ? MissingPolicy.OwnBin : (MissingPolicy)random.Next(6),
            PeriodColumn = random.Next(4) == 0 ? "period" : null,
        };
        recipe = random.Next(4) == 0 ? recipe with { MinBins = 2 } : recipe;
        recipe = random.Next(4) == 0 ? recipe with { MinRateDifference = 0.1 } : recipe;
        recipe = random.Next(4) == 0 ? recipe with { MaxPValue = 0.3, PValuePairs = (PairScope)random.Next(2) } : recipe;
        recipe = random.Next(5) == 0 ? recipe with { MaxBinShare = 0.7 } : recipe;
        recipe = random.Next(5) == 0 ? recipe with { MinBinEvents = 3 } : recipe;
        recipe = random.Next(5) == 0 ? recipe with { MinBinNonEvents = 3, ShareBase = ShareBase.AllRows } : recipe;
        recipe = random.Next(5) == 0 ? recipe with { ConcentrationPenalty = 0.2 } : recipe;
        recipe = random.Next(6) == 0 ? recipe with { FixedCuts = [2.5] } : recipe;
        recipe = random.Next(6) == 0 ? recipe with { UndividedRanges = [new(3.5, 10)] } : recipe;
        return random.Next(8) == 0 && HasBothSides(data) ? recipe with { SignChangeAt = 2.5 } : recipe;
    }

    /// <summary>A cut at 2.5 with values on both sides: otherwise it would make an empty bin, which no division allows.</summary>
    private static bool HasBothSides(TrainingSet data) => data.Table.Numeric("x").Values.ToArray() is var x && x.Any(value => value < 2.5) && x.Any(value => value > 2.5);

    /// <summary>The best value, and the fewest bins that reach it.</summary>
    private static (double Value, int Bins)? BruteForce(OptimalBinning recipe, TrainingSet data)
    {
        double[] values = [.. data.Table.Numeric("x").Values.ToArray().Where(value => !double.IsNaN(value)).Distinct().Order()];
        double[] cuts = [.. values.Zip(values.Skip(1)).Select(pair => (pair.First + pair.Second) / 2).Concat(recipe.FixedCuts).Concat(recipe.SignChangeAt is double at ? [at] : []).Distinct().Order()];
        bool isWhole = !data.Table.Numeric("x").Values.ToArray().Any(double.IsNaN) || recipe.Missing == MissingPolicy.OwnBin;
        bool[] events = data.Events.ToArray();
        bool[] known = [.. events.Where((_, row) => !double.IsNaN(data.Table.Numeric("x").Values[row]))];
        if (values.Length < 2 || known.All(each => each) || !known.Any(each => each))
            return (new Division(recipe, data, [], isWhole || known.Length == 0 ? -1 : 0).PlainValue(), 1);
        var found = new List<(double Value, int Bins)>();
        for (int mask = 0; mask < 1 << cuts.Length; mask++)
        {
            double[] chosen = [.. cuts.Where((_, i) => (mask >> i & 1) == 1)];
            for (int home = isWhole ? -1 : 0; home <= (isWhole ? -1 : chosen.Length); home++)
            {
                if (new Division(recipe, data, chosen, home).Value() is double value)
                    found.Add((value, chosen.Length + 1));
            }
        }

        if (found.Count == 0)
            return null;
        double best = found.Max(each => each.Value);
        return (best, found.Where(each => each.Value >= best - 1e-12).Min(each => each.Bins));
    }

    /// <summary>One way to cut the column, with the missing rows in one of its bins or (−1) in their own.</summary>
    private sealed class Division(OptimalBinning recipe, TrainingSet data, double[] cuts, int home)
    {
        private readonly double[] _x = data.Table.Numeric("x").Values.ToArray();
        private readonly double[] _period = data.Table.Numeric("period").Values.ToArray();
        private readonly bool[] _events = data.Events.ToArray();

        private int Bins => cuts.Length + 1;

        /// <summary>The objective; nothing when a rule is broken. A column that cannot be divided obeys no rule.</summary>
        public double? Value()
        {
            bool[] known = [.. _events.Where((_, row) => !double.IsNaN(_x[row]))];
            if (_x.Where(value => !double.IsNaN(value)).Distinct().Count() < 2 || known.All(each => each) || !known.Any(each => each))
                return PlainValue();
            return Obeys() ? PlainValue() : null;
        }

        public double PlainValue()
        {
            double total = 0, allEvents = data.EventWeight, allNonEvents = data.NonEventWeight, regular = _x.Count(value => !double.IsNaN(value));
            double regularEvents = Enumerable.Range(0, Bins).Sum(Events), regularNonEvents = Enumerable.Range(0, Bins).Sum(NonEvents), below = 0;
            for (int bin = 0; bin < Bins; bin++)
            {
                double e = Events(bin), n = NonEvents(bin), p = e / allEvents, q = n / allNonEvents, m = (p + q) / 2, rate = allEvents / (allEvents + allNonEvents);
                total += recipe.Objective switch
                {
                    BinningObjective.InformationValue => (p - q) * Math.Log(p / q),
                    BinningObjective.JensenShannon => ((p * Math.Log(p / m)) + (q * Math.Log(q / m))) / 2,
                    BinningObjective.Hellinger => Math.Pow(Math.Sqrt(p) - Math.Sqrt(q), 2) / 2,
                    BinningObjective.Triangular => (p - q) * (p - q) / (p + q),
                    BinningObjective.ChiSquare => (Math.Pow(e - ((e + n) * rate), 2) / ((e + n) * rate) + Math.Pow(n - ((e + n) * (1 - rate)), 2) / ((e + n) * (1 - rate))) / (allEvents + allNonEvents),
                    _ => (recipe.Trend == Trend.Descending ? -1 : 1) * e * ((2 * below) + n - regularNonEvents) / (regularEvents * regularNonEvents),
                };
                below += n;
                total -= recipe.ConcentrationPenalty * Math.Pow(RegularRows(bin) / regular, 2);
            }

            return total;
        }

        private bool Obeys()
        {
            int[] bins = [.. Enumerable.Range(0, Bins)];
            double total = recipe.ShareBase == ShareBase.AllRows ? _x.Length : _x.Count(value => !double.IsNaN(value));
            double[] rates = [.. bins.Select(bin => Events(bin) / (Events(bin) + NonEvents(bin)))];
            return Bins >= recipe.MinBins && Bins <= recipe.MaxBins
                && bins.All(bin => Events(bin) >= Math.Max(recipe.MinBinEvents, 1) && NonEvents(bin) >= Math.Max(recipe.MinBinNonEvents, 1))
                && bins.All(bin => ShareRows(bin) >= (recipe.MinBinShare * total) - 1e-9 && ShareRows(bin) <= (recipe.MaxBinShare * total) + 1e-9)
                && bins.All(bin => _x.Any(value => !double.IsNaN(value) && BinOf(value) == bin))
                && recipe.FixedCuts.All(cuts.Contains)
                && cuts.All(cut => recipe.UndividedRanges.All(range => cut <= range.Lower || cut >= range.Upper))
                && (recipe.SignChangeAt is not double at || (cuts.Contains(at) && ChangesSignAt(at)))
                && Follows(rates)
                && bins.Skip(1).All(bin => Math.Abs(rates[bin] - rates[bin - 1]) >= recipe.MinRateDifference - 1e-12)
                && bins.Skip(1).All(bin => bins.Where(other => other < bin && (recipe.PValuePairs == PairScope.All || other == bin - 1)).All(other => PValue(other, bin) <= recipe.MaxPValue + 1e-9))
                && (recipe.PeriodColumn is null || bins.Skip(1).All(bin => SameDirection(bin - 1, bin)))
                && HomeObeys(rates);
        }

        private bool HomeObeys(double[] rates) => home < 0 || recipe.Missing switch
        {
            MissingPolicy.FirstBin => home == 0,
            MissingPolicy.LastBin => home == Bins - 1,
            MissingPolicy.HighestRate => rates.All(rate => rate <= rates[home]),
            MissingPolicy.LowestRate => rates.All(rate => rate >= rates[home]),
            _ => true,
        };

        private bool ChangesSignAt(double at)
        {
            double overall = data.EventWeight / (data.EventWeight + data.NonEventWeight);
            int[] lower = Signs(bin => bin < Bins - 1 && cuts[bin] <= at), upper = Signs(bin => bin == Bins - 1 || cuts[bin] > at);
            return (lower.All(sign => sign <= 0) && upper.All(sign => sign >= 0)) || (lower.All(sign => sign >= 0) && upper.All(sign => sign <= 0));

            int[] Signs(Func<int, bool> isIn) => [.. Enumerable.Range(0, Bins).Where(isIn).Select(bin =>
            {
                double difference = (Events(bin) * data.NonEventWeight) - (NonEvents(bin) * data.EventWeight);
                return overall is 0 or 1 ? 0 : Math.Sign(difference);
            })];
        }

        private bool Follows(double[] rates)
        {
            double[] centers = [.. Enumerable.Range(0, Bins).Select(bin => _x.Where(value => !double.IsNaN(value) && BinOf(value) == bin).DefaultIfEmpty(double.NaN).Average())];
            double[] slopes = [.. Enumerable.Range(1, Bins - 1).Select(i => (rates[i] - rates[i - 1]) / (centers[i] - centers[i - 1]))];
            return recipe.Trend switch
            {
                Trend.Ascending => Rises(rates),
                Trend.Descending => Rises([.. rates.Reverse()]),
                Trend.Peak => Enumerable.Range(0, Bins + 1).Any(turn => Rises(rates[..turn]) && Rises([.. rates[turn..].Reverse()])),
                Trend.Valley => Enumerable.Range(0, Bins + 1).Any(turn => Rises([.. rates[..turn].Reverse()]) && Rises(rates[turn..])),
                Trend.Concave => slopes.Zip(slopes.Skip(1)).All(pair => pair.Second <= pair.First + 1e-10),
                Trend.Convex => slopes.Zip(slopes.Skip(1)).All(pair => pair.Second >= pair.First - 1e-10),
                _ => true,
            };
        }

        private static bool Rises(double[] rates) => rates.Zip(rates.Skip(1)).All(pair => pair.First <= pair.Second);

        private double PValue(int a, int b)
        {
            double n1 = Events(a) + NonEvents(a), n2 = Events(b) + NonEvents(b), pooled = (Events(a) + Events(b)) / (n1 + n2);
            double z = ((Events(a) / n1) - (Events(b) / n2)) / Math.Sqrt(pooled * (1 - pooled) * ((1 / n1) + (1 / n2)));
            return 2 * (1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, Math.Abs(z)));
        }

        private bool SameDirection(int a, int b)
        {
            int[] signs = [.. new double?[] { null, 0, 1 }.Select(period => Sign(period)).Where(sign => sign != 0)];
            return signs.Distinct().Count() <= 1;

            int Sign(double? period)
            {
                double e1 = Count(a, true, period), c1 = e1 + Count(a, false, period), e2 = Count(b, true, period), c2 = e2 + Count(b, false, period);
                return c1 == 0 || c2 == 0 ? 0 : Math.Sign((e1 * c2) - (e2 * c1));
            }
        }

        private double RegularRows(int bin) => _x.Count(value => !double.IsNaN(value) && BinOf(value) == bin);

        /// <summary>The bin's rows among those that shares are of.</summary>
        private double ShareRows(int bin) => recipe.ShareBase == ShareBase.AllRows ? Events(bin) + NonEvents(bin) : RegularRows(bin);

        private double Events(int bin) => Count(bin, true, null);

        private double NonEvents(int bin) => Count(bin, false, null);

        private double Count(int bin, bool isEvent, double? period) =>
            Enumerable.Range(0, _x.Length).Count(row => _events[row] == isEvent && (period is null || _period[row] == period) && (double.IsNaN(_x[row]) ? bin == home : BinOf(_x[row]) == bin));

        private int BinOf(double value) => cuts.Count(cut => value >= cut);
    }
}
