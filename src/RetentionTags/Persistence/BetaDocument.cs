using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>A beta calibration as it is saved.</summary>
internal sealed record BetaDocument(CalibrationRecipe? Recipe, double A, double B, double C, Finding[] Findings) : CalibrationDocument(Recipe, Findings)
{
    public override CalibrationModel ToModel() => new BetaCalibrationModel(Recipe, A, B, C, Findings);
}
