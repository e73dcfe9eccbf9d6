using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>A recipe for bins of either kind, which it names; files of version 1 hold optimal ones without saying so.</summary>
internal sealed class BinningRecipeConverter() : KindConverter<BinningRecipe>(
    "recipe for bins",
    [
        Kind<OptimalBinning>("optimal"),
        Kind<FixedBinning>("fixed"),
    ],
    unnamed: "optimal");
