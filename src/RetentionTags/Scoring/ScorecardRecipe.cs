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

    /// <summary>What the regression sees of a column: the weight of evidence of its bin, or an indicator of each bin.</summary>
    /// <value>
    /// <see cref="ScorecardCoding.WeightOfEvidence"/> by default. With <see cref="ScorecardCoding.BinIndicators"/> each bin has a coefficient of its own: <see cref="RequirePositiveCoefficients"/> has no meaning then, and <see cref="CrossFitting"/> no part; a bin whose rows are all events or all non-events is an error unless
    /// <see cref="Regression"/> has a penalty or reduces bias.
    /// </value>
    public ScorecardCoding Coding { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Coding), value, "one of the named choices"); }

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
    /// <value>
    /// The defaults of <see cref="LogisticRegression"/>: no penalty, no bounds. A column whose coefficient a lasso penalty or a bound sets to 0 is left out, with a finding. With <see cref="LogisticRegression.MinCoefficient"/> 0 the best card without negative coefficients is found at once,
    /// and <see cref="RequirePositiveCoefficients"/> has nothing left to do. What it says of columns that do not reach the regression has no effect. Without an <see cref="LogisticRegression.OffsetColumn"/>, for which a card has no place.
    /// </value>
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
        Regression.Check([.. data.Table.Columns.Select(column => column.Name)]);
        BinningModel binning = Binning.Fit(Selection?.Candidates(Binning, data) ?? data, progress, cancellationToken);
        SelectionModel? selection = Selection?.Select(data, binning, progress, cancellationToken);
        List<Finding> findings = [.. binning.Findings, .. selection?.Findings ?? []];
        List<ColumnBinning> selected = Select(binning, selection, findings);
        if (Coding == ScorecardCoding.BinIndicators)
            RequireIndicators(selected);
        else if (!IsFiniteAnyway)
            findings.AddRange(BinSeparation.OfEvidence(selected));
        LogisticModel? regression = Coding == ScorecardCoding.BinIndicators && selected.Count > 0 ? FitIndicators(data, selected, findings, progress, cancellationToken) : FitRegression(data, selected, findings, progress, cancellationToken);
        var card = new Scorecard(this, binning, regression, [.. selected.Select((column, i) => Coding == ScorecardCoding.BinIndicators ? ScorecardColumn.Of(column, regression!) : ScorecardColumn.Of(column, regression!.Coefficients[i]))], data.PopulationEventRate ?? data.EventRate, findings) { Selection = selection };
        PointsCard.RequireEvidence(card);
        return Calibration is null || selected.Count == 0 ? card : card.Calibrated(FitCalibration(Calibration, data, progress, cancellationToken));
    }

    /// <summary>Fits the card on bins that are there and rows that stay where they are: columns are chosen and the regression is fitted as on rows in memory.</summary>
    /// <remarks><see cref="Binning"/> has no part in it. A column that would be cross-fitted (<see cref="CrossFitting"/>) is not, and a finding says so.</remarks>
    /// <param name="binning">The bins of the columns, fitted on counts of the same rows.</param>
    /// <param name="rows">Fits the regression where the rows are.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The card.</returns>
    /// <exception cref="InvalidOperationException">A setting needs the rows themselves: <see cref="Selection"/>, <see cref="Calibration"/>, <see cref="ScorecardCoding.BinIndicators"/>, or <see cref="CrossFitting.Always"/>.</exception>
    public Scorecard Fit(BinningModel binning, IBinnedRows rows, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(binning);
        ArgumentNullException.ThrowIfNull(rows);
        RequireBinsSuffice();
        Points.Check();
        Regression.Check([.. binning.Columns.Select(column => column.ColumnName)]);
        List<Finding> findings = [.. binning.Findings];
        List<ColumnBinning> selected = Select(binning, null, findings);
        if (!IsFiniteAnyway)
            findings.AddRange(BinSeparation.OfEvidence(selected));
        findings.AddRange(selected.Where(IsCrossFitted).Select(column => new Finding(FindingSeverity.Warning, FindingCodes.NotCrossFitted, "the regression saw it on the rows of its own bins, since the rows are elsewhere.", column.ColumnName)));
        LogisticModel? regression = FitRegression(selected, findings, (recipe, start, stage) => rows.FitOnEvidence(recipe, selected, start, stage, cancellationToken), progress);
        var card = new Scorecard(this with { Binning = binning.Recipe }, binning, regression, [.. selected.Select((column, i) => ScorecardColumn.Of(column, regression!.Coefficients[i]))], rows.EventRate, findings);
        PointsCard.RequireEvidence(card);
        return card;
    }

    private void RequireBinsSuffice()
    {
        (bool IsSet, string Setting)[] settings =
            [(Selection is not null, nameof(Selection)), (Calibration is not null, nameof(Calibration)), (Coding == ScorecardCoding.BinIndicators, "Coding by BinIndicators"), (CrossFitting == CrossFitting.Always, "CrossFitting.Always")];
        if (Array.Find(settings, each => each.IsSet).Setting is string asked)
            throw new InvalidOperationException($"{asked} needs the rows, and these stay where they are. Leave it as it is by default; a card can be calibrated afterwards on rows that it scored (Scorecard.Calibrated).");
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

    /// <summary>Whether estimates are finite whatever the bins hold.</summary>
    private bool IsFiniteAnyway => Regression.L1 > 0 || Regression.L2 > 0 || Regression.BiasReduction != BiasReduction.None;

    private void RequireIndicators(List<ColumnBinning> selected)
    {
        if (CrossFitting == CrossFitting.Always)
            throw new InvalidOperationException("CrossFitting.Always is of weights of evidence, and Coding is BinIndicators: take one of the two away.");
        if (Regression.Bounds.Count > 0 || Regression.PenaltyFactors.Count > 0)
            throw new InvalidOperationException("Bounds and PenaltyFactors are of columns, and with BinIndicators the regression has one for each bin: take them away, or use WeightOfEvidence.");
        if (!IsFiniteAnyway)
            BinSeparation.RequireMixedBins(selected);
    }

    private LogisticModel FitIndicators(TrainingSet data, List<ColumnBinning> selected, List<Finding> findings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LogisticModel model = Regression.Fit(data.WithTable(Table.Create([.. selected.SelectMany(column => column.ToIndicators(data.Table))])), progress, cancellationToken);
        findings.AddRange(model.Findings);
        return model;
    }

    /// <summary>Fits on the weights of evidence of rows in memory.</summary>
    private LogisticModel? FitRegression(TrainingSet data, List<ColumnBinning> selected, List<Finding> findings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Table? woe = selected.Count == 0 ? null : ToWoe(selected, data, findings, progress, cancellationToken);
        return FitRegression(selected, findings, FitOnWoe, progress);

        LogisticModel FitOnWoe(LogisticRegression regression, LogisticModel? start, IProgress<FitProgress>? stage)
        {
            TrainingSet coded = data.WithTable(woe!.Select([.. selected.Select(column => column.ColumnName)]));
            return start is null ? regression.Fit(coded, stage, cancellationToken) : regression.Fit(coded, start, stage, cancellationToken);
        }
    }

    /// <summary>Fits, leaves out the columns that a penalty or a bound holds at 0, or else the one with the lowest coefficient while that is not positive, and fits again.</summary>
    /// <param name="selected">The columns; those that go are taken out.</param>
    /// <param name="findings">Receives why they went.</param>
    /// <param name="fit">Fits a regression on the columns that are still selected, from a start if there is one.</param>
    /// <param name="progress">Told of each step.</param>
    private LogisticModel? FitRegression(List<ColumnBinning> selected, List<Finding> findings, Func<LogisticRegression, LogisticModel?, IProgress<FitProgress>?, LogisticModel> fit, IProgress<FitProgress>? progress)
    {
        LogisticModel? last = null;
        for (int attempt = 1; selected.Count > 0; attempt++)
        {
            LogisticRegression regression = Regression.For([.. selected.Select(column => column.ColumnName)]);
            LogisticModel model = fit(regression, last, progress is null || last is null ? progress : new Stage(progress, Invariant($" {attempt}")));
            Coefficient lowest = model.Coefficients.MinBy(coefficient => coefficient.Value)!;
            Finding[] atZero = [.. model.Findings.Where(finding => finding.Code is FindingCodes.ZeroCoefficient or FindingCodes.ActiveBound && model.Coefficients.Any(coefficient => coefficient.Name == finding.ColumnName && coefficient.Value == 0))];
            if (atZero.Length > 0 && (lowest.Value >= 0 || !RequirePositiveCoefficients))
            {
                findings.AddRange(atZero.Select(finding => finding with { Message = $"left out: {finding.Message}" }));
                selected.RemoveAll(column => Array.Exists(atZero, finding => finding.ColumnName == column.ColumnName));
                last = model;
                continue;
            }

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
