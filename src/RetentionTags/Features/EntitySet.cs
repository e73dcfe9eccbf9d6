using System.Numerics;

namespace RetentionTags.Features;

/// <summary>Some of a log's entities, numbered in their order: one bit for each entity of the log.</summary>
/// <param name="entityCount">How many entities the log has.</param>
internal sealed class EntitySet(int entityCount)
{
    /// <summary>Entities whose bits are kept together: threads add entities of different words.</summary>
    public const int WordEntities = 64;

    private readonly ulong[] _words = new ulong[(entityCount + WordEntities - 1) / WordEntities];
    private readonly int[] _before = new int[((entityCount + WordEntities - 1) / WordEntities) + 1];

    /// <summary>How many entities are in the set.</summary>
    public int Count => _before[^1];

    /// <summary>Adds an entity. Numbers hold again after <see cref="Number"/>.</summary>
    public void Add(int entity) => _words[entity / WordEntities] |= 1UL << (entity % WordEntities);

    /// <summary>Gives numbers to the entities that were added.</summary>
    public void Number()
    {
        for (int word = 0; word < _words.Length; word++)
            _before[word + 1] = _before[word] + BitOperations.PopCount(_words[word]);
    }

    public bool Contains(int entity) => (_words[entity / WordEntities] >> (entity % WordEntities) & 1) == 1;

    /// <summary>How many entities of the set are before one.</summary>
    public int NumberOf(int entity) => _before[entity / WordEntities] + BitOperations.PopCount(_words[entity / WordEntities] & ((1UL << (entity % WordEntities)) - 1));

    /// <summary>The entity of a number, from 0 to <see cref="Count"/> − 1.</summary>
    public int this[int number]
    {
        get
        {
            (int word, int end) = (0, _words.Length);
            while (end - word > 1)
            {
                int middle = (word + end) / 2;
                (word, end) = _before[middle] <= number ? (middle, end) : (word, middle);
            }

            ulong rest = _words[word];
            for (int passed = _before[word]; passed < number; passed++)
                rest &= rest - 1;
            return (word * WordEntities) + BitOperations.TrailingZeroCount(rest);
        }
    }
}
