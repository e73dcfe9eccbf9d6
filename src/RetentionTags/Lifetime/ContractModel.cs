using RetentionTags.Evaluation;
using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>A fitted model of how long customers stay under contract: the curve of survivors, retention rates, the churn probability of those who are left, and what their remaining time is worth.</summary>
/// <remarks>Time is counted in contract periods: a customer who "has renewed t times" was lost at none of the renewals 1 … t, and a new one has t = 0. Beyond the periods seen, all of it is what the model says, and no more.</remarks>
public sealed class ContractModel
{
    /// <summary>An interval of a parameter that spans more than this factor, at 95 %, says next to nothing.</summary>
    private const double VagueFactor = 1000;
    private const double LeastDiscountRate = 1e-4;

    private static readonly string[] Names = ["alpha", "beta", "c"];

    private readonly double[] _covariance;

    internal ContractModel(ContractRecipe recipe, double[] values, double[] covariance, int estimated, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (values.Length != 3 || covariance.Length != 9 || values.Any(value => !(value > 0) || !double.IsFinite(value)))
            throw new ArgumentException("There are three parameters, finite and above 0, and nine covariances.", nameof(values));
        Recipe = recipe;
        ParameterCount = estimated;
        Findings = findings;
        _covariance = covariance;
        (Alpha, Beta, Shape) = (Parameter(0), Parameter(1), Parameter(2));

        ContractParameter Parameter(int place) => new(Names[place], values[place], covariance[place * 4] is double variance && variance > 0 ? Math.Sqrt(variance) : double.NaN);
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public ContractRecipe Recipe { get; }

    /// <summary>α of the beta distribution of churn. Its mean is α/(α + β); the smaller α + β, the more customers differ.</summary>
    public ContractParameter Alpha { get; }

    /// <summary>β of the beta distribution of churn.</summary>
    public ContractParameter Beta { get; }

    /// <summary>c: above 1 when a customer's own churn probability rises with time, below 1 when it falls. 1, without a standard error, in a <see cref="ShiftedBetaGeometric"/> model.</summary>
    public ContractParameter Shape { get; }

    /// <summary>The number of parameters estimated: 2 or 3.</summary>
    public int ParameterCount { get; }

    /// <summary>The covariance of (ln α, ln β, ln c), row by row; zeros for parameters that are not estimated or held at a bound, NaN where the likelihood has no curvature.</summary>
    public ReadOnlySpan<double> LogCovariance => _covariance;

    /// <summary>Log-likelihood, Σ lostₜ ln[S(t − 1) − S(t)] + remaining ln S(n), at the estimates.</summary>
    public double LogLikelihood { get; internal init; }

    /// <summary>Akaike's criterion, −2 · log-likelihood + 2k with k parameters.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * ParameterCount);

    /// <summary>Schwarz's criterion, −2 · log-likelihood + k ln N with k parameters and N <see cref="Customers"/>.</summary>
    public double Bic => (-2 * LogLikelihood) + (ParameterCount * Math.Log(Customers));

    /// <summary>The weight of the customers that the model was fitted on.</summary>
    public double Customers { get; internal init; }

    /// <summary>The last period that the counts held: beyond it the model extrapolates.</summary>
    public int LastPeriod { get; internal init; }

    /// <summary>Newton steps from the start that led to the estimates.</summary>
    public int Iterations { get; internal init; }

    /// <summary>Whether the tolerance was met.</summary>
    public bool IsConverged { get; internal init; }

    /// <summary>What a person should know about this fit.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>S(t) = B(α, β + tᶜ) / B(α, β): the share of a cohort that is left after t renewals.</summary>
    /// <param name="renewals">t, at least 0.</param>
    /// <returns>0–1; 1 for t = 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="renewals"/> is below 0.</exception>
    public double Survival(int renewals) => Math.Exp(Step(0, renewals).LogRetention);

    /// <summary>rₜ = S(t) / S(t − 1): of the customers who come to renewal t, the share that renews. In a shifted beta-geometric model (β + t − 1) / (α + β + t − 1).</summary>
    /// <param name="renewal">t, at least 1.</param>
    /// <returns>0–1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="renewal"/> is below 1.</exception>
    public double RetentionRate(int renewal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(renewal, 1);
        return Math.Exp(Step(renewal - 1, 1).LogRetention);
    }

    /// <summary>1 − S(t + h) / S(t): the probability that a customer who has renewed t times is lost at one of the next h renewals.</summary>
    /// <param name="renewals">t, at least 0. 0 gives 1 − S(h).</param>
    /// <param name="horizon">h, at least 0.</param>
    /// <returns>0–1; small values exact.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 0.</exception>
    public double ChurnProbability(int renewals, int horizon) => GammaSteps.OneMinusExpOfMinus(-Step(renewals, horizon).LogRetention);

    /// <summary>The confidence interval of <see cref="ChurnProbability"/>, and with it that of 1 − S(h): for the uncertainty of the parameters, given that the model is right.</summary>
    /// <remarks>1 − exp(−Λ exp(± z s)), where Λ = ln S(t) − ln S(t + h), s is the standard error of ln Λ by the delta method from <see cref="LogCovariance"/>, and z the normal quantile of (1 + level)/2.</remarks>
    /// <param name="renewals">t, at least 0.</param>
    /// <param name="horizon">h, at least 1.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>The interval; NaN at both ends when there are no standard errors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ConfidenceInterval ChurnInterval(int renewals, int horizon, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ContractStep step = Step(renewals, horizon);
        Span<double> slopes = stackalloc double[3], unused = stackalloc double[9];
        step.Derivatives(slopes, unused);
        double variance = 0;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                variance += slopes[i] * slopes[j] * _covariance[(i * 3) + j];
        }

        double hazard = -step.LogRetention;
        ConfidenceInterval log = ConfidenceInterval.Around(Math.Log(hazard), Math.Sqrt(variance) / hazard, level);
        return log with { Lower = GammaSteps.OneMinusExpOfMinus(Math.Exp(log.Lower)), Upper = GammaSteps.OneMinusExpOfMinus(Math.Exp(log.Upper)) };
    }

    /// <summary>The profile-likelihood interval of a parameter: all values at which 2(l − lₚ) is at most the χ² quantile with one degree of freedom, where lₚ is the greatest likelihood with the parameter held there. Better than <see cref="ContractParameter.Interval"/> where the likelihood is far from a parabola, as where it is flat.</summary>
    /// <param name="counts">The counts that the model was fitted on.</param>
    /// <param name="parameter"><c>alpha</c>, <c>beta</c>, or <c>c</c> where it was estimated.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The interval, each end to 10⁻¹⁰ of itself; 0 or infinite where the likelihood does not fall so far within the bounds of the parameters.</returns>
    /// <exception cref="ArgumentException">The counts are not those of the fit, or the model has estimated no such parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceInterval ProfileInterval(CohortCounts counts, string parameter, double level = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ConfidenceInterval.CheckLevel(level);
        string[] names = [.. Names[..ParameterCount]];
        int place = Array.IndexOf(names, parameter);
        if (place < 0)
            throw new ArgumentException($"The model has estimated no parameter '{parameter}', but {string.Join(", ", names)}.", nameof(parameter));
        double[] estimates = [.. ((double[])[Alpha.Value, Beta.Value, Shape.Value])[..ParameterCount].Select(value => Math.Log(value))];
        double likelihood = new ContractFit(counts, estimates).LogLikelihood;
        if (Math.Abs(likelihood - LogLikelihood) > 1e-9 * Math.Abs(LogLikelihood))
            throw new ArgumentException(Invariant($"The counts are not those that the model was fitted on: its log-likelihood on them is {likelihood:G10}, and was {LogLikelihood:G10}."), nameof(counts));
        return new ContractProfile(counts, Recipe, estimates, LogLikelihood, cancellationToken).IntervalOf(place, level);
    }

    /// <summary>
    /// The discounted expected residual lifetime (DERL) of a customer who has renewed t times and comes to her next renewal: Σ over k = 1, 2, … of S(t + k)/S(t) · (1 + d)^−(k − 1). Times what a period brings it is what she is still worth, the coming renewal included and not discounted.
    /// </summary>
    /// <remarks>
    /// The sum is carried to where all that follows is below 10⁻¹⁵ of it. In a shifted beta-geometric model it is (β + t)/(α + β + t) · ₂F₁(1, β + t + 1; α + β + t + 1; 1/(1 + d)).
    /// Source: Fader and Hardie (2010), Marketing Science 29(1), p. 85–93, equation 6, where n = t + 1 periods have been paid for.
    /// </remarks>
    /// <param name="discountRate">d, the discount rate for one contract period, at least 0.0001: 10 % a year is 1.1^(1/12) − 1 = 0.00797 a month. Without one the sum need not be finite.</param>
    /// <param name="renewals">t, at least 0.</param>
    /// <returns>Periods, at least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double DiscountedResidualLifetime(double discountRate, int renewals)
    {
        if (!(discountRate >= LeastDiscountRate) || !double.IsFinite(discountRate))
            throw new ArgumentOutOfRangeException(nameof(discountRate), discountRate, "The discount rate for one contract period is finite and at least 0.0001. Make it from the rate for a year: (1 + rate)^(1 / periods a year) - 1.");
        double sum = 0, logRetention = 0, discount = 1, rest = (1 + discountRate) / discountRate;
        for (int k = 1; ; k++, discount /= 1 + discountRate)
        {
            logRetention += Step(checked(renewals + k - 1), 1).LogRetention;
            double term = Math.Exp(logRetention) * discount;
            sum += term;
            if (term * rest <= 1e-15 * sum)
                return sum;
        }
    }

    /// <summary>Parameters, their accuracy, and how well the model fits, as a table.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>One line for each parameter, then the log-likelihood, AIC and BIC.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Parameter", "Value", "Standard error", "95 % from", "to");
        foreach (ContractParameter parameter in (ContractParameter[])[Alpha, Beta, Shape])
        {
            ConfidenceInterval interval = parameter.Interval();
            table.Add(parameter.Name, TableCell.Number(parameter.Value, 6), TableCell.Number(parameter.StandardError, 6), TableCell.Number(interval.Lower, 6), TableCell.Number(interval.Upper, 6));
        }

        table.Add("log-likelihood", TableCell.Number(LogLikelihood, 6), "", "", "");
        table.Add("AIC", TableCell.Number(Aic, 4), "", "", "");
        table.Add("BIC", TableCell.Number(Bic, 4), "", "", "");
        return table.Render(format);
    }

    internal static ContractModel Of(ContractRecipe recipe, CohortCounts counts, ContractFit fit)
    {
        int size = fit.Theta.Length;
        double[] values = [1, 1, 1], covariance = new double[9];
        double[]? estimated = fit.Covariance();
        for (int i = 0; i < size; i++)
        {
            values[i] = Math.Exp(fit.Theta[i]);
            for (int j = 0; j < size; j++)
                covariance[(i * 3) + j] = estimated is null ? double.NaN : estimated[(i * size) + j];
        }

        return new(recipe, values, covariance, size, FindingsOf(fit, estimated))
        {
            LogLikelihood = fit.LogLikelihood,
            Customers = counts.Customers,
            LastPeriod = counts.LastPeriod,
            Iterations = fit.Iterations,
            IsConverged = fit.IsConverged,
        };
    }

    private static List<Finding> FindingsOf(ContractFit fit, double[]? covariance)
    {
        var findings = new List<Finding>();
        int size = fit.Theta.Length;
        if (!fit.IsConverged)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.ContractNotConverged, Invariant($"The fit ended after {fit.Iterations} iterations without meeting the tolerance. Raise MaxIterations.")));
        for (int i = 0; i < size; i++)
        {
            if (fit.BoundOf(i) is int bound and not 0)
                findings.Add(new(FindingSeverity.Warning, FindingCodes.ContractBound, Invariant($"{Names[i]} is held at its bound {(bound < 0 ? ContractFit.BoundsOf(i).Lowest : ContractFit.BoundsOf(i).Highest)}, beyond which the likelihood still rises. {Meaning(i, bound)} It has no standard error; those of the others take it for known.")));
        }

        double vague = Math.Log(VagueFactor) / (2 * Tails.Quantile(0.95));
        string[] flat = [.. Enumerable.Range(0, size).Where(i => covariance is null || Math.Sqrt(covariance[(i * size) + i]) > vague).Select(i => Names[i])];
        if (flat.Length > 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.ContractFlat, $"The likelihood is flat: the 95 % interval of {string.Join(", ", flat)} spans more than a factor of {VagueFactor}, or there is none. Many parameters fit the periods seen about equally well, and part company beyond them: take older or larger cohorts{(size == 3 ? ", or a ShiftedBetaGeometric" : "")}, and do not read single parameters."));
        return findings;
    }

    private static string Meaning(int parameter, int bound) => (parameter, bound) switch
    {
        (2, < 0) => "The counts look as if nobody were lost after the first renewals.",
        (2, _) => "The counts look as if customers who renewed at first are then lost ever faster.",
        (_, > 0) => "The counts show no sign that customers differ: retention does not rise with renewals, and every customer has about the same churn probability.",
        _ => "The counts look as if some customers were lost at the first renewal and the others never.",
    };

    private ContractStep Step(int renewals, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return new(Alpha.Value, Beta.Value, Shape.Value, renewals, checked(renewals + horizon));
    }
}
