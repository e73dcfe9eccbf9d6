using RetentionTags.Binning;

namespace RetentionTags.Tests.Binning;

public class OptimalBinningBattery : BinningRecipeBattery<OptimalBinning>;
