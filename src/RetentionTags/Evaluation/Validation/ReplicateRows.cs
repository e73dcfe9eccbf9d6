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
    private readonly int _entityCount;

    private ReplicateRows(ScoreDistribution[] distributions, int rowCount, Group[] groups, int entityCount) =>
        (_distributions, _rowCount, _groups, _entityCount) = (distributions, rowCount, groups, entityCount);

    public static ReplicateRows Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        ScoreDistribution distribution = ScoreDistribution.Of(scores, events, weights, cancellationToken);
        int[] places = PlacesOf(scores, distribution, cancellationToken);
        return new([distribution], scores.Length, Groups(places, new int[places.Length], 1, events, weights, entities, cancellationToken), CountOf(entities));
    }

    public static ReplicateRows OfPairs(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        ScoreDistribution one = ScoreDistribution.Of(first, events, weights, cancellationToken), other = ScoreDistribution.Of(second, events, weights, cancellationToken);
        int[] places = PlacesOf(first, one, cancellationToken), otherPlaces = PlacesOf(second, other, cancellationToken);
        return new([one, other], first.Length, Groups(places, otherPlaces, other.Scores.Count, events, weights, entities, cancellationToken), CountOf(entities));
    }

    /// <summary>How often each group counts in a replicate.</summary>
    public double[] Draw(long seed, int replicate)
    {
        ulong key = SplitMix64.Mix(SplitMix64.Mix((ulong)seed) + (ulong)replicate);
        var counts = new double[_groups.Length];
        if (_entityCount == 0)
        {
            for (int group = 0; group < counts.Length; group++)
                counts[group] = DrawOne(key, group, _groups[group].Weight);
            return counts;
        }

        var ofEntity = new double[_entityCount];
        for (int entity = 0; entity < ofEntity.Length; entity++)
            ofEntity[entity] = DrawOne(key, entity, 1);
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
            (_groups[i].IsEvent ? events : nonEvents)[score == 0 ? _groups[i].First : _groups[i].Second] += counts[i];
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

    private static Group[] Groups(int[] first, int[] second, int secondCount, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, first.Length)];
        var keys = new ulong[rows.Length];
        if (!entities.IsEmpty)
        {
            for (int row = 0; row < keys.Length; row++)
                keys[row] = (ulong)entities[row];
            RadixSort.Sort(keys, rows, cancellationToken);
        }

        for (int i = 0; i < keys.Length; i++)
            keys[i] = (2 * (((ulong)first[rows[i]] * (ulong)secondCount) + (ulong)second[rows[i]])) + (events[rows[i]] ? 1UL : 0);
        RadixSort.Sort(keys, rows, cancellationToken);
        var groups = new List<Group>();
        ulong lastKey = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], entity = entities.IsEmpty ? 0 : entities[row];
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight == 0)
                continue;
            if (groups.Count > 0 && keys[i] == lastKey && groups[^1].Entity == entity)
                groups[^1] = groups[^1] with { Weight = groups[^1].Weight + weight };
            else
                groups.Add(new(first[row], second[row], events[row], entity, weight));
            lastKey = keys[i];
        }

        return [.. groups];
    }

    private static int CountOf(ReadOnlySpan<int> entities)
    {
        int highest = -1;
        foreach (int entity in entities)
            highest = entity >= 0 ? Math.Max(highest, entity) : throw new ArgumentException($"An entity has the number {entity}. Numbers are from 0.", nameof(entities));
        return highest + 1;
    }

    /// <summary>Rows that replicates cannot tell apart, by place of the first score, of the second, class and entity.</summary>
    private readonly record struct Group(int First, int Second, bool IsEvent, int Entity, double Weight);
}
