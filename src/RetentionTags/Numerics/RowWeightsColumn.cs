namespace RetentionTags.Numerics;

/// <summary>One column's part of <see cref="RowWeights"/>: bin i is [cuts[i − 1], cuts[i]), missing and special values have weights of their own.</summary>
internal sealed class RowWeightsColumn
{
    /// <param name="cuts">Ascending.</param>
    /// <param name="weights">One for each bin: one more than cuts.</param>
    /// <param name="missing">The weight of NaN.</param>
    /// <param name="specialValues">Values with weights of their own, ascending.</param>
    /// <param name="specialWeights">One for each of them.</param>
    public RowWeightsColumn(double[] cuts, double[] weights, double missing, double[] specialValues, double[] specialWeights) =>
        (Cuts, Weights, Missing, SpecialValues, SpecialWeights) = (cuts, weights, missing, specialValues, specialWeights);

    /// <summary>A column whose values weigh nothing.</summary>
    public static RowWeightsColumn Nothing { get; } = new([], [0], 0, [], []);

    public double[] Cuts { get; }

    public double[] Weights { get; }

    public double Missing { get; }

    public double[] SpecialValues { get; }

    public double[] SpecialWeights { get; }

    /// <summary>The weight of one value. The bin is found by halves, without a branch that depends on the value: the next half begins after the middle when the middle is reached.</summary>
    public double WeightOf(double value)
    {
        if (double.IsNaN(value))
            return Missing;
        int special = SpecialValues.Length == 0 ? -1 : Array.BinarySearch(SpecialValues, value);
        if (special >= 0)
            return SpecialWeights[special];
        int bin = 0;
        for (int width = Cuts.Length; width > 0;)
        {
            int half = (width + 1) >> 1;
            bin = value >= Cuts[bin + half - 1] ? bin + half : bin;
            width -= half;
        }

        return Weights[bin];
    }
}
