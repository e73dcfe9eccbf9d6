namespace RetentionTags.Data;

/// <summary>Gives the keys of rows as numbers that are in the order of keys.</summary>
/// <typeparam name="TKey">The numbers.</typeparam>
internal interface IKeySource<TKey>
{
    int Count { get; }

    /// <summary>The keys of as many rows as there is room for.</summary>
    void Read(int first, Span<TKey> keys);
}
