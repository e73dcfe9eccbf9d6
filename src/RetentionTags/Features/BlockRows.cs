namespace RetentionTags.Features;

/// <summary>The rows of a block at one cut-off: of each its number in the snapshot, and the history that it sees.</summary>
internal sealed class BlockRows
{
    private int[] _numbers = [];
    private int[] _histories = [];

    public int Count { get; private set; }

    /// <summary>The rows of the columns.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>The histories, as <see cref="BlockEvents"/> numbers them.</summary>
    public ReadOnlySpan<int> Histories => _histories.AsSpan(0, Count);

    /// <summary>Forgets all rows, and makes room for one of each history.</summary>
    public void Clear(int histories)
    {
        Count = 0;
        if (_numbers.Length < histories)
            (_numbers, _histories) = (new int[2 * histories], new int[2 * histories]);
    }

    public void Add(int number, int history)
    {
        (_numbers[Count], _histories[Count]) = (number, history);
        Count++;
    }
}
