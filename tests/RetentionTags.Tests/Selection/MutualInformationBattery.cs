using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class MutualInformationBattery : SelectionBattery<MutualInformation>;
