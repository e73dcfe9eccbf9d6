using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Models.Calibration;

/// <summary>A fitted beta calibration: logit p′ = c + a · ln p − b · ln(1 − p).</summary>
/// <remarks>A probability of 0 stays 0 when a is above 0, and becomes 1 / (1 + exp(−c)) when a is 0; a probability of 1 likewise with b. Contributions are those of the score before the map.</remarks>
public sealed class BetaCalibrationModel : CalibrationModel
{
    internal BetaCalibrationModel(CalibrationRecipe? recipe, double a, double b, double c, IReadOnlyList<Finding> findings)
        : base(recipe, findings)
    {
        if (!(a >= 0 && b >= 0 && double.IsFinite(a + b + c)))
            throw new ArgumentException(Invariant($"The parameters are a = {a}, b = {b}, c = {c}; they are finite, and a and b at least 0."), nameof(a));
        (A, B, C) = (a, b, c);
    }

    /// <summary>What ln p is multiplied by: how steep the map is near 0. At least 0.</summary>
    public double A { get; }

    /// <summary>What −ln(1 − p) is multiplied by: how steep the map is near 1. At least 0.</summary>
    public double B { get; }

    /// <summary>What is added, in log-odds.</summary>
    public double C { get; }

    /// <summary>Always: a and b are at least 0.</summary>
    public override bool IsMonotone => true;

    private protected override double Map(double probability) =>
        LogisticFunctions.Sigmoid(C + (A == 0 ? 0 : A * Math.Log(probability)) - (B == 0 ? 0 : B * Math.Log(1 - probability)));

    private protected override TextTable ToTable()
    {
        var table = new TextTable("Parameter", "Value");
        table.Add("a", TableCell.Number(A, 6));
        table.Add("b", TableCell.Number(B, 6));
        table.Add("c", TableCell.Number(C, 6));
        return table;
    }
}
