using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>A recipe for calibrations, which names its kind.</summary>
internal sealed class CalibrationRecipeConverter() : KindConverter<CalibrationRecipe>(
    "recipe for calibrations",
    [
        Kind<PlattScaling>("platt"),
        Kind<TemperatureScaling>("temperature"),
        Kind<BetaCalibration>("beta"),
        Kind<IsotonicRegression>("isotonic"),
        Kind<VennAbers>("venn-abers"),
    ]);
