using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>A recipe for purchase models, which names its kind.</summary>
internal sealed class PurchaseRecipeConverter() : KindConverter<PurchaseRecipe>(
    "recipe for purchase models",
    [
        Kind<Nbd>("nbd"),
        Kind<BgNbd>("bg-nbd"),
        Kind<MbgNbd>("mbg-nbd"),
        Kind<ParetoNbd>("pareto-nbd"),
        Kind<BgBb>("bg-bb"),
    ]);
