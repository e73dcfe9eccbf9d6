namespace RetentionTags.Numerics;

/// <summary>
/// Minimises ½ xᵀHx + cᵀx + Σⱼ λⱼ|xⱼ| over lⱼ ≤ xⱼ ≤ uⱼ, for a symmetric, positive semi-definite H, from any feasible start.
/// </summary>
/// <remarks>
/// <para>
/// Two ways of going down take turns. Coordinate descent sweeps over the coordinates; it finds out which of them are 0 or at a bound. When a sweep leaves that unchanged, the others are moved together to the exact minimum over their
/// face (a linear system by Cholesky), or as far towards it as signs and bounds allow. So columns that nearly determine one another, along which single coordinates creep, cost no more than others; and since every move goes down and there are finitely many
/// faces, the search ends.
/// </para>
/// <para>Order and arithmetic are fixed: the same problem gives the same bits. A coordinate without curvature stays where it is.</para>
/// </remarks>
internal sealed class CoordinateDescent
{
    private const double DependenceTolerance = 1e-10;
    private const int MaxRounds = 1000;

    /// <summary>A slope of this share of its terms is rounding.</summary>
    private const double RoundingSlope = 1e-10;

    /// <summary>Sweeps after which the exact minimum is tried although the face still changes.</summary>
    private const int MaxSweeps = 50;

    private readonly int _size;
    private readonly double[] _hessian;
    private readonly double[] _weights;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly Place[] _places;

    public CoordinateDescent(double[] hessian, double[] weights, double[] lower, double[] upper)
    {
        _size = weights.Length;
        (_hessian, _weights, _lower, _upper) = (hessian, weights, lower, upper);
        _places = new Place[_size];
    }

    /// <summary>Where a coordinate is: inside a face, or at one of its ends.</summary>
    private enum Place : byte
    {
        Free,
        Below,
        Above,
        Zero,
        AtLower,
        AtUpper,
    }

    /// <param name="x">The start, and then the minimum.</param>
    /// <param name="slopes">Hx + c at the start, and then at the minimum.</param>
    /// <param name="tolerance">A sweep that moves no coordinate by more, times the root of its curvature, ends the search.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Minimize(double[] x, double[] slopes, double tolerance, CancellationToken cancellationToken)
    {
        bool isExact = false;
        for (int round = 0; round < MaxRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int sweep = 0; sweep < MaxSweeps; sweep++)
            {
                (double moved, bool hasChanged) = Sweep(x, slopes);
                if (moved <= tolerance || (isExact && !hasChanged))
                    return;
                isExact = false;
                if (!hasChanged)
                    break;
            }

            isExact = MoveOverFace(x, slopes);
        }
    }

    private (double Moved, bool HasChanged) Sweep(double[] x, double[] slopes)
    {
        double most = 0;
        bool hasChanged = false;
        for (int j = 0; j < _size; j++)
        {
            double curvature = _hessian[(j * _size) + j];
            if (!(curvature > 0))
                continue;
            double target = Math.Min(Math.Max(Shrunk((curvature * x[j]) - slopes[j], _weights[j]) / curvature, _lower[j]), _upper[j]);
            double move = target - x[j];
            if (move != 0)
            {
                most = Math.Max(most, Math.Abs(move) * Math.Sqrt(curvature));
                Move(x, slopes, j, target);
            }

            Place place = PlaceOf(j, x[j]);
            hasChanged |= place != _places[j];
            _places[j] = place;
        }

        return (most, hasChanged);
    }

    private void Move(double[] x, double[] slopes, int j, double target)
    {
        double move = target - x[j];
        x[j] = target;
        ReadOnlySpan<double> row = _hessian.AsSpan(j * _size, _size);
        for (int k = 0; k < row.Length; k++)
            slopes[k] += move * row[k];
    }

    /// <summary>The exact minimum over the coordinates inside the face; false when a sign or a bound comes first.</summary>
    private bool MoveOverFace(double[] x, double[] slopes)
    {
        int[] free = [.. Enumerable.Range(0, _size).Where(j => _places[j] is Place.Free or Place.Below or Place.Above && _hessian[(j * _size) + j] > 0)];
        if (free.Length == 0)
            return true;
        double[] scale = [.. free.Select(j => 1 / Math.Sqrt(_hessian[(j * _size) + j]))], matrix = new double[free.Length * free.Length];
        for (int i = 0; i < matrix.Length; i++)
        {
            (int row, int column) = (i / free.Length, i % free.Length);
            matrix[i] = scale[row] * scale[column] * _hessian[(free[row] * _size) + free[column]];
        }

        var factor = new CholeskyFactor(matrix, free.Length, DependenceTolerance);
        double[] direction = [.. free.Select((j, i) => -scale[i] * SlopeOnFace(j, slopes))];
        factor.Solve(direction);
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scale[i];
        if (!MoveAlong(free, direction, longest: 1, x, slopes))
            return false;
        for (int i = 0; i < free.Length; i++)
        {
            if (factor.IsDependent[i] && !MoveAlongDependence(i, factor, free, matrix, scale, x, slopes))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Where a coordinate can be exchanged for others at no cost in curvature, as equal columns can, the kinks alone decide, and the exchange goes on until one is reached. False when that happened.
    /// </summary>
    private bool MoveAlongDependence(int dependent, CholeskyFactor factor, int[] free, double[] matrix, double[] scale, double[] x, double[] slopes)
    {
        double[] exchange = [.. free.Select((_, i) => -matrix[(dependent * free.Length) + i])];
        factor.Solve(exchange);
        exchange[dependent] = 1;
        double slope = 0, size = 0, curvature = 0;
        for (int i = 0; i < free.Length; i++)
        {
            double own = scale[i] * SlopeOnFace(free[i], slopes) * exchange[i];
            slope += own;
            size += scale[i] * (Math.Abs(slopes[free[i]]) + _weights[free[i]]) * Math.Abs(exchange[i]);
            curvature += exchange[i] * DotProduct.Of(matrix.AsSpan(i * free.Length, free.Length), exchange);
        }

        if (Math.Abs(slope) <= RoundingSlope * size)
            return true;
        for (int i = 0; i < exchange.Length; i++)
            exchange[i] *= -Math.Sign(slope) * scale[i];
        double longest = curvature > 0 ? Math.Abs(slope) / curvature : double.PositiveInfinity;
        bool isBounded = !double.IsInfinity(longest) || Enumerable.Range(0, free.Length).Any(i => exchange[i] != 0 && double.IsFinite(EndOf(free[i], exchange[i])));
        return !isBounded || MoveAlong(free, exchange, longest, x, slopes);
    }

    /// <summary>Goes along a direction over the free coordinates as far as signs and bounds allow; false when one of them comes first.</summary>
    private bool MoveAlong(int[] free, double[] direction, double longest, double[] x, double[] slopes)
    {
        (double length, int blocking) = (longest, -1);
        for (int i = 0; i < free.Length; i++)
        {
            int j = free[i];
            double reach = (EndOf(j, direction[i]) - x[j]) / direction[i];
            if (direction[i] != 0 && reach < length)
                (length, blocking) = (reach, j);
        }

        for (int i = 0; i < free.Length; i++)
        {
            int j = free[i];
            double target = j == blocking ? EndOf(j, direction[i]) : x[j] + (length * direction[i]);
            Move(x, slopes, j, Math.Min(Math.Max(target, _lower[j]), _upper[j]));
            _places[j] = PlaceOf(j, x[j]);
        }

        return blocking < 0;
    }

    /// <summary>The derivative on the side of the kink where the coordinate is.</summary>
    private double SlopeOnFace(int j, double[] slopes) => slopes[j] + (_places[j] switch { Place.Above => _weights[j], Place.Below => -_weights[j], _ => 0 });

    /// <summary>Where the face of a coordinate ends in a direction.</summary>
    private double EndOf(int j, double direction)
    {
        if (direction > 0)
            return _places[j] == Place.Below ? Math.Min(0, _upper[j]) : _upper[j];
        return _places[j] == Place.Above ? Math.Max(0, _lower[j]) : _lower[j];
    }

    private Place PlaceOf(int j, double x)
    {
        if (x <= _lower[j])
            return Place.AtLower;
        if (x >= _upper[j])
            return Place.AtUpper;
        if (_weights[j] == 0)
            return Place.Free;
        return x > 0 ? Place.Above : x < 0 ? Place.Below : Place.Zero;
    }

    private static double Shrunk(double value, double weight) =>
        value > weight ? value - weight : value < -weight ? value + weight : 0;
}
