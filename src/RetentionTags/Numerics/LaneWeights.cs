namespace RetentionTags.Numerics;

/// <summary>Weights that are looked up in registers, as many values at a time as a register has lanes; those that remain are for the plain form.</summary>
internal abstract class LaneWeights : BinWeights
{
    private protected LaneWeights(Content content)
        : base(content)
    {
    }

    public sealed override bool AddsInLanes => SpecialValues.Length == 0;

    public sealed override void AddInLanes(Span<int> sums, ReadOnlySpan<double> values)
    {
        for (int i = AddMostInLanes(sums, values); i < values.Length; i++)
            sums[i] += WeightOf(values[i]);
    }

    public sealed override bool TryAddInLanes(BinWeights other, Span<int> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> otherValues)
    {
        if (!AddsInLanes || other is not LaneWeights { AddsInLanes: true } alike || alike.GetType() != GetType())
            return false;
        for (int i = AddMostInLanes(alike, sums, values, otherValues); i < values.Length; i++)
            sums[i] += WeightOf(values[i]) + alike.WeightOf(otherValues[i]);
        return true;
    }

    /// <summary>Stores past the cache need addresses that a register's bytes divide, so some rows may go ahead, one by one.</summary>
    public sealed override unsafe bool TryWriteLogOdds(ReadOnlySpan<double> values, double less, Span<double> logOdds, bool pastTheCache)
    {
        if (!AddsInLanes)
            return false;
        fixed (double* to = logOdds)
        {
            int i = 0;
            for (; pastTheCache && i < values.Length && (nint)(to + i) % RegisterBytes != 0; i++)
                to[i] = LogOddsGrid.ToLogOdds(WeightOf(values[i])) - less;
            for (i += WriteMost(values[i..], less, to + i, pastTheCache); i < values.Length; i++)
                to[i] = LogOddsGrid.ToLogOdds(WeightOf(values[i])) - less;
        }

        return true;
    }

    /// <summary>The size of a register.</summary>
    private protected abstract int RegisterBytes { get; }

    /// <summary>Writes log-odds as in <see cref="TryWriteLogOdds"/>, from an address that suits.</summary>
    /// <returns>How many were written.</returns>
    private protected abstract unsafe int WriteMost(ReadOnlySpan<double> values, double less, double* to, bool pastTheCache);

    private protected sealed override int AddMost(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity) =>
        validity.All && AddsInLanes ? AddNumbers(sums, values) : AddAll(sums, values, validity);

    /// <summary>Adds the weights of numbers and NaN to sums in the order of lanes.</summary>
    /// <returns>How many were added.</returns>
    private protected abstract int AddMostInLanes(Span<int> sums, ReadOnlySpan<double> values);

    /// <summary>The same for two columns.</summary>
    /// <param name="alike">The weights of the other column, of the same type.</param>
    /// <param name="sums">As many as values.</param>
    /// <param name="values">Any numbers.</param>
    /// <param name="otherValues">Those of the other column.</param>
    private protected abstract int AddMostInLanes(LaneWeights alike, Span<int> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> otherValues);

    /// <summary>Adds the weights of numbers and NaN to sums in the order of rows.</summary>
    private protected abstract int AddNumbers(Span<int> sums, ReadOnlySpan<double> values);

    /// <summary>The same where there are special values, or rows without a value.</summary>
    private protected abstract int AddAll(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity);
}
