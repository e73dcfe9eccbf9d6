using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;
using RetentionTags.Selection;

namespace RetentionTags.Scoring;

/// <summary>
/// A fitted scorecard: for each column a small table of what its bins add to the log-odds of the event. Immutable; any number of threads can use one.
/// </summary>
/// <remarks>
/// All of these log-odds, the intercept included, are multiples of 2⁻²⁴ (rounded once, by at most 3·10⁻⁸, when the card is built). So a score is an exact
/// sum: batch, single row, the sum of contributions and a card that was saved and loaded give the same bits.
/// </remarks>
public sealed partial class Scorecard : IScorer
{
    private readonly ScorecardColumn[] _columns;
    private readonly long _intercept;
    private readonly CompiledCard _compiled;

    internal Scorecard(ScorecardRecipe recipe, BinningModel binning, LogisticModel? regression, ScorecardColumn[] columns, double eventRate, IReadOnlyList<Finding> findings)
        : this(recipe, binning, regression, columns, LogOddsGrid.FromLogOdds(regression?.Intercept.Value ?? LogisticFunctions.Logit(eventRate)), findings)
    {
    }

    internal Scorecard(ScorecardRecipe recipe, BinningModel binning, LogisticModel? regression, ScorecardColumn[] columns, long intercept, IReadOnlyList<Finding> findings, CalibrationModel? calibration = null)
    {
        Recipe = recipe;
        Binning = binning;
        Regression = regression;
        Findings = findings;
        Calibration = calibration;
        _columns = columns;
        _intercept = intercept;
        _compiled = new(columns, intercept, RequireGrid() < CompiledCard.NarrowLimit);
        PointsCard = PointsCard.Of(this);
        _inSteps = InSteps(PointsCard);
    }

    /// <summary>A card that sums other weights over the same bins.</summary>
    private Scorecard(Scorecard card, ScorecardColumn[] columns, long intercept)
    {
        (Recipe, Binning, Regression, Findings, PointsCard) = (card.Recipe, card.Binning, card.Regression, card.Findings, card.PointsCard);
        (_columns, _intercept, _isInSteps) = (columns, intercept, true);
        _compiled = new(columns, intercept, RequireGrid() < CompiledCard.NarrowLimit);
    }

    /// <summary>The recipe that the card was fitted by.</summary>
    public ScorecardRecipe Recipe { get; }

    /// <summary>The bins of all columns, also of those that were left out.</summary>
    public BinningModel Binning { get; }

    /// <summary>The audit of <see cref="ScorecardRecipe.Selection"/>: for each column that the funnel left out the step, the reason, the numbers and the rival; <see langword="null"/> without a funnel.</summary>
    public SelectionModel? Selection { get; internal init; }

    /// <summary>The regression on the weights of evidence of the columns kept, or <see langword="null"/> when none was.</summary>
    public LogisticModel? Regression { get; }

    /// <summary>The columns that scores are made of. A single row is given in this order.</summary>
    public IReadOnlyList<ScorecardColumn> Columns => _columns;

    /// <summary>The log-odds to which the columns add theirs.</summary>
    public double Intercept => LogOddsGrid.ToLogOdds(_intercept);

    /// <summary>The mean log-odds against which contributions are measured: that of the training rows, or of the <see cref="ExplanationBaseline"/> that was chosen.</summary>
    public double Baseline => LogOddsGrid.ToLogOdds(_intercept + _columns.Sum(column => column.MeanUnits));

    /// <summary>What a person should know about this card: columns left out and why, bins without events, signs that turned round.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>
    /// The map from the card's probability to the calibrated one, where it is no straight line in log-odds; otherwise <see langword="null"/>, since a straight line is in the card's own numbers. <see cref="Score(Table, Span{double})"/> goes through it;
    /// log-odds, points and contributions are those of the card before it.
    /// </summary>
    public CalibrationModel? Calibration { get; }

    internal long InterceptUnits => _intercept;

    /// <summary>The card with a calibration, which was fitted on rows that the card had not seen.</summary>
    /// <remarks>
    /// A line in log-odds with a positive slope goes into the card's own numbers: the intercept becomes a + b · intercept, every weight b times itself, both on the grid of 2⁻²⁴ again. So log-odds, points and contributions are those of the calibrated score, and contributions
    /// still add up to the bit. Any other calibration is kept beside the card as a map: scores go through it, and log-odds, points and contributions stay as they are, of the score before the map. What <see cref="Regression"/> says is not changed.
    /// </remarks>
    /// <param name="calibration">How to calibrate.</param>
    /// <returns>A new card; this one stays what it is.</returns>
    /// <exception cref="InvalidOperationException">The card has a map already.</exception>
    /// <exception cref="TrainingDataException">The log-odds would become too large for a scorecard.</exception>
    public Scorecard Calibrated(CalibrationModel calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (Calibration is not null)
            throw new InvalidOperationException($"The card has a calibration already, a {Calibration.GetType().Name}. Calibrate the card that it was made from, or put a CalibratedScorer around this one.");
        if (calibration is not AffineCalibration { Slope: > 0 } line)
            return new(Recipe, Binning, Regression, _columns, _intercept, [.. Findings, .. calibration.Findings, Stated("scores go through it; log-odds, points and contributions are those of the score before it.")], calibration) { Selection = Selection, ChosenBaseline = ChosenBaseline, ChosenReasons = ChosenReasons };
        ScorecardColumn[] columns = [.. _columns.Select(column => ScorecardColumn.Of(column.Binning, column.Coefficient.Times(line.Slope)))];
        Finding folded = Stated(Invariant($"its slope of {line.Slope:G6} and its intercept of {line.Intercept:G6} are in the card's numbers, and contributions with them."));
        var card = new Scorecard(Recipe, Binning, Regression, columns, LogOddsGrid.FromLogOdds(line.Intercept + (line.Slope * Intercept)), [.. Findings, .. calibration.Findings, folded]) { Selection = Selection, ChosenReasons = ChosenReasons };
        return ChosenBaseline is null ? card : card.WithBaseline(ChosenBaseline);

        Finding Stated(string how) => new(FindingSeverity.Note, FindingCodes.CalibratedCard, $"calibrated by {calibration.Recipe?.GetType().Name ?? calibration.GetType().Name}: {how}");
    }

    /// <summary>Says for every row what each column adds to its log-odds, compared with the <see cref="ExplanationBaseline"/>: by default the average training row.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <returns>Exact Shapley values; with the baseline they add up to the log-odds of the row, to the bit.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or the rows have more contributions than an array holds.</exception>
    public ScoreExplanations Explain(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Explain(BinsOf(table), table.RowCount);
    }

    private ScoreExplanations Explain(int[] bins, int rowCount)
    {
        int width = _columns.Length;
        var contributions = new double[bins.Length];
        for (int i = 0; i < bins.Length; i++)
            contributions[i] = LogOddsGrid.ToLogOdds(_columns[i % width].Units[bins[i]] - _columns[i % width].MeanUnits);
        string[][] labels = [.. _columns.Select(column => column.Binning.Bins.Select(bin => bin.Label).ToArray())];
        return new(Baseline, [.. _columns.Select(column => column.Name)], labels, bins, contributions, rowCount) { BaselineName = ExplanationBaseline.Name };
    }

    /// <summary>The largest size that log-odds can have. Sums are exact up to the grid's limit, far beyond anything but nonsense.</summary>
    private double RequireGrid()
    {
        double extreme = Math.Abs(Intercept);
        foreach (ScorecardColumn column in _columns)
        {
            double largest = 0;
            foreach (long units in column.Units)
                largest = Math.Max(largest, Math.Abs(LogOddsGrid.ToLogOdds(units)));
            extreme += largest;
        }

        if (!(extreme < LogOddsGrid.Limit))
            throw new TrainingDataException(Invariant($"Log-odds can reach {extreme:G3}; a scorecard holds less than {LogOddsGrid.Limit}. Some column gives the answer away, or Regression.L2 is to be set."));
        return extreme;
    }
}
