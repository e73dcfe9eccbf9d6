using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Scoring;

public class PointsCardTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    private static readonly PointScale[] Scales =
    [
        .. from range in (PointsRange?[])[null, new(300, 850), new(-7, 13)]
           from placement in Enum.GetValues<BasePlacement>()
           from direction in Enum.GetValues<PointsDirection>()
           from step in (double?[])[null, 1, 0.25]
           select new PointScale { Range = range, BasePlacement = placement, Direction = direction, RoundTo = step, BasePoints = 487, BaseOdds = 0.3, PointsToDoubleOdds = 17 },
    ];

    /// <summary>The formulas of optbinning 0.21.0 (read in its source, not run), written for the log-odds of the event: factor = pdo / ln 2, offset = points + factor · ln(odds of the event).</summary>
    [Fact]
    public void Points_by_odds_are_those_of_the_formula()
    {
        const double Pdo = 40, At = 600, NonEventOdds = 50;
        double factor = Pdo / Math.Log(2), offset = At - (factor * Math.Log(NonEventOdds));
        int n = Card.Columns.Count;
        PointsCard points = Card.WithPoints(new() { BasePoints = At, BaseOdds = 1 / NonEventOdds, PointsToDoubleOdds = Pdo, Direction = PointsDirection.HigherIsLessLikely, BasePlacement = BasePlacement.Spread }).PointsCard;
        for (int j = 0; j < n; j++)
        {
            ScorecardColumn column = Card.Columns[j];
            for (int bin = 0; bin < column.Binning.Bins.Count; bin++)
                Same.Within(1e-5, (-((column.Coefficient.Value * column.Binning.Bins[bin].Woe) + (Card.Regression!.Intercept.Value / n)) * factor) + (offset / n), points[j][bin]);
        }

        Assert.Equal(0, points.BasePoints);
    }

    /// <summary>The formulas of optbinning 0.21.0's min_max (read in its source, not run).</summary>
    [Fact]
    public void Points_by_range_are_those_of_the_formula()
    {
        const double Min = 300, Max = 850;
        double[][] parts = [.. Card.Columns.Select(column => column.Binning.Bins.Select(bin => column.Coefficient.Value * bin.Woe).ToArray())];
        double intercept = Card.Regression!.Intercept.Value, smin = intercept + parts.Sum(part => part.Min()), smax = intercept + parts.Sum(part => part.Max());
        double slope = (Min - Max) / (smax - smin), shift = Max - (slope * smin);
        PointsCard points = Card.WithPoints(new() { Range = new(Min, Max), Direction = PointsDirection.HigherIsLessLikely, BasePlacement = BasePlacement.Spread }).PointsCard;
        for (int j = 0; j < parts.Length; j++)
            Same.Within(1e-4, parts[j].Select(part => ((shift + (slope * intercept)) / parts.Length) + (slope * part)), points[j].ToArray());
    }

    [Fact]
    public void Points_of_every_row_add_up_and_stand_for_its_log_odds_whatever_the_scale()
    {
        double[] logOdds = Card.LogOdds(Data.Table);
        int[][] bins = [.. Card.Columns.Select(column =>
        {
            var found = new int[Data.RowCount];
            column.Binning.ToBins(Data.Table[column.Name], found);
            return found;
        })];
        foreach (PointScale scale in Scales)
        {
            Scorecard card = Card.WithPoints(scale);
            PointsCard points = card.PointsCard;
            double[] scores = card.Points(Data.Table);
            double lowest = logOdds.Min(), highest = logOdds.Max();
            for (int row = 0; row < scores.Length; row++)
            {
                double sum = points.BasePoints + Enumerable.Range(0, bins.Length).Sum(j => points[j][bins[j][row]]), exact = points.ToPoints(logOdds[row]);
                Same.Within(1e-9, sum, scores[row]);
                Assert.InRange(scores[row] - exact, points.LowestError - 1e-9, points.HighestError + 1e-9);
                Assert.InRange(scores[row], points.Lowest - 1e-9, points.Highest + 1e-9);
                Same.Within(points.LargestLogOddsError + 1e-9, logOdds[row], points.ToLogOdds(scores[row]));
            }

            Same.Bits(logOdds, card.LogOdds(Data.Table));
            Assert.Equal(scale.Direction == PointsDirection.HigherIsMoreLikely, points.PointsPerLogOdds > 0);
            Assert.Equal(scale.RoundTo is null, points.LargestError == 0);
            Same.Within(1e-12, LogisticFunctions.Sigmoid(0.7), points.ToProbability(points.ToPoints(0.7)));
        }
    }

    [Fact]
    public void A_range_is_met_exactly_at_both_ends()
    {
        foreach (PointScale scale in Scales.Where(scale => scale.Range is not null))
        {
            PointsCard points = Card.WithPoints(scale).PointsCard;
            double tolerance = scale.RoundTo is null ? 1e-9 : 0;
            Same.Within(tolerance, scale.Range!.Lowest, points.Lowest);
            Same.Within(tolerance, scale.Range.Highest, points.Highest);
            double low = Card.Intercept + Card.Columns.Sum(column => Enumerable.Range(0, column.Binning.Bins.Count).Min(column.LogOddsOf)), high = Card.Intercept + Card.Columns.Sum(column => Enumerable.Range(0, column.Binning.Bins.Count).Max(column.LogOddsOf));
            Assert.Equal(scale.Direction == PointsDirection.HigherIsMoreLikely ? (scale.Range.Lowest, scale.Range.Highest) : (scale.Range.Highest, scale.Range.Lowest), (points.ToPoints(low), points.ToPoints(high)));
        }
    }

    [Fact]
    public void The_largest_errors_are_those_of_the_worst_combinations_of_bins()
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            foreach (PointScale scale in Scales.Where(scale => scale.RoundTo is not null))
            {
                Scorecard card = SmallCards.Random(seed, 4, points: scale);
                PointsCard points = card.PointsCard;
                (double Exact, double Rounded)[] rows = [.. SmallCards.Combinations(card).Select(bins => (
                    points.ToPoints(card.Intercept + bins.Select((bin, j) => card.Columns[j].LogOddsOf(bin)).Sum()),
                    points.BasePoints + bins.Select((bin, j) => points[j][bin]).Sum()))];
                Same.Within(1e-9, Math.Min(0, rows.Min(row => row.Rounded - row.Exact)), points.LowestError);
                Same.Within(1e-9, Math.Max(0, rows.Max(row => row.Rounded - row.Exact)), points.HighestError);
                Assert.True(points.LargestError <= (scale.RoundTo * (card.Columns.Count + 1)) + 1e-9);
                double furthest = 0;
                foreach ((double exact, double rounded) in rows)
                    furthest = Math.Max(furthest, rows.Where(row => row.Rounded > rounded + 1e-9).Select(row => exact - row.Exact).DefaultIfEmpty(0).Max());
                Assert.InRange(furthest, 0, points.LargestReversal + 1e-9);
            }
        }
    }

    [Fact]
    public void Rounding_keeps_the_order_of_the_bins_and_says_which_become_equal()
    {
        foreach (PointScale scale in Scales.Where(scale => scale.RoundTo is not null).SelectMany(scale => (PointScale[])[scale, scale with { PointsToDoubleOdds = 1.5 }]))
        {
            Scorecard card = Card.WithPoints(scale);
            for (int j = 0; j < card.Columns.Count; j++)
            {
                ScorecardColumn column = card.Columns[j];
                bool ties = false;
                for (int a = 0; a < column.Binning.Bins.Count; a++)
                {
                    for (int b = 0; b < column.Binning.Bins.Count; b++)
                    {
                        double exact = card.PointsCard.PointsPerLogOdds * (column.LogOddsOf(a) - column.LogOddsOf(b)), rounded = card.PointsCard[j][a] - card.PointsCard[j][b];
                        Assert.True(exact * rounded >= 0);
                        Assert.True(exact != 0 || rounded == 0);
                        ties |= exact != 0 && rounded == 0;
                    }
                }

                Assert.Equal(ties, card.PointsCard.Findings.Any(finding => finding.ColumnName == column.Name && finding.Code == FindingCodes.TiedPoints));
            }
        }
    }

    /// <summary>Against trying every way to send the ends of each column up or down.</summary>
    [Property(MaxTest = 200)]
    public void Keeping_the_extremes_costs_as_little_as_any_rounding_that_does(int seed)
    {
        var random = new SplitMix64(seed);
        double[][] exact = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Math.Round(random.Next(4) * SampleData.Uniform(ref random), 3)).ToArray())];
        double highest = Math.Ceiling(exact.Sum(column => column.Max())), lowest = Math.Floor(exact.Sum(column => column.Min()));
        double exactBase = highest - exact.Sum(column => column.Max()), span = highest - exactBase - exact.Sum(column => column.Min());
        if (Math.Round(span) < 1)
            return;
        double stretch = Math.Round(span) / span;
        exact = [.. exact.Select(column => column.Select(value => value * stretch).ToArray())];
        exactBase = highest - exact.Sum(column => column.Max());
        long top = (long)highest, bottom = top - (long)Math.Round(span);

        (long[][] steps, long baseSteps) = PointsRounding.KeepingExtremes(exact, exactBase);
        Assert.Equal((top, bottom), (baseSteps + steps.Sum(column => column.Max()), baseSteps + steps.Sum(column => column.Min())));
        double best = double.PositiveInfinity;
        foreach (long around in Around(exactBase))
            best = Math.Min(best, Math.Abs(around - exactBase) + Cheapest(exact, 0, top - around, bottom - around));
        double cost = Math.Abs(baseSteps - exactBase) + exact.Select((column, j) => column.Zip(steps[j], (value, step) => Math.Abs(step - value)).Max()).Sum();
        Same.Within(1e-6, best, cost);
    }

    [Fact]
    public void Forty_columns_keep_their_extremes_too()
    {
        foreach (BasePlacement placement in Enum.GetValues<BasePlacement>())
        {
            PointsCard points = SmallCards.Random(5, 60, points: new() { Range = new(0, 100), RoundTo = 1, BasePlacement = placement }).PointsCard;
            Assert.Equal((0, 100), (points.Lowest, points.Highest));
        }
    }

    [Fact]
    public void Base_points_stand_where_the_scale_says()
    {
        PointsCard own = Card.WithPoints(new() { RoundTo = 1 }).PointsCard, zero = Card.WithPoints(new() { RoundTo = 1, BasePlacement = BasePlacement.LowestIsZero }).PointsCard;
        Assert.Equal(Math.Round(Card.Recipe.Points.ToPoints(Card.Intercept)), own.BasePoints);
        Assert.Equal(zero.BasePoints, zero.Lowest);
        for (int j = 0; j < Card.Columns.Count; j++)
            Assert.Equal(0, zero[j].ToArray().Min());
        TrainingSet noise = Data.WithTable(Data.Table.Select("noise"));
        var nothing = new ScorecardRecipe { MinInformationValue = 0.5, Points = new() { BasePlacement = BasePlacement.Spread } };
        Assert.Equal(nothing.Points.ToPoints(nothing.Fit(noise).Intercept), nothing.Fit(noise).PointsCard.BasePoints);
        Assert.Contains("same log-odds", Assert.Throws<TrainingDataException>(() => (nothing with { Points = new() { Range = new(0, 1) } }).Fit(noise)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounded_points_of_a_table_and_of_a_row_are_the_same_and_allocate_nothing()
    {
        Scorecard card = Card.WithPoints(new() { RoundTo = 1 });
        double[] points = card.Points(Data.Table);
        Cell[] row = [.. card.Columns.Select(column => Data.Table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[7] : ((CategoryColumn)Data.Table[column.Name])[7])];
        Assert.Equal(points[7], card.Points(row));
        Assert.All(points, each => Assert.Equal(Math.Round(each), each));
        Action[] calls = [() => card.Points(Data.Table, points), () => card.Points(row)];
        foreach (Action call in calls)
            Assert.Equal(0, Allocated.By(call));
    }

    [Fact]
    public void Tenths_are_written_as_tenths()
    {
        Scorecard card = Card.WithPoints(new() { RoundTo = 0.1 });
        Assert.All(card.Points(Data.Table), points => Assert.Equal(points, double.Parse(points.ToString("F1", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Weights_that_are_not_coefficient_times_evidence_are_an_error()
    {
        ScorecardColumn column = Card.Columns[0];
        long[] units = column.Units.ToArray();
        units[1] += 40;
        using var file = new MemoryStream();
        new Scorecard(Card.Recipe, Card.Binning, Card.Regression, [new(column.Binning, column.Coefficient, units, column.MeanUnits)], Card.InterceptUnits, []).Save(file);
        file.Position = 0;
        string message = Assert.Throws<InvalidDataException>(() => Scorecard.Load(file)).Message;
        Assert.Contains($"Column '{column.Name}', bin '{column.Binning.Bins[1].Label}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scales_that_make_no_sense_are_errors()
    {
        Assert.Contains("Range", Assert.Throws<ArgumentOutOfRangeException>(() => new PointScale { Range = new(5, 5) }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointScale { Range = new(double.NaN, 5) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointScale { RoundTo = 0 });
        var scale = new PointScale { Range = new(300, 850), RoundTo = 20 };
        Assert.Contains("850 is none", Assert.Throws<ArgumentException>(() => new ScorecardRecipe { Points = scale }.Fit(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("PointsCard", Assert.Throws<InvalidOperationException>(() => scale.ToPoints(0)).Message, StringComparison.Ordinal);
        Assert.Contains("larger RoundTo", Assert.Throws<ArgumentException>(() => Card.WithPoints(new() { RoundTo = 1e-14 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_written_card_has_coefficients_and_adds_up()
    {
        Scorecard card = Card.WithPoints(new() { RoundTo = 1, BasePlacement = BasePlacement.LowestIsZero });
        string[][] lines = [.. card.ToText(TableFormat.Csv).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Assert.Equal(["Column", "Bin", "WOE", "Coefficient", "Log-odds", "Points"], lines[0]);
        Assert.Equal(card.PointsCard.BasePoints, Number(lines[1][^1]));
        string[] first = lines.First(line => line[0] == "visits");
        Assert.Equal(card.Columns.Single(column => column.Name == "visits").Coefficient.Value, Number(first[^3]));
        Same.Within(1e-7, Number(first[^4]) * Number(first[^3]), Number(first[^2]));
        Assert.DoesNotContain('.', card.ToText().Split('\n')[2].Split(' ')[^1]);
        Assert.StartsWith("| Column | Bin | WOE | Coefficient | Log-odds | Points |\n", card.ToText(TableFormat.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_card_has_the_same_points()
    {
        foreach (PointScale scale in Scales)
        {
            Scorecard card = Card.WithPoints(scale);
            using var stream = new MemoryStream();
            card.Save(stream);
            stream.Position = 0;
            Scorecard loaded = Scorecard.Load(stream);
            Assert.Equal(scale, loaded.Recipe.Points);
            Same.Bits(card.Points(Data.Table), loaded.Points(Data.Table));
            Assert.Equal(card.ToText(TableFormat.Csv), loaded.ToText(TableFormat.Csv));
        }
    }

    private static double Cheapest(double[][] exact, int j, long top, long bottom)
    {
        if (j == exact.Length)
            return top == 0 && bottom == 0 ? 0 : double.PositiveInfinity;
        double best = double.PositiveInfinity, max = exact[j].Max(), min = exact[j].Min();
        foreach (long high in Around(max))
        {
            foreach (long low in Around(min).Where(low => low <= high && (min < max || low == high)))
            {
                double error = exact[j].Max(value => Math.Abs((value == max ? high : value == min ? low : Math.Clamp((long)Math.Round(value), low, high)) - value));
                best = Math.Min(best, error + Cheapest(exact, j + 1, top - high, bottom - low));
            }
        }

        return best;
    }

    private static long[] Around(double value) => Math.Abs(value - Math.Round(value)) < 1e-9 ? [(long)Math.Round(value)] : [(long)Math.Floor(value), (long)Math.Ceiling(value)];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
