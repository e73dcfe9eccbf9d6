namespace RetentionTags.Features;

/// <summary>Scores from one to another, both included.</summary>
public sealed record ScoreRange
{
    /// <summary>Scores from one to another.</summary>
    /// <param name="from">The lowest, at least 1.</param>
    /// <param name="to">The highest, at least <paramref name="from"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No score is in the range.</exception>
    public ScoreRange(int from, int to)
    {
        if (from < 1 || to < from)
            throw new ArgumentOutOfRangeException(nameof(to), Invariant($"{from} to {to}"), "A range of scores begins at 1 or more and does not end before it begins.");
        (From, To) = (from, to);
    }

    /// <summary>The lowest score.</summary>
    public int From { get; }

    /// <summary>The highest score.</summary>
    public int To { get; }

    /// <summary>Such as <c>4–5</c>, or <c>5</c>.</summary>
    /// <returns>The range as text.</returns>
    public override string ToString() => From == To ? Invariant($"{From}") : Invariant($"{From}–{To}");

    internal bool Holds(int score) => score >= From && score <= To;
}
