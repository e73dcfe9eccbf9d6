using RetentionTags.Rendering;

namespace RetentionTags.Models.Calibration;

/// <summary>Fitted Venn-Abers prediction: for every probability the two that the calibration rows allow, and one made of them.</summary>
/// <remarks>
/// p₀ is a step function that jumps at calibration rows and holds to their right, p₁ one that holds to their left; below the lowest row p₀ is 0, above the highest p₁ is 1. Probabilities of 0 and 1 need no rule of their own. Contributions are those of the score before the map.
/// </remarks>
public sealed class VennAbersModel : CalibrationModel
{
    private readonly ProbabilityStep[] _lower;
    private readonly ProbabilityStep[] _upper;
    private readonly double[] _lowerPlaces;
    private readonly double[] _upperPlaces;

    internal VennAbersModel(CalibrationRecipe? recipe, ProbabilityStep[] lower, ProbabilityStep[] upper, IReadOnlyList<Finding> findings)
        : base(recipe, findings)
    {
        RequireRising(lower);
        RequireRising(upper);
        (_lower, _upper) = (lower, upper);
        _lowerPlaces = [.. lower.Select(step => step.Probability)];
        _upperPlaces = [.. upper.Select(step => step.Probability)];
    }

    /// <summary>Always: both probabilities rise with the model's, and the merged one with them (with fractional weights, but for rounding).</summary>
    public override bool IsMonotone => true;

    /// <summary>The probabilities at which the map jumps, ascending: at each of them p₀ takes a new value, which holds from there on, or p₁ has one for the last time, or both. Between two neighbours the map is constant.</summary>
    public IReadOnlyList<double> Jumps => [.. _lowerPlaces.Union(_upperPlaces).Order()];

    /// <summary>From which probability on p₀ has which value; 0 before the first.</summary>
    internal ReadOnlySpan<ProbabilityStep> LowerSteps => _lower;

    /// <summary>Up to which probability p₁ has which value; 1 after the last.</summary>
    internal ReadOnlySpan<ProbabilityStep> UpperSteps => _upper;

    /// <summary>The two probabilities for one of the model's. <see cref="CalibrationModel.Apply(double)"/> gives them merged.</summary>
    /// <param name="probability">What the model says, 0–1.</param>
    /// <returns>The probabilities as a non-event and as an event.</returns>
    /// <exception cref="ArgumentException">The number is NaN or outside 0–1.</exception>
    public VennAbersInterval Interval(double probability)
    {
        CalibrationRows.RequireProbabilities([probability]);
        int lower = _lowerPlaces.AsSpan().BinarySearch(probability), upper = _upperPlaces.AsSpan().BinarySearch(probability);
        int lastBefore = lower >= 0 ? lower : ~lower - 1, firstAfter = upper >= 0 ? upper : ~upper;
        return new(lastBefore < 0 ? 0 : _lower[lastBefore].Value, firstAfter == _upper.Length ? 1 : _upper[firstAfter].Value);
    }

    private protected override double Map(double probability) => Interval(probability).Merged;

    private protected override TextTable ToTable()
    {
        var table = new TextTable("Probability", "p0", "p1", "Merged");
        foreach (double place in Jumps)
        {
            VennAbersInterval both = Interval(place);
            table.Add(TableCell.Number(place, 6), TableCell.Number(both.Lower, 6), TableCell.Number(both.Upper, 6), TableCell.Number(both.Merged, 6));
        }

        return table;
    }

    private static void RequireRising(ProbabilityStep[] steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            if (!(steps[i].Value is >= 0 and <= 1) || (i > 0 && !(steps[i - 1].Probability < steps[i].Probability && steps[i - 1].Value <= steps[i].Value)))
                throw new ArgumentException("Steps rise in place and value, and values are probabilities.", nameof(steps));
        }
    }
}
