namespace RetentionTags.Lifetime;

/// <summary>How long customers stay under contract, from the counts of cohorts: <see cref="ShiftedBetaGeometric"/> or <see cref="BetaDiscreteWeibull"/>.</summary>
public abstract record ContractRecipe
{
    private protected ContractRecipe()
    {
    }

    /// <summary>The largest number of Newton steps from each start.</summary>
    /// <value>200 by default; about ten are usual.</value>
    public int MaxIterations { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxIterations), value, "at least 1"); } = 200;

    /// <summary>The fit has converged when the next step is shorter than this, in standard errors (or so short that doubles cannot tell).</summary>
    /// <value>10⁻¹⁰ by default.</value>
    public double Tolerance { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Tolerance), value, "above 0 and below 1"); } = 1e-10;

    /// <summary>How many periods the counts have at least: as many as parameters.</summary>
    private protected abstract int ParameterCount { get; }

    /// <summary>Where the fits begin, of which the likeliest end counts: c, and 1 by default.</summary>
    private protected abstract ReadOnlySpan<double> ShapeStarts { get; }

    /// <summary>Fits by maximum likelihood.</summary>
    /// <remarks>
    /// Newton's method on the logarithms of the parameters, with analytic gradient and Hessian, from several starts: all customers churn at the pooled rate and differ a little, moderately, or much. α and β lie between 10⁻⁶ and 10⁶, c between 0.01 and 10: where the likelihood rises beyond, the parameter is held there and a finding says what it means.
    /// </remarks>
    /// <param name="counts">The counts of one cohort or of several.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model.</returns>
    /// <exception cref="TrainingDataException">Nobody was lost, nobody was retained, or fewer periods than parameters have anybody at risk.</exception>
    public ContractModel Fit(CohortCounts counts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double pooled = RequireInformation(counts);
        ContractFit? best = null;
        foreach (double shape in ShapeStarts)
        {
            foreach (double alike in (ReadOnlySpan<double>)[0.5, 2, 20])
            {
                ReadOnlySpan<double> start = [Math.Log(pooled * alike), Math.Log((1 - pooled) * alike), Math.Log(shape)];
                var fit = new ContractFit(counts, start[..ParameterCount]);
                fit.Run(MaxIterations, Tolerance, cancellationToken);
                if (best is null || fit.LogLikelihood > best.LogLikelihood)
                    best = fit;
            }
        }

        return ContractModel.Of(this, counts, best!);
    }

    /// <summary>The share of all renewals that were not made.</summary>
    private double RequireInformation(CohortCounts counts)
    {
        double atRisk = 0, lost = 0;
        int periods = 0;
        for (int place = 0; place < counts.LastPeriod; place++)
        {
            atRisk += counts.AtRisk[place];
            lost += counts.Lost[place];
            periods += counts.AtRisk[place] > 0 ? 1 : 0;
        }

        if (lost == 0 || lost >= atRisk)
            throw new TrainingDataException(lost == 0 ? "Nobody was lost in any period, so nothing says how customers are lost. Take older cohorts." : "Nobody was retained through any period, so nothing says how customers stay. Take shorter periods.");
        if (periods < ParameterCount)
            throw new TrainingDataException($"There are {periods} periods with customers, and the model has {ParameterCount} parameters. Take older cohorts, or cohorts of different ages together (CohortCounts.Combine){(ParameterCount == 3 && periods == 2 ? ", or a ShiftedBetaGeometric" : "")}.");
        return Math.Clamp(lost / atRisk, 1e-5, 1 - 1e-5);
    }
}
