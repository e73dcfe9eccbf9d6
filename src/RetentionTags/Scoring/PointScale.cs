namespace RetentionTags.Scoring;

/// <summary>
/// The scale of points on which people read a scorecard: so many points at certain odds and so many more when the odds double, or the lowest and the highest points that there are.
/// </summary>
/// <remarks>
/// points = <see cref="BasePoints"/> ± <see cref="PointsToDoubleOdds"/> / ln 2 · (log-odds − ln <see cref="BaseOdds"/>), plus for
/// <see cref="PointsDirection.HigherIsMoreLikely"/>, minus otherwise. Odds are those of the event: probability / (1 − probability). With a <see cref="Range"/> the line goes instead through the lowest and the
/// highest log-odds of the card. Either way the direction turns the whole log-odds round, the intercept included. Points are not rounded unless <see cref="RoundTo"/> says so; <see cref="Scorecard.PointsCard"/> holds the card's points, and how far rounding moves a score.
/// </remarks>
public sealed record PointScale
{
    /// <summary>The points at <see cref="BaseOdds"/>.</summary>
    /// <value>600 by default.</value>
    public double BasePoints { get; init => field = double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(BasePoints), value, "finite"); } = 600;

    /// <summary>The odds of the event at which a row has <see cref="BasePoints"/>.</summary>
    /// <value>1 by default: an event as probable as not.</value>
    public double BaseOdds { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(BaseOdds), value, "finite and above 0"); } = 1;

    /// <summary>By how many points a row changes when its odds double.</summary>
    /// <value>20 by default.</value>
    public double PointsToDoubleOdds { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(PointsToDoubleOdds), value, "finite and above 0"); } = 20;

    /// <summary>Which way points run.</summary>
    /// <value><see cref="PointsDirection.HigherIsMoreLikely"/> by default.</value>
    public PointsDirection Direction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Direction), value, "one of the named directions"); } = PointsDirection.HigherIsMoreLikely;

    /// <summary>The lowest and the highest points of the card: those of a row that is in the worst bin of every column and of one that is in the best, bins for missing, special and unseen values included.</summary>
    /// <value><see langword="null"/> by default. When set, <see cref="BasePoints"/>, <see cref="BaseOdds"/> and <see cref="PointsToDoubleOdds"/> follow from the card, and what they are set to has no meaning.</value>
    public PointsRange? Range { get; init => field = value is null || (value.Highest > value.Lowest && double.IsFinite(value.Highest - value.Lowest)) ? value : throw Setting.OutOfRange(nameof(Range), value, "two finite numbers, of which the highest is above the lowest"); }

    /// <summary>Where the points of the intercept stand.</summary>
    /// <value><see cref="BasePlacement.OwnLine"/> by default.</value>
    public BasePlacement BasePlacement { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(BasePlacement), value, "one of the named places"); } = BasePlacement.OwnLine;

    /// <summary>The step of which the points of every bin are a multiple: 1 for whole points. The points of a row are then the sum of these, as they would be on paper.</summary>
    /// <value><see langword="null"/> by default: points are not rounded.</value>
    public double? RoundTo { get; init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value : throw Setting.OutOfRange(nameof(RoundTo), value, "finite and above 0, such as 1 for whole points, or null"); }

    /// <summary>Points for each unit of log-odds; negative when more points mean a less probable event. NaN with a <see cref="Range"/>, since it depends on the card: <see cref="PointsCard.PointsPerLogOdds"/>.</summary>
    public double PointsPerLogOdds => Range is null ? Sign * PointsToDoubleOdds / Math.Log(2) : double.NaN;

    internal int Sign => Direction == PointsDirection.HigherIsMoreLikely ? 1 : -1;

    /// <summary>The points of a score.</summary>
    /// <param name="logOdds">The log-odds of the event.</param>
    /// <returns>The points, not rounded.</returns>
    /// <exception cref="InvalidOperationException">There is a <see cref="Range"/>, so they depend on the card: <see cref="PointsCard.ToPoints"/>.</exception>
    public double ToPoints(double logOdds) => Range is null
        ? BasePoints + (PointsPerLogOdds * (logOdds - Math.Log(BaseOdds)))
        : throw new InvalidOperationException("With a Range, points depend on the lowest and the highest log-odds of a card. Ask Scorecard.PointsCard, which knows them.");

    /// <summary>The same for each number in its place, to the bit; without a range.</summary>
    internal void ToPoints(Span<double> logOdds)
    {
        double basePoints = BasePoints, slope = PointsPerLogOdds, origin = Math.Log(BaseOdds);
        for (int i = 0; i < logOdds.Length; i++)
            logOdds[i] = basePoints + (slope * (logOdds[i] - origin));
    }

    /// <summary>Settings that do not go together.</summary>
    internal void Check()
    {
        if (Range is null || RoundTo is not double step)
            return;
        foreach (double end in (double[])[Range.Lowest, Range.Highest])
        {
            if (Math.Abs((end / step) - Math.Round(end / step)) > 1e-9 * Math.Max(1, Math.Abs(end / step)))
                throw new ArgumentException(Invariant($"Points from {Range.Lowest} to {Range.Highest} are to be multiples of {step}, and {end} is none. Choose a range whose ends are multiples of RoundTo."));
        }
    }
}
