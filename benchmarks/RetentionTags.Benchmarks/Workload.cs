using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>What benchmarks work on: numeric columns with 5 % missing values, of which the first ten bear on the event.</summary>
internal static class Workload
{
    public static TrainingSet Rows(int rows, int columns)
    {
        var random = new SplitMix64(1);
        var table = new Column[columns];
        var logOdds = new double[rows];
        for (int j = 0; j < columns; j++)
        {
            var values = new double[rows];
            for (int i = 0; i < rows; i++)
            {
                double value = Draws.Uniform(ref random) + Draws.Uniform(ref random) + Draws.Uniform(ref random) - 1.5;
                logOdds[i] += j < 10 ? value * 0.5 : 0;
                values[i] = random.Next(20) == 0 ? double.NaN : value;
            }

            table[j] = Column.Numeric($"x{j}", values);
        }

        var events = new bool[rows];
        for (int i = 0; i < rows; i++)
            events[i] = Draws.Uniform(ref random) < LogisticFunctions.Sigmoid(logOdds[i] - 1);
        return TrainingSet.Create(Table.Create(table), events);
    }

    /// <summary>What regressions are fitted on: normal columns that share a factor, so that any two have a correlation of 0.25, and all of which bear on the event.</summary>
    public static TrainingSet Correlated(int rows, int columns)
    {
        const double Loading = 0.5;
        var random = new SplitMix64(1);
        var table = new Column[columns];
        double[] factor = Normals(rows, ref random), logOdds = [.. Enumerable.Repeat(-1.8, rows)];
        for (int j = 0; j < columns; j++)
        {
            double[] values = Normals(rows, ref random);
            double slope = Draws.Normal(ref random) * 1.2 / Math.Sqrt(columns), own = Math.Sqrt(1 - (Loading * Loading));
            for (int i = 0; i < rows; i++)
            {
                values[i] = (own * values[i]) + (Loading * factor[i]);
                logOdds[i] += slope * values[i];
            }

            table[j] = Column.Numeric($"x{j}", values);
        }

        var events = new bool[rows];
        for (int i = 0; i < rows; i++)
            events[i] = Draws.Uniform(ref random) < LogisticFunctions.Sigmoid(logOdds[i]);
        return TrainingSet.Create(Table.Create(table), events);
    }

    /// <summary>The least that any work on columns must do: read them once. Sixteen running sums, so that memory is the limit and not the addition.</summary>
    public static double Read(Table table) => Read(table, 0, table.RowCount);

    /// <summary>The same for some of the rows.</summary>
    public static double Read(Table table, int first, int count)
    {
        double sum = 0;
        foreach (Column column in table.Columns)
        {
            ReadOnlySpan<Vector256<double>> values = MemoryMarshal.Cast<double, Vector256<double>>(((NumericColumn)column).Values.Slice(first, count));
            Vector256<double> a = default, b = default, c = default, d = default;
            for (int i = 0; i + 3 < values.Length; i += 4)
            {
                a += values[i];
                b += values[i + 1];
                c += values[i + 2];
                d += values[i + 3];
            }

            sum += Vector256.Sum(a + b + c + d);
        }

        return sum;
    }

    /// <summary>Standard normal numbers.</summary>
    private static double[] Normals(int count, ref SplitMix64 random)
    {
        var normals = new double[count];
        for (int i = 0; i < count; i++)
            normals[i] = Draws.Normal(ref random);
        return normals;
    }
}
