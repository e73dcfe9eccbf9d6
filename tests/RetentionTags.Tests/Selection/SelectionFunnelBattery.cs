using RetentionTags.Data;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

public class SelectionFunnelBattery : SelectionBattery<SelectionFunnel>
{
    /// <summary>That of the regressions; what is dropped is the same.</summary>
    protected override double Rounding => 1e-8;

    protected override IRecipe<SelectionModel> Recipe => new SelectionFunnel { Steps = [.. new SelectionFunnel().Steps, new ChiSquareTest(), new MutualInformation(), new MinimumRedundancyMaximumRelevance { Count = 3 }, new Stepwise()] };

    /// <summary>Smaller than for other steps: each move is a dozen regressions.</summary>
    protected override IEnumerable<TrainingSet> LongData() => [SampleData.Wide(20_000, 8)];
}
