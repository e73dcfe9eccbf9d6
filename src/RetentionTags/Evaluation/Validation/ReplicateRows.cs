using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// What replicates are drawn from: groups of rows with the same class, the same place among the distinct scores of the first score and of the second, and, when there are any, the same entity. Groups are in an order
/// that does not depend on that of rows.
/// </summary>
internal sealed class ReplicateRows
{
    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 16;

    private readonly ScoreDistribution[] _distributions;
    private readonly int _rowCount;
    private readonly Group[] _groups;
    private readonly int[] _entities;

    private ReplicateRows(ScoreDistribution[] distributions, int rowCount, (Group[] Groups, int[] Entities) units) =>
        (_distributions, _rowCount, _groups, _entities) = (distributions, rowCount, units.Groups, units.Entities);

    public static ReplicateRows Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        ScoreDistribution distribution = ScoreDistribution.Of(scores, events, weights, cancellationToken);
        int[] places = PlacesOf(scores, distribution, cancellationToken);
        return new([distribution], scores.Length, Groups(places, new int[places.Length], 1, events, weights, entities, cancellationToken));
    }

    public static ReplicateRows OfPairs(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        ScoreDistribution one = ScoreDistribution.Of(first, events, weights, cancellationToken), other = ScoreDistribution.Of(second, events, weights, cancellationToken);
        int[] places = PlacesOf(first, one, cancellationToken), otherPlaces = PlacesOf(second, other, cancellationToken);
        return new([one, other], first.Length, Groups(places, otherPlaces, other.Scores.Count, events, weights, entities, cancellationToken));
    }

    /// <summary>How often each group counts in a replicate.</summary>
    public double[] Draw(long seed, int replicate, CancellationToken cancellationToken = default)
    {
        ulong key = SplitMix64.Mix(SplitMix64.Mix((ulong)seed) + (ulong)replicate);
        var counts = new double[_groups.Length];
        if (_entities.Length == 0)
        {
            for (int group = 0; group < counts.Length; group++)
            {
                if (group % Stride == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                counts[group] = DrawOne(key, group, _groups[group].Weight);
            }

            return counts;
        }

        var ofEntity = new double[_entities.Length];
        for (int entity = 0; entity < ofEntity.Length; entity++)
        {
            if (entity % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ofEntity[entity] = DrawOne(key, _entities[entity], 1);
        }

        for (int group = 0; group < counts.Length; group++)
            counts[group] = ofEntity[_groups[group].Entity] * _groups[group].Weight;
        return counts;
    }

    /// <summary>The first or the second score without a draw.</summary>
    public BinaryEvaluation Original(int score, CancellationToken cancellationToken) => BinaryEvaluation.Of(_distributions[score], _rowCount, cancellationToken);

    /// <summary>The first or the second score in a draw.</summary>
    public BinaryEvaluation Evaluate(int score, double[] counts, CancellationToken cancellationToken)
    {
        ScoreDistribution distribution = _distributions[score];
        double[] events = new double[distribution.Scores.Count], nonEvents = new double[distribution.Scores.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (_groups[i].IsEvent ? events : nonEvents)[score == 0 ? _groups[i].First : _groups[i].Second] += counts[i];
        }

        return BinaryEvaluation.Of(distribution.Reweighted(events, nonEvents), _rowCount, cancellationToken);
    }

    private static double DrawOne(ulong key, int unit, double mean)
    {
        var random = new SplitMix64((long)SplitMix64.Mix(key + (ulong)unit));
        return PoissonDraws.Next(ref random, mean);
    }

    /// <summary>Below 0 for a score that only rows without weight have.</summary>
    private static int[] PlacesOf(ReadOnlySpan<double> scores, ScoreDistribution distribution, CancellationToken cancellationToken)
    {
        var places = new int[scores.Length];
        for (int row = 0; row < places.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            places[row] = distribution.Scores.BinarySearch(scores[row]);
        }

        return places;
    }

    /// <summary>The groups, and the numbers of the entities that have rows, in ascending order: an entity of a group is a place among these.</summary>
    private static (Group[] Groups, int[] Entities) Groups(int[] first, int[] second, int secondCount, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, first.Length)];
        var keys = new ulong[rows.Length];
        var entityOf = new int[entities.Length];
        List<int> numbers = [];
        if (!entities.IsEmpty)
        {
            for (int row = 0; row < keys.Length; row++)
                keys[row] = entities[row] >= 0 ? (ulong)entities[row] : throw new ArgumentException($"An entity has the number {entities[row]}. Numbers are from 0.", nameof(entities));
            RadixSort.Sort(keys, rows, cancellationToken);
            for (int i = 0; i < keys.Length; i++)
            {
                if (i == 0 || keys[i] != keys[i - 1])
                    numbers.Add((int)keys[i]);
                entityOf[rows[i]] = numbers.Count - 1;
            }
        }

        for (int i = 0; i < keys.Length; i++)
            keys[i] = (2 * (((ulong)first[rows[i]] * (ulong)secondCount) + (ulong)second[rows[i]])) + (events[rows[i]] ? 1UL : 0);
        RadixSort.Sort(keys, rows, cancellationToken);
        var groups = new List<Group>();
        ulong lastKey = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            int row = rows[i], entity = entities.IsEmpty ? 0 : entityOf[row];
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight == 0)
                continue;
            if (groups.Count > 0 && keys[i] == lastKey && groups[^1].Entity == entity)
                groups[^1] = groups[^1] with { Weight = groups[^1].Weight + weight };
            else
                groups.Add(new(first[row], second[row], events[row], entity, weight));
            lastKey = keys[i];
        }

        return ([.. groups], [.. numbers]);
    }

    /// <summary>Rows that replicates cannot tell apart, by place of the first score, of the second, class and entity.</summary>
    private readonly record struct Group(int First, int Second, bool IsEvent, int Entity, double Weight);
}
