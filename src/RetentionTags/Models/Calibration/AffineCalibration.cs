using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Models.Calibration;

/// <summary>A calibration that is a straight line in log-odds: logit p′ = a + b · logit p, with the intercept a and the slope b.</summary>
/// <remarks>
/// What Platt scaling, temperature scaling and prior shift come to. Contributions stay exact: each is multiplied by b, and a goes to the baseline. A probability of 0 or 1 stays what it is when b is above 0, changes places
/// with the other when b is below 0, and becomes 1 / (1 + exp(−a)), as all do, when b is 0.
/// </remarks>
public sealed class AffineCalibration : CalibrationModel
{
    internal AffineCalibration(CalibrationRecipe? recipe, double slope, double intercept, IReadOnlyList<Finding> findings)
        : base(recipe, findings)
    {
        Slope = double.IsFinite(slope) ? slope : throw new ArgumentOutOfRangeException(nameof(slope), slope, "The slope is finite.");
        Intercept = double.IsFinite(intercept) ? intercept : throw new ArgumentOutOfRangeException(nameof(intercept), intercept, "The intercept is finite.");
    }

    /// <summary>What log-odds are multiplied by. Below 1 for a model that is too sure of itself; 1/T of temperature scaling.</summary>
    public double Slope { get; }

    /// <summary>What is added to the log-odds afterwards.</summary>
    public double Intercept { get; }

    /// <inheritdoc/>
    public override bool IsMonotone => Slope >= 0;

    /// <summary>The calibration of this slope and intercept, for instance as another program found them.</summary>
    /// <param name="slope">Finite.</param>
    /// <param name="intercept">Finite, in log-odds.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static AffineCalibration Create(double slope, double intercept) => new(null, slope, intercept, []);

    /// <summary>What a model's probabilities become where events are more, or less, frequent than where it was fitted: slope 1, intercept logit(to) − logit(from).</summary>
    /// <remarks>Right as long as only the rate has changed, and events and non-events themselves look as before (Elkan 2001, theorem 2; Saerens, Latinne and Decaestecker 2002, equation 2.4).</remarks>
    /// <param name="from">The event rate of the rows that the model was fitted on, above 0 and below 1.</param>
    /// <param name="to">The event rate of the population that is to be scored, above 0 and below 1.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not between 0 and 1.</exception>
    public static AffineCalibration PriorShift(double from, double to)
    {
        RequireRate(from, nameof(from));
        RequireRate(to, nameof(to));
        return Create(1, LogisticFunctions.Logit(to) - LogisticFunctions.Logit(from));
    }

    private protected override double Map(double probability) =>
        LogisticFunctions.Sigmoid(Slope == 0 ? Intercept : Intercept + (Slope * LogisticFunctions.Logit(probability)));

    private protected override TextTable ToTable()
    {
        var table = new TextTable("Parameter", "Value");
        table.Add("intercept", TableCell.Number(Intercept, 6));
        table.Add("slope", TableCell.Number(Slope, 6));
        return table;
    }

    private static void RequireRate(double rate, string name)
    {
        if (!(rate > 0 && rate < 1))
            throw new ArgumentOutOfRangeException(name, rate, "An event rate lies between 0 and 1, and is neither.");
    }
}
