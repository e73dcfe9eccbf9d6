using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Numerics;

public class ExtremeEigenvaluesTests
{
    /// <summary>The second difference of n points has the eigenvalues 2 − 2 cos(πk/(n + 1)), k = 1 … n; with all its columns mixed by a rotation it keeps them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(40)]
    public void Are_those_of_a_matrix_whose_eigenvalues_are_known(int size)
    {
        var matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            matrix[(i * size) + i] = 2;
            if (i > 0)
                matrix[(i * size) + i - 1] = matrix[((i - 1) * size) + i] = -1;
        }

        double[] expected = [2 - (2 * Math.Cos(Math.PI / (size + 1))), 2 - (2 * Math.Cos(Math.PI * size / (size + 1)))];
        Check(expected, matrix, size);

        // H = I − 2vvᵀ/vᵀv for v = (1, 2, … n): HAH.
        double length = 0;
        for (int i = 1; i <= size; i++)
            length += i * i;
        double H(int i, int j) => (i == j ? 1 : 0) - (2 * (i + 1) * (j + 1) / length);
        var mixed = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int a = 0; a < size; a++)
                {
                    for (int b = 0; b < size; b++)
                        mixed[(i * size) + j] += H(i, a) * matrix[(a * size) + b] * H(b, j);
                }
            }
        }

        Check(expected, mixed, size);
    }

    [Fact]
    public void A_diagonal_is_taken_as_it_is_and_zeros_and_negative_numbers_too()
    {
        Check([-7, 3], [3, 0, 0, 0, -7, 0, 0, 0, 0], 3);
        Check([0, 0], [0, 0, 0, 0], 2);
        Check([0, 4], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 4);
    }

    private static void Check(double[] expected, double[] matrix, int size)
    {
        (double least, double greatest) = ExtremeEigenvalues.Of(matrix, size);
        Same.Within(1e-13 * Math.Max(1, Math.Abs(expected[1])), expected, [least, greatest]);
    }
}
