using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A recipe for contract models, which names its kind.</summary>
internal sealed class ContractRecipeConverter() : KindConverter<ContractRecipe>(
    "recipe for contract models",
    [
        Kind<ShiftedBetaGeometric>("shifted-beta-geometric"),
        Kind<BetaDiscreteWeibull>("beta-discrete-weibull"),
    ]);
