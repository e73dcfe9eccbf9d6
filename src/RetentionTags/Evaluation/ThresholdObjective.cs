namespace RetentionTags.Evaluation;

/// <summary>What a threshold is chosen for; see <see cref="BinaryEvaluation.BestThreshold"/>. More is better.</summary>
public sealed class ThresholdObjective
{
    private readonly Func<ConfusionMatrix, double> _valueOf;

    private ThresholdObjective(string name, Func<ConfusionMatrix, double> valueOf) => (Name, _valueOf) = (name, valueOf);

    /// <summary>The greatest <see cref="ConfusionMatrix.F1"/>.</summary>
    public static ThresholdObjective F1 { get; } = new("F1", matrix => matrix.F1);

    /// <summary>The greatest <see cref="ConfusionMatrix.Youden"/>: both classes count alike, however rare events are.</summary>
    public static ThresholdObjective Youden { get; } = new("Youden's J", matrix => matrix.Youden);

    /// <summary>The greatest <see cref="ConfusionMatrix.MatthewsCorrelation"/>.</summary>
    public static ThresholdObjective MatthewsCorrelation { get; } = new("Matthews' correlation", matrix => matrix.MatthewsCorrelation);

    /// <summary>As many flagged rows as the capacity allows.</summary>
    public static ThresholdObjective Flagged { get; } = new("flagged", matrix => matrix.Flagged);

    /// <summary>What it is called in tables and messages.</summary>
    public string Name { get; }

    /// <summary>The greatest <see cref="ConfusionMatrix.FBeta"/>.</summary>
    /// <param name="beta">How much more important recall is than precision, above 0.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not above 0 and finite.</exception>
    public static ThresholdObjective FBeta(double beta)
    {
        default(ConfusionMatrix).FBeta(beta);
        return new(Invariant($"F{beta}"), matrix => matrix.FBeta(beta));
    }

    /// <summary>The greatest value of all decisions together, on these rows as they happened; it needs no calibrated probabilities.</summary>
    /// <param name="values">What each of the four outcomes is worth.</param>
    /// <returns>The objective.</returns>
    public static ThresholdObjective Value(DecisionValues values) => new("value", values.Of);

    /// <summary>Anything else that the four counts tell.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="valueOf">A number for each matrix, greater for a better one; NaN where it is not defined, which is never chosen.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static ThresholdObjective Of(string name, Func<ConfusionMatrix, double> valueOf)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(valueOf);
        return new(name, valueOf);
    }

    /// <summary>The number to make great.</summary>
    /// <param name="matrix">The counts at one threshold.</param>
    /// <returns>The value; NaN where it is not defined.</returns>
    public double ValueOf(ConfusionMatrix matrix) => _valueOf(matrix);
}
