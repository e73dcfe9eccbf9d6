using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class IdenticalShareBattery : SelectionBattery<IdenticalShare>;
