using MathNet.Numerics.Distributions;
using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>
/// A small random problem of whole numbers, and its optimum by looking at every division of the distinct values and every bin that may take the missing rows. Written from the definitions: each statistic from the
/// rows of a bin, levels as fractions.
/// </summary>
internal sealed class TargetProblem
{
    private readonly Row[] _rows;
    private readonly TargetBinning _recipe;
    private readonly double[] _values;
    private readonly string[] _classes;

    public TargetProblem(ref SplitMix64 random, int kind)
    {
        bool isClassy = kind >= 3;
        int distinct = 1 + random.Next(7), count = 12 + random.Next(50), classCount = 2 + random.Next(2);
        _rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            bool isMissing = random.Next(8) == 0;
            int value = random.Next(distinct);
            _rows[i] = new(isMissing ? double.NaN : value, random.Next(2) * random.Next(6), 1 + random.Next(4), ((char)('a' + random.Next(classCount))).ToString(), 1 + random.Next(3));
        }

        (_rows[0], _rows[1]) = (_rows[0] with { Target = 0, Class = "a" }, _rows[1] with { Target = 3, Class = "b" });
        _values = [.. _rows.Select(row => row.Value).Where(value => !double.IsNaN(value)).Distinct().Order()];
        _classes = [.. _rows.Select(row => row.Class).Distinct().Order(StringComparer.Ordinal)];
        int minBins = random.Next(4) == 0 ? 2 + random.Next(2) : 1;
        MissingPolicy missing = (MissingPolicy)(random.Next(2) * random.Next(6));
        bool hasTrend = !isClassy || random.Next(2) == 0 || missing is MissingPolicy.HighestRate or MissingPolicy.LowestRate;
        TargetBinning blank = kind switch
        {
            0 => new MeanBinning(),
            1 => new MeanBinning { Objective = MeanObjective.AbsoluteDifferences },
            2 => new RateBinning(),
            3 => new ClassBinning { TrendClass = hasTrend ? _classes[^1] : null },
            _ => new ClassBinning { Objective = ClassObjective.JensenShannon, TrendClass = hasTrend ? _classes[^1] : null },
        };
        Kind = kind;
        _recipe = blank with
        {
            MinBins = minBins,
            MaxBins = minBins + random.Next(5),
            MinBinShare = random.Next(3) * 0.1,
            MinDifference = random.Next(3) == 0 ? (isClassy ? 0.1 : 0.5) : 0,
            MaxPValue = random.Next(3) == 0 ? 0.2 : 1,
            Missing = missing,
            Trend = (Trend)random.Next(6),
        };
        if (!hasTrend)
            _recipe = _recipe with { Trend = Trend.None };
    }

    /// <summary>0: squares between means, 1: differences of means, 2: rates, 3: information value of classes, 4: divergence of classes.</summary>
    public int Kind { get; }

    private bool HasTrend => _recipe is not ClassBinning { TrendClass: null };

    private bool PlacesMissing => _recipe.Missing != MissingPolicy.OwnBin && _rows.Any(row => double.IsNaN(row.Value));

    /// <summary>Fits, and compares with what is found by force; true when there was a division.</summary>
    public bool Check()
    {
        var table = Table.Create(Column.Numeric("x", _rows.Select(row => row.Value).ToArray()));
        double[] weights = [.. _rows.Select(row => (double)row.Weight)];
        double[] targets = [.. _rows.Select(row => (double)row.Target)];
        Trend[] trends = !HasTrend ? [Trend.None] : _recipe.Trend == Trend.Automatic ? [Trend.Ascending, Trend.Descending, Trend.Peak, Trend.Valley] : [_recipe.Trend];
        Dictionary<Trend, Division?> best = Solve(trends);
        TargetColumnBinning binning;
        try
        {
            binning = _recipe switch
            {
                MeanBinning means => means.Fit(table, targets, weights)["x"],
                RateBinning rates => rates.Fit(table, targets, [.. _rows.Select(row => (double)row.Exposure)], weights)["x"],
                ClassBinning classes => classes.Fit(table, [.. _rows.Select(row => row.Class)], weights)["x"],
                _ => throw new NotSupportedException(),
            };
        }
        catch (TrainingDataException failure)
        {
            Assert.Equal("x", failure.ColumnName);
            Assert.All(best.Values, Assert.Null);
            return false;
        }

        if (binning.Findings.Any(finding => finding.Code is FindingCodes.ConstantColumn or FindingCodes.PureColumn))
        {
            Assert.True(_values.Length == 1 || !MayBeBin([.. _rows.Where(row => !double.IsNaN(row.Value))]));
            Assert.Equal(1, binning.RegularBinCount);
            return false;
        }

        Compare(binning, best);
        return true;
    }

    private void Compare(TargetColumnBinning binning, Dictionary<Trend, Division?> best)
    {
        Division expected = best[binning.Trend]!;
        Assert.NotNull(expected);
        Row[][] found = BinsOf([0, .. binning.Cuts.ToArray().Select(cut => _values.Count(value => value < cut))], PlacesMissing ? binning.MissingBin : -1);
        Assert.True(IsAllowed(found, PlacesMissing ? binning.MissingBin : -1));
        Assert.True(Follows(found, binning.Trend));
        Support.Same.Within(1e-9 * (1 + Math.Abs(expected.Objective)), expected.Objective, found.Sum(Objective), $"{_recipe}");
        Support.Same.Within(1e-9 * (1 + Math.Abs(expected.Objective)), expected.Objective, binning.Objective, $"{_recipe}");
        Assert.Equal(expected.BinCount, found.Length);
        if (_recipe.Trend != Trend.Automatic || !HasTrend)
            return;
        Assert.Equal(best.Where(each => each.Value is not null).Select(each => (each.Key, each.Value!.BinCount)), binning.Candidates.Select(candidate => (candidate.Trend, candidate.BinCount)));
        TargetTrendCandidate chosen = binning.Candidates.Single(candidate => candidate.Trend == binning.Trend);
        Support.Same.Within(1e-8 * (1 + Math.Abs(chosen.Bic)), Bic(found, binning.Trend is Trend.Peak or Trend.Valley), chosen.Bic);
        TargetTrendCandidate[] rivals = [.. binning.Candidates.Where(candidate => candidate.BinCount > 1 || binning.Candidates.All(each => each.BinCount == 1))];
        Assert.Equal(rivals.Min(candidate => candidate.Bic), chosen.Bic);
    }

    private Dictionary<Trend, Division?> Solve(Trend[] trends)
    {
        var all = trends.ToDictionary(trend => trend, _ => new List<Division>());
        for (int mask = 0; mask < 1 << (_values.Length - 1); mask++)
        {
            int[] starts = [0, .. Enumerable.Range(1, _values.Length - 1).Where(i => (mask >> (i - 1) & 1) == 1)];
            for (int taker = PlacesMissing ? 0 : -1; taker < (PlacesMissing ? starts.Length : 0); taker++)
            {
                Row[][] bins = BinsOf(starts, taker);
                if (starts.Length < _recipe.MinBins || starts.Length > _recipe.MaxBins || !IsAllowed(bins, taker))
                    continue;
                foreach (Trend trend in trends.Where(trend => Follows(bins, trend)))
                    all[trend].Add(new(bins.Sum(Objective), starts.Length));
            }
        }

        return all.ToDictionary(each => each.Key, each => each.Value.Count == 0 ? null : each.Value.Where(division => division.Objective >= each.Value.Max(other => other.Objective) - 1e-11).MinBy(division => division.BinCount));
    }

    private Row[][] BinsOf(int[] starts, int taker) => [.. starts.Select((start, bin) =>
    {
        double upper = bin + 1 < starts.Length ? _values[starts[bin + 1]] : double.PositiveInfinity;
        return _rows.Where(row => (row.Value >= _values[start] && row.Value < upper) || (double.IsNaN(row.Value) && bin == taker)).ToArray();
    })];

    private bool IsAllowed(Row[][] bins, int taker)
    {
        double least = (_recipe.MinBinShare * _rows.Where(row => !double.IsNaN(row.Value)).Sum(Size)) - 1e-9;
        if (bins.Any(bin => bin.Sum(Size) < least || !MayBeBin(bin)))
            return false;
        for (int i = 0; i + 1 < bins.Length; i++)
        {
            if (!AreDifferent(bins[i], bins[i + 1]))
                return false;
        }

        return taker < 0 || _recipe.Missing switch
        {
            MissingPolicy.HighestRate => bins.All(bin => Compare(bin, bins[taker]) <= 0),
            MissingPolicy.LowestRate => bins.All(bin => Compare(bin, bins[taker]) >= 0),
            MissingPolicy.FirstBin => taker == 0,
            MissingPolicy.LastBin => taker == bins.Length - 1,
            _ => true,
        };
    }

    private static long Sum(IEnumerable<Row> rows, Func<Row, long> number) => rows.Sum(row => row.Weight * number(row));

    private long Size(Row row) => row.Weight * (Kind == 2 ? row.Exposure : 1);

    private bool MayBeBin(Row[] bin) => Kind switch
    {
        2 => bin.Any(row => row.Target > 0),
        3 => _classes.All(name => bin.Any(row => row.Class == name)),
        _ => bin.Length > 0,
    };

    private (long Numerator, long Denominator) Level(Row[] bin) => Kind switch
    {
        2 => (Sum(bin, row => row.Target), Sum(bin, row => row.Exposure)),
        >= 3 => (Sum(bin, row => row.Class == _classes[^1] ? 1 : 0), Sum(bin, _ => 1)),
        _ => (Sum(bin, row => row.Target), Sum(bin, _ => 1)),
    };

    private int Compare(Row[] a, Row[] b) => (Level(a).Numerator * Level(b).Denominator).CompareTo(Level(b).Numerator * Level(a).Denominator);

    private bool Follows(Row[][] bins, Trend trend)
    {
        int[] steps = [.. bins.Skip(1).Zip(bins, (right, left) => Math.Sign(Compare(right, left)))];
        return trend switch
        {
            Trend.Ascending => steps.All(step => step >= 0),
            Trend.Descending => steps.All(step => step <= 0),
            Trend.Peak => Enumerable.Range(0, bins.Length).Any(turn => steps[..turn].All(step => step >= 0) && steps[turn..].All(step => step <= 0)),
            Trend.Valley => Enumerable.Range(0, bins.Length).Any(turn => steps[..turn].All(step => step <= 0) && steps[turn..].All(step => step >= 0)),
            _ => true,
        };
    }

    private bool AreDifferent(Row[] a, Row[] b)
    {
        double c1 = Sum(a, _ => 1), c2 = Sum(b, _ => 1), difference, p;
        switch (Kind)
        {
            case 2:
                double e1 = Sum(a, row => row.Target), e2 = Sum(b, row => row.Target), x1 = Sum(a, row => row.Exposure), x2 = Sum(b, row => row.Exposure);
                difference = Math.Abs((e1 / x1) - (e2 / x2));
                p = 2 * Normal.CDF(0, 1, -difference / Math.Sqrt((e1 + e2) / (x1 + x2) * ((1 / x1) + (1 / x2))));
                break;
            case >= 3:
                difference = _classes.Max(name => Math.Abs((Sum(a, row => row.Class == name ? 1 : 0) / c1) - (Sum(b, row => row.Class == name ? 1 : 0) / c2)));
                double chi = 0;
                int there = 0;
                foreach (string name in _classes)
                {
                    double n1 = Sum(a, row => row.Class == name ? 1 : 0), n2 = Sum(b, row => row.Class == name ? 1 : 0);
                    if (n1 + n2 == 0)
                        continue;
                    double expected1 = (n1 + n2) * c1 / (c1 + c2), expected2 = (n1 + n2) * c2 / (c1 + c2);
                    chi += (Math.Pow(n1 - expected1, 2) / expected1) + (Math.Pow(n2 - expected2, 2) / expected2);
                    there++;
                }

                p = there < 2 ? 1 : 1 - ChiSquared.CDF(there - 1, chi);
                break;
            default:
                double m1 = Mean(a), m2 = Mean(b), v1 = Squares(a, m1) / (c1 - 1) / c1, v2 = Squares(b, m2) / (c2 - 1) / c2;
                difference = Math.Abs(m1 - m2);
                double df = Math.Pow(v1 + v2, 2) / ((v1 * v1 / (c1 - 1)) + (v2 * v2 / (c2 - 1)));
                p = c1 <= 1 || c2 <= 1 ? double.NaN : v1 + v2 < 1e-20 ? (difference < 1e-12 ? 1 : 0) : 2 * StudentT.CDF(0, 1, df, -difference / Math.Sqrt(v1 + v2));
                break;
        }

        return (_recipe.MinDifference == 0 || difference >= _recipe.MinDifference - 1e-10) && (_recipe.MaxPValue == 1 || p <= _recipe.MaxPValue);
    }

    private static double Mean(Row[] rows) => (double)Sum(rows, row => row.Target) / Sum(rows, _ => 1);

    private static double Squares(Row[] rows, double mean) => rows.Sum(row => row.Weight * Math.Pow(row.Target - mean, 2));

    private double Objective(Row[] bin)
    {
        double count = Sum(bin, _ => 1), total = Sum(_rows, _ => 1), value = 0;
        switch (Kind)
        {
            case 0:
                return count * Math.Pow(Mean(bin) - Mean(_rows), 2) / Squares(_rows, Mean(_rows));
            case 1:
                return Math.Abs(Mean(bin) - Mean(_rows));
            case 2:
                double events = Sum(bin, row => row.Target), expected = Sum(bin, row => row.Exposure) * (double)Sum(_rows, row => row.Target) / Sum(_rows, row => row.Exposure);
                return (events * Math.Log(events / expected)) - (events - expected);
            case 3:
                foreach (string name in _classes)
                {
                    double n = Sum(bin, row => row.Class == name ? 1 : 0), all = Sum(_rows, row => row.Class == name ? 1 : 0), p = n / all, q = (count - n) / (total - all);
                    value += (p - q) * Math.Log(p / q);
                }

                return value;
            default:
                double[] shares = [.. _classes.Select(name => Sum(bin, row => row.Class == name ? 1 : 0) / (double)Sum(_rows, row => row.Class == name ? 1 : 0))];
                return shares.Sum(share => share > 0 ? share * Math.Log(share / shares.Average()) : 0) / _classes.Length;
        }
    }

    private double Bic(Row[][] bins, bool turns)
    {
        double weight = bins.Sum(bin => Sum(bin, _ => 1)), turn = turns ? 1 : 0;
        switch (Kind)
        {
            case 0 or 1:
                double within = bins.Sum(bin => Squares(bin, Mean(bin)));
                return (weight * Math.Log(Math.Max(within, Squares(_rows, Mean(_rows)) / Math.Pow(2, 48)) / weight)) + ((bins.Length + turn) * Math.Log(weight));
            case 2:
                return (-2 * bins.Sum(bin => Sum(bin, row => row.Target) * Math.Log(Sum(bin, row => row.Target) / (double)Sum(bin, row => row.Exposure)))) + ((bins.Length + turn) * Math.Log(weight));
            default:
                double logLikelihood = bins.Sum(bin => bin.Sum(row => row.Weight * Math.Log(Sum(bin, other => other.Class == row.Class ? 1 : 0) / (double)Sum(bin, _ => 1))));
                return (-2 * logLikelihood) + (((bins.Length * (_classes.Length - 1)) + turn) * Math.Log(weight));
        }
    }

    private sealed record Row(double Value, int Target, int Exposure, string Class, int Weight);

    private sealed record Division(double Objective, int BinCount);
}
