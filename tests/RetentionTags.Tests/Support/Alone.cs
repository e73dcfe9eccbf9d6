namespace RetentionTags.Tests.Support;

/// <summary>Tests that look at the clock: they run after the others and one at a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
