using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Numerics;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class CounterfactualTests : PropertyTests
{
    private static readonly TrainingSet Data = SampleData.Customers(2000, missing: true);

    private static readonly Scorecard Card = new ScorecardRecipe().Fit(Data);

    private static readonly CounterfactualSearch Everything = new() { Actionable = [.. Card.Columns.Select(column => new ActionableColumn(column.Name))], MaxAlternatives = 50 };

    /// <summary>Against every combination of bins: which sets of columns reach the target, which of them need all of their columns, and what they cost at least.</summary>
    [Property(MaxTest = 150)]
    public void The_ways_are_those_of_trying_everything(int seed)
    {
        var random = new SplitMix64(seed);
        ScoreScale scale = (ScoreScale)random.Next(3);
        PointScale points = new() { RoundTo = random.Next(2) == 0 ? null : 5, Direction = (PointsDirection)random.Next(2), BasePlacement = (BasePlacement)random.Next(3) };
        Scorecard card = SmallCards.Random(seed, 4, points: points);
        Cell[] row = [.. card.Columns.Select(_ => random.Next(4) is int value && value < 3 ? (Cell)value : Cell.Missing)];
        ActionableColumn[] actionable = [.. card.Columns.Where(_ => random.Next(5) > 0).Select(column => RandomColumn(column, ref random))];
        var search = new CounterfactualSearch { Actionable = [.. actionable], MaxAlternatives = 1 + random.Next(6), MaxChanges = random.Next(3) == 0 ? 1 + random.Next(3) : null };
        int[] from = [.. row.Select((cell, c) => ((NumericBinning)card.Columns[c].Binning).FindBin(cell.Number))];
        (int[] Bins, double Score)[] all = [.. SmallCards.Combinations(card).Select(bins => (bins, ScoreOf(card, bins, scale)))];
        double threshold = all[random.Next(all.Length)].Score;
        ScoreTarget target = random.Next(2) == 0 ? ScoreTarget.Below(threshold, scale) : ScoreTarget.AtLeast(threshold, scale);
        bool Reaches(double score) => target.IsBelow ? score < threshold : score >= threshold;

        CounterfactualReport report = card.Counterfactuals(row, target, search);
        double now = ScoreOf(card, from, scale);
        Assert.Equal((now, Reaches(now)), (report.Score, report.IsReached));
        var allowed = all
            .Where(each => Reaches(each.Score) && !Reaches(now))
            .Select(each => (each.Bins, Changed: Enumerable.Range(0, 4).Where(c => each.Bins[c] != from[c]).ToArray()))
            .Where(each => each.Changed.All(c => CostOf(card, actionable, c, from[c], each.Bins[c]) >= 0))
            .Select(each => (each.Changed, Cost: each.Changed.Aggregate(0.0, (sum, c) => sum + CostOf(card, actionable, c, from[c], each.Bins[c]))))
            .ToArray();
        var expected = allowed
            .Where(each => each.Changed.Length <= (search.MaxChanges ?? 4))
            .Where(each => !allowed.Any(other => other.Changed.Length < each.Changed.Length && other.Changed.All(each.Changed.Contains)))
            .GroupBy(each => string.Join(',', each.Changed))
            .Select(group => (Columns: group.Key, Size: group.First().Changed.Length, Cost: group.Min(each => each.Cost)))
            .OrderBy(each => each.Size).ThenBy(each => each.Cost).ThenBy(each => each.Columns, StringComparer.Ordinal)
            .Take(search.MaxAlternatives)
            .ToArray();
        Assert.Equal(expected.Select(each => (each.Columns, each.Cost)), report.Alternatives.Select(way => (string.Join(',', way.Changes.Select(change => change.ColumnName[1..])), way.Cost)));
        foreach (Counterfactual way in report.Alternatives)
        {
            int[] to = [.. from];
            foreach (BinChange change in way.Changes)
            {
                int c = int.Parse(change.ColumnName[1..], System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(card.Columns[c].Binning.Bins[from[c]].Label, change.FromLabel);
                to[c] = card.Columns[c].Binning.Bins.ToList().FindIndex(bin => bin.Label == change.ToLabel);
                Assert.Equal(CostOf(card, actionable, c, from[c], to[c]), change.Cost);
            }

            Assert.Equal(ScoreOf(card, to, scale), way.Score);
            Assert.True(Reaches(way.Score));
        }

        // Whatever cannot be reached is no nearer by any combination that is allowed.
        if (!report.IsReachable)
        {
            double[] reachable = [.. all.Where(each => each.Bins.Where((bin, c) => bin != from[c]).Count() <= (search.MaxChanges ?? 4) && Enumerable.Range(0, 4).All(c => each.Bins[c] == from[c] || CostOf(card, actionable, c, from[c], each.Bins[c]) >= 0)).Select(each => each.Score)];
            Assert.Equal(target.IsBelow ? reachable.Min() : reachable.Max(), report.Best.Score);
            Assert.DoesNotContain(reachable, Reaches);
        }
    }

    [Fact]
    public void Tiers_are_reached_from_above_and_from_below()
    {
        TierScheme scheme = TierScheme.FromThresholds([("high", 0.6), ("middle", 0.3)], "low");
        double[] risk = Card.Score(Data.Table);
        foreach (int row in Enumerable.Range(0, 60))
        {
            Cell[] cells = Cells(row);
            foreach (Tier tier in scheme.Tiers)
            {
                ScoreTarget target = ScoreTarget.ToTier(scheme, tier.Name, risk[row]);
                CounterfactualReport report = Card.Counterfactuals(cells, target, Everything);
                Assert.Equal(scheme[risk[row]] == tier, report.IsReached);
                bool down = scheme[risk[row]].Rank < tier.Rank;
                Assert.All(report.Alternatives, way => Assert.True(down ? scheme[way.Score].Rank >= tier.Rank : scheme[way.Score].Rank <= tier.Rank));
                Assert.All(report.Alternatives.SelectMany(way => way.Changes), change => Assert.Equal(down, change.Effect < 0));
            }
        }

        Assert.Contains("high, middle, low", Assert.Throws<ArgumentException>(() => ScoreTarget.ToTier(scheme, "calm", 0.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_beside_the_card_is_looked_through()
    {
        Scorecard bent = Card.Calibrated(new IsotonicRegression().Fit(Card.Score(Data.Table), Data.Events));
        double[] risk = bent.Score(Data.Table);
        int row = Array.FindIndex(risk, score => score > 0.6);
        CounterfactualReport report = bent.Counterfactuals(Cells(row), ScoreTarget.Below(0.4), Everything);
        Assert.Equal(risk[row], report.Score);
        Assert.NotEmpty(report.Alternatives);
        Assert.All(report.Alternatives, way => Assert.True(way.Score < 0.4));
    }

    [Fact]
    public void What_cannot_be_reached_is_said_with_the_best_that_can()
    {
        Cell[] row = Cells(0);
        CounterfactualReport none = Card.Counterfactuals(row, ScoreTarget.AtLeast(0.999999), new());
        Assert.Equal((false, false, none.Score, 0), (none.IsReached, none.IsReachable, none.Best.Score, none.Best.Changes.Count));
        CounterfactualReport some = Card.Counterfactuals(row, ScoreTarget.AtLeast(0.999999), Everything);
        Assert.True(some.Best.Score > some.Score);
        Assert.StartsWith("probability at least 0.999999: cannot be reached; the score is ", some.ToText(), StringComparison.Ordinal);
        Assert.Contains("not enough", some.ToText(TableFormat.Markdown), StringComparison.Ordinal);
        Assert.Contains("reached already", Card.Counterfactuals(row, ScoreTarget.AtLeast(0), Everything).ToText(), StringComparison.Ordinal);
        Assert.StartsWith("Way,Column,From,To,Effect,Cost,Score\n", Card.Counterfactuals(row, ScoreTarget.AtLeast(some.Best.Score), Everything).ToText(TableFormat.Csv), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_errors()
    {
        Assert.Contains("'age' is not in the card", Assert.Throws<ArgumentException>(() => Card.Counterfactuals(Cells(0), ScoreTarget.AtLeast(1), new() { Actionable = [new("age")] })).Message, StringComparison.Ordinal);
        Assert.Contains("no bin 'gold'", Assert.Throws<ArgumentException>(() => Card.Counterfactuals(Cells(0), ScoreTarget.AtLeast(1), new() { Actionable = [new("plan") { Bins = ["gold"] }] })).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new CounterfactualSearch { Actionable = [new("plan"), new("plan")] }).Message, StringComparison.Ordinal);
        Assert.Contains("1 costs for 0 bins", Assert.Throws<ArgumentException>(() => new CounterfactualSearch { Actionable = [new("plan") { Costs = [1] }] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActionableColumn("plan") { CostPerBin = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CounterfactualSearch { MaxAlternatives = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => ScoreTarget.Below(double.NaN));
    }

    private static ActionableColumn RandomColumn(ScorecardColumn column, ref SplitMix64 random)
    {
        string[] labels = [.. column.Binning.Bins.Select(bin => bin.Label)];
        var actionable = new ActionableColumn(column.Name) { Direction = (ChangeDirection)random.Next(3), CostPerBin = random.Next(4) / 2.0 };
        if (random.Next(2) == 0)
            return actionable;
        var bins = new List<string>();
        foreach (string label in labels)
        {
            if (random.Next(3) > 0)
                bins.Add(label);
        }

        var costs = new List<double>();
        for (int i = 0; i < bins.Count; i++)
            costs.Add(random.Next(8) / 4.0);
        return actionable with { Bins = [.. bins], Costs = random.Next(2) == 0 ? [] : [.. costs] };
    }

    /// <summary>What a change costs, or −1 where it is not allowed: the rules of <see cref="ActionableColumn"/>, written anew.</summary>
    private static double CostOf(Scorecard card, ActionableColumn[] actionable, int c, int from, int to)
    {
        if (Array.Find(actionable, each => each.Name == card.Columns[c].Name) is not { } column)
            return -1;
        IReadOnlyList<Bin> bins = card.Columns[c].Binning.Bins;
        bool bothRegular = bins[from].Kind == BinKind.Regular && bins[to].Kind == BinKind.Regular;
        if (column.Bins.Count > 0 ? !column.Bins.Contains(bins[to].Label) : bins[to].Kind != BinKind.Regular)
            return -1;
        if ((column.Direction == ChangeDirection.Up && !(bothRegular && to > from)) || (column.Direction == ChangeDirection.Down && !(bothRegular && to < from)))
            return -1;
        return column.Costs.Count > 0 ? column.Costs[column.Bins.ToList().IndexOf(bins[to].Label)] : bothRegular ? column.CostPerBin * Math.Abs(to - from) : column.CostPerBin;
    }

    private static double ScoreOf(Scorecard card, int[] bins, ScoreScale scale)
    {
        double logOdds = card.Intercept + bins.Select((bin, c) => card.Columns[c].LogOddsOf(bin)).Sum();
        return scale switch
        {
            ScoreScale.LogOdds => logOdds,
            ScoreScale.Probability => LogisticFunctions.Sigmoid(logOdds),
            _ when card.Recipe.Points.RoundTo is not null => card.PointsCard.BasePoints + bins.Select((bin, c) => card.PointsCard[c][bin]).Sum(),
            _ => card.PointsCard.ToPoints(logOdds),
        };
    }

    private static Cell[] Cells(int row) => [.. Card.Columns.Select(column => Data.Table[column.Name] is NumericColumn numbers ? (Cell)numbers.Values[row] : ((CategoryColumn)Data.Table[column.Name])[row])];
}
