namespace RetentionTags.Numerics;

/// <summary>
/// A = LLᵀ of a symmetric, positive semi-definite matrix whose diagonal has been scaled to 1. A row that depends on the rows
/// before it (its pivot, the share of it that they leave unexplained, is below the tolerance) is left out: it solves to 0.
/// </summary>
internal sealed class CholeskyFactor
{
    private readonly double[] _lower;
    private readonly bool[] _isDependent;

    public CholeskyFactor(ReadOnlySpan<double> matrix, int size, double tolerance)
    {
        Size = size;
        _lower = new double[size * size];
        _isDependent = new bool[size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < row; column++)
            {
                if (!_isDependent[column])
                    _lower[(row * size) + column] = (matrix[(row * size) + column] - Overlap(row, column)) / _lower[(column * size) + column];
            }

            double pivot = matrix[(row * size) + row] - Overlap(row, row);
            _isDependent[row] = !(pivot > tolerance);
            if (_isDependent[row])
                _lower.AsSpan(row * size, size).Clear();
            else
                _lower[(row * size) + row] = Math.Sqrt(pivot);
        }
    }

    public int Size { get; }

    public ReadOnlySpan<bool> IsDependent => _isDependent;

    /// <summary>ln|A| over the independent rows.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int row = 0; row < Size; row++)
                sum += _isDependent[row] ? 0 : 2 * Math.Log(_lower[(row * Size) + row]);
            return sum;
        }
    }

    /// <summary>A row of L, to its diagonal.</summary>
    public ReadOnlySpan<double> Row(int row) => _lower.AsSpan(row * Size, row + 1);

    /// <summary>Solves Ax = b in place; rows left out give 0.</summary>
    public void Solve(Span<double> b)
    {
        for (int row = 0; row < Size; row++)
            b[row] = _isDependent[row] ? 0 : (b[row] - DotProduct.Of(_lower.AsSpan(row * Size, row), b[..row])) / _lower[(row * Size) + row];

        // Lᵀx = b, from the end: each x is taken out of all that is above it, along a row of L.
        for (int row = Size - 1; row >= 0; row--)
        {
            if (_isDependent[row])
                continue;
            b[row] /= _lower[(row * Size) + row];
            CenteredColumn.AddTo(b[..row], _lower.AsSpan(row * Size, row), 0, 1, -b[row]);
        }
    }

    /// <summary>A⁻¹ over the independent rows; rows and columns left out are 0.</summary>
    public double[] Inverse()
    {
        var inverse = new double[Size * Size];
        var column = new double[Size];
        for (int j = 0; j < Size; j++)
        {
            if (_isDependent[j])
                continue;
            column.AsSpan().Clear();
            column[j] = 1;
            Solve(column);
            for (int i = 0; i < Size; i++)
                inverse[(i * Size) + j] = column[i];
        }

        return inverse;
    }

    /// <summary>Σ over columns before <paramref name="column"/> of L[row, k] L[column, k].</summary>
    private double Overlap(int row, int column) =>
        DotProduct.Of(_lower.AsSpan(row * Size, column), _lower.AsSpan(column * Size, column));
}
