using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>An isotonic calibration as it is saved: one list of numbers for each part of its blocks.</summary>
internal sealed record IsotonicDocument(CalibrationRecipe? Recipe, bool IsInterpolated, string Lowest, string Highest, string Counts, string Events, Finding[] Findings) : CalibrationDocument(Recipe, Findings)
{
    public static IsotonicDocument Of(IsotonicModel model)
    {
        IsotonicBlock[] blocks = [.. model.Blocks];
        return new(
            model.Recipe,
            model.IsInterpolated,
            NumberList.Write(blocks, block => block.Lowest),
            NumberList.Write(blocks, block => block.Highest),
            NumberList.Write(blocks, block => block.Count),
            NumberList.Write(blocks, block => block.Events),
            [.. model.Findings]);
    }

    public override CalibrationModel ToModel()
    {
        double[] lowest = NumberList.Read(Lowest), highest = NumberList.Read(Highest), counts = NumberList.Read(Counts), events = NumberList.Read(Events);
        return new IsotonicModel(Recipe, IsInterpolated, [.. lowest.Select((low, i) => new IsotonicBlock(low, highest[i], counts[i], events[i]))], Findings);
    }
}
