using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>The likelihood of a fitted regression, penalised as the fit was, with some coefficients held elsewhere: what likelihood-ratio tests and profile intervals are made of.</summary>
internal sealed class ProfileLikelihood
{
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-10;

    /// <summary>How near √(2(l − lₚ)) comes to the normal quantile.</summary>
    private const double RootTolerance = 1e-9;

    private const int MaxSteps = 100;
    private readonly DesignMatrix _design;
    private readonly RestrictedFit _fit;
    private readonly bool[] _isHeld;
    private readonly double[] _optimum;
    private readonly double _greatest;

    /// <param name="model">The fit.</param>
    /// <param name="data">Its rows, with its columns and perhaps others.</param>
    /// <param name="isCentered">Whether coefficients may be those of centred columns: not when the intercept is to be held.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ProfileLikelihood(LogisticModel model, TrainingSet data, bool isCentered, CancellationToken cancellationToken)
    {
        TrainingSet rows = data.WithoutZeroWeights();
        rows = rows.WithTable(rows.Table.Select([.. model.Coefficients.Select(coefficient => coefficient.Name).Append(model.Recipe.OffsetColumn).OfType<string>()]));
        _design = DesignMatrix.Of(rows, model.Recipe.OffsetColumn, cancellationToken);
        if (!isCentered)
            _design.Uncenter();
        _fit = new(_design, rows, model.Recipe.BiasReduction != BiasReduction.None, isCentered, cancellationToken);
        _isHeld = new bool[_fit.Coefficients.Length];

        // Where the intercept was moved to the rate of a population, the fit was before that.
        double[] fitted = [model.Intercept.Value - PriorCorrection.PopulationShift(data), .. model.Coefficients.Select(coefficient => coefficient.Value)];
        _design.FromRaw(fitted).CopyTo(_fit.Coefficients, 0);
        _fit.Refresh();
        model.RequireFittedOn(rows, _fit.LogLikelihood);
        _fit.Run(_isHeld, MaxIterations, Tolerance);
        _greatest = _fit.Objective;
        _optimum = _design.ToRaw(_fit.Coefficients);
    }

    /// <summary>The test that the coefficients at these places are 0.</summary>
    public ModelTest TestOf(int[] places)
    {
        foreach (int place in places)
        {
            _isHeld[place] = true;
            _fit.Coefficients[place] = 0;
        }

        _fit.Run(_isHeld, MaxIterations, Tolerance);
        return new(Math.Max(0, 2 * (_greatest - _fit.Objective)), places.Count(place => !_fit.IsLeftOut[place]));
    }

    /// <summary>Both ends of the interval of the coefficient at a place; NaN for a column left out.</summary>
    public ConfidenceInterval IntervalOf(int place, double level, IProgress<FitProgress>? progress)
    {
        if (_fit.IsLeftOut[place])
            return new(double.NaN, double.NaN, level);
        double quantile = Tails.Quantile(level), error = Math.Sqrt(_fit.Inverse()[(place * _isHeld.Length) + place]) / ScaleOf(place);
        _isHeld[place] = true;
        var ends = new double[2];
        for (int end = 0; end < 2; end++)
        {
            progress?.Report(new("profile interval", end, 2));
            _design.FromRaw(_optimum).CopyTo(_fit.Coefficients, 0);
            ends[end] = End(place, end == 0 ? -1 : 1, quantile, error);
        }

        progress?.Report(new("profile interval", 2, 2));
        return new(ends[0], ends[1], level);
    }

    /// <summary>
    /// Where r = √(2(l − lₚ)) is the quantile, by Newton's method on r, which is nearly a straight line: the slope of lₚ is that of the likelihood at the restricted optimum. What Newton proposes outside the bracket is replaced by its middle, or by twice the distance while it is open.
    /// Infinite when the likelihood never falls so far.
    /// </summary>
    private double End(int place, int sign, double quantile, double error)
    {
        double center = _optimum[place], inner = 0, outer = double.PositiveInfinity, distance = quantile * error;
        for (int step = 0; step < MaxSteps; step++)
        {
            _fit.Coefficients[place] = (center + (sign * distance)) * ScaleOf(place);
            _fit.Run(_isHeld, MaxIterations, Tolerance);
            double root = Math.Sqrt(Math.Max(0, 2 * (_greatest - _fit.Objective))), slope = -sign * _fit.Slopes[place] * ScaleOf(place) / root;
            if (Math.Abs(root - quantile) <= RootTolerance)
                return center + (sign * distance);
            if (root < quantile)
                inner = distance;
            else
                outer = distance;
            double next = distance + ((quantile - root) / slope);
            if (!(next > inner && next < outer))
                next = double.IsPositiveInfinity(outer) ? 2 * inner : (inner + outer) / 2;
            else if (double.IsPositiveInfinity(outer))
                next = Math.Min(next, 10 * inner);
            if (next == distance)
                return center + (sign * distance);
            distance = next;
        }

        return double.IsPositiveInfinity(outer) ? sign * double.PositiveInfinity : center + (sign * distance);
    }

    private double ScaleOf(int place) => place == 0 ? 1 : _design.Scales[place - 1];
}
