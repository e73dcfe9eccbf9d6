using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class InformationValueRangeBattery : SelectionBattery<InformationValueRange>;
