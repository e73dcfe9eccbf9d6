namespace RetentionTags.Lifetime;

/// <summary>
/// The log-likelihood of the beta-discrete-Weibull distribution, and with c = 1 of the shifted beta-geometric, in θ = (ln α, ln β, ln c), with gradient and Hessian.
/// </summary>
/// <remarks>
/// With the log-retention Dₜ = ln S(t) − ln S(t − 1), the likelihood Σ lostₜ ln[S(t − 1) − S(t)] + remaining ln S(n) is Σ (at riskₜ − lostₜ) Dₜ + lostₜ ln(1 − exp Dₜ): a sum over periods whatever the ages of the cohorts. Dₜ = K(β + tᶜ) − K(β + (t − 1)ᶜ) with
/// K(b) = ln Γ(b) − ln Γ(α + b).
/// </remarks>
internal sealed class ContractLikelihood(CohortCounts counts, int size)
{
    private readonly double[] _gradient = new double[size];
    private readonly double[] _hessian = new double[size * size];

    /// <summary>How many of α, β and c are estimated; c is 1 when it is not among them.</summary>
    public int Size => size;

    public double Value { get; private set; }

    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<double> Hessian => _hessian;

    public void MoveTo(ReadOnlySpan<double> theta)
    {
        double alpha = Math.Exp(theta[0]), beta = Math.Exp(theta[1]), shape = size == 3 ? Math.Exp(theta[2]) : 1;
        Value = 0;
        _gradient.AsSpan().Clear();
        _hessian.AsSpan().Clear();
        for (int period = 1; period <= counts.LastPeriod; period++)
        {
            double lost = counts.Lost[period - 1], stayed = counts.AtRisk[period - 1] - lost;
            if (lost + stayed > 0)
                Add(lost, stayed, new ContractStep(alpha, beta, shape, period - 1, period));
        }
    }

    private void Add(double lost, double stayed, ContractStep step)
    {
        // Where nobody was lost, a churn that is 0 to the last digit must not become 0 times infinity.
        double churn = GammaSteps.OneMinusExpOfMinus(-step.LogRetention), odds = lost == 0 ? 0 : (1 - churn) / churn;
        Value += (stayed == 0 ? 0 : stayed * step.LogRetention) + (lost == 0 ? 0 : lost * Math.Log(churn));
        double slope = stayed - (lost * odds), curvature = lost == 0 ? 0 : -lost * odds / churn;
        Span<double> first = stackalloc double[3], second = stackalloc double[9];
        step.Derivatives(first, second);
        for (int i = 0; i < size; i++)
        {
            _gradient[i] += slope * first[i];
            for (int j = 0; j < size; j++)
                _hessian[(i * size) + j] += (slope * second[(i * 3) + j]) + (curvature * first[i] * first[j]);
        }
    }
}
