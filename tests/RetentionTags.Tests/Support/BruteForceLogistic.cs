using RetentionTags.Data;

namespace RetentionTags.Tests.Support;

/// <summary>
/// The minimum of Σ w [ln(1 + e^η) − yη] + Σ λ1|b| + λ2 b²/2 over l ≤ b ≤ u by trying every combination of "at the lower bound, at the upper bound, 0, negative, positive" for the coefficients: on each of these the
/// objective is smooth, and is minimised by plain Newton steps with Gaussian elimination. For a few columns and rows.
/// </summary>
internal sealed class BruteForceLogistic
{
    private readonly double[][] _rows;
    private readonly bool[] _events;
    private readonly double[] _weights;
    private readonly double[] _l1;
    private readonly double[] _l2;
    private readonly (double Lower, double Upper)[] _bounds;

    public BruteForceLogistic(TrainingSet data, double[] l1, double[] l2, (double Lower, double Upper)[] bounds)
    {
        double[][] columns = [.. data.Table.Columns.Select(column => ((NumericColumn)column).Values.ToArray())];
        _rows = [.. Enumerable.Range(0, data.RowCount).Select(row => columns.Select(column => column[row]).Prepend(1).ToArray())];
        _events = data.Events.ToArray();
        _weights = data.Weights.IsEmpty ? [.. _events.Select(_ => 1.0)] : data.Weights.ToArray();
        (_l1, _l2, _bounds) = ([0, .. l1], [0, .. l2], [(double.NegativeInfinity, double.PositiveInfinity), .. bounds]);
    }

    /// <summary>Coefficients, the intercept first.</summary>
    public double[] Minimize()
    {
        int columns = _l1.Length - 1, combinations = (int)Math.Pow(5, columns);
        double[]? best = null;
        for (int combination = 0; combination < combinations; combination++)
        {
            var states = new int[columns + 1];
            for (int j = 1, rest = combination; j <= columns; j++, rest /= 5)
                states[j] = rest % 5;
            if (OnFace(states) is double[] candidate && (best is null || Objective(candidate) < Objective(best)))
                best = candidate;
        }

        return best!;
    }

    public double Objective(double[] b)
    {
        double sum = 0;
        for (int row = 0; row < _rows.Length; row++)
            sum += _weights[row] * Loss(LogOdds(row, b), _events[row]);
        for (int j = 1; j < b.Length; j++)
            sum += (_l1[j] * Math.Abs(b[j])) + (_l2[j] * b[j] * b[j] / 2);
        return sum;
    }

    /// <summary>Nothing when the minimum lies outside the face.</summary>
    private double[]? OnFace(int[] states)
    {
        var b = new double[states.Length];
        for (int j = 1; j < b.Length; j++)
        {
            b[j] = states[j] switch { 1 => _bounds[j].Lower, 2 => _bounds[j].Upper, _ => 0 };
            if (double.IsInfinity(b[j]) || b[j] < _bounds[j].Lower || b[j] > _bounds[j].Upper)
            {
                if (states[j] < 3)
                    return null;
                b[j] = 0;
            }
        }

        int[] free = [.. Enumerable.Range(0, b.Length).Where(j => j == 0 || states[j] >= 3)];
        for (int step = 0; step < 200; step++)
        {
            (double[] slopes, double[][] curvatures) = Derivatives(b, free, states);
            double[] move = Solved(curvatures, slopes);
            double length = 1, before = Smooth(b, states);
            double[] next = b;
            for (int halving = 0; halving < 60; halving++, length /= 2)
            {
                next = [.. b];
                for (int i = 0; i < free.Length; i++)
                    next[free[i]] -= length * move[i];
                if (Smooth(next, states) <= before + (1e-13 * Math.Abs(before)))
                    break;
            }

            double moved = b.Zip(next, (x, y) => Math.Abs(x - y)).Max();
            b = next;
            if (moved < 1e-14)
                break;
        }

        for (int j = 1; j < b.Length; j++)
        {
            bool isOutside = b[j] < _bounds[j].Lower || b[j] > _bounds[j].Upper;
            if (isOutside || (states[j] == 3 && b[j] > 0) || (states[j] == 4 && b[j] < 0))
                return null;
        }

        return b;
    }

    private double Smooth(double[] b, int[] states)
    {
        double sum = 0;
        for (int row = 0; row < _rows.Length; row++)
            sum += _weights[row] * Loss(LogOdds(row, b), _events[row]);
        for (int j = 1; j < b.Length; j++)
            sum += (SignOf(states[j]) * _l1[j] * b[j]) + (_l2[j] * b[j] * b[j] / 2);
        return sum;
    }

    private (double[] Slopes, double[][] Curvatures) Derivatives(double[] b, int[] free, int[] states)
    {
        double[] slopes = [.. free.Select(j => (j == 0 ? 0 : SignOf(states[j]) * _l1[j]) + (_l2[j] * b[j]))];
        double[][] curvatures = [.. free.Select((j, i) => free.Select((_, k) => i == k ? _l2[j] : 0.0).ToArray())];
        for (int row = 0; row < _rows.Length; row++)
        {
            double p = 1 / (1 + Math.Exp(-LogOdds(row, b)));
            for (int i = 0; i < free.Length; i++)
            {
                slopes[i] += _weights[row] * (p - (_events[row] ? 1 : 0)) * _rows[row][free[i]];
                for (int k = 0; k < free.Length; k++)
                    curvatures[i][k] += _weights[row] * p * (1 - p) * _rows[row][free[i]] * _rows[row][free[k]];
            }
        }

        return (slopes, curvatures);
    }

    private double LogOdds(int row, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < b.Length; j++)
            sum += b[j] * _rows[row][j];
        return sum;
    }

    private static double SignOf(int state) => state switch { 3 => -1, 4 => 1, _ => 0 };

    private static double Loss(double logOdds, bool isEvent)
    {
        double against = isEvent ? -logOdds : logOdds;
        return Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
    }

    private static double[] Solved(double[][] matrix, double[] right)
    {
        int n = right.Length;
        double[][] a = [.. matrix.Select(row => row.ToArray())];
        double[] x = [.. right];
        for (int i = 0; i < n; i++)
        {
            int pivot = Enumerable.Range(i, n - i).MaxBy(row => Math.Abs(a[row][i]));
            (a[i], a[pivot], x[i], x[pivot]) = (a[pivot], a[i], x[pivot], x[i]);
            for (int row = i + 1; row < n; row++)
            {
                double factor = a[row][i] / a[i][i];
                for (int k = i; k < n; k++)
                    a[row][k] -= factor * a[i][k];
                x[row] -= factor * x[i];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= a[i][k] * x[k];
            x[i] /= a[i][i];
        }

        return x;
    }
}
