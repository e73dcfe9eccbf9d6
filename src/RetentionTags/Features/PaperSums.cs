using System.Runtime.Intrinsics;

namespace RetentionTags.Features;

/// <summary>Sums of amounts over any stretch of events, as they are on paper.</summary>
/// <remarks>
/// Binary sums of decimal numbers differ in their last digits with the order of the terms, and a sum over a stretch is not the difference of two sums. So amounts with up to six
/// decimals are added as whole millionths, exactly; a stretch costs one subtraction, and sums that are equal on paper are equal. A stretch with any other amount is added up in order of time.
/// Running sums of millionths have 64 bits where that is certain to be enough, and 128 elsewhere.
/// </remarks>
internal sealed class PaperSums
{
    private const double UnitsPerOne = 1e6;
    private const double ProductRounding = 4.0 / (1L << 52); // a quantity times a price is a few units off in its last place
    private const double MostExact = 1L << 53;
    private const double MostOfLong = 1L << 62;

    private double[] _units = [];
    private long[] _unitsBefore = new long[1];
    private Int128[] _longUnitsBefore = new Int128[1];
    private int[] _othersBefore = new int[1];
    private bool _hasOthers;
    private bool _isLong;

    /// <summary>Takes new amounts.</summary>
    public void Take(ReadOnlySpan<double> amounts)
    {
        if (_units.Length < amounts.Length)
            (_units, _unitsBefore) = (new double[2 * amounts.Length], new long[(2 * amounts.Length) + 1]);
        (_hasOthers, double most) = ToUnits(amounts, _units);
        if (_hasOthers)
            CountOthers(amounts.Length);
        _isLong = most * amounts.Length >= MostOfLong;
        if (_isLong)
        {
            AddLong(amounts.Length);
            return;
        }

        long sum = 0;
        ReadOnlySpan<double> units = _units.AsSpan(0, amounts.Length);
        Span<long> after = _unitsBefore.AsSpan(1, amounts.Length);
        for (int i = 0; i < units.Length; i++)
            after[i] = sum += (long)units[i];
    }

    /// <summary>The sum of a stretch of the amounts that were taken last.</summary>
    public double Of(ReadOnlySpan<double> amounts, int from, int to)
    {
        if (_hasOthers && _othersBefore[to] != _othersBefore[from])
            return InOrder(amounts[from..to]);
        return _isLong ? OfLong(_longUnitsBefore[to] - _longUnitsBefore[from]) : (_unitsBefore[to] - _unitsBefore[from]) / UnitsPerOne;
    }

    /// <summary>Amounts in millionths; NaN for those that are not whole millionths.</summary>
    /// <returns>Whether there are such, and the greatest number of the others without its sign.</returns>
    private static (bool HasOthers, double Most) ToUnits(ReadOnlySpan<double> amounts, Span<double> units)
    {
        int i = 0;
        Vector256<double> exact = Vector256<double>.AllBitsSet, most = Vector256<double>.Zero;
        for (; Vector256.IsHardwareAccelerated && i + Vector256<double>.Count <= amounts.Length; i += Vector256<double>.Count)
        {
            Vector256<double> amount = Vector256.Create(amounts[i..]), whole = Vector256.Round(amount * UnitsPerOne), size = Vector256.Abs(whole);
            Vector256<double> isExact = Vector256.LessThanOrEqual(Vector256.Abs((whole / Vector256.Create(UnitsPerOne)) - amount), Vector256.Abs(amount) * ProductRounding) & Vector256.LessThan(size, Vector256.Create(MostExact));
            exact &= isExact;
            most = Vector256.Max(most, size & isExact);
            Vector256.ConditionalSelect(isExact, whole, Vector256.Create(double.NaN)).CopyTo(units[i..]);
        }

        bool hasOthers = Vector256.ExtractMostSignificantBits(exact) != 0b1111;
        double greatest = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        for (; i < amounts.Length; i++)
        {
            double whole = Math.Round(amounts[i] * UnitsPerOne);
            bool isExact = Math.Abs((whole / UnitsPerOne) - amounts[i]) <= ProductRounding * Math.Abs(amounts[i]) && Math.Abs(whole) < MostExact;
            units[i] = isExact ? whole : double.NaN;
            hasOthers |= !isExact;
            greatest = isExact ? Math.Max(greatest, Math.Abs(whole)) : greatest;
        }

        return (hasOthers, greatest);
    }

    /// <summary>Counts the amounts that are not whole millionths, and takes them out of the sums.</summary>
    private void CountOthers(int count)
    {
        if (_othersBefore.Length <= count)
            _othersBefore = new int[(2 * count) + 1];
        for (int i = 0; i < count; i++)
        {
            bool isOther = double.IsNaN(_units[i]);
            _othersBefore[i + 1] = _othersBefore[i] + (isOther ? 1 : 0);
            _units[i] = isOther ? 0 : _units[i];
        }
    }

    private void AddLong(int count)
    {
        if (_longUnitsBefore.Length <= count)
            _longUnitsBefore = new Int128[(2 * count) + 1];
        Int128 sum = 0;
        for (int i = 0; i < count; i++)
            _longUnitsBefore[i + 1] = sum += (long)_units[i];
    }

    private static double OfLong(Int128 units)
    {
        long few = (long)units; // the low half, which mostly is all
        return (few == units ? few : (double)units) / UnitsPerOne;
    }

    private static double InOrder(ReadOnlySpan<double> amounts)
    {
        double sum = 0;
        foreach (double amount in amounts)
            sum += amount;
        return sum;
    }
}
