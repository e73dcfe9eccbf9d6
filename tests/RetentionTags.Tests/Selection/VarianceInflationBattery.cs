using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class VarianceInflationBattery : SelectionBattery<VarianceInflation>;
