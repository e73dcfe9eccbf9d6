using RetentionTags.Data;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

public class StepwiseBattery : SelectionBattery<Stepwise>
{
    /// <summary>That of the regressions; what is dropped is the same.</summary>
    protected override double Rounding => 1e-8;

    /// <summary>Smaller than for other steps: each move is a dozen regressions.</summary>
    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Wide(20_000, 8)];
}
