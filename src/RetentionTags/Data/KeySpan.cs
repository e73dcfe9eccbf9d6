namespace RetentionTags.Data;

/// <summary>Keys that are there as numbers.</summary>
/// <typeparam name="TKey">The numbers.</typeparam>
/// <param name="keys">A key for each row.</param>
internal readonly ref struct KeySpan<TKey>(ReadOnlySpan<TKey> keys) : IKeySource<TKey>
{
    private readonly ReadOnlySpan<TKey> _keys = keys;

    public int Count => _keys.Length;

    public ReadOnlySpan<TKey> Read(int first, Span<TKey> room) => _keys.Slice(first, room.Length);
}
