using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>A line in log-odds as it is saved.</summary>
internal sealed record AffineDocument(CalibrationRecipe? Recipe, double Slope, double Intercept, Finding[] Findings) : CalibrationDocument(Recipe, Findings)
{
    public override CalibrationModel ToModel() => new AffineCalibration(Recipe, Slope, Intercept, Findings);
}
