namespace RetentionTags;

/// <summary>The stable names of all findings, for programs that react to one of them.</summary>
public static class FindingCodes
{
    /// <summary>A column has the same value in every row that is not missing, so it has one regular bin.</summary>
    public const string ConstantColumn = "binning.constant-column";

    /// <summary>A column is missing, or special, in every row.</summary>
    public const string EmptyColumn = "binning.empty-column";

    /// <summary>The rows in which a column is not missing are all events or all non-events.</summary>
    public const string PureColumn = "binning.pure-column";

    /// <summary>A bin has no events or no non-events; its weight of evidence is that of the bin and one more row that is divided as all rows are.</summary>
    public const string ZeroCell = "binning.zero-cell";

    /// <summary>No division of the column satisfies the constraints and adds information, so it has one regular bin.</summary>
    public const string NoSplit = "binning.no-split";

    /// <summary>A column alone nearly tells events from non-events: perhaps it is only known after the event.</summary>
    public const string SuspiciousColumn = "binning.suspicious-column";

    /// <summary>The categories of a column look like numbers: it was probably read as the wrong kind.</summary>
    public const string NumericCategories = "binning.numeric-categories";

    /// <summary>A column alone, or whether it is missing, separates events from non-events: perhaps it is only known after the event.</summary>
    public const string SeparatingColumn = "cleaning.separating-column";

    /// <summary>A column's values became known only at or after the as-of date.</summary>
    public const string KnownLaterColumn = "cleaning.known-later";

    /// <summary>Nearly all values of a column differ, as the numbers of customers do.</summary>
    public const string IdLikeColumn = "cleaning.id-like";

    /// <summary>A column was left out of a model because its information value is too low.</summary>
    public const string LowInformationValue = "selection.low-information-value";

    /// <summary>No column passed the selection: the model predicts the event rate for everybody.</summary>
    public const string NothingSelected = "selection.nothing-selected";

    /// <summary>A column's information value is higher than that of columns known before the event usually is: perhaps it knows the answer.</summary>
    public const string SuspiciousInformationValue = "selection.suspicious-information-value";

    /// <summary>A step would have left the column out, but it is always kept.</summary>
    public const string KeptAgainstStep = "selection.kept-against-step";

    /// <summary>A step could not judge a column, and kept it.</summary>
    public const string NotJudged = "selection.not-judged";

    /// <summary>Too few rows are expected in the cells of a chi-square test for its P value to be more than a hint.</summary>
    public const string SmallExpectedCounts = "selection.small-expected-counts";

    /// <summary>A stepwise search came back to a set of columns that it had before, and ended there.</summary>
    public const string StepwiseCycle = "selection.stepwise-cycle";

    /// <summary>A column is constant or a linear combination of columns before it; its coefficient is 0.</summary>
    public const string CollinearColumn = "regression.collinear-column";

    /// <summary>Events and non-events are (nearly) separated by the columns named: their coefficients have no finite optimum.</summary>
    public const string Separation = "regression.separation";

    /// <summary>The bins of a column alone tell all events from all non-events, seen before the fit: its coefficient has no finite estimate.</summary>
    public const string SeparatingBins = "regression.separating-bins";

    /// <summary>The optimiser used up its iterations before it met the tolerance.</summary>
    public const string NotConverged = "regression.not-converged";

    /// <summary>A fit that is penalised, or held by bounds, has no standard errors.</summary>
    public const string PenalisedInference = "regression.penalised-inference";

    /// <summary>A coefficient lies at one of its bounds, and would lie beyond it otherwise.</summary>
    public const string ActiveBound = "regression.active-bound";

    /// <summary>The lasso penalty has set a coefficient to 0.</summary>
    public const string ZeroCoefficient = "regression.zero-coefficient";

    /// <summary>The cross-validated deviance of a path is least at its last λ.</summary>
    public const string PathEnd = "regression.path-end";

    /// <summary>A model was updated by new rows; its log-likelihood is that of these.</summary>
    public const string UpdatedModel = "regression.updated-model";

    /// <summary>The intercept was moved from the event rate that the fit saw, by class weights or by the choice of rows, to that of the rows or of the population.</summary>
    public const string PriorCorrection = "regression.prior-correction";

    /// <summary>Class weights are not counts of rows: the message says what becomes of the standard errors.</summary>
    public const string ClassWeightedInference = "regression.class-weighted-inference";

    /// <summary>Standard errors are clustered by fewer than 30 entities, too few to rely on.</summary>
    public const string FewClusters = "regression.few-clusters";

    /// <summary>A calibration by steps was fitted on fewer than 50 events or non-events.</summary>
    public const string FewCalibrationEvents = "calibration.few-events";

    /// <summary>The rows have too few different probabilities to determine a calibration; the message says what was kept fixed.</summary>
    public const string UndeterminedCalibration = "calibration.undetermined";

    /// <summary>Events do not have higher probabilities than non-events, so a calibration is flat or turns the order round.</summary>
    public const string ReversedCalibration = "calibration.reversed";

    /// <summary>A scorecard was calibrated; the message says how, and whether its contributions went along.</summary>
    public const string CalibratedCard = "scorecard.calibrated";

    /// <summary>The coefficient of a column coded by weight of evidence is not positive: it works against the column's own bins. The column was left out, or it stays with a warning.</summary>
    public const string NegativeCoefficient = "scorecard.negative-coefficient";

    /// <summary>A column that was to be cross-fitted could not be: without some fold its constraints cannot be met, or there are too few rows. The regression saw it on the rows of its own bins.</summary>
    public const string NotCrossFitted = "scorecard.not-cross-fitted";

    /// <summary>Bins of a column with different log-odds have the same rounded points.</summary>
    public const string TiedPoints = "scorecard.tied-points";

    /// <summary>A column is in none of the reasons of a card's catalogue.</summary>
    public const string UncoveredColumn = "reasons.uncovered-column";

    /// <summary>The log ends before the cut of a snapshot.</summary>
    public const string StaleLog = "features.stale-log";

    /// <summary>The search for the greatest likelihood of a purchase or spend model ended before it met the tolerance.</summary>
    public const string PurchaseNotConverged = "lifetime.purchase-not-converged";

    /// <summary>The likelihood of a purchase or spend model hardly determines a parameter.</summary>
    public const string FlatLikelihood = "lifetime.flat-likelihood";

    /// <summary>Recency or frequency alone ranks customers better than a purchase model does.</summary>
    public const string BaselineNotBeaten = "lifetime.baseline-not-beaten";

    /// <summary>A purchase model's probability to be alive ranks customers the wrong way round.</summary>
    public const string AliveUpsideDown = "lifetime.alive-upside-down";

    /// <summary>A purchase model expects another number of buyers than came, by more than chance.</summary>
    public const string MiscalibratedPurchases = "lifetime.miscalibrated-purchases";

    /// <summary>Number and amount of purchases are correlated, which the model of spend takes them not to be.</summary>
    public const string SpendCorrelation = "lifetime.spend-correlation";

    /// <summary>The fit of a contract model used up its iterations before it met the tolerance.</summary>
    public const string ContractNotConverged = "contract.not-converged";

    /// <summary>A parameter of a contract model is held at its bound, beyond which the likelihood still rises.</summary>
    public const string ContractBound = "contract.bound";

    /// <summary>The counts hardly determine the parameters of a contract model, though they may determine its curve.</summary>
    public const string ContractFlat = "contract.flat-likelihood";

    /// <summary>No training row has some score, because equal values have equal scores and cut-offs coincide.</summary>
    public const string SkippedScores = "features.skipped-scores";

    /// <summary>Rows with equal values have different scores, because tiles of ranks were asked for.</summary>
    public const string SplitTies = "features.split-ties";

    /// <summary>A segment stays empty, because a score that it needs is never given.</summary>
    public const string UnreachableSegment = "features.unreachable-segment";

    /// <summary>A measure is not defined for these scores and events; the message says why.</summary>
    public const string UndefinedMeasure = "evaluation.undefined";

    /// <summary>Probabilities of exactly 0 or 1 were moved by 2⁻⁵² for the log-loss.</summary>
    public const string ClippedProbabilities = "evaluation.clipped";

    /// <summary>Rows of one entity are learnt from and tested on in the same fold.</summary>
    public const string SharedEntities = "validation.shared-entities";

    /// <summary>Some periods are not tested, because no label was known by then.</summary>
    public const string UntestedRows = "validation.untested-rows";

    /// <summary>Equal scores cannot be divided, so a tier holds another share of the scores than was asked for.</summary>
    public const string TiedScores = "tiers.tied-scores";

    /// <summary>A tier holds fewer than its capacity, because the next scores are equal, or because there are no more.</summary>
    public const string UnfilledCapacity = "tiers.unfilled-capacity";

    /// <summary>A tier was left out, because what it stands for is worth most for nobody.</summary>
    public const string LeftOutTier = "tiers.left-out";
}
