using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>How nearly the columns of a design determine one another.</summary>
internal static class ConditionNumber
{
    /// <summary>√(greatest / least eigenvalue) of the columns' correlations: 1 when they are uncorrelated, the more the nearer they come to determining one another. NaN without columns.</summary>
    /// <param name="information">Σ v x xᵀ with the intercept first, at weights v that are those of the rows times a number.</param>
    /// <param name="isLeftOut">Columns that are not part of it.</param>
    public static double OfDesign(ReadOnlySpan<double> information, bool[] isLeftOut)
    {
        int size = isLeftOut.Length;
        int[] columns = [.. Enumerable.Range(1, size - 1).Where(j => !isLeftOut[j])];
        var correlations = new double[columns.Length * columns.Length];
        for (int a = 0; a < columns.Length; a++)
        {
            for (int b = 0; b < columns.Length; b++)
                correlations[(a * columns.Length) + b] = a == b ? 1 : Centered(information, size, columns[a], columns[b]) / Math.Sqrt(Centered(information, size, columns[a], columns[a]) * Centered(information, size, columns[b], columns[b]));
        }

        return columns.Length == 0 ? double.NaN : Of(correlations, columns.Length);
    }

    /// <summary>√(greatest / least eigenvalue) of XᵀX: the condition number of X.</summary>
    public static double Of(ReadOnlySpan<double> products, int size)
    {
        (double least, double greatest) = ExtremeEigenvalues.Of(products, size);
        return least > 0 ? Math.Sqrt(greatest / least) : double.PositiveInfinity;
    }

    private static double Centered(ReadOnlySpan<double> information, int size, int i, int j) => information[(i * size) + j] - (information[i] * information[j] / information[0]);
}
