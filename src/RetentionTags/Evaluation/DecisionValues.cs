namespace RetentionTags.Evaluation;

/// <summary>What the four outcomes of a decision are worth, for one row, in any unit; costs are negative.</summary>
/// <param name="TruePositive">Of an event that was flagged.</param>
/// <param name="FalsePositive">Of a non-event that was flagged.</param>
/// <param name="FalseNegative">Of an event that was not flagged.</param>
/// <param name="TrueNegative">Of a non-event that was not flagged.</param>
public readonly record struct DecisionValues(double TruePositive, double FalsePositive, double FalseNegative = 0, double TrueNegative = 0)
{
    /// <summary>
    /// The probability from which on flagging is worth it: p with p·TP + (1 − p)·FP = p·FN + (1 − p)·TN, that is (TN − FP)/(TN − FP + TP − FN). It needs calibrated probabilities. NaN when flagging is better, or not better, whatever the
    /// class, so that there is nothing to break even.
    /// </summary>
    public double BreakEven
    {
        get
        {
            (double loss, double gain) = (TrueNegative - FalsePositive, TruePositive - FalseNegative);
            return loss > 0 && gain > 0 ? loss / (loss + gain) : double.NaN;
        }
    }

    /// <summary>A contact that costs the same whoever is contacted and earns something with events only. Its <see cref="BreakEven"/> is cost / value.</summary>
    /// <param name="value">What a contacted event earns, before the cost.</param>
    /// <param name="cost">What every contact costs.</param>
    /// <returns>The values value − cost, −cost, 0 and 0.</returns>
    public static DecisionValues OfContact(double value, double cost) => new(value - cost, -cost);

    /// <summary>What flagging adds over not flagging: events · (TP − FN) + non-events · (FP − TN). For one row of probability p, give p and 1 − p.</summary>
    /// <param name="events">How many of the rows are events, or are expected to be.</param>
    /// <param name="nonEvents">How many are not.</param>
    /// <returns>The gain, in the unit of the values.</returns>
    public double Gain(double events, double nonEvents) => (events * (TruePositive - FalseNegative)) + (nonEvents * (FalsePositive - TrueNegative));

    /// <summary>What all decisions of a threshold are worth together.</summary>
    /// <param name="matrix">The counts.</param>
    /// <returns>Σ count · value over the four outcomes.</returns>
    public double Of(ConfusionMatrix matrix) =>
        (TruePositive * matrix.TruePositives) + (FalsePositive * matrix.FalsePositives) + (FalseNegative * matrix.FalseNegatives) + (TrueNegative * matrix.TrueNegatives);
}
