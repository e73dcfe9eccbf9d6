namespace RetentionTags.Evaluation.Validation;

/// <summary>One division of rows: those to learn from and those to test on. Immutable.</summary>
public sealed class Fold
{
    private readonly int[] _train;
    private readonly int[] _test;

    internal Fold(string name, int[] train, int[] test) => (Name, _train, _test) = (name, train, test);

    /// <summary>What the fold is called in reports and errors: <c>fold 2</c>, <c>2025-09-01</c>.</summary>
    public string Name { get; }

    /// <summary>The rows to learn from, numbers from 0 of the training set that is divided.</summary>
    public ReadOnlySpan<int> Train => _train;

    /// <summary>The rows to test on; none of them is in <see cref="Train"/>.</summary>
    public ReadOnlySpan<int> Test => _test;

    /// <summary>A division of one's own.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="train">The rows to learn from. Copied.</param>
    /// <param name="test">The rows to test on. Copied.</param>
    /// <returns>The fold; <see cref="FoldPlan.Create"/> checks it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Fold Create(string name, ReadOnlySpan<int> train, ReadOnlySpan<int> test)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(name, train.ToArray(), test.ToArray());
    }
}
