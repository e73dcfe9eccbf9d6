using RetentionTags.Rendering;

namespace RetentionTags.Models.Calibration;

/// <summary>
/// A fitted calibration: a map from the probabilities that a model gives to probabilities that mean what they say. Immutable; any number of threads can use one.
/// </summary>
/// <remarks>
/// <see cref="AffineCalibration"/> is a straight line in log-odds, so contributions stay exact through it (each is multiplied by the slope). The others bend: contributions then tell of the score before the map.
/// </remarks>
public abstract class CalibrationModel
{
    private protected CalibrationModel(CalibrationRecipe? recipe, IReadOnlyList<Finding> findings) => (Recipe, Findings) = (recipe, findings);

    /// <summary>The recipe that the calibration was fitted by; <see langword="null"/> for one that was made from numbers.</summary>
    public CalibrationRecipe? Recipe { get; }

    /// <summary>What a person should know about this calibration.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Whether a higher probability never becomes a lower one, so that no two rows change places.</summary>
    public abstract bool IsMonotone { get; }

    /// <summary>Calibrates one probability.</summary>
    /// <param name="probability">What the model says, 0–1.</param>
    /// <returns>The calibrated probability, 0–1.</returns>
    /// <exception cref="ArgumentException">The number is NaN or outside 0–1.</exception>
    public double Apply(double probability) => probability is >= 0 and <= 1
        ? Map(probability)
        : throw new ArgumentException(Invariant($"The probability is {probability}. Probabilities are between 0 and 1."), nameof(probability));

    /// <summary>Calibrates many probabilities. Allocates nothing.</summary>
    /// <param name="probabilities">What the model says, each 0–1.</param>
    /// <param name="destination">Receives as many calibrated probabilities, the same to the bit as one by one; may be where <paramref name="probabilities"/> are.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is NaN or outside 0–1; then nothing has been written.</exception>
    public void Apply(ReadOnlySpan<double> probabilities, Span<double> destination)
    {
        if (destination.Length != probabilities.Length)
            throw new ArgumentException($"The destination has {destination.Length} places for {probabilities.Length} probabilities.", nameof(destination));
        CalibrationRows.RequireProbabilities(probabilities);
        for (int row = 0; row < probabilities.Length; row++)
            destination[row] = Map(probabilities[row]);
    }

    /// <summary>Calibrates many probabilities into a new array.</summary>
    /// <param name="probabilities">What the model says, each 0–1.</param>
    /// <returns>As many calibrated probabilities.</returns>
    /// <exception cref="ArgumentException">A number is NaN or outside 0–1.</exception>
    public double[] Apply(ReadOnlySpan<double> probabilities)
    {
        var calibrated = new double[probabilities.Length];
        Apply(probabilities, calibrated);
        return calibrated;
    }

    /// <summary>The parameters or steps of the map.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToText(TableFormat format = TableFormat.Plain) => ToTable().Render(format);

    /// <summary>The map itself, for a number between 0 and 1.</summary>
    private protected abstract double Map(double probability);

    private protected abstract TextTable ToTable();
}
