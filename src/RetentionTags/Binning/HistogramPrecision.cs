using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>How precisely a <see cref="BinningHistogram"/> knows one column.</summary>
/// <param name="ColumnName">The name of the column.</param>
/// <param name="Kind">What the column holds.</param>
/// <param name="BucketCount">The number of distinct values or categories that are counted apart; for numbers at most the histogram's capacity.</param>
/// <param name="Weight">Sum of the weights of the rows whose value is not missing.</param>
/// <param name="MissingWeight">Sum of the weights of the rows whose value is missing.</param>
/// <param name="ValueError">
/// How far two values that are counted together lie apart at most: the difference divided by the greater magnitude. 0 when each value is counted by itself, for instance
/// 0.001 when values are told apart to the third digit; at most 1 with a <see cref="BinningHistogram.Capacity"/> from 4,096 on, for numbers of unlike sign or exponent are then never counted
/// together (smaller ones may have to, up to 2 for opposite numbers); infinite when an infinity is counted together with a number.
/// </param>
/// <param name="RankError">
/// The greatest share, 0–1, of the rows with a value that are counted together although their values differ. A cut can be missed by no more than that; where a cut is put, its
/// two sides are counted exactly.
/// </param>
public sealed record HistogramPrecision(string ColumnName, ColumnKind Kind, int BucketCount, double Weight, double MissingWeight, double ValueError, double RankError)
{
    /// <summary>Whether each value is counted by itself, so that a fit gives the same as on the rows. Categories always are.</summary>
    public bool IsExact => RankError == 0;
}
