namespace RetentionTags.Scoring;

/// <summary>
/// The rows of one column for a <see cref="BoundScorecard"/>, as they lie in memory: numbers, codes of categories, or indices of bins. Nothing is copied; the memory must not change while rows are scored.
/// </summary>
/// <remarks>
/// Validity is Arrow's bitmap, least significant bit first: a 0 bit means that the row is missing, whatever stands in its place. The bit of row i is number <c>validityOffset</c> + i, as in a slice of an Arrow array.
/// </remarks>
public readonly struct ScoringInput
{
    private readonly ReadOnlyMemory<double> _numbers;
    private readonly ReadOnlyMemory<int> _codes;
    private readonly ReadOnlyMemory<byte> _bins;
    private readonly ReadOnlyMemory<byte> _validity;
    private readonly int _validityOffset;

    private ScoringInput(ScoringInputKind kind, int length, ReadOnlyMemory<double> numbers, ReadOnlyMemory<int> codes, ReadOnlyMemory<byte> bins, ReadOnlyMemory<byte> validity, int validityOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validityOffset);
        long needed = ((long)validityOffset + length + 7) / 8;
        if (!validity.IsEmpty && validity.Length < needed)
            throw new ArgumentException($"There are {length} rows from validity bit {validityOffset} on but {validity.Length} bytes of validity bits; they need {needed}.", nameof(validity));
        Kind = kind;
        Length = length;
        _numbers = numbers;
        _codes = codes;
        _bins = bins;
        _validity = validity;
        _validityOffset = validityOffset;
    }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    internal ScoringInputKind Kind { get; }

    /// <summary>Numbers for a numeric column.</summary>
    /// <param name="values">One for each row; NaN is missing, infinities are values like others.</param>
    /// <param name="validity">Validity bits; none when every row but NaN has a value.</param>
    /// <param name="validityOffset">The bit of the first row; 0 by default.</param>
    /// <returns>The input.</returns>
    /// <exception cref="ArgumentException">There are too few validity bits.</exception>
    public static ScoringInput Numbers(ReadOnlyMemory<double> values, ReadOnlyMemory<byte> validity = default, int validityOffset = 0) =>
        new(ScoringInputKind.Numbers, values.Length, values, default, default, validity, validityOffset);

    /// <summary>Codes for a category column.</summary>
    /// <param name="codes">One for each row: an index into the levels of that column in the table that the card was bound to, or −1 for missing.</param>
    /// <param name="validity">Validity bits; none when every row but −1 has a value.</param>
    /// <param name="validityOffset">The bit of the first row; 0 by default.</param>
    /// <returns>The input.</returns>
    /// <exception cref="ArgumentException">There are too few validity bits.</exception>
    public static ScoringInput Categories(ReadOnlyMemory<int> codes, ReadOnlyMemory<byte> validity = default, int validityOffset = 0) =>
        new(ScoringInputKind.Categories, codes.Length, default, codes, default, validity, validityOffset);

    /// <summary>Indices of bins for a column of either kind: rows that were binned once and are scored again by other weights.</summary>
    /// <param name="bins">One for each row: an index into the bins of the card's column, as <see cref="Binning.ColumnBinning.ToBins(Data.Column, Span{byte})"/> finds them. Missing is a bin too.</param>
    /// <returns>The input.</returns>
    public static ScoringInput Bins(ReadOnlyMemory<byte> bins) => new(ScoringInputKind.Bins, bins.Length, default, default, bins, default, 0);

    internal ReadOnlySpan<double> NumbersOf(int first, int count) => _numbers.Span.Slice(first, count);

    internal ReadOnlySpan<int> CodesOf(int first, int count) => _codes.Span.Slice(first, count);

    internal ReadOnlySpan<byte> BinsOf(int first, int count) => _bins.Span.Slice(first, count);

    internal Numerics.ValidRows ValidFrom(int first) => new(_validity.Span, _validityOffset + first);
}
