namespace RetentionTags.Data;

/// <summary>Gives the keys of rows as numbers that are in the order of keys.</summary>
/// <typeparam name="TKey">The numbers.</typeparam>
internal interface IKeySource<TKey>
{
    int Count { get; }

    /// <summary>The keys of as many rows as there is room for: there, or where they lie.</summary>
    ReadOnlySpan<TKey> Read(int first, Span<TKey> room);
}
