using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>The best intercept beside a given offset: the model that knows no columns.</summary>
internal static class InterceptFit
{
    private const int MostSteps = 200;

    /// <summary>The intercept, and the log-likelihood there.</summary>
    /// <remarks>
    /// Σ w (p − y) rises with the intercept. It is below 0 where all log-odds are at most that of the event rate, and above 0 where all are at least that; Newton's steps that leave what lies between are replaced by its middle.
    /// </remarks>
    /// <param name="design">Of any columns; only its offset counts.</param>
    /// <param name="data">The rows.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static (double Intercept, double LogLikelihood) Of(DesignMatrix design, TrainingSet data, CancellationToken cancellationToken)
    {
        double logit = LogisticFunctions.Logit(data.EventRate);
        if (design.Offset.IsEmpty)
            return (logit, (data.EventWeight * Math.Log(data.EventRate)) + (data.NonEventWeight * Math.Log(1 - data.EventRate)));
        double most = double.NegativeInfinity, least = double.PositiveInfinity;
        foreach (double offset in design.Offset)
            (most, least) = (Math.Max(most, offset), Math.Min(least, offset));
        var pass = new LogisticPass(design.WithoutColumns(), data);
        double low = logit - most, high = logit - least;
        double[] intercept = [logit - ColumnMoments.Of(design.Offset, data.Weights).Mean];
        for (int step = 0; step < MostSteps; step++)
        {
            pass.Run(intercept, cancellationToken);
            (low, high) = pass.Gradient[0] > 0 ? (low, intercept[0]) : (intercept[0], high);
            double next = intercept[0] - (pass.Gradient[0] / pass.Information[0]);
            if (!(next >= low && next <= high))
                next = low + ((high - low) / 2);
            if (Math.Abs(next - intercept[0]) <= 1e-15 * Math.Max(1, Math.Abs(next)))
                break;
            intercept[0] = next;
        }

        return (intercept[0], -pass.Loss);
    }
}
