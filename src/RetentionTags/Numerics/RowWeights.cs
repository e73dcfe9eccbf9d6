using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetentionTags.Numerics;

/// <summary>
/// The weights of several columns' bins, laid out for one row at a time: columns lie side by side in the lanes, so that one comparison meets a cut of each of four columns. A column gives the weight of its first
/// bin and, for each cut that its value reaches, the step to the next bin's weight; NaN and special values are exchanged for their own weights.
/// </summary>
/// <remarks>
/// Weights are whole multiples of 2⁻²⁴ and their sizes add up to less than 2²⁸ (<see cref="LogOddsGrid"/>), so that steps, sums and differences from the means are exact in double, in any order.
/// </remarks>
internal sealed class RowWeights
{
    /// <summary>Columns of more cuts are searched by halves, each for itself.</summary>
    public const int MostCutsInLanes = 32;

    private const int Lanes = 4;

    private readonly RowWeightsColumn[] _columns;
    private readonly double[] _means;
    private readonly int[] _searched;
    private readonly Group[] _groups;

    /// <summary>
    /// For each group of four columns, all in vectors of four: first weights, weights of missing, means; then for each cut the cuts and the steps; then for each special value the values and the weights. A column that has
    /// fewer cuts or special values than its neighbours is filled up with NaN, which no value reaches or equals.
    /// </summary>
    private readonly double[] _table;

    /// <summary>The first place of the table that is a multiple of a vector.</summary>
    private readonly int _start;

    /// <param name="columns">In the order of a row's values. A column without a bin weighs nothing.</param>
    /// <param name="means">What contributions are measured against, one for each column.</param>
    public RowWeights(RowWeightsColumn[] columns, double[] means)
    {
        _columns = columns;
        _means = means;
        var searched = new List<int>();
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Cuts.Length > MostCutsInLanes)
                searched.Add(i);
        }

        _searched = [.. searched];
        _groups = new Group[(columns.Length + Lanes - 1) / Lanes];
        int size = 0;
        for (int index = 0; index < _groups.Length; index++)
        {
            int cuts = 0, specials = 0;
            for (int lane = 0; lane < Lanes; lane++)
            {
                RowWeightsColumn column = InLane((index * Lanes) + lane);
                (cuts, specials) = (Math.Max(cuts, column.Cuts.Length), Math.Max(specials, column.SpecialValues.Length));
            }

            cuts += cuts % 2;
            _groups[index] = new(size, cuts, specials);
            size += Lanes * (3 + (2 * cuts) + (2 * specials));
        }

        // Vectors that lie across two lines of the cache take twice as long to read.
        _table = GC.AllocateArray<double>(size + Lanes, pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_table, 0) / sizeof(double) & (Lanes - 1));
        for (int i = 0; i < _groups.Length * Lanes; i++)
            Fill(_groups[i / Lanes], i % Lanes, InLane(i), i < means.Length ? means[i] : 0);
    }

    /// <summary>The sum of the weights of a row's values. Four columns a turn; what remains of the last four is filled up with columns that weigh nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sum(ReadOnlySpan<double> values)
    {
        if (!Vector256.IsHardwareAccelerated)
            return PlainSum(values);
        ref double value = ref MemoryMarshal.GetReference(values);
        Vector256<double> sum = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
            sum += WeightsOf(i / Lanes, Vector256.LoadUnsafe(ref value, (nuint)i), out _);
        if (i < values.Length)
            sum += WeightsOf(i / Lanes, Remaining(ref Unsafe.Add(ref value, i), values.Length - i), out _);
        double total = Vector256.Sum(sum);
        foreach (int column in _searched)
            total += _columns[column].WeightOf(values[column]);
        return total;
    }

    /// <summary>The same sum, and for each column its weight less its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sum(ReadOnlySpan<double> values, Span<double> contributions)
    {
        if (!Vector256.IsHardwareAccelerated)
            return PlainSum(values, contributions);
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double contribution = ref MemoryMarshal.GetReference(contributions[..values.Length]);
        Vector256<double> sum = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            Vector256<double> weights = WeightsOf(i / Lanes, Vector256.LoadUnsafe(ref value, (nuint)i), out Vector256<double> means);
            (weights - means).StoreUnsafe(ref contribution, (nuint)i);
            sum += weights;
        }

        if (i < values.Length)
        {
            Vector256<double> weights = WeightsOf(i / Lanes, Remaining(ref Unsafe.Add(ref value, i), values.Length - i), out Vector256<double> means);
            sum += weights;
            for (int lane = 0; i < values.Length; i++, lane++)
                Unsafe.Add(ref contribution, i) = weights[lane] - means[lane];
        }

        double total = Vector256.Sum(sum);
        foreach (int column in _searched)
        {
            double weight = _columns[column].WeightOf(values[column]);
            contributions[column] = weight - _means[column];
            total += weight;
        }

        return total;
    }

    /// <summary>The plain form of <see cref="Sum(ReadOnlySpan{double})"/>.</summary>
    public double PlainSum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += _columns[i].WeightOf(values[i]);
        return sum;
    }

    /// <summary>The plain form of <see cref="Sum(ReadOnlySpan{double}, Span{double})"/>.</summary>
    public double PlainSum(ReadOnlySpan<double> values, Span<double> contributions)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = _columns[i].WeightOf(values[i]);
            contributions[i] = weight - _means[i];
            sum += weight;
        }

        return sum;
    }

    /// <summary>A column that is searched for itself weighs nothing in its lane, as does one beyond the last.</summary>
    private RowWeightsColumn InLane(int column) => column < _columns.Length && _columns[column].Cuts.Length <= MostCutsInLanes ? _columns[column] : RowWeightsColumn.Nothing;

    private void Fill(Group group, int lane, RowWeightsColumn column, double mean)
    {
        int at = _start + group.Start + lane;
        (_table[at], _table[at + Lanes], _table[at + (2 * Lanes)]) = (column.Weights[0], column.Missing, mean);
        at += 3 * Lanes;
        for (int cut = 0; cut < group.Cuts; cut++, at += 2 * Lanes)
            (_table[at], _table[at + Lanes]) = cut < column.Cuts.Length ? (column.Cuts[cut], column.Weights[cut + 1] - column.Weights[cut]) : (double.NaN, 0);
        for (int special = 0; special < group.Specials; special++, at += 2 * Lanes)
            (_table[at], _table[at + Lanes]) = special < column.SpecialValues.Length ? (column.SpecialValues[special], column.SpecialWeights[special]) : (double.NaN, 0);
    }

    /// <summary>The weights of four neighbouring columns: the comparison's mask lets the step through or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> WeightsOf(int index, Vector256<double> x, out Vector256<double> means)
    {
        Group group = _groups[index];
        ref double table = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_table), _start + group.Start);
        Vector256<double> weights = Vector256.LoadUnsafe(ref table), missing = Vector256.LoadUnsafe(ref table, Lanes);
        means = Vector256.LoadUnsafe(ref table, 2 * Lanes);
        table = ref Unsafe.Add(ref table, 3 * Lanes);
        Vector256<double> steps = Vector256<double>.Zero;
        for (int cut = 0; cut < group.Cuts; cut += 2)
        {
            weights += Vector256.GreaterThanOrEqual(x, Vector256.LoadUnsafe(ref table)) & Vector256.LoadUnsafe(ref table, Lanes);
            steps += Vector256.GreaterThanOrEqual(x, Vector256.LoadUnsafe(ref table, 2 * Lanes)) & Vector256.LoadUnsafe(ref table, 3 * Lanes);
            table = ref Unsafe.Add(ref table, 4 * Lanes);
        }

        weights += steps;
        for (int special = 0; special < group.Specials; special++)
        {
            weights = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.LoadUnsafe(ref table)), Vector256.LoadUnsafe(ref table, Lanes), weights);
            table = ref Unsafe.Add(ref table, 2 * Lanes);
        }

        return Vector256.ConditionalSelect(Vector256.Equals(x, x), weights, missing);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Remaining(ref double value, int count) =>
        Vector256.Create(value, count > 1 ? Unsafe.Add(ref value, 1) : 0, count > 2 ? Unsafe.Add(ref value, 2) : 0, 0);

    /// <summary>Where four neighbouring columns' numbers begin in the table, and how many cuts (rounded up to two, which are compared at a time) and special values the one with the most has.</summary>
    private readonly record struct Group(int Start, int Cuts, int Specials);
}
