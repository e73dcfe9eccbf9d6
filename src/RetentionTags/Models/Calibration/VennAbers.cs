using RetentionTags.Data;

namespace RetentionTags.Models.Calibration;

/// <summary>Inductive Venn-Abers prediction: isotonic regression with the row in question added once as a non-event and once as an event (Vovk and Petej 2014; Vovk, Petej and Fedorova 2015).</summary>
/// <remarks>
/// <para>
/// It gives two probabilities, of which one is calibrated whatever the distribution of the data, and which lie apart where rows are few; merged they are a probability that is never 0 or 1. The row added weighs 1. With fewer than 50 events or non-events a warning says that the two are far apart.
/// </para>
/// <para>
/// All answers are computed when it is fitted, in one sort and one pass for either class: log-time for each question afterwards.
/// </para>
/// </remarks>
public sealed record VennAbers : CalibrationRecipe
{
    /// <inheritdoc/>
    public override VennAbersModel Fit(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        CalibrationRows rows = CalibrationRows.Of(probabilities, events, weights, cancellationToken);
        double[] scores = [.. rows.Probabilities];
        double[] asEvents = AddedEventValues(rows.Events, rows.NonEvents, cancellationToken);

        // As a non-event: the same with the classes and the order turned round.
        double[] asNonEvents = AddedEventValues([.. rows.NonEvents.Reverse()], [.. rows.Events.Reverse()], cancellationToken);
        Array.Reverse(asNonEvents);
        for (int i = 0; i < asNonEvents.Length; i++)
            asNonEvents[i] = 1 - asNonEvents[i];
        return new(this, Steps(scores, asNonEvents, isFirst: true), Steps(scores, asEvents, isFirst: false), [.. CalibrationFindings.FewRows(rows.EventWeight, rows.NonEventWeight)]);
    }

    /// <summary>On the rows as they are, against which the row added weighs 1, and moved to the population afterwards.</summary>
    internal override VennAbersModel FitToPopulation(ReadOnlySpan<double> probabilities, TrainingSet rows, CancellationToken cancellationToken)
    {
        VennAbersModel model = Fit(probabilities, rows.Events, rows.Weights, cancellationToken);
        return rows.PopulationEventRate is double rate
            ? new(this, Moved(model.LowerSteps, rows.EventRate, rate), Moved(model.UpperSteps, rows.EventRate, rate), model.Findings)
            : model;
    }

    private static ProbabilityStep[] Moved(ReadOnlySpan<ProbabilityStep> steps, double from, double to)
    {
        var shift = AffineCalibration.PriorShift(from, to);
        var moved = new ProbabilityStep[steps.Length];
        for (int i = 0; i < moved.Length; i++)
            moved[i] = steps[i] with { Value = Math.Max(shift.Apply(steps[i].Value), i == 0 ? 0 : moved[i - 1].Value) }; // but for rounding it rises already
        return moved;
    }

    /// <summary>For each group the isotonic value at it when one event is added there.</summary>
    /// <remarks>
    /// With P(j) the cumulated (weight, events) of the first j groups, an event added at group i moves P(i), P(i + 1), … by (1, 1); or, what is the same, P(0) … P(i − 1) by (−1, −1). The isotonic value is the slope of the edge of the lower convex hull that spans group i: it goes from one of the
    /// points moved, <c>left</c>, to one of those that stand, the first of <c>right</c>. From i to i + 1 one point moves. All slopes are at most 1, so a point that moves along (1, 1) downwards leaves every edge either as it is or lower, and hides points without uncovering any. So
    /// each point enters and leaves the chain once.
    /// </remarks>
    private static double[] AddedEventValues(IReadOnlyList<double> events, IReadOnlyList<double> nonEvents, CancellationToken cancellationToken)
    {
        var points = new CurvePoint[events.Count + 1];
        for (int j = 1; j < points.Length; j++)
            points[j] = new(points[j - 1].Weight + events[j - 1] + nonEvents[j - 1], points[j - 1].Events + events[j - 1]);
        var left = new CurvePoint(-1, -1);
        Stack<CurvePoint> right = RightChain(left, points, cancellationToken);
        var values = new double[events.Count];
        for (int i = 1; i < points.Length; i++)
        {
            CalibrationRows.Heed(i, cancellationToken);
            values[i - 1] = Math.Clamp(left.SlopeTo(right.Peek()), i == 1 ? 0 : values[i - 2], 1); // fractional weights: but for rounding it is there already
            var moved = new CurvePoint(points[i].Weight - 1, points[i].Events - 1);
            bool wasFirst = right.Peek() == points[i];
            if (!wasFirst && !left.IsTurningLeft(moved, right.Peek()))
                continue;
            if (wasFirst && right.Count > 1) // the last one stays: groups too light to move the sums have it for their point, too
                right.Pop();
            left = moved;
            Straighten(left, right);
        }

        return values;
    }

    /// <summary>The corners of the lower convex hull right of its leftmost point, the next one on top.</summary>
    private static Stack<CurvePoint> RightChain(CurvePoint left, CurvePoint[] points, CancellationToken cancellationToken)
    {
        var chain = new Stack<CurvePoint>();
        for (int j = points.Length - 1; j >= 1; j--)
        {
            CalibrationRows.Heed(j, cancellationToken);
            Straighten(points[j], chain);
            chain.Push(points[j]);
        }

        Straighten(left, chain);
        return chain;
    }

    /// <summary>Takes away the corners that no longer are any, seen from a point to their left.</summary>
    private static void Straighten(CurvePoint from, Stack<CurvePoint> chain)
    {
        while (chain.Count > 1)
        {
            CurvePoint first = chain.Pop();
            if (!from.IsTurningLeft(first, chain.Peek()))
                continue;
            chain.Push(first);
            return;
        }
    }

    /// <summary>Where the values change: the first, or the last, score of each run of equal ones.</summary>
    private static ProbabilityStep[] Steps(double[] scores, double[] values, bool isFirst)
    {
        var steps = new List<ProbabilityStep>();
        for (int i = 0; i < scores.Length; i++)
        {
            bool isKept = isFirst ? i == 0 || values[i] != values[i - 1] : i == scores.Length - 1 || values[i] != values[i + 1];
            if (isKept)
                steps.Add(new(scores[i], values[i]));
        }

        return [.. steps];
    }
}
