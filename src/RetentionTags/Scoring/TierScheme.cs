using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>
/// Divides scores into named tiers from the highest to the lowest. Neighbouring tiers share a threshold, so by construction every score is in exactly one
/// tier, and a higher score is never in a lower one.
/// </summary>
/// <remarks>
/// Thresholds come from shares, from capacities, from what actions are worth, from outcomes (<see cref="TierRecipe"/>), or from the user. With a margin (<see cref="WithMargin"/> and its siblings), <see cref="Assign(ReadOnlySpan{double}, ReadOnlySpan{int}, Span{int})"/>
/// leaves a customer near a threshold in the tier that he was in.
/// </remarks>
public sealed class TierScheme
{
    /// <summary>Scores whose codes are found in one go, on the stack.</summary>
    private const int Chunk = 512;

    private readonly Tier[] _tiers;
    private readonly double[] _enter;
    private readonly double[] _leave;
    private readonly CutCodes _cuts;

    internal TierScheme(IReadOnlyList<string> names, ReadOnlySpan<double> thresholds, IReadOnlyList<Finding> findings)
        : this(Between(names, thresholds), findings)
    {
    }

    private TierScheme(Tier[] tiers, IReadOnlyList<Finding> findings)
    {
        Findings = findings;
        _tiers = tiers;
        _enter = [.. tiers.Select(tier => tier.Enter)];
        _leave = [.. tiers.Select(tier => tier.Leave)];
        _cuts = new([.. tiers.SkipLast(1).Reverse().Select(tier => tier.From)]);
    }

    /// <summary>The tiers, from the highest scores to the lowest.</summary>
    public IReadOnlyList<Tier> Tiers => _tiers;

    /// <summary>What kept tiers from being as they were wanted: equal scores, or actions that are nowhere worth most.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The tier of a score.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <returns>The tier.</returns>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public Tier this[double score] => this[score, null];

    /// <summary>The tier of a score, for somebody who was in a tier before: he stays there while the score is within the margins.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <param name="previous">A tier of this scheme or, by its name, of another one; <see langword="null"/>, or a name that this scheme does not have, for somebody new.</param>
    /// <returns>The tier, which may be several above or below the previous one.</returns>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public Tier this[double score, Tier? previous] => double.IsNaN(score)
        ? throw new ArgumentException("The score is NaN, which is in no tier.", nameof(score))
        : _tiers[RankOf(score, previous is null ? -1 : Find(previous.Name))];

    /// <summary>Tiers that hold given shares of the scores at hand.</summary>
    /// <remarks>
    /// Each threshold lies between two neighbouring scores, where the share above it is nearest to what was asked for (of two as near, the smaller share). Equal
    /// scores are never divided: where they keep a share from being met by more than half a row, a finding says so.
    /// </remarks>
    /// <param name="scores">The scores that shares refer to, such as those of all customers today.</param>
    /// <param name="tiers">Names and shares (0–1, above 0, adding up to 1), from the highest scores to the lowest.</param>
    /// <returns>The scheme, which any later score fits into.</returns>
    /// <exception cref="ArgumentException">There are no scores or no tiers, a score is not finite, names repeat, or shares do not add up to 1.</exception>
    public static TierScheme FromShares(ReadOnlySpan<double> scores, params ReadOnlySpan<(string Name, double Share)> tiers) =>
        TierCuts.OfShares(NamesOf(tiers), scores, tiers);

    /// <summary>Tiers that hold no more scores than there are places: "the 5,000 that we can call, then 20,000 e-mails, the rest".</summary>
    /// <remarks>
    /// From the highest score down, each tier takes as many as it has places for. Equal scores are never divided, and no tier ever holds more than its capacity: where the next equal scores do not all find a place, they go to the tier beneath, and
    /// the places that stay empty are not handed on. A finding names every tier that could not be filled. Capacities refer to the scores at hand; of other scores other numbers lie above the same thresholds.
    /// </remarks>
    /// <param name="scores">One score for each customer who may be served.</param>
    /// <param name="tiers">Names and how many customers each tier can hold (at least 1), from the highest scores down.</param>
    /// <param name="remaining">The name of the last tier, which takes all who are left.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentException">There are no scores, a score is not finite, names repeat, or a capacity is below 1.</exception>
    public static TierScheme FromCapacities(ReadOnlySpan<double> scores, ReadOnlySpan<(string Name, int Capacity)> tiers, string remaining) =>
        TierCuts.OfCapacities(NamesOf([.. tiers, (remaining, 0)]), scores, tiers);

    /// <summary>Tiers of what is worth doing: each probability is in the tier of the action that is expected to be worth most there.</summary>
    /// <remarks>
    /// <para>
    /// Treating a customer of probability p by an action adds p (TP − FN) + (1 − p)(FP − TN) to leaving him alone: a line in p, and for leaving him alone the line is 0 (<see cref="DecisionValues.Gain"/>). The tiers are the upper envelope of these lines,
    /// and each threshold is where two of them cross, <see cref="DecisionValues.BreakEven"/> of the one against the other: exact, and without data. Probabilities must be calibrated, because a threshold means what it says only then.
    /// </para>
    /// <para>
    /// The order in which actions are given does not matter: the one that gains most from events is the highest tier. An action that is worth most at no probability is left out, and a finding says so; so is leaving alone, where an action is
    /// always worth it. At a threshold itself both tiers are worth the same, and the customer is in the higher one.
    /// </para>
    /// </remarks>
    /// <param name="tiers">Names and what the four outcomes of an action are worth; often <see cref="DecisionValues.OfContact"/>.</param>
    /// <param name="remaining">The name of the tier of those who are left alone.</param>
    /// <returns>The scheme, whose tiers know their <see cref="Tier.Values"/>.</returns>
    /// <exception cref="ArgumentException">There are no actions, names repeat, or a value is not finite.</exception>
    public static TierScheme FromValues(ReadOnlySpan<(string Name, DecisionValues Values)> tiers, string remaining)
    {
        NamesOf([.. tiers, (remaining, default)]);
        return ValueTiers.OfProbabilities(tiers, remaining);
    }

    /// <summary>The same from outcomes: the thresholds under which the rows at hand would have been worth most. It needs no probabilities, only scores that rank.</summary>
    /// <remarks>
    /// All sets of thresholds are compared, by an exact dynamic program over the distinct scores. Actions are tiers in the order of what they gain from an event beyond what they gain from a non-event; equal scores are never divided. Of sets that are worth the same, the one with
    /// the highest thresholds is taken, beginning with the lowest. With one action this is <see cref="BinaryEvaluation.BestThreshold"/> for <see cref="ThresholdObjective.Value"/>. What is best on the rows that it was chosen on is less good on others: choose
    /// on rows that measure nothing else. A tier that no row should be in is left out, and a finding says so.
    /// </remarks>
    /// <param name="scores">One finite score for each row, higher for a more probable event.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="tiers">Names and what the four outcomes of an action are worth.</param>
    /// <param name="remaining">The name of the tier of those who are left alone.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The scheme, whose tiers know their <see cref="Tier.Values"/>.</returns>
    /// <exception cref="ArgumentException">There are no actions, names repeat, a value or a score is not finite, lengths differ, no row has weight, or a weight is negative or not finite.</exception>
    public static TierScheme FromValues(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<(string Name, DecisionValues Values)> tiers, string remaining, ReadOnlySpan<double> weights = default)
    {
        NamesOf([.. tiers, (remaining, default)]);
        ScoreDistribution distribution = ScoreDistribution.Of(scores, events, weights);
        if (distribution.Scores.Count == 0)
            throw new ArgumentException("No row has weight, so nothing says what is worth doing.", nameof(weights));
        if (double.IsInfinity(distribution.Scores[0]) || double.IsInfinity(distribution.Scores[^1]))
            throw new ArgumentException("A score is infinite. Leave rows without a score out.", nameof(scores));
        return ValueTiers.OfOutcomes(distribution, tiers, remaining);
    }

    /// <summary>Tiers with given thresholds.</summary>
    /// <param name="tiers">Names and lowest scores, from the highest tier down, each threshold below the one before.</param>
    /// <param name="remaining">The name of the last tier, which takes every score below the last threshold.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentException">Names repeat, or thresholds are not finite and falling.</exception>
    public static TierScheme FromThresholds(ReadOnlySpan<(string Name, double From)> tiers, string remaining)
    {
        string[] names = NamesOf([.. tiers, (remaining, 0)]);
        var thresholds = new double[tiers.Length];
        for (int rank = 0; rank < tiers.Length; rank++)
        {
            thresholds[rank] = tiers[rank].From;
            if (!double.IsFinite(thresholds[rank]) || (rank > 0 && thresholds[rank] >= thresholds[rank - 1]))
                throw new ArgumentException(Invariant($"The tier '{names[rank]}' starts at {thresholds[rank]}. Thresholds are finite, and each lies below the one before."), nameof(tiers));
        }

        return new(names, thresholds, []);
    }

    /// <summary>The same tiers under other names.</summary>
    /// <param name="names">One name for each tier, from the highest to the lowest.</param>
    /// <returns>A new scheme.</returns>
    /// <exception cref="ArgumentException">There are more or fewer names than tiers, or names repeat.</exception>
    public TierScheme WithNames(params ReadOnlySpan<string> names)
    {
        if (names.Length != _tiers.Length)
            throw new ArgumentException($"There are {names.Length} names for {_tiers.Length} tiers.", nameof(names));
        var pairs = new (string, double)[names.Length];
        for (int rank = 0; rank < pairs.Length; rank++)
            pairs[rank] = (names[rank], 0);
        string[] unique = NamesOf(pairs);
        return new([.. _tiers.Select(tier => tier with { Name = unique[tier.Rank] })], Findings);
    }

    /// <summary>The same tiers with a margin around each threshold, so that customers near one do not go to and fro.</summary>
    /// <remarks>
    /// Somebody who was in a lower tier enters at a score of threshold + margin; somebody who was in the tier, or above, leaves it below threshold − margin; somebody new is placed by the threshold itself. Scores that move by less than
    /// twice the margin cannot take a customer out of a tier and back. A margin of 0 is none.
    /// </remarks>
    /// <param name="margin">In the unit of the scores, finite and at least 0. About the usual change of a score between two runs is a sensible choice.</param>
    /// <returns>A new scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    public TierScheme WithMargin(double margin)
    {
        CheckMargin(margin);
        return With(tier => tier with { Enter = tier.From + margin, Leave = tier.From - margin });
    }

    /// <summary>The same for probabilities, with the margin in log-odds: narrow near 0 and 1, where probabilities move little, and about margin/4 at one half.</summary>
    /// <param name="margin">In log-odds, finite and at least 0.</param>
    /// <returns>A new scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The margin is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">A threshold lies outside 0–1, so the scores are no probabilities.</exception>
    public TierScheme WithLogOddsMargin(double margin)
    {
        CheckMargin(margin);
        var bands = new (double Leave, double Enter)[_tiers.Length - 1];

        // Exponential and logarithm round: bands hold their thresholds and do not rise all the same.
        for (int rank = 0; rank < bands.Length; rank++)
            bands[rank].Leave = Math.Min(Moved(_tiers[rank], -margin), Math.Min(_tiers[rank].From, rank == 0 ? double.PositiveInfinity : bands[rank - 1].Leave));
        for (int rank = bands.Length - 1; rank >= 0; rank--)
            bands[rank].Enter = Math.Max(Moved(_tiers[rank], margin), Math.Max(_tiers[rank].From, rank == bands.Length - 1 ? double.NegativeInfinity : bands[rank + 1].Enter));
        return WithBands(bands);
    }

    /// <summary>The same tiers with a band of its own around each threshold.</summary>
    /// <param name="bands">For each tier but the last one, from the highest down, the scores at which it is left and entered: the threshold lies between the two, and both fall from tier to tier.</param>
    /// <returns>A new scheme.</returns>
    /// <exception cref="ArgumentException">There is not one band for each threshold, a band does not hold its threshold, or bands do not fall.</exception>
    public TierScheme WithBands(params ReadOnlySpan<(double Leave, double Enter)> bands)
    {
        if (bands.Length != _tiers.Length - 1)
            throw new ArgumentException($"There are {bands.Length} bands for {_tiers.Length - 1} thresholds.", nameof(bands));
        Tier[] tiers = [.. _tiers];
        for (int rank = 0; rank < bands.Length; rank++)
        {
            (double leave, double enter) = bands[rank];
            if (!(leave <= tiers[rank].From && tiers[rank].From <= enter))
                throw new ArgumentException(Invariant($"The tier '{tiers[rank].Name}' starts at {tiers[rank].From}, which is not between {leave}, where it is left, and {enter}, where it is entered."), nameof(bands));
            if (rank > 0 && !(leave <= bands[rank - 1].Leave && enter <= bands[rank - 1].Enter))
                throw new ArgumentException(Invariant($"The tier '{tiers[rank].Name}' is left at {leave} and entered at {enter}, the one above at {bands[rank - 1].Leave} and {bands[rank - 1].Enter}. Neither rises from a tier to the one beneath."), nameof(bands));
            tiers[rank] = tiers[rank] with { Leave = leave, Enter = enter };
        }

        return new(tiers, Findings);
    }

    /// <summary>Looks for a tier by its name.</summary>
    /// <param name="name">The name, compared by ordinal.</param>
    /// <returns>The tier's rank, or −1 when the scheme has no such tier.</returns>
    public int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.FindIndex(_tiers, tier => tier.Name == name);
    }

    /// <summary>The tiers of many scores. It allocates nothing.</summary>
    /// <param name="scores">Any numbers but NaN.</param>
    /// <param name="ranks">Receives the rank of each score's tier.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public void Assign(ReadOnlySpan<double> scores, Span<int> ranks)
    {
        CheckLength(ranks.Length, scores.Length, nameof(ranks));
        Span<ushort> codes = stackalloc ushort[Chunk];
        int last = _tiers.Length - 1;
        for (int first = 0; first < scores.Length; first += Chunk)
        {
            int count = Math.Min(Chunk, scores.Length - first);
            _cuts.ToCodes(scores.Slice(first, count), codes);
            for (int i = 0; i < count; i++)
            {
                // The code is the number of thresholds that are not above the score, and one more than there are for NaN.
                int rank = last - codes[i];
                if (rank < 0)
                    throw NotANumber(first + i);
                ranks[first + i] = rank;
            }
        }
    }

    /// <summary>The tiers of many scores, for customers who were in tiers before: they stay there while their scores are within the margins. It allocates nothing.</summary>
    /// <remarks>Without a margin the previous tiers have no influence. With one, of two customers who were in the same tier the one with the higher score is never in the lower tier afterwards.</remarks>
    /// <param name="scores">Any numbers but NaN.</param>
    /// <param name="previousRanks">The rank of each customer's previous tier in this scheme; −1 for somebody new.</param>
    /// <param name="ranks">Receives the rank of each customer's tier. It may be the same memory as <paramref name="previousRanks"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a previous rank is no rank of this scheme.</exception>
    public void Assign(ReadOnlySpan<double> scores, ReadOnlySpan<int> previousRanks, Span<int> ranks)
    {
        CheckLength(ranks.Length, scores.Length, nameof(ranks));
        CheckLength(previousRanks.Length, scores.Length, nameof(previousRanks));
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
                throw NotANumber(row);
            if (previousRanks[row] < -1 || previousRanks[row] >= _tiers.Length)
                throw new ArgumentException($"Row {row}: the previous rank is {previousRanks[row]}. Ranks are from 0 to {_tiers.Length - 1}, and −1 for somebody new.", nameof(previousRanks));
            ranks[row] = RankOf(scores[row], previousRanks[row]);
        }
    }

    /// <summary>The names of the tiers of many scores, such as for a column of a table.</summary>
    /// <param name="scores">Any numbers but NaN.</param>
    /// <param name="names">Receives the name of each score's tier.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public void Assign(ReadOnlySpan<double> scores, Span<string> names)
    {
        CheckLength(names.Length, scores.Length, nameof(names));
        for (int row = 0; row < scores.Length; row++)
            names[row] = double.IsNaN(scores[row]) ? throw NotANumber(row) : _tiers[RankOf(scores[row], -1)].Name;
    }

    /// <summary>The scheme whose tiers know what treating them is worth.</summary>
    internal TierScheme WithValues(IReadOnlyList<DecisionValues?> values) => With(tier => tier with { Values = values[tier.Rank] });

    private static Tier[] Between(IReadOnlyList<string> names, ReadOnlySpan<double> thresholds)
    {
        var tiers = new Tier[names.Count];
        double above = double.PositiveInfinity;
        for (int rank = 0; rank < tiers.Length; rank++)
        {
            double from = rank < thresholds.Length ? thresholds[rank] : double.NegativeInfinity;
            tiers[rank] = new(names[rank], rank, from, above);
            above = from;
        }

        return tiers;
    }

    private static string[] NamesOf<T>(ReadOnlySpan<(string Name, T)> tiers)
    {
        if (tiers.IsEmpty)
            throw new ArgumentException("A scheme has at least one tier.", nameof(tiers));
        var names = new string[tiers.Length];
        for (int rank = 0; rank < names.Length; rank++)
        {
            names[rank] = tiers[rank].Name;
            ArgumentException.ThrowIfNullOrWhiteSpace(names[rank], nameof(tiers));
            if (names.AsSpan(0, rank).Contains(names[rank]))
                throw new ArgumentException($"Two tiers are named '{names[rank]}'. Names are unique within a scheme.", nameof(tiers));
        }

        return names;
    }

    private static double Moved(Tier tier, double margin)
    {
        if (double.IsInfinity(tier.From) || margin == 0)
            return tier.From;
        return tier.From is >= 0 and <= 1
            ? LogisticFunctions.Sigmoid(LogisticFunctions.Logit(tier.From) + margin)
            : throw new InvalidOperationException(Invariant($"The tier '{tier.Name}' starts at {tier.From}, which is no probability and has no log-odds. Use WithMargin, in the unit of the scores."));
    }

    private static void CheckMargin(double margin)
    {
        if (!(margin >= 0) || double.IsInfinity(margin))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin is finite and at least 0.");
    }

    private static void CheckLength(int length, int scores, string parameter)
    {
        if (length != scores)
            throw new ArgumentException($"There are {scores} scores, and room for {length}: both are as many.", parameter);
    }

    private static ArgumentException NotANumber(int row) => new($"Row {row}: the score is NaN, which is in no tier.");

    private TierScheme With(Func<Tier, Tier> change) => new([.. _tiers.Select(change)], Findings);

    /// <summary>Thresholds above the previous tier are crossed where they are entered, its own and those beneath where they are left.</summary>
    private int RankOf(double score, int previous)
    {
        int rank = 0;
        if (previous < 0)
        {
            while (score < _tiers[rank].From)
                rank++;
            return rank;
        }

        while (rank < previous && score < _enter[rank])
            rank++;
        while (rank >= previous && score < _leave[rank])
            rank++;
        return rank;
    }
}
