using MathNet.Numerics.LinearAlgebra;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class CholeskyFactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void Solves_and_inverts_as_MathNet_does(int size)
    {
        Matrix<double> matrix = Correlations(size, size + 30);
        double[] right = [.. Enumerable.Range(0, size).Select(i => i - 2.5)];
        var factor = new CholeskyFactor(matrix.ToRowMajorArray(), size, 1e-12);
        double[] solution = [.. right];
        factor.Solve(solution);
        Same.Within(1e-11, matrix.Cholesky().Solve(Vector<double>.Build.Dense(right)), solution);
        Same.Within(1e-11, matrix.Inverse().ToRowMajorArray(), factor.Inverse());
        Assert.DoesNotContain(true, factor.IsDependent.ToArray());
    }

    [Fact]
    public void Leaves_out_what_depends_on_rows_before_it()
    {
        // The third column is the sum of the first two; the fourth stands alone.
        double[,] design = { { 1, 0, 1, 2 }, { 0, 1, 1, -1 }, { 1, 1, 2, 0.5 }, { 2, -1, 1, 1 }, { 0.3, 0.2, 0.5, -2 } };
        Matrix<double> x = Matrix<double>.Build.DenseOfArray(design).NormalizeColumns(2);
        var factor = new CholeskyFactor((x.Transpose() * x).ToRowMajorArray(), 4, 1e-10);
        Assert.Equal([false, false, true, false], factor.IsDependent.ToArray());
        double[] solution = [1, 2, 3, 4];
        factor.Solve(solution);
        Assert.Equal(0, solution[2]);
        Matrix<double> kept = Matrix<double>.Build.DenseOfColumnVectors(x.Column(0), x.Column(1), x.Column(3));
        Same.Within(1e-12, (kept.Transpose() * kept).Solve(Vector<double>.Build.Dense([1.0, 2, 4])), [solution[0], solution[1], solution[3]]);
    }

    private static Matrix<double> Correlations(int columns, int rows)
    {
        var random = new SplitMix64(columns);
        Matrix<double> x = Matrix<double>.Build.Dense(rows, columns, (_, _) => random.Next(1000) - 500.0).NormalizeColumns(2);
        return x.Transpose() * x;
    }
}
