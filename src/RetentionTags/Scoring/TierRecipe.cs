using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <summary>Tiers that are as unlike as possible in what becomes of their customers: the best cut points of a score, learnt from rows whose outcome is known.</summary>
/// <remarks>
/// <para>
/// The score is binned like a column, by <see cref="OptimalBinning"/>: of all divisions whose event rates never fall with the score and that keep the recipe's constraints, the exact dynamic program takes the one with the highest objective. Each bin is a tier. As many
/// tiers as the data support come of <see cref="OptimalBinning.MaxPValue"/>, a given number of <see cref="Names"/>.
/// </para>
/// <para>
/// Learn from rows that the model was not fitted on, and report on others still (<see cref="TierReport"/>): cuts that were chosen among many look better on the rows that chose them.
/// </para>
/// </remarks>
public sealed record TierRecipe
{
    /// <summary>The names of the tiers, from the highest scores to the lowest. There are then as many tiers as names, whatever <see cref="OptimalBinning.MinBins"/> and <see cref="BinningRecipe.MaxBins"/> say.</summary>
    /// <value>None by default: as many tiers as <see cref="Binning"/> finds best, named "tier 1", "tier 2" … until <see cref="TierScheme.WithNames"/> gives them names.</value>
    public ValueList<string> Names { get; init => field = value ?? throw new ArgumentNullException(nameof(Names)); } = [];

    /// <summary>How the score is cut: the number of tiers, the smallest share and number of events, the difference and significance between neighbours, the objective, how fine the candidates are.</summary>
    /// <value>
    /// By default up to 5 bins, each with at least 5 % of the rows, neighbours different at the 5 % level, the highest information value, 200 candidates. Event rates ascend with the score: the trend is <see cref="Trend.Ascending"/>, which
    /// <see cref="Trend.Automatic"/> means too here.
    /// </value>
    public OptimalBinning Binning { get; init => field = value ?? throw new ArgumentNullException(nameof(Binning)); } = new() { Trend = Trend.Ascending, MaxBins = 5, MaxPValue = 0.05 };

    /// <summary>Learns the tiers.</summary>
    /// <param name="scores">One score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight means as many copies.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>The scheme, with the findings of the binning.</returns>
    /// <exception cref="ArgumentException">There are no rows, lengths differ, a score is NaN, a weight is negative or not finite, or names repeat.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another, or the trend is not an ascending one.</exception>
    /// <exception cref="TrainingDataException">The rows are all events or all non-events, or no division into so many tiers keeps the constraints; the message names the one that binds.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public TierScheme Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
                throw new ArgumentException($"Row {row}: the score is NaN, which is in no tier. Leave the row out of scores and events alike.", nameof(scores));
        }

        const string Score = "score";
        var binning = (NumericBinning)Prepared().Fit(TrainingSet.Create(Table.Create(Column.Numeric(Score, scores.ToArray())), events, weights), null, cancellationToken)[Score];
        int count = binning.RegularBinCount;
        if (Names.Count > 0 && count != Names.Count)
            throw new TrainingDataException($"The scores make {count} tier{(count == 1 ? "" : "s")}, and there are {Names.Count} names: {string.Join("; ", binning.Findings.Select(finding => finding.Message))}.");
        double[] thresholds = binning.Cuts.ToArray();
        Array.Reverse(thresholds);
        var scheme = new TierScheme([.. Enumerable.Range(1, count).Select(tier => Invariant($"tier {tier}"))], thresholds, [.. binning.Findings.Select(finding => finding with { ColumnName = null })]);
        return Names.Count > 0 ? scheme.WithNames(Names.AsSpan()) : scheme;
    }

    /// <summary>Learns the tiers of a scorer's scores.</summary>
    /// <param name="scorer">Gives the scores.</param>
    /// <param name="heldOut">Rows that the scorer has not seen. They count as they are, weights included, whatever their <see cref="TrainingSet.PopulationEventRate"/>.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The scheme, with the findings of the binning.</returns>
    /// <exception cref="ArgumentException">A score is NaN, or names repeat.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another, or the trend is not an ascending one.</exception>
    /// <exception cref="TrainingDataException">The rows are all events or all non-events, or no division into so many tiers keeps the constraints.</exception>
    public TierScheme Fit(IScorer scorer, TrainingSet heldOut, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(heldOut);
        return Fit(scorer.Score(heldOut.Table), heldOut.Events, heldOut.Weights, cancellationToken);
    }

    private OptimalBinning Prepared()
    {
        if (Binning.Trend is not (Trend.Ascending or Trend.Automatic))
            throw new InvalidOperationException($"Binning.Trend is {Binning.Trend}. Event rates ascend with the score: take Ascending, and turn a score round that means the opposite.");
        if (Binning.Specials.Count > 0)
            throw new InvalidOperationException("Binning has special values. Every score is in a tier: leave rows out whose score is a code.");
        OptimalBinning ascending = Binning with { Trend = Trend.Ascending };
        if (Names.Count == 0)
            return ascending;
        return ascending with { MinBins = Names.Count, MaxBins = Names.Count };
    }
}
