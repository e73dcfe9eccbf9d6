using RetentionTags.Binning.Pairs;

namespace RetentionTags.Persistence;

/// <summary>A pair binning as it is saved. Bins are in the model's order: regions first.</summary>
internal sealed record PairBinningDocument(
    PairBinning Recipe,
    PairAxisDocument First,
    PairAxisDocument Second,
    double TotalEvents,
    double TotalNonEvents,
    double FirstInformationValue,
    double SecondInformationValue,
    double AdditiveInformationValue,
    double InteractionChiSquare,
    int InteractionDegreesOfFreedom,
    PairBinDocument[] Bins,
    Finding[] Findings)
{
    public static PairBinningDocument Of(PairBinningModel model) => new(
        model.Recipe,
        PairAxisDocument.Of(model.FirstAxis),
        PairAxisDocument.Of(model.SecondAxis),
        model.TotalEvents,
        model.TotalNonEvents,
        model.FirstInformationValue,
        model.SecondInformationValue,
        model.AdditiveInformationValue,
        model.InteractionChiSquare,
        model.InteractionDegreesOfFreedom,
        [.. model.Bins.Select((bin, i) => PairBinDocument.Of(i < model.RegularBinCount ? model.Blocks[i] : null, bin))],
        [.. model.Findings]);

    public PairBinningModel ToModel() => new(
        Recipe,
        First.ToAxis(),
        Second.ToAxis(),
        [.. Bins.TakeWhile(bin => bin.Block is not null).Select(bin => bin.ToBlock())],
        [.. Bins.Select(bin => bin.ToCounts(TotalEvents, TotalNonEvents))],
        new(FirstInformationValue, SecondInformationValue, AdditiveInformationValue, InteractionChiSquare, InteractionDegreesOfFreedom),
        Findings);
}
