using System.Numerics;

namespace RetentionTags.Features;

/// <summary>The least value of any stretch in two steps: of all stretches as long as a power of two the least value is found beforehand, each from two halves, and any stretch is two of these that overlap.</summary>
/// <remarks>Bender and Farach-Colton (2000), <i>The LCA Problem Revisited</i>, section 3: the sparse table.</remarks>
internal sealed class RangeMinima
{
    /// <summary>At level k the least of each 2ᵏ values that follow one another.</summary>
    private readonly List<double[]> _levels = [];

    /// <summary>Takes new values, none of which is NaN.</summary>
    /// <param name="values">The values.</param>
    /// <param name="longest">No stretch that is asked for is longer.</param>
    public void Take(ReadOnlySpan<double> values, int longest)
    {
        Span<double> level = Level(0, values.Length);
        values.CopyTo(level);
        for (int k = 1; 1 << k <= longest; k++)
        {
            Span<double> next = Level(k, values.Length);
            int half = 1 << (k - 1), count = values.Length - (2 * half) + 1, i = 0;
            for (; i <= count - Vector<double>.Count; i += Vector<double>.Count)
                Vector.Min(new Vector<double>(level[i..]), new Vector<double>(level[(i + half)..])).CopyTo(next[i..]);
            for (; i < count; i++)
                next[i] = Math.Min(level[i], level[i + half]);
            level = next;
        }
    }

    /// <summary>The least of the values [from, to), of which there is one at least.</summary>
    public double Of(int from, int to)
    {
        int k = BitOperations.Log2((uint)(to - from));
        double[] level = _levels[k];
        return Math.Min(level[from], level[to - (1 << k)]);
    }

    private Span<double> Level(int k, int count)
    {
        if (k == _levels.Count)
            _levels.Add([]);
        if (_levels[k].Length < count)
            _levels[k] = new double[2 * count];
        return _levels[k].AsSpan(0, count);
    }
}
