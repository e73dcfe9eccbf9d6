using RetentionTags.Binning;
using RetentionTags.Explanations;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>A scorecard as it is saved. Log-odds are whole numbers of 2⁻²⁴, which no reader can round.</summary>
internal sealed record ScorecardDocument(
    ScorecardRecipe Recipe,
    BinningDocument Binning,
    LogisticDocument? Regression,
    long InterceptUnits,
    ScorecardColumnDocument[] Columns,
    Finding[] Findings,
    CalibrationDocument? Calibration = null,
    SelectionDocument? Selection = null,
    BaselineDocument? Baseline = null,
    ReasonCatalogue? Reasons = null)
{
    public static ScorecardDocument Of(Scorecard card) => new(
        card.Recipe,
        BinningDocument.Of(card.Binning),
        card.Regression is null ? null : LogisticDocument.Of(card.Regression),
        card.InterceptUnits,
        [.. card.Columns.Select(ScorecardColumnDocument.Of)],
        [.. card.Findings],
        card.Calibration is null ? null : CalibrationDocument.Of(card.Calibration),
        card.Selection is null ? null : SelectionDocument.Of(card.Selection),
        card.ChosenBaseline is null ? null : BaselineDocument.Of(card.ChosenBaseline),
        card.ChosenReasons);

    public Scorecard ToModel()
    {
        BinningModel binning = Binning.ToModel();
        var card = new Scorecard(Recipe, binning, Regression?.ToModel(), [.. Columns.Select(column => column.ToColumn(binning))], InterceptUnits, Findings, Calibration?.ToModel())
        {
            Selection = Selection?.ToModel(binning),
            ChosenBaseline = Baseline?.ToModel(Columns.Select(column => column.Name)),
            ChosenReasons = Reasons,
        };
        PointsCard.RequireEvidence(card);
        if (Reasons is not null)
            card.RequireColumnsOf(Reasons);
        return card;
    }
}
