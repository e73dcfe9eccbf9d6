using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>Venn-Abers prediction as it is saved: the places and values of its two step functions.</summary>
internal sealed record VennAbersDocument(CalibrationRecipe? Recipe, string LowerPlaces, string LowerValues, string UpperPlaces, string UpperValues, Finding[] Findings) : CalibrationDocument(Recipe, Findings)
{
    public static VennAbersDocument Of(VennAbersModel model)
    {
        ProbabilityStep[] lower = model.LowerSteps.ToArray(), upper = model.UpperSteps.ToArray();
        return new(
            model.Recipe,
            NumberList.Write(lower, step => step.Probability),
            NumberList.Write(lower, step => step.Value),
            NumberList.Write(upper, step => step.Probability),
            NumberList.Write(upper, step => step.Value),
            [.. model.Findings]);
    }

    public override CalibrationModel ToModel() => new VennAbersModel(Recipe, Steps(LowerPlaces, LowerValues), Steps(UpperPlaces, UpperValues), Findings);

    private static ProbabilityStep[] Steps(string places, string values)
    {
        double[] numbers = NumberList.Read(values);
        return [.. NumberList.Read(places).Select((place, i) => new ProbabilityStep(place, numbers[i]))];
    }
}
