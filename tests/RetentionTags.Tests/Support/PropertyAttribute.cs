namespace RetentionTags.Tests.Support;

/// <summary>
/// Marks a law: a method that FsCheck calls with many random arguments, shrinking those that break it. Its class derives from <see cref="PropertyTests"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PropertyAttribute : Attribute
{
    /// <summary>How many random cases to try.</summary>
    public int MaxTest { get; init; } = 100;

    /// <summary>The seed of a failure to repeat, as FsCheck printed it: <c>"123,456"</c>.</summary>
    public string? Replay { get; init; }
}
