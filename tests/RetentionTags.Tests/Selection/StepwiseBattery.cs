using RetentionTags.Selection;

namespace RetentionTags.Tests.Selection;

public class StepwiseBattery : SelectionBattery<Stepwise>
{
    /// <summary>That of the regressions; what is dropped is the same.</summary>
    protected override double Rounding => 1e-8;
}
