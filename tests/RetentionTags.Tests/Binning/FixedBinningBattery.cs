using RetentionTags.Binning;

namespace RetentionTags.Tests.Binning;

public class FixedBinningBattery : BinningRecipeBattery<FixedBinning>;
