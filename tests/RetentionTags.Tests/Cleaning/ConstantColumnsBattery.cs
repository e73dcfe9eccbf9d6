using RetentionTags.Cleaning;

namespace RetentionTags.Tests.Cleaning;

public class ConstantColumnsBattery : CleaningBattery<ConstantColumns>;
