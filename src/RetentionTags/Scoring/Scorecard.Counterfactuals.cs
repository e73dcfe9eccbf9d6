using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <content>What would have to change.</content>
public sealed partial class Scorecard
{
    /// <summary>The smallest changes of actionable columns that bring a row to a target: fewest columns first, then the least cost. Exact, in units of log-odds (2⁻²⁴) or, for a target of rounded points, in steps of points.</summary>
    /// <remarks>
    /// A change brings a column into another of its bins. All sets of columns are considered (a branch is left only when it cannot reach the target or cannot be cheap enough), and for each the cheapest bins that are enough. A way is given only when none of its changes could be left out.
    /// Scores are taken to rise or to fall with the log-odds throughout, as probabilities do through every calibration that does not turn round within the card's range.
    /// These are facts about the card, not about customers: that a customer whose contract were longer would have a lower score does not say that a longer contract keeps the customer.
    /// </remarks>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <param name="target">What to reach; <see cref="ScoreTarget.ToTier"/> makes one of a tier.</param>
    /// <param name="search">Which columns can be brought into which bins, at what cost, and how many ways to give.</param>
    /// <param name="cancellationToken">Stops the search, which with dozens of actionable columns may be long.</param>
    /// <returns>The ways, best first; without any where the target is reached already or cannot be, with the best that can.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values or one is of the wrong kind, or an actionable column or bin is not in the card.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CounterfactualReport Counterfactuals(ReadOnlySpan<Cell> row, ScoreTarget target, CounterfactualSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(search);
        Scorecard card = target.Scale == ScoreScale.Points && _inSteps is not null ? _inSteps : this;
        return card.Counterfactuals(BinsOf(row), target, search, cancellationToken);
    }

    private CounterfactualReport Counterfactuals(int[] bins, ScoreTarget target, CounterfactualSearch search, CancellationToken cancellationToken)
    {
        long units = _intercept + bins.Select((bin, c) => _columns[c].Units[bin]).Sum();
        long lowest = _intercept + _columns.Sum(column => column.Units.ToArray().Min()), highest = _intercept + _columns.Sum(column => column.Units.ToArray().Max());
        int direction = (target.IsBelow ? -1 : 1) * (ScoreOf(target.Scale, highest) >= ScoreOf(target.Scale, lowest) ? 1 : -1);
        ChangeOption[][] options = OptionsOf(bins, search, direction);
        (int Column, ChangeOption Option)[] most = Most(options, search);
        double score = ScoreOf(target.Scale, units);
        bool isReached = target.IsReachedBy(score);
        IEnumerable<(int Column, ChangeOption Option)[]> ways = [];
        if (!isReached && Need(units, most.Sum(change => change.Option.Gain)) is long need)
            ways = SmallestChanges.Of(options, need, search.MaxAlternatives, search.MaxChanges ?? int.MaxValue, cancellationToken).Select(way => way.Changes);
        return new(target.ToString(), score, isReached, [.. ways.Select(Result)], Result(most));

        // The least gain that reaches the target, by halving; nothing when the largest does not.
        long? Need(long from, long largest)
        {
            if (!target.IsReachedBy(ScoreOf(target.Scale, from + (direction * largest))))
                return null;
            (long notYet, long reached) = (0, largest);
            while (reached - notYet > 1)
            {
                long middle = notYet + ((reached - notYet) / 2);
                if (target.IsReachedBy(ScoreOf(target.Scale, from + (direction * middle))))
                    reached = middle;
                else
                    notYet = middle;
            }

            return reached;
        }

        Counterfactual Result((int Column, ChangeOption Option)[] changes) => new(
            [.. changes.Select(change => ChangeOf(change.Column, bins[change.Column], change.Option, direction))],
            changes.Aggregate(0.0, (sum, change) => sum + change.Option.Cost),
            ScoreOf(target.Scale, units + (direction * changes.Sum(change => change.Option.Gain))));
    }

    private BinChange ChangeOf(int column, int bin, ChangeOption option, int direction)
    {
        IReadOnlyList<Bin> bins = _columns[column].Binning.Bins;
        long change = direction * option.Gain;
        return new(_columns[column].Name, bins[bin].Label, bins[option.Bin].Label, _isInSteps ? PointsCard.PointsOf(change) : LogOddsGrid.ToLogOdds(change), option.Cost);
    }

    private double ScoreOf(ScoreScale scale, long units)
    {
        if (_isInSteps)
            return PointsCard.PointsOf(units);
        double logOdds = LogOddsGrid.ToLogOdds(units);
        if (scale == ScoreScale.LogOdds)
            return logOdds;
        if (scale == ScoreScale.Points)
            return PointsCard.ToPoints(logOdds);
        double probability = LogisticFunctions.Sigmoid(logOdds);
        return Calibration is null ? probability : Calibration.Apply(probability);
    }

    /// <summary>For each column the bins that bring the row nearer to the target.</summary>
    private ChangeOption[][] OptionsOf(int[] bins, CounterfactualSearch search, int direction)
    {
        var options = new ChangeOption[_columns.Length][];
        Array.Fill(options, []);
        foreach (ActionableColumn actionable in search.Actionable)
        {
            int c = Array.FindIndex(_columns, column => column.Name == actionable.Name);
            if (c < 0)
                throw new ArgumentException($"The actionable column '{actionable.Name}' is not in the card, so changing it changes nothing. The card has: {string.Join(", ", Names())}.", nameof(search));
            options[c] = [.. Allowed(_columns[c].Binning, bins[c], actionable)
                .Select(each => new ChangeOption(each.Bin, direction * (_columns[c].Units[each.Bin] - _columns[c].Units[bins[c]]), each.Cost))
                .Where(option => option.Gain > 0)];
        }

        return options;
    }

    private static IEnumerable<(int Bin, double Cost)> Allowed(ColumnBinning binning, int from, ActionableColumn actionable)
    {
        string[] labels = [.. binning.Bins.Select(bin => bin.Label)];
        if (actionable.Bins.FirstOrDefault(label => !labels.Contains(label)) is string unknown)
            throw new ArgumentException($"Column '{actionable.Name}' has no bin '{unknown}'. It has: {string.Join(", ", labels.Select(label => $"'{label}'"))}.", nameof(actionable));
        for (int bin = 0; bin < labels.Length; bin++)
        {
            bool isOrdered = bin < binning.RegularBinCount && from < binning.RegularBinCount;
            int named = actionable.Bins.ToList().IndexOf(labels[bin]);
            bool isAllowed = actionable.Bins.Count > 0 ? named >= 0 : bin < binning.RegularBinCount;
            bool isThatWay = actionable.Direction switch
            {
                ChangeDirection.Up => isOrdered && bin > from,
                ChangeDirection.Down => isOrdered && bin < from,
                _ => true,
            };
            if (bin != from && isAllowed && isThatWay)
                yield return (bin, named >= 0 && actionable.Costs.Count > 0 ? actionable.Costs[named] : actionable.CostPerBin * (isOrdered && binning is NumericBinning ? Math.Abs(bin - from) : 1));
        }
    }

    /// <summary>The largest gains: of each column the option that gains most and of these costs least, of so many columns as may be changed.</summary>
    private static (int Column, ChangeOption Option)[] Most(ChangeOption[][] options, CounterfactualSearch search) =>
    [
        .. options
            .Select((choices, column) => (Column: column, Choices: choices))
            .Where(each => each.Choices.Length > 0)
            .Select(each => (each.Column, Option: each.Choices.OrderByDescending(option => option.Gain).ThenBy(option => option.Cost).ThenBy(option => option.Bin).First()))
            .OrderByDescending(each => each.Option.Gain)
            .Take(search.MaxChanges ?? int.MaxValue)
            .OrderBy(each => each.Column),
    ];
}
