using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Cleaning;

/// <summary>Missing numbers on the line between the known ones of the same entity.</summary>
internal static class Interpolation
{
    /// <summary>Fills what can be filled, and says in which rows: between two known values, and beyond the first or the last. Rows without weight are filled and fill no others.</summary>
    public static (List<int> OnLine, List<int> Nearest) Fill(NumericColumn column, double[] filled, NumericColumn time, Column? entity, CleaningPass pass)
    {
        (int[] rows, int[] starts) = ByEntityAndTime(time, entity, pass);
        bool[] isOnLine = new bool[filled.Length], isNearest = new bool[filled.Length];
        for (int series = 0; series + 1 < starts.Length; series++)
        {
            pass.CheckSometimes(series);
            ReadOnlySpan<int> ofSeries = rows.AsSpan(starts[series]..starts[series + 1]);
            List<(double Time, double Value)> known = KnownPoints(ofSeries, column, time, pass);
            if (known.Count == 0)
                continue;
            int after = 0;
            foreach (int row in ofSeries)
            {
                pass.CheckSometimes(row);
                if (!double.IsNaN(column.Values[row]))
                    continue;
                double t = time.Values[row];
                while (after < known.Count && known[after].Time < t)
                    after++;
                bool isBetween = after < known.Count && (after > 0 || known[after].Time == t);
                filled[row] = isBetween && known[after].Time > t ? Between(known[after - 1], known[after], t) : known[Math.Min(after, known.Count - 1)].Value;
                (isBetween ? isOnLine : isNearest)[row] = true;
            }
        }

        return (pass.RowsWhere(row => isOnLine[row]), pass.RowsWhere(row => isNearest[row]));
    }

    private static double Between((double Time, double Value) before, (double Time, double Value) after, double t)
    {
        double share = (t - before.Time) / (after.Time - before.Time);
        return before.Value == after.Value ? before.Value : ((1 - share) * before.Value) + (share * after.Value);
    }

    /// <summary>One point for each time at which a finite value is known.</summary>
    private static List<(double Time, double Value)> KnownPoints(ReadOnlySpan<int> rows, NumericColumn column, NumericColumn time, CleaningPass pass)
    {
        var points = new List<(double Time, double Value)>();
        double lowest = 0, highest = 0;
        foreach (int row in rows)
        {
            pass.CheckSometimes(row);
            double value = column.Values[row], t = time.Values[row];
            if (!double.IsFinite(value) || pass.WeightOf(row) == 0)
                continue;
            if (points.Count == 0 || points[^1].Time != t)
            {
                (lowest, highest) = (value, value);
                points.Add((t, value));
            }
            else
            {
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
                points[^1] = (t, lowest == highest ? lowest : (lowest / 2) + (highest / 2));
            }
        }

        return points;
    }

    /// <summary>The rows that have a finite time and an entity, by entity and then by time, and where each entity begins.</summary>
    private static (int[] Rows, int[] Starts) ByEntityAndTime(NumericColumn time, Column? entity, CleaningPass pass)
    {
        int[] rows = [.. pass.RowsWhere(row => double.IsFinite(time.Values[row]) && KeyOf(entity, row) != 0)];
        var keys = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            keys[i] = SortableDouble.ToKey(time.Values[rows[i]]);
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), pass.CancellationToken);
        for (int i = 0; i < rows.Length; i++)
            keys[i] = KeyOf(entity, rows[i]);
        RadixSort.Sort(keys.AsSpan(), rows.AsSpan(), pass.CancellationToken);
        var starts = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
                starts.Add(i);
        }

        starts.Add(rows.Length);
        return (rows, [.. starts]);
    }

    /// <summary>A number for each entity, 0 for a missing one.</summary>
    private static ulong KeyOf(Column? entity, int row) => entity switch
    {
        NumericColumn numbers => SortableDouble.ToKeyOrNaNKey(numbers.Values[row]),
        CategoryColumn categories => (ulong)(categories.Codes[row] + 1),
        _ => 1,
    };
}
