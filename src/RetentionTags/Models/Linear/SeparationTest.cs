using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Whether a direction proves that there is no finite optimum: it raises the log-odds of some events, lowers those of some non-events, and leaves all other rows exactly where
/// they are (complete separation when there are no others, quasi-complete otherwise).
/// </summary>
/// <remarks>
/// A Newton step leads nearly there. Rows that it moves by a noticeable amount must all move to their own side. The others must not move at all, so the direction is first
/// corrected by the least-squares solution over them: where their columns leave no freedom, nothing remains of the direction, and nothing is separated.
/// </remarks>
internal sealed class SeparationTest(DesignMatrix design, TrainingSet data)
{
    /// <summary>Log-odds by which a step under separation moves the rows at the border; it is about 1.</summary>
    private const double Noticeable = 0.05;

    private const double DependenceTolerance = 1e-10;

    /// <param name="step">A Newton step, to be subtracted: on the design's present scale, the intercept first.</param>
    public bool Confirms(double[] step)
    {
        double[] movements = Movements([.. step.Select(move => -move)]);
        var others = new List<int>();
        for (int row = 0; row < movements.Length; row++)
        {
            if (Math.Abs(movements[row]) < Noticeable)
                others.Add(row);
            else if (movements[row] > 0 != data.Events[row])
                return false;
        }

        if (others.Count == movements.Length)
            return false;
        return others.Count == 0 || StandsStill(others, movements);
    }

    /// <summary>
    /// Whether the direction, corrected so that the other rows do not move, still moves the rest. The correction is found on columns that are centred and scaled over the other rows
    /// alone: a column that a single wild row has spread out still varies among them.
    /// </summary>
    private bool StandsStill(List<int> others, double[] movements)
    {
        int size = design.ColumnCount + 1;
        double[][] columns = [.. Enumerable.Range(0, design.ColumnCount).Select(ValuesOf)];
        (double Mean, double Deviation)[] moments = [.. columns.Select(column => MomentsOver(others, column))];
        double[] gram = new double[size * size], target = new double[size];
        double[] rowOfOthers = new double[size];
        foreach (int row in others)
        {
            Fill(rowOfOthers, columns, moments, row);
            for (int i = 0; i < size; i++)
            {
                target[i] -= rowOfOthers[i] * movements[row];
                for (int j = 0; j < size; j++)
                    gram[(i * size) + j] += rowOfOthers[i] * rowOfOthers[j] / others.Count;
            }
        }

        var factor = new CholeskyFactor(gram, size, DependenceTolerance);
        factor.Solve(target);
        for (int row = 0; row < movements.Length; row++)
        {
            if (Math.Abs(movements[row]) < Noticeable)
                continue;
            Fill(rowOfOthers, columns, moments, row);
            double moved = movements[row] + (DotProduct.Of(rowOfOthers, target) / others.Count);
            if (moved > 0 != data.Events[row] || Math.Abs(moved) < Noticeable / 2)
                return false;
        }

        return true;
    }

    private double[] Movements(double[] direction)
    {
        var movements = new double[data.RowCount];
        Array.Fill(movements, direction[0]);
        for (int j = 1; j < direction.Length; j++)
        {
            double[] values = ValuesOf(j - 1);
            for (int row = 0; row < movements.Length; row++)
                movements[row] += direction[j] * values[row];
        }

        return movements;
    }

    private double[] ValuesOf(int column)
    {
        var values = new double[data.RowCount];
        design.Standardize(column, 0, values);
        return values;
    }

    private static (double Mean, double Deviation) MomentsOver(List<int> rows, double[] column)
    {
        double mean = rows.Average(row => column[row]);
        double deviation = Math.Sqrt(rows.Average(row => (column[row] - mean) * (column[row] - mean)));
        return (mean, deviation > 1e-12 * Math.Abs(mean) ? deviation : 0);
    }

    /// <summary>A row as 1 and its columns, centred and scaled over the other rows; 0 for a column that does not vary among them.</summary>
    private static void Fill(double[] destination, double[][] columns, (double Mean, double Deviation)[] moments, int row)
    {
        destination[0] = 1;
        for (int j = 0; j < columns.Length; j++)
            destination[j + 1] = moments[j].Deviation == 0 ? 0 : (columns[j][row] - moments[j].Mean) / moments[j].Deviation;
    }
}
