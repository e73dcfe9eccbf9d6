using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A gamma-gamma model as it is saved.</summary>
internal sealed record SpendModelDocument(double P, double Q, double V, double FrequencyCorrelation, GammaGamma? Recipe, LikelihoodReport? Report)
{
    public static SpendModelDocument Of(GammaGammaModel model) => new(model.P, model.Q, model.V, model.FrequencyCorrelation, model.Recipe, model.Report);

    public GammaGammaModel ToModel() => new(P, Q, V, FrequencyCorrelation, Recipe, Report);
}
