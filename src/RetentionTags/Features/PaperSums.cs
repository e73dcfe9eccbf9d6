namespace RetentionTags.Features;

/// <summary>Sums of amounts over any stretch of an entity's events, as they are on paper.</summary>
/// <remarks>
/// Binary sums of decimal numbers differ in their last digits with the order of the terms, and a sum over a stretch is not the difference of two sums. So amounts with up to six
/// decimals are added as whole millionths, exactly; a stretch costs one subtraction, and sums that are equal on paper are equal. A stretch with any other amount is added up in order of time.
/// </remarks>
internal sealed class PaperSums
{
    private const double UnitsPerOne = 1e6;
    private const double ProductRounding = 4.0 / (1L << 52); // a quantity times a price is a few units off in its last place
    private const double MostExact = 1L << 53;

    private Int128[] _unitsBefore = new Int128[1];
    private int[] _othersBefore = new int[1];

    /// <summary>Takes new amounts.</summary>
    public void Take(ReadOnlySpan<double> amounts)
    {
        if (_unitsBefore.Length <= amounts.Length)
        {
            int room = Math.Max(2 * _unitsBefore.Length, amounts.Length + 1);
            (_unitsBefore, _othersBefore) = (new Int128[room], new int[room]);
        }

        Int128 units = 0;
        int others = 0;
        for (int i = 0; i < amounts.Length; i++)
        {
            double whole = Math.Round(amounts[i] * UnitsPerOne);
            if (Math.Abs((whole / UnitsPerOne) - amounts[i]) <= ProductRounding * Math.Abs(amounts[i]) && Math.Abs(whole) < MostExact)
                units += (long)whole;
            else
                others++;
            _unitsBefore[i + 1] = units;
            _othersBefore[i + 1] = others;
        }
    }

    /// <summary>The sum of a stretch of the amounts that were taken last.</summary>
    public double Of(ReadOnlySpan<double> amounts, int from, int to)
    {
        if (_othersBefore[to] == _othersBefore[from])
        {
            Int128 units = _unitsBefore[to] - _unitsBefore[from];
            long few = (long)units; // the low half, which mostly is all
            return (few == units ? few : (double)units) / UnitsPerOne;
        }

        double sum = 0;
        for (int i = from; i < to; i++)
            sum += amounts[i];
        return sum;
    }
}
