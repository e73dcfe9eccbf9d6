using RetentionTags.Cleaning;

namespace RetentionTags.Tests.Cleaning;

public class DuplicateRowsBattery : CleaningBattery<DuplicateRows>;
