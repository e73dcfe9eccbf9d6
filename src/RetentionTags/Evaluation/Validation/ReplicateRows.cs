using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>
/// What replicates are drawn from: groups of rows with the same class, the same place among the distinct scores of the first score and of the second, and, when there are any, the same entity. Groups are in an order
/// that does not depend on that of rows.
/// </summary>
internal sealed class ReplicateRows
{
    private readonly ScoreDistribution[] _distributions;
    private readonly int _rowCount;
    private readonly Group[] _groups;
    private readonly int _entityCount;

    private ReplicateRows(ScoreDistribution[] distributions, int rowCount, Group[] groups, int entityCount) =>
        (_distributions, _rowCount, _groups, _entityCount) = (distributions, rowCount, groups, entityCount);

    public static ReplicateRows Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights, ReadOnlySpan<int> entities, CancellationToken cancellationToken)
    {
        Check(first.Length, entities);
        ScoreDistribution[] distributions = second.IsEmpty
            ? [ScoreDistribution.Of(first, events, weights)]
            : [ScoreDistribution.Of(first, events, weights), ScoreDistribution.Of(second, events, weights)];
        var groups = new List<Group>(first.Length);
        for (int row = 0; row < first.Length; row++)
        {
            if (row % (1 << 16) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight > 0)
                groups.Add(new(distributions[0].Scores.BinarySearch(first[row]), second.IsEmpty ? 0 : distributions[1].Scores.BinarySearch(second[row]), events[row], entities.IsEmpty ? 0 : entities[row], weight));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new(distributions, first.Length, Merged(groups), entities.IsEmpty ? 0 : groups.Max(group => group.Entity) + 1);
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

    public BinaryEvaluation Original(int score) => BinaryEvaluation.Of(_distributions[score], _rowCount);

    public BinaryEvaluation First(double[] counts) => Evaluate(0, counts);

    public BinaryEvaluation Second(double[] counts) => Evaluate(1, counts);

    private static double DrawOne(ulong key, int unit, double mean)
    {
        var random = new SplitMix64((long)SplitMix64.Mix(key + (ulong)unit));
        return PoissonDraws.Next(ref random, mean);
    }

    private static Group[] Merged(List<Group> groups)
    {
        groups.Sort();
        var merged = new List<Group>();
        foreach (Group group in groups)
        {
            if (merged.Count > 0 && merged[^1].IsSame(group))
                merged[^1] = merged[^1] with { Weight = merged[^1].Weight + group.Weight };
            else
                merged.Add(group);
        }

        return [.. merged];
    }

    private static void Check(int rows, ReadOnlySpan<int> entities)
    {
        if (!entities.IsEmpty && entities.Length != rows)
            throw new ArgumentException($"There are {rows} scores and {entities.Length} entities.", nameof(entities));
        foreach (int entity in entities)
        {
            if (entity < 0)
                throw new ArgumentException($"An entity has the number {entity}. Numbers are from 0.", nameof(entities));
        }
    }

    private BinaryEvaluation Evaluate(int score, double[] counts)
    {
        ScoreDistribution distribution = _distributions[score];
        double[] events = new double[distribution.Scores.Count], nonEvents = new double[distribution.Scores.Count];
        for (int i = 0; i < counts.Length; i++)
            (_groups[i].IsEvent ? events : nonEvents)[score == 0 ? _groups[i].First : _groups[i].Second] += counts[i];
        return BinaryEvaluation.Of(distribution.Reweighted(events, nonEvents), _rowCount);
    }

    /// <summary>Rows that replicates cannot tell apart, by place of the first score, of the second, class and entity.</summary>
    private readonly record struct Group(int First, int Second, bool IsEvent, int Entity, double Weight) : IComparable<Group>
    {
        public int CompareTo(Group other)
        {
            int order = First.CompareTo(other.First);
            order = order != 0 ? order : Second.CompareTo(other.Second);
            order = order != 0 ? order : IsEvent.CompareTo(other.IsEvent);
            return order != 0 ? order : Entity.CompareTo(other.Entity);
        }

        public bool IsSame(Group other) => CompareTo(other) == 0;
    }
}
