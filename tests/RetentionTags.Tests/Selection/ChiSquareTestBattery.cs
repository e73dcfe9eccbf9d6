using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class ChiSquareTestBattery : SelectionBattery<ChiSquareTest>;
