namespace RetentionTags.Scoring;

/// <summary>
/// The scale of points on which people read a scorecard: so many points at certain odds, and so many more when the odds double.
/// </summary>
/// <remarks>
/// points = <see cref="BasePoints"/> ± <see cref="PointsToDoubleOdds"/> / ln 2 · (log-odds − ln <see cref="BaseOdds"/>), plus for
/// <see cref="PointsDirection.HigherIsMoreLikely"/>, minus otherwise. Odds are those of the event: probability / (1 − probability). Points are not
/// rounded here; round them where they are shown.
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
    public PointsDirection Direction { get; init; } = PointsDirection.HigherIsMoreLikely;

    /// <summary>Points for each unit of log-odds; negative when more points mean a less probable event.</summary>
    public double PointsPerLogOdds => (Direction == PointsDirection.HigherIsMoreLikely ? 1 : -1) * PointsToDoubleOdds / Math.Log(2);

    /// <summary>The points of a score.</summary>
    /// <param name="logOdds">The log-odds of the event.</param>
    /// <returns>The points, not rounded.</returns>
    public double ToPoints(double logOdds) => BasePoints + (PointsPerLogOdds * (logOdds - Math.Log(BaseOdds)));

    /// <summary>The same for each number in its place, to the bit.</summary>
    internal void ToPoints(Span<double> logOdds)
    {
        double basePoints = BasePoints, slope = PointsPerLogOdds, origin = Math.Log(BaseOdds);
        for (int i = 0; i < logOdds.Length; i++)
            logOdds[i] = basePoints + (slope * (logOdds[i] - origin));
    }
}
