using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetentionTags.Numerics;

/// <summary>
/// The weights of a numeric column's bins, arranged once for adding them to running sums: from values to weights in one pass, missing and special values included.
/// </summary>
/// <remarks>
/// Weights are whole numbers (log-odds on <see cref="LogOddsGrid"/>, or indices of bins), so every arrangement, order and number of lanes gives the same sums to the bit; <see cref="WeightOf"/> is the plain form of all of them.
/// Up to 32 bins, and up to 256 between cuts with few bits, are searched in registers (<see cref="RegisterWeights{TLookup}"/>), or up to 256 between any cuts in registers of 512 bits (<see cref="WideWeights{TLookup}"/>); anything else in memory (<see cref="SteppedWeights"/>).
/// </remarks>
internal abstract class BinWeights
{
    /// <summary>More special values than these are searched for like cuts; up to as many are compared with one by one.</summary>
    private const int FewSpecials = 8;

    private readonly double[] _cuts;
    private readonly int[] _weights;

    private protected BinWeights(Content content)
    {
        _cuts = content.Cuts;
        _weights = content.Weights;
        Missing = content.Missing;
        SpecialValues = content.SpecialValues;
        SpecialWeights = content.SpecialWeights;
    }

    private protected int Missing { get; }

    private protected double[] SpecialValues { get; }

    private protected int[] SpecialWeights { get; }

    /// <summary>Arranges weights in the way that suits the cuts and the processor.</summary>
    /// <param name="cuts">Ascending; bin i is [cuts[i − 1], cuts[i]).</param>
    /// <param name="weights">One for each bin: one more than cuts.</param>
    /// <param name="missing">The weight of NaN.</param>
    /// <param name="specialValues">Values with weights of their own, distinct and none of them NaN.</param>
    /// <param name="specialWeights">One for each of them.</param>
    /// <param name="bits">The width of registers, 512 at most; wider than the processor's are not used.</param>
    public static BinWeights Of(ReadOnlySpan<double> cuts, ReadOnlySpan<int> weights, int missing, ReadOnlySpan<double> specialValues = default, ReadOnlySpan<int> specialWeights = default, int bits = 512)
    {
        var content = new Content(cuts.ToArray(), weights.ToArray(), missing, specialValues.ToArray(), specialWeights.ToArray());
        double[] all = content.Cuts;
        bool upper = all.All(UpperHalves.Decide), positive = all is [] or [> 0, ..];
        return all.Length switch
        {
            _ when !Avx2.IsSupported || specialValues.Length > FewSpecials => new SteppedWeights(content),
            _ when IsWide && bits == 512 => OfWide(content, upper, positive),
            <= 7 when upper && positive => new RegisterWeights<UpperCuts8<PositiveKeys>>(content, new(all, content.Weights)),
            <= 7 when upper => new RegisterWeights<UpperCuts8<SignedKeys>>(content, new(all, content.Weights)),
            <= 7 => new RegisterWeights<WholeCuts8>(content, new(all, content.Weights)),
            <= 19 when upper && positive => new RegisterWeights<UpperCuts20<PositiveKeys>>(content, new(all, content.Weights)),
            <= 19 when upper => new RegisterWeights<UpperCuts20<SignedKeys>>(content, new(all, content.Weights)),
            <= 31 when upper && positive => new RegisterWeights<UpperCuts32<PositiveKeys>>(content, new(all, content.Weights)),
            <= 31 when upper => new RegisterWeights<UpperCuts32<SignedKeys>>(content, new(all, content.Weights)),
            <= 31 when WholeCuts32.Decides(all) => new RegisterWeights<WholeCuts32>(content, new(all, content.Weights)),
            <= UpperCutsMany<PositiveKeys>.Most when upper && positive => new RegisterWeights<UpperCutsMany<PositiveKeys>>(content, new(all, content.Weights)),
            <= UpperCutsMany<SignedKeys>.Most when upper => new RegisterWeights<UpperCutsMany<SignedKeys>>(content, new(all, content.Weights)),
            _ => new SteppedWeights(content),
        };
    }

    /// <summary>Whether the processor works on 512 bits at a time as fast as on two times 256.</summary>
    public static bool IsWide => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    private static BinWeights OfWide(Content content, bool upper, bool positive) => content.Cuts.Length switch
    {
        <= 7 when upper && positive => new WideWeights<WideUpperCuts8<PositiveKeys>>(content, new(content.Cuts, content.Weights, content.Missing)),
        <= 7 when upper => new WideWeights<WideUpperCuts8<SignedKeys>>(content, new(content.Cuts, content.Weights, content.Missing)),
        <= 7 => new WideWeights<WideWholeCuts8>(content, new(content.Cuts, content.Weights, content.Missing)),
        <= WideUpperCuts<PositiveKeys>.Most when upper && positive => new WideWeights<WideUpperCuts<PositiveKeys>>(content, new(content.Cuts, content.Weights, content.Missing)),
        <= WideUpperCuts<SignedKeys>.Most when upper => new WideWeights<WideUpperCuts<SignedKeys>>(content, new(content.Cuts, content.Weights, content.Missing)),
        <= WideWholeCuts.Most => new WideWeights<WideWholeCuts>(content, new(content.Cuts, content.Weights, content.Missing)),
        _ => new SteppedWeights(content),
    };

    /// <summary>sums[i] += weight of the bin of values[i].</summary>
    /// <param name="sums">As many as values.</param>
    /// <param name="values">Any numbers.</param>
    /// <param name="validity">Which of the values are there.</param>
    public void AddTo(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity = default)
    {
        for (int i = AddMost(sums, values, validity); i < values.Length; i++)
            sums[i] += validity[i] ? WeightOf(values[i]) : Missing;
    }

    /// <summary>Whether it adds to sums in the order of lanes too.</summary>
    public virtual bool AddsInLanes => false;

    /// <summary>The same as <see cref="AddTo"/>, but of whole groups of eight rows the sums come in the order in which registers have them: <see cref="PutInRowOrder"/> puts them right once for all columns. Rows that remain are where they were.</summary>
    /// <param name="sums">As many as values.</param>
    /// <param name="values">Any numbers.</param>
    public virtual void AddInLanes(Span<int> sums, ReadOnlySpan<double> values) => throw new NotSupportedException();

    /// <summary>Puts sums in the order of rows, to which was added in the order of lanes: that of halves of 256 bits, and that of rows already in 512.</summary>
    public static void PutInRowOrder(Span<int> sums)
    {
        if (!IsWide)
            UpperHalves.PutInRowOrder(sums);
    }

    /// <summary>The same for two columns at once where both are arranged alike: half as many sums are read and written, and memory is read in two places at a time.</summary>
    /// <returns>Whether it was done.</returns>
    public virtual bool TryAddInLanes(BinWeights other, Span<int> sums, ReadOnlySpan<double> values, ReadOnlySpan<double> otherValues) => false;

    /// <summary>logOdds[i] = the log-odds of the weight of values[i], less a number on the grid: the same as by way of sums, but reading, searching and writing overlap.</summary>
    /// <param name="values">Any numbers.</param>
    /// <param name="less">What is subtracted.</param>
    /// <param name="logOdds">Receives one number for each of them.</param>
    /// <param name="pastTheCache">As in <see cref="LogOddsGrid.ToLogOdds(ReadOnlySpan{int}, double, Span{double}, bool)"/>.</param>
    /// <returns>Whether it was done.</returns>
    public virtual bool TryWriteLogOdds(ReadOnlySpan<double> values, double less, Span<double> logOdds, bool pastTheCache) => false;

    /// <summary>The weight of one value.</summary>
    public int WeightOf(double value)
    {
        if (double.IsNaN(value))
            return Missing;
        int special = Array.IndexOf(SpecialValues, value);
        if (special >= 0)
            return SpecialWeights[special];
        int low = 0, high = _cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = value >= _cuts[middle] ? (middle + 1, high) : (low, middle);
        }

        return _weights[low];
    }

    /// <summary>Adds the weights of as many values as it handles at a time, and says how many these were.</summary>
    private protected abstract int AddMost(Span<int> sums, ReadOnlySpan<double> values, ValidRows validity);

    /// <summary>What is arranged.</summary>
    internal sealed record Content(double[] Cuts, int[] Weights, int Missing, double[] SpecialValues, int[] SpecialWeights);
}
