using System.Numerics;

namespace RetentionTags.Numerics;

/// <summary>How scores of one type become unsigned keys of the same order.</summary>
/// <typeparam name="TScore">The scores.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
internal interface IKeyCode<TScore, TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
{
    /// <summary>Whether the score has a place in the order: it is not NaN.</summary>
    static abstract bool IsNumber(TScore score);

    /// <summary>The key of a score that is a number; equal scores (0 and −0 too) have equal keys.</summary>
    static abstract TKey ToKey(TScore score);

    /// <summary>The score of a key.</summary>
    static abstract double ToScore(TKey key);
}
