namespace RetentionTags;

/// <summary>Makes lists that compare by value.</summary>
public static class ValueListBuilder
{
    /// <summary>Copies items into a list. The compiler calls it for <c>[1, 2, 3]</c>.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="items">The items, copied.</param>
    /// <returns>The list.</returns>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
