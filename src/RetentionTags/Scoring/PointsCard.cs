using RetentionTags.Binning;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>
/// The points of a scorecard: a number for each bin, the base points, the line that leads from points to log-odds and back, and, where points are rounded, how far rounding can move a score. Immutable.
/// </summary>
/// <remarks>
/// When a card is fitted or loaded it is checked: the weight of every bin against coefficient · weight of evidence, and the points of the lowest and the highest row against the line over their log-odds. Since both are sums of one
/// number for each column, what holds for these holds for every row. Errors are exact for the same reason: the largest error of a row is the sum of the largest errors of the columns, so no rows are tried.
/// </remarks>
public sealed class PointsCard
{
    /// <summary>Largest number of steps that a row may have, so that sums of them are exact in doubles.</summary>
    private const double MaxSteps = 1L << 50;

    private readonly double[][] _points;
    private readonly double _lowestLogOdds;
    private readonly double _highestLogOdds;

    private PointsCard(Scorecard card)
    {
        Scale = card.Recipe.Points;
        Scale.Check();
        _lowestLogOdds = LogOddsGrid.ToLogOdds(card.InterceptUnits + card.Columns.Sum(column => column.Units.ToArray().Min()));
        _highestLogOdds = LogOddsGrid.ToLogOdds(card.InterceptUnits + card.Columns.Sum(column => column.Units.ToArray().Max()));
        if (Scale.Range is not null && _lowestLogOdds == _highestLogOdds)
            throw new TrainingDataException("The card gives every row the same log-odds, so it has no lowest and highest points. Take the scale's Range away, or add columns that say more.");
        PointsPerLogOdds = Scale.Range is PointsRange range ? Scale.Sign * (range.Highest - range.Lowest) / (_highestLogOdds - _lowestLogOdds) : Scale.PointsPerLogOdds;
        (double[][] exact, double exactBase) = Exact(card);
        (_points, BasePoints) = ([.. exact], exactBase);
        if (Scale.RoundTo is double step)
            Round(card, exact, exactBase, step);
        Lowest = BasePoints + _points.Sum(column => column.Min());
        Highest = BasePoints + _points.Sum(column => column.Max());
        Verify(exact, exactBase);
    }

    /// <summary>The scale of the card's recipe.</summary>
    public PointScale Scale { get; }

    /// <summary>The points that a row has beside those of its bins; 0 with <see cref="BasePlacement.Spread"/>.</summary>
    public double BasePoints { get; private set; }

    /// <summary>Points for each unit of log-odds; negative when more points mean a less probable event.</summary>
    public double PointsPerLogOdds { get; }

    /// <summary>The fewest points that a row can have.</summary>
    public double Lowest { get; }

    /// <summary>The most points that a row can have.</summary>
    public double Highest { get; }

    /// <summary>How many points too few rounding gives the row that it treats worst; at most 0.</summary>
    public double LowestError { get; private set; }

    /// <summary>How many points too many rounding gives the row that it treats best; at least 0.</summary>
    public double HighestError { get; private set; }

    /// <summary>The largest difference between a row's rounded and its unrounded points, exact over all combinations of bins; 0 where points are not rounded.</summary>
    public double LargestError => Math.Max(HighestError, -LowestError);

    /// <summary>The largest difference of <see cref="LargestError"/> in log-odds.</summary>
    public double LargestLogOddsError => LargestError / Math.Abs(PointsPerLogOdds);

    /// <summary>
    /// Two rows whose unrounded points differ by more than this never change places by rounding: <see cref="HighestError"/> − <see cref="LowestError"/> − a step, or 0. (A row that is ahead by less may fall a step or more behind; one that is ahead by up to a step more may draw level.)
    /// </summary>
    public double LargestReversal { get; private set; }

    /// <summary>Bins of a column whose log-odds differ and whose rounded points do not.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>The points of one column's bins.</summary>
    /// <param name="column">The place of a column in <see cref="Scorecard.Columns"/>.</param>
    /// <returns>One number for each bin. With <see cref="BasePoints"/> the numbers of a row's bins add up to its points.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> this[int column] => _points[column];

    /// <summary>In steps of <see cref="PointScale.RoundTo"/>, where points are rounded.</summary>
    internal long[][]? Steps { get; private set; }

    internal long BaseSteps { get; private set; }

    /// <summary>The unrounded points of a score.</summary>
    /// <param name="logOdds">The log-odds of the event.</param>
    /// <returns>The points. With a <see cref="PointScale.Range"/> exactly its ends at the card's lowest and highest log-odds.</returns>
    public double ToPoints(double logOdds)
    {
        if (Scale.Range is not PointsRange range)
            return Scale.ToPoints(logOdds);
        (double low, double high) = Scale.Sign > 0 ? (range.Lowest, range.Highest) : (range.Highest, range.Lowest);
        double share = (logOdds - _lowestLogOdds) / (_highestLogOdds - _lowestLogOdds);
        return ((1 - share) * low) + (share * high);
    }

    /// <summary>The log-odds that points stand for.</summary>
    /// <param name="points">Points, rounded or not.</param>
    /// <returns>The log-odds; of rounded points within <see cref="LargestLogOddsError"/> of the row's own.</returns>
    public double ToLogOdds(double points) => (points - ToPoints(0)) / PointsPerLogOdds;

    /// <summary>The probability that points stand for, before a calibration that is beside the card.</summary>
    /// <param name="points">Points, rounded or not.</param>
    /// <returns>The probability of the event.</returns>
    public double ToProbability(double points) => LogisticFunctions.Sigmoid(ToLogOdds(points));

    /// <summary>The points of so many steps. Where a whole number of steps makes a point, by a division, which gives 0.3 for three tenths.</summary>
    internal double PointsOf(long steps)
    {
        double step = Scale.RoundTo!.Value, inverse = Math.Round(1 / step);
        return 1 / inverse == step ? steps / inverse : steps * step;
    }

    internal static PointsCard Of(Scorecard card) => new(card);

    /// <summary>Holds the weights of a card's bins, from which its points are, against what they are made of.</summary>
    internal static void RequireEvidence(Scorecard card)
    {
        foreach (ScorecardColumn column in card.Columns)
        {
            IReadOnlyList<Bin> bins = column.Binning.Bins;
            for (int bin = 0; bin < bins.Count; bin++)
            {
                double logOdds = column.Coefficient.Value * bins[bin].Woe, tolerance = (1.0 / (1 << LogOddsGrid.FractionBits)) + (1e-9 * Math.Abs(logOdds));
                if (!(Math.Abs(column.LogOddsOf(bin) - logOdds) <= tolerance))
                    throw new InvalidOperationException(Invariant($"Column '{column.Name}', bin '{bins[bin].Label}': the card adds {column.LogOddsOf(bin)} to the log-odds, but coefficient · weight of evidence is {logOdds}."));
            }
        }
    }

    private (double[][] Points, double Base) Exact(Scorecard card)
    {
        double intercept = ToPoints(card.Intercept);
        double[][] points = [.. card.Columns.Select(column => column.Units.ToArray().Select(units => PointsPerLogOdds * LogOddsGrid.ToLogOdds(units)).ToArray())];
        switch (Scale.BasePlacement)
        {
            case BasePlacement.Spread when points.Length > 0:
                return ([.. points.Select(column => column.Select(value => value + (intercept / points.Length)).ToArray())], 0);
            case BasePlacement.LowestIsZero:
                double[] smallest = [.. points.Select(column => column.Min())];
                return ([.. points.Select((column, j) => column.Select(value => value - smallest[j]).ToArray())], intercept + smallest.Sum());
            default:
                return (points, intercept);
        }
    }

    private void Round(Scorecard card, double[][] exact, double exactBase, double step)
    {
        if (!(Math.Abs(exactBase) + exact.Sum(column => column.Max(Math.Abs)) < step * MaxSteps))
            throw new ArgumentException(Invariant($"The card's points are too many steps of {step}. Choose a larger RoundTo, such as 1."));
        double[][] inSteps = [.. exact.Select(column => column.Select(value => value / step).ToArray())];
        (Steps, BaseSteps) = Scale.Range is null ? PointsRounding.Nearest(inSteps, exactBase / step) : PointsRounding.KeepingExtremes(inSteps, exactBase / step);
        for (int j = 0; j < _points.Length; j++)
            _points[j] = [.. Steps[j].Select(PointsOf)];
        BasePoints = PointsOf(BaseSteps);
        (LowestError, HighestError) = Errors(exact, exactBase);
        LargestReversal = Math.Max(0, HighestError - LowestError - step);
        Findings = [.. card.Columns.SelectMany((column, j) => Ties(column, Steps[j], step))];
    }

    private (double Lowest, double Highest) Errors(double[][] exact, double exactBase)
    {
        double lowest = BasePoints - exactBase, highest = lowest;
        for (int j = 0; j < exact.Length; j++)
        {
            double[] errors = [.. _points[j].Zip(exact[j], (rounded, value) => rounded - value)];
            lowest += errors.Min();
            highest += errors.Max();
        }

        return (Math.Min(0, lowest), Math.Max(0, highest));
    }

    private static IEnumerable<Finding> Ties(ScorecardColumn column, long[] steps, double step)
    {
        foreach (IGrouping<long, int> equal in Enumerable.Range(0, steps.Length).GroupBy(bin => steps[bin]))
        {
            if (equal.DistinctBy(bin => column.LogOddsOf(bin)).Count() < 2)
                continue;
            string bins = string.Join(", ", equal.Select(bin => $"'{column.Binning.Bins[bin].Label}' ({column.LogOddsOf(bin).ToString("F4", System.Globalization.CultureInfo.InvariantCulture)})"));
            yield return new(FindingSeverity.Note, FindingCodes.TiedPoints, Invariant($"the bins {bins} have different log-odds, and the same points when these are rounded to {step}. A smaller RoundTo, or more points to double the odds, tells them apart."), column.Name);
        }
    }

    /// <summary>The sums of the lowest and the highest row against the line over their log-odds.</summary>
    private void Verify(double[][] exact, double exactBase)
    {
        foreach ((double logOdds, bool lowest) in (ReadOnlySpan<(double, bool)>)[(_lowestLogOdds, Scale.Sign > 0), (_highestLogOdds, Scale.Sign < 0)])
        {
            double sum = exactBase + exact.Sum(column => lowest ? column.Min() : column.Max()), points = ToPoints(logOdds), rounded = lowest ? Lowest : Highest;
            double tolerance = 1e-9 * (Math.Abs(exactBase) + exact.Sum(column => column.Max(Math.Abs)) + Math.Abs(PointsPerLogOdds));
            if (!(Math.Abs(sum - points) <= tolerance) || !(rounded - points <= HighestError + tolerance) || !(points - rounded <= tolerance - LowestError))
                throw new InvalidOperationException(Invariant($"The points of the {(lowest ? "lowest" : "highest")} row are {sum}, rounded {rounded}, and its log-odds of {logOdds} stand for {points}."));
        }
    }
}
