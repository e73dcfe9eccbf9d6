using RetentionTags.Data;

namespace RetentionTags.Scoring;

/// <summary>Who is in which tier on one day. <see cref="Next(ReadOnlySpan{string}, ReadOnlySpan{double}, TierScheme, ReadOnlySpan{double})"/> leads to the following day, <see cref="TierMigration"/> compares two.</summary>
/// <remarks>Customers are told apart by keys: whole numbers, or texts that are compared by ordinal. Each is in a roster once. A roster is immutable.</remarks>
public sealed class TierRoster
{
    private readonly int[] _entities;
    private readonly int[] _rowOf;
    private readonly int[] _ranks;
    private readonly double[] _weights;

    private TierRoster(TierScheme scheme, (EntityKeys Keys, int[] Entities) coded, int[] ranks, ReadOnlySpan<double> weights)
    {
        Scheme = scheme;
        (Keys, _entities) = coded;
        _rowOf = RowsOf(coded.Keys, coded.Entities);
        _ranks = ranks;
        _weights = weights.ToArray();
        CheckWeights(ranks.Length, _weights);
    }

    /// <summary>The tiers.</summary>
    public TierScheme Scheme { get; }

    /// <summary>The number of customers.</summary>
    public int Count => _ranks.Length;

    /// <summary>For each row, in the order in which they were given, the rank of the customer's tier.</summary>
    public ReadOnlySpan<int> Ranks => _ranks;

    /// <summary>The keys in their order, whatever the order of rows.</summary>
    internal EntityKeys Keys { get; }

    /// <summary>The tiers of scores, for customers of whom nothing is known from before.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="keys">For each customer a key, no two of them equal.</param>
    /// <param name="scores">For each customer a score.</param>
    /// <param name="weights">For each customer a finite weight of at least 0 that counts in <see cref="TierMigration"/>, or nothing for weight 1 each.</param>
    /// <returns>The roster.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a key is empty or there twice, a score is NaN, or a weight is negative or not finite.</exception>
    public static TierRoster Of(TierScheme scheme, ReadOnlySpan<string> keys, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Assigned(scheme, EntityCoding.Encode(keys), scores, weights);

    /// <inheritdoc cref="Of(TierScheme, ReadOnlySpan{string}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static TierRoster Of(TierScheme scheme, ReadOnlySpan<long> keys, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Assigned(scheme, EntityCoding.Encode(keys), scores, weights);

    /// <summary>The tiers that customers were in, as they were kept in a file or a database: by name.</summary>
    /// <param name="scheme">The tiers.</param>
    /// <param name="keys">For each customer a key, no two of them equal.</param>
    /// <param name="names">For each customer the name of the tier.</param>
    /// <param name="weights">For each customer a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The roster.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a key is empty or there twice, the scheme has no tier of a name, or a weight is negative or not finite.</exception>
    public static TierRoster FromNames(TierScheme scheme, ReadOnlySpan<string> keys, ReadOnlySpan<string> names, ReadOnlySpan<double> weights = default) => Named(scheme, EntityCoding.Encode(keys), names, weights);

    /// <inheritdoc cref="FromNames(TierScheme, ReadOnlySpan{string}, ReadOnlySpan{string}, ReadOnlySpan{double})"/>
    public static TierRoster FromNames(TierScheme scheme, ReadOnlySpan<long> keys, ReadOnlySpan<string> names, ReadOnlySpan<double> weights = default) => Named(scheme, EntityCoding.Encode(keys), names, weights);

    /// <summary>The roster of a later day: customers of this one stay in their tiers while their new scores are within the scheme's margins, others are placed by their scores alone.</summary>
    /// <param name="keys">For each customer of that day a key of the same kind (texts or whole numbers), no two of them equal.</param>
    /// <param name="scores">For each customer the score of that day.</param>
    /// <param name="scheme">The tiers of that day; those of this roster when <see langword="null"/>. Tiers are matched by name: a customer whose tier the new scheme does not have counts as new.</param>
    /// <param name="weights">For each customer a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>A new roster.</returns>
    /// <exception cref="ArgumentException">Lengths differ, keys are of the other kind, a key is empty or there twice, a score is NaN, or a weight is negative or not finite.</exception>
    public TierRoster Next(ReadOnlySpan<string> keys, ReadOnlySpan<double> scores, TierScheme? scheme = null, ReadOnlySpan<double> weights = default) => Next(scheme ?? Scheme, EntityCoding.Encode(keys), scores, weights);

    /// <inheritdoc cref="Next(ReadOnlySpan{string}, ReadOnlySpan{double}, TierScheme, ReadOnlySpan{double})"/>
    public TierRoster Next(ReadOnlySpan<long> keys, ReadOnlySpan<double> scores, TierScheme? scheme = null, ReadOnlySpan<double> weights = default) => Next(scheme ?? Scheme, EntityCoding.Encode(keys), scores, weights);

    /// <summary>The key of a row as text.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The key; a whole number in the invariant culture.</returns>
    public string KeyOf(int row) => Keys[_entities[row]];

    /// <summary>The tier of a row.</summary>
    /// <param name="row">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The tier.</returns>
    public Tier TierOf(int row) => Scheme.Tiers[_ranks[row]];

    /// <summary>The tier of a customer.</summary>
    /// <param name="key">The key as text; for whole numbers in the invariant culture.</param>
    /// <returns>The tier; <see langword="null"/> for somebody who is not in the roster.</returns>
    public Tier? Find(string key) => Keys.Find(key) is >= 0 and int entity ? TierOf(_rowOf[entity]) : null;

    /// <summary>The tier of a customer.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The tier; <see langword="null"/> for somebody who is not in the roster.</returns>
    public Tier? Find(long key) => Keys.Find(key) is >= 0 and int entity ? TierOf(_rowOf[entity]) : null;

    /// <summary>Rank and weight of the customer with a place among the keys.</summary>
    internal (int Rank, double Weight) At(int entity) => (_ranks[_rowOf[entity]], _weights.Length == 0 ? 1 : _weights[_rowOf[entity]]);

    /// <summary>For each key of this roster its place among those of another one, or −1. Both are in order, so one walk finds them all.</summary>
    internal int[] PlacesIn(EntityKeys other)
    {
        if (Keys.Count > 0 && other.Count > 0 && Keys.AreNumbers != other.AreNumbers)
            throw new ArgumentException($"Keys are {(Keys.AreNumbers ? "whole numbers" : "texts")} in one roster and {(other.AreNumbers ? "whole numbers" : "texts")} in the other: such keys are never equal. Give both in the same form.", nameof(other));
        var places = new int[Keys.Count];
        int there = 0;
        for (int here = 0; here < places.Length; here++)
        {
            int order = 1;
            while (there < other.Count && (order = Compare(Keys, here, other, there)) > 0)
                there++;
            places[here] = there < other.Count && order == 0 ? there : -1;
        }

        return places;

        static int Compare(EntityKeys one, int i, EntityKeys two, int j) => one.AreNumbers ? one.NumberOf(i).CompareTo(two.NumberOf(j)) : string.CompareOrdinal(one[i], two[j]);
    }

    private static TierRoster Assigned(TierScheme scheme, (EntityKeys Keys, int[] Entities) coded, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        CheckLength(coded.Entities.Length, scores.Length, "scores");
        var ranks = new int[scores.Length];
        scheme.Assign(scores, ranks);
        return new(scheme, coded, ranks, weights);
    }

    private static TierRoster Named(TierScheme scheme, (EntityKeys Keys, int[] Entities) coded, ReadOnlySpan<string> names, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        CheckLength(coded.Entities.Length, names.Length, "names");
        var ranks = new int[names.Length];
        for (int row = 0; row < ranks.Length; row++)
        {
            ranks[row] = scheme.Find(names[row]);
            if (ranks[row] < 0)
                throw new ArgumentException($"Row {row}: the scheme has no tier '{names[row]}'. It has: {string.Join(", ", scheme.Tiers.Select(tier => $"'{tier.Name}'"))}.", nameof(names));
        }

        return new(scheme, coded, ranks, weights);
    }

    private TierRoster Next(TierScheme scheme, (EntityKeys Keys, int[] Entities) coded, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        CheckLength(coded.Entities.Length, scores.Length, "scores");
        int[] rankThere = [.. Scheme.Tiers.Select(tier => scheme.Find(tier.Name))], previous = new int[coded.Keys.Count], places = PlacesIn(coded.Keys);
        Array.Fill(previous, -1);
        for (int entity = 0; entity < places.Length; entity++)
        {
            if (places[entity] >= 0)
                previous[places[entity]] = rankThere[At(entity).Rank];
        }

        int[] ranks = ValuesOfRows.Of<int>(previous, coded.Entities);
        scheme.Assign(scores, ranks, ranks);
        return new(scheme, coded, ranks, weights);
    }

    private static int[] RowsOf(EntityKeys keys, int[] entities)
    {
        var rowOf = new int[keys.Count];
        Array.Fill(rowOf, -1);
        for (int row = 0; row < entities.Length; row++)
        {
            ref int first = ref rowOf[entities[row]];
            if (first >= 0)
                throw new ArgumentException($"Row {row}: the key '{keys[entities[row]]}' is in row {first} already. A customer is in a roster once.", nameof(keys));
            first = row;
        }

        return rowOf;
    }

    private static void CheckLength(int keys, int others, string what)
    {
        if (keys != others)
            throw new ArgumentException($"There are {keys} keys and {others} {what}.", what);
    }

    private static void CheckWeights(int rows, double[] weights)
    {
        if (weights.Length > 0 && weights.Length != rows)
            throw new ArgumentException($"There are {rows} keys and {weights.Length} weights.", nameof(weights));
        int bad = Array.FindIndex(weights, weight => !(weight >= 0) || double.IsInfinity(weight));
        if (bad >= 0)
            throw new ArgumentException(Invariant($"Row {bad}: the weight is {weights[bad]}. Weights are finite and at least 0."), nameof(weights));
    }
}
