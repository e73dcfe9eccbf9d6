using RetentionTags.Cleaning;

namespace RetentionTags.Tests.Cleaning;

public class DuplicateColumnsBattery : CleaningBattery<DuplicateColumns>;
