using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Selection;

namespace RetentionTags.Scoring;

/// <summary>
/// From a table to a scorecard: bin every column, keep those that say something, fit a logistic regression on their weights of evidence.
/// </summary>
public sealed record ScorecardRecipe : IRecipe<Scorecard>
{
    /// <summary>A column with more categories than this is cross-fitted by default.</summary>
    private const int HighCardinality = 50;

    private const int Folds = 5;

    /// <summary>How columns are cut into bins.</summary>
    /// <value>The defaults of <see cref="OptimalBinning"/>.</value>
    public BinningRecipe Binning { get; init; } = new OptimalBinning();

    /// <summary>Columns with a lower information value are left out; a finding names each of them.</summary>
    /// <value>0.02 by default, below which a column is customarily held to say nothing. 0 keeps every column whose information value is above 0.</value>
    public double MinInformationValue { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinInformationValue), value, "finite and at least 0"); } = 0.02;

    /// <summary>A funnel that chooses the columns before the regression does. Its steps run over the card's own bins, so its <see cref="SelectionFunnel.Binning"/> has no meaning here; <see cref="Scorecard.Selection"/> is its audit.</summary>
    /// <value><see langword="null"/> by default: <see cref="MinInformationValue"/> and the regression alone decide. With a funnel both still do, but <see cref="MinInformationValue"/> spares the columns of <see cref="SelectionFunnel.AlwaysKeep"/>.</value>
    public SelectionFunnel? Selection { get; init; }

    /// <summary>Whether a column is left out when its coefficient comes out negative, or 0 because other columns say the same.</summary>
    /// <value>
    /// <see langword="true"/> by default. A weight of evidence points towards the event by itself, so a negative coefficient means that the card reverses a column's
    /// own evidence to make up for other columns: it reads wrongly, and explains wrongly. The column with the lowest coefficient goes first, then the
    /// regression is fitted anew; a finding names each. When <see langword="false"/> such columns stay, with a warning.
    /// </value>
    public bool RequirePositiveCoefficients { get; init; } = true;

    /// <summary>For which columns the regression is fitted on out-of-fold weights of evidence (<see cref="CrossFittedWoe"/>, five folds), so that no row's own label speaks through its bin.</summary>
    /// <value>
    /// <see cref="CrossFitting.HighCardinality"/> by default. The card's bins are those of all rows in any case; what changes is how far the regression trusts the column.
    /// </value>
    public CrossFitting CrossFitting { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(CrossFitting), value, "one of the named choices"); }

    /// <summary>How the columns' weights of evidence are combined.</summary>
    /// <value>The defaults of <see cref="LogisticRegression"/>: no penalty. Without an <see cref="LogisticRegression.OffsetColumn"/>, for which a card has no place.</value>
    public LogisticRegression Regression
    {
        get;
        init => field = value.OffsetColumn is null ? value : throw new ArgumentException($"The regression of a scorecard has no OffsetColumn ('{value.OffsetColumn}'): a card has points for its columns and nothing else. Leave it null, or use LogisticRegression by itself.", nameof(Regression));
    } = new();

    /// <summary>The scale on which people read the scores.</summary>
    /// <value>The defaults of <see cref="PointScale"/>: 600 points at even odds, 20 to double them.</value>
    public PointScale Points { get; init; } = new();

    /// <summary>How the card is calibrated, on out-of-fold probabilities: for each of five folds the whole recipe is fitted on the other four, and scores the one. So no row is calibrated by a card that has seen it.</summary>
    /// <value>
    /// <see langword="null"/> by default: not at all. It takes six times as long. Folds are those of <see cref="CrossFittedWoe"/>: the order of rows does not matter, and a row of weight w stays whole. A card without columns is not calibrated. See <see cref="Scorecard.Calibrated"/>.
    /// </value>
    public CalibrationRecipe? Calibration { get; init; }

    /// <inheritdoc/>
    /// <exception cref="TrainingDataException">A column cannot be binned; or, with <see cref="Calibration"/>, the recipe cannot be fitted without some fold, or the calibration on what it says.</exception>
    public Scorecard Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Points.Check();
        Selection?.Check(Binning, data.Table);
        BinningModel binning = Binning.Fit(Selection?.Candidates(Binning, data) ?? data, progress, cancellationToken);
        SelectionModel? selection = Selection?.Select(data, binning, progress, cancellationToken);
        List<Finding> findings = [.. binning.Findings, .. selection?.Findings ?? []];
        List<ColumnBinning> selected = Select(binning, selection, findings);
        LogisticModel? regression = FitRegression(data, selected, findings, progress, cancellationToken);
        var card = new Scorecard(this, binning, regression, [.. selected.Select((column, i) => ScorecardColumn.Of(column, regression!.Coefficients[i]))], data.PopulationEventRate ?? data.EventRate, findings) { Selection = selection };
        PointsCard.RequireEvidence(card);
        return Calibration is null || selected.Count == 0 ? card : card.Calibrated(FitCalibration(Calibration, data, progress, cancellationToken));
    }

    private CalibrationModel FitCalibration(CalibrationRecipe calibration, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            double[] probabilities = OutOfFoldProbabilities(data, progress, cancellationToken);
            return calibration.FitToPopulation(probabilities, data, cancellationToken);
        }
        catch (Exception failure) when (failure is TrainingDataException or ArgumentException)
        {
            throw new TrainingDataException($"The card cannot be calibrated. {failure.Message}", failure) { ColumnName = (failure as TrainingDataException)?.ColumnName };
        }
    }

    private double[] OutOfFoldProbabilities(TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ScorecardRecipe uncalibrated = this with { Calibration = null };
        int[] foldOf = CrossFittedWoe.FoldsOf(data, Folds, seed: 0, cancellationToken);
        var probabilities = new double[data.RowCount];
        foreach (Fold fold in FoldPlan.FromNumbers(foldOf, Enumerable.Range(0, Folds).Select(fold => (fold, Invariant($"{fold + 1}"))), cancellationToken))
        {
            Scorecard card = uncalibrated.Fit(data.Rows(fold.Train, cancellationToken), progress is null ? null : new Stage(progress, $" to calibrate without fold {fold.Name}"), cancellationToken);
            double[] own = card.Score(data.Table.Rows(fold.Test, cancellationToken));
            for (int i = 0; i < own.Length; i++)
                probabilities[fold.Test[i]] = own[i];
        }

        return probabilities;
    }

    /// <summary>The weights of evidence that the regression learns from: out of fold where the column asks for it.</summary>
    private Table ToWoe(List<ColumnBinning> selected, TrainingSet data, List<Finding> findings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var folds = new Lazy<int[]>(() => CrossFittedWoe.FoldsOf(data, Folds, seed: 0, cancellationToken));
        var columns = new Column[selected.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns[i] = (IsCrossFitted(selected[i]) ? OutOfFold(selected[i].ColumnName, data, folds, findings, progress, cancellationToken) : null) ?? selected[i].ToWoe(data.Table);
        }

        return Table.Create(columns);
    }

    /// <summary>Nothing, and a finding, where there are too few rows for the folds, or those without some fold do not support the bins that all rows do.</summary>
    private Column? OutOfFold(string columnName, TrainingSet data, Lazy<int[]> folds, List<Finding> findings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return CrossFittedWoe.OutOfFold(Binning, [columnName], data, folds.Value, Folds, progress, cancellationToken)[columnName];
        }
        catch (TrainingDataException failure)
        {
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NotCrossFitted, $"the regression saw it on the rows of its own bins, since it cannot be cross-fitted. {failure.Message}", columnName));
            return null;
        }
    }

    private bool IsCrossFitted(ColumnBinning column) => CrossFitting switch
    {
        CrossFitting.HighCardinality => column is CategoryBinning && column.Bins.Sum(bin => bin.Categories.Count) > HighCardinality,
        CrossFitting.Always => true,
        _ => false,
    };

    private List<ColumnBinning> Select(BinningModel binning, SelectionModel? selection, List<Finding> findings)
    {
        var selected = new List<ColumnBinning>();
        foreach (ColumnBinning column in binning.Columns.Where(column => selection is null || selection.Selected.Contains(column.ColumnName)))
        {
            if ((column.InformationValue >= MinInformationValue || Selection?.AlwaysKeep.Contains(column.ColumnName) == true) && column.InformationValue > 0)
                selected.Add(column);
            else
                findings.Add(new(FindingSeverity.Note, FindingCodes.LowInformationValue, Invariant($"left out: its information value is {column.InformationValue:F4}, and MinInformationValue is {MinInformationValue}."), column.ColumnName));
        }

        return selected;
    }

    /// <summary>Fits, leaves out the column with the lowest coefficient while that is not positive, and fits again.</summary>
    private LogisticModel? FitRegression(TrainingSet data, List<ColumnBinning> selected, List<Finding> findings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LogisticModel? last = null;
        Table? woe = selected.Count == 0 ? null : ToWoe(selected, data, findings, progress, cancellationToken);
        for (int attempt = 1; selected.Count > 0; attempt++)
        {
            TrainingSet coded = data.WithTable(woe!.Select([.. selected.Select(column => column.ColumnName)]));
            LogisticModel model = last is null ? Regression.Fit(coded, progress, cancellationToken) : Regression.Fit(coded, last, progress is null ? null : new Stage(progress, Invariant($" {attempt}")), cancellationToken);
            Coefficient lowest = model.Coefficients.MinBy(coefficient => coefficient.Value)!;
            if (lowest.Value > 0 || !RequirePositiveCoefficients)
            {
                findings.AddRange(model.Findings);
                findings.AddRange(model.Coefficients.Where(coefficient => coefficient.Value < 0).Select(coefficient =>
                    new Finding(FindingSeverity.Warning, FindingCodes.NegativeCoefficient, Invariant($"its coefficient is {coefficient.Value:F3}, so the card reverses the column's own evidence. Another column says much the same: leave one of the two out, or set RequirePositiveCoefficients."), coefficient.Name)));
                return model;
            }

            last = model;
            selected.RemoveAll(column => column.ColumnName == lowest.Name);
            findings.Add(new(FindingSeverity.Note, FindingCodes.NegativeCoefficient, Invariant($"left out: beside the other columns its coefficient is {lowest.Value:F3}, and RequirePositiveCoefficients is set."), lowest.Name));
        }

        findings.Add(new(FindingSeverity.Warning, FindingCodes.NothingSelected, "no column is left, so the model predicts the event rate for everybody. The findings say why each one went: add columns that say more, or lower MinInformationValue."));
        return null;
    }

    /// <summary>Progress of a fit that is done more than once, each time a stage of its own.</summary>
    private sealed class Stage(IProgress<FitProgress> progress, string suffix) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => progress.Report(value with { Stage = value.Stage + suffix });
    }
}
