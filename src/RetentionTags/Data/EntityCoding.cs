using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>Turns keys into dense entity numbers in key order: number them as they come, sort the distinct ones, renumber.</summary>
internal static class EntityCoding
{
    public static (EntityKeys Keys, int[] Entities) Encode(ReadOnlySpan<long> keys)
    {
        (long[] distinct, int[] entities) = NumberKeys.Encode(keys);
        return (new EntityKeys(distinct), entities);
    }

    public static (EntityKeys Keys, int[] Entities) Encode(ReadOnlySpan<string> keys)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            if (string.IsNullOrEmpty(keys[row]))
                throw new ArgumentException($"Row {row}: the entity key is {(keys[row] is null ? "null" : "empty")}. Every event belongs to an entity; leave such rows out beforehand.", nameof(keys));
        }

        (string[] distinct, int[] entities) = EncodeTexts(keys);
        return (new EntityKeys(distinct), entities);
    }

    private static (string[] Distinct, int[] Entities) EncodeTexts(ReadOnlySpan<string> keys)
    {
        var numberOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<string>();
        var entities = new int[keys.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            if (!numberOf.TryGetValue(keys[row], out int number))
            {
                number = distinct.Count;
                numberOf.Add(keys[row], number);
                distinct.Add(keys[row]);
            }

            entities[row] = number;
        }

        string[] sorted = [.. distinct];
        int[] firstNumbers = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, firstNumbers, StringComparer.Ordinal);
        var place = new int[sorted.Length];
        for (int entity = 0; entity < place.Length; entity++)
            place[firstNumbers[entity]] = entity;
        for (int row = 0; row < entities.Length; row++)
            entities[row] = place[entities[row]];
        return (sorted, entities);
    }
}
