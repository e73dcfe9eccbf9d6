using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// The two-loop recursion of L-BFGS (Nocedal 1980): an inverse Hessian as the changes of the last steps tell it, on top of a first guess at it.
/// </summary>
/// <param name="memory">How many steps are remembered.</param>
/// <param name="guess">Multiplies a vector by the first guess; without one the guess is the unit matrix times the scale that the last step suggests.</param>
/// <param name="scale">That scale before there is a step.</param>
internal sealed class LimitedMemory(int memory, Func<double[], double[]>? guess, double scale)
{
    private readonly List<(double[] Step, double[] Change, double Product)> _pairs = [];

    public bool IsEmpty => _pairs.Count == 0;

    /// <summary>Remembers that a step changed the gradient.</summary>
    public void Add(double[] step, double[] change)
    {
        double product = DotProduct.Of(step, change);

        // The objective is convex, so only rounding makes a product that is not above 0; such a pair would spoil the matrix.
        if (!(product > 1e-14 * Math.Sqrt(DotProduct.Of(step, step) * DotProduct.Of(change, change))))
            return;
        if (_pairs.Count == memory)
            _pairs.RemoveAt(0);
        _pairs.Add((step, change, product));
    }

    public void Clear() => _pairs.Clear();

    /// <summary>The inverse Hessian times a gradient.</summary>
    public double[] Direction(double[] gradient)
    {
        double[] direction = [.. gradient];
        var shares = new double[_pairs.Count];
        for (int k = _pairs.Count - 1; k >= 0; k--)
        {
            shares[k] = DotProduct.Of(_pairs[k].Step, direction) / _pairs[k].Product;
            AddTo(direction, -shares[k], _pairs[k].Change);
        }

        direction = guess is null ? Scaled(direction) : guess(direction);
        for (int k = 0; k < shares.Length; k++)
            AddTo(direction, shares[k] - (DotProduct.Of(_pairs[k].Change, direction) / _pairs[k].Product), _pairs[k].Step);
        return direction;
    }

    private static void AddTo(double[] sums, double factor, double[] terms)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += factor * terms[i];
    }

    private double[] Scaled(double[] vector)
    {
        double factor = IsEmpty ? scale : _pairs[^1].Product / DotProduct.Of(_pairs[^1].Change, _pairs[^1].Change);
        return [.. vector.Select(value => factor * value)];
    }
}
