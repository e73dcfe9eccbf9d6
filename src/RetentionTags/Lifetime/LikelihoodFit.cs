using RetentionTags.Evaluation;

namespace RetentionTags.Lifetime;

/// <summary>From a likelihood to a report: starts, the search, Newton's last steps, standard errors, intervals, findings.</summary>
internal sealed class LikelihoodFit(LogLikelihood likelihood, LikelihoodSettings settings, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private const double StartTolerance = 1e-5;
    private const double Tolerance = 1e-9;
    private const double NearTolerance = 1e-7;
    private const double StepTolerance = 1e-4;

    /// <summary>Newton's last steps end here, in standard errors: far below any digit that is shown.</summary>
    private const double LastStep = 1e-9;

    private const int LastSteps = 6;

    /// <summary>A step over which the curvature may change by more than its fourth digit.</summary>
    private const double FarStep = 1e-3;
    private const double ProfileFrom = 0.2;
    private const double FlatFrom = 1;

    public (double[] Parameters, LikelihoodReport Report) Run(int patternCount, IEnumerable<Finding> findings)
    {
        int size = likelihood.Names.Count;
        LikelihoodSearch search = FromBestStart();
        (LikelihoodCurvature curvature, int lastSteps, double remaining) = Climb(search, NearTolerance);
        if (search.RelativeGradient > Tolerance)
            (curvature, lastSteps, remaining) = Climb(search, Tolerance);
        double[] parameters = new double[size];
        likelihood.ToParameters(search.Theta, parameters);
        bool isConverged = search.RelativeGradient <= Tolerance && remaining <= StepTolerance;
        EstimatedParameter[] estimates = Estimates(search, curvature, parameters);
        var report = new LikelihoodReport(
            [.. estimates],
            search.Value,
            likelihood.TotalWeight,
            patternCount,
            search.Iterations + lastSteps,
            search.RelativeGradient,
            isConverged,
            [.. findings, .. Findings(isConverged, search, estimates)]);
        progress?.Report(new("intervals", size, size));
        return (parameters, report);
    }

    /// <summary>A search that begins where the likelihood of a part of the patterns is greatest, from the best of several starts.</summary>
    private LikelihoodSearch FromBestStart()
    {
        LogLikelihood thinned = likelihood.Thinned;
        LikelihoodSearch? best = null;
        double[][] starts = likelihood.Starts;
        for (int i = 0; i < starts.Length; i++)
        {
            var search = new LikelihoodSearch(thinned, starts[i], new bool[starts[i].Length], cancellationToken);
            search.Run(settings.MaxIterations, StartTolerance);
            progress?.Report(new("starts", i + 1, starts.Length));
            if (best is null || search.Value > best.Value || double.IsNaN(best.Value))
                best = search;
        }

        return ReferenceEquals(thinned, likelihood) ? best! : new(likelihood, best!, new(best!), thinned.TotalWeight / likelihood.TotalWeight, cancellationToken);
    }

    /// <summary>The search to a tolerance, then Newton's steps with the curvature found there; that of the end where they went far enough to matter.</summary>
    private (LikelihoodCurvature Curvature, int Steps, double Remaining) Climb(LikelihoodSearch search, double tolerance)
    {
        search.Run(settings.MaxIterations - search.Iterations, tolerance, step => progress?.Report(new("likelihood", step, settings.MaxIterations)));
        var curvature = new LikelihoodCurvature(search);
        double farthest = 0;
        for (int steps = 0; ; steps++)
        {
            (double[] step, double length) = curvature.StepFrom(search.Gradient);
            if (length <= LastStep || steps == LastSteps || !search.TryMove([.. search.Theta.Select((value, i) => value + step[i])]))
            {
                progress?.Report(new("likelihood", settings.MaxIterations, settings.MaxIterations));
                return (farthest > FarStep ? new(search) : curvature, steps, length);
            }

            farthest = Math.Max(farthest, length);
        }
    }

    private EstimatedParameter[] Estimates(LikelihoodSearch search, LikelihoodCurvature curvature, double[] parameters)
    {
        var profile = new LikelihoodProfile(likelihood, search.Theta, search.Value, cancellationToken);
        var estimates = new EstimatedParameter[parameters.Length];
        for (int i = 0; i < estimates.Length; i++)
        {
            progress?.Report(new("intervals", i, estimates.Length));
            double error = curvature.StandardError(i), floor = likelihood.FloorOf(i), above = parameters[i] - floor;
            bool isProfile = !(error <= ProfileFrom);
            ConfidenceInterval interval = isProfile ? profile.Of(i, error, settings.ConfidenceLevel) : InLogs(search.Theta[i], error, floor);
            estimates[i] = new(likelihood.Names[i], parameters[i], above * error, interval, isProfile);
        }

        return estimates;
    }

    private ConfidenceInterval InLogs(double theta, double error, double floor)
    {
        ConfidenceInterval ofTheta = ConfidenceInterval.Around(theta, error, settings.ConfidenceLevel);
        return new(floor + Math.Exp(ofTheta.Lower), floor + Math.Exp(ofTheta.Upper), settings.ConfidenceLevel);
    }

    private IEnumerable<Finding> Findings(bool isConverged, LikelihoodSearch search, EstimatedParameter[] estimates)
    {
        if (!isConverged)
            yield return new(FindingSeverity.Warning, FindingCodes.PurchaseNotConverged, Invariant($"The search ended after {search.Iterations} steps with a relative gradient of {search.RelativeGradient:E1}. Raise MaxIterations; if that does not help, the customers do not determine the model: see the intervals, and try one with fewer parameters."));
        string[] flat = [.. estimates.Where((each, i) => !(each.StandardError <= FlatFrom * (each.Value - likelihood.FloorOf(i)))).Select(each => each.Name)];
        if (flat.Length > 0)
            yield return new(FindingSeverity.Warning, FindingCodes.FlatLikelihood, $"The likelihood hardly determines {string.Join(", ", flat)}: the customers are compatible with values far apart, perhaps with 0 or ∞. Their intervals are of the profile likelihood. Predictions depend less on them than the parameters suggest; a model with fewer parameters may say as much.");
    }
}
