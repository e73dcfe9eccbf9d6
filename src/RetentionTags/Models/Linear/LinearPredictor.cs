using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// The log-odds of any rows at given coefficients: offset, intercept and columns. Columns that are near 0 beside their scale are taken as they are, four at a time, and their centres out of the sum; others are centred while they are read.
/// </summary>
internal sealed class LinearPredictor
{
    /// <summary>Columns that share a turn.</summary>
    public const int Together = 4;

    /// <summary>A column whose centre is at most so many scales from 0 is summed as it is, and its centre taken out of the sums: that costs no more digits than rounding this many times.</summary>
    private const double NearZero = 16;

    /// <summary>A column as it is must have a scale between these, so that sums of it neither vanish nor overflow.</summary>
    private const double LeastScale = 1e-100, MostScale = 1e100;

    private readonly DesignMatrix _design;
    private readonly bool[] _isNear;
    private readonly double[] _slopes;
    private readonly double _constant;

    /// <param name="design">The columns, which are not moved from here on.</param>
    /// <param name="coefficients">On the design's present scale, the intercept first.</param>
    public LinearPredictor(DesignMatrix design, ReadOnlySpan<double> coefficients)
    {
        _design = design;
        _isNear = new bool[design.ColumnCount];
        _slopes = coefficients[1..].ToArray();
        _constant = coefficients[0];
        for (int first = 0; first <= design.ColumnCount - Together; first += Together)
        {
            bool isNear = true;
            for (int j = first; j < first + Together; j++)
                isNear &= design.Scales[j] is >= LeastScale and <= MostScale && Math.Abs(design.Centers[j]) <= NearZero * design.Scales[j];
            for (int j = first; isNear && j < first + Together; j++)
            {
                _isNear[j] = true;
                _slopes[j] /= design.Scales[j];
                _constant -= _slopes[j] * design.Centers[j];
            }
        }
    }

    /// <summary>Whether a column is taken as it is; so are then all <see cref="Together"/>.</summary>
    public ReadOnlySpan<bool> IsNear => _isNear;

    /// <summary>The log-odds of rows [first, first + logOdds.Length).</summary>
    /// <param name="logOdds">Receives them.</param>
    /// <param name="first">The first of the rows.</param>
    /// <param name="ahead">How many rows further on the next ones are, whose memory is asked for.</param>
    public void SetLogOdds(Span<double> logOdds, int first, int ahead)
    {
        logOdds.Fill(_constant);
        if (!_design.Offset.IsEmpty)
            CenteredColumn.AddTo(logOdds, _design.Offset.Slice(first, logOdds.Length), 0, 1, 1);
        int j = 0, rows = logOdds.Length;
        while (j < _design.ColumnCount)
        {
            if (_isNear[j])
                CenteredColumn.AddFourTo(logOdds, Rows(j), Rows(j + 1), Rows(j + 2), Rows(j + 3), _slopes.AsSpan(j, Together), ahead);
            else
                _design.AddTo(logOdds, j, first, _slopes[j]);
            j += _isNear[j] ? Together : 1;
        }

        ReadOnlySpan<double> Rows(int column) => _design.Rows(column, first, rows);
    }
}
