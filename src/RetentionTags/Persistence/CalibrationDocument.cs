using System.Text.Json.Serialization;
using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>A calibration as it is saved; each kind has a document of its own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AffineDocument), "affine")]
[JsonDerivedType(typeof(BetaDocument), "beta")]
[JsonDerivedType(typeof(IsotonicDocument), "isotonic")]
[JsonDerivedType(typeof(VennAbersDocument), "venn-abers")]
internal abstract record CalibrationDocument(CalibrationRecipe? Recipe, Finding[] Findings)
{
    public static CalibrationDocument Of(CalibrationModel model) => model switch
    {
        AffineCalibration line => new AffineDocument(line.Recipe, line.Slope, line.Intercept, [.. line.Findings]),
        BetaCalibrationModel beta => new BetaDocument(beta.Recipe, beta.A, beta.B, beta.C, [.. beta.Findings]),
        IsotonicModel isotonic => IsotonicDocument.Of(isotonic),
        VennAbersModel venn => VennAbersDocument.Of(venn),
        _ => throw new ArgumentException($"{model.GetType().Name} has no form in files.", nameof(model)),
    };

    public abstract CalibrationModel ToModel();
}
