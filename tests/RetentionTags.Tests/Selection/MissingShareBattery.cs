using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class MissingShareBattery : SelectionBattery<MissingShare>;
