namespace RetentionTags.Lifetime;

/// <summary>How to learn a purchase model from a summary of customers, by maximum likelihood.</summary>
/// <remarks>
/// <para>
/// The search works on logarithms of the parameters, with exact derivatives, from several starts that know the scale of the data; it ends with Newton's steps. It never fails for "loss of precision": whether it converged, and how sure the estimates are, is in <see cref="PurchaseModel.Report"/>. Only the distinct patterns cost time. The order of customers does not show
/// in a single bit, and a weight of 2 is two copies.
/// </para>
/// <para>
/// <b>Which one.</b> <see cref="MbgNbd"/> first; <see cref="ParetoNbd"/> when the residual value without an end is wanted; <see cref="BgBb"/> for occasions in discrete time; <see cref="BgNbd"/> to compare with the literature; <see cref="Nbd"/> as the baseline without leaving. All are for customers who come and go without a contract.
/// </para>
/// </remarks>
public abstract record PurchaseRecipe
{
    private protected PurchaseRecipe()
    {
    }

    /// <summary>The largest number of steps of a search.</summary>
    /// <value>500 by default; 15 to 40 are usual.</value>
    public int MaxIterations { get; init => field = LikelihoodSettings.CheckedIterations(value); } = LikelihoodSettings.DefaultIterations;

    /// <summary>The coverage of the parameters' intervals.</summary>
    /// <value>0.95 by default.</value>
    public double ConfidenceLevel { get; init => field = LikelihoodSettings.CheckedLevel(value); } = LikelihoodSettings.DefaultLevel;

    /// <summary>Learns a model.</summary>
    /// <param name="customers">The customers, up to the end of observation.</param>
    /// <param name="outcome">Who bought afterwards, for the report: it then shows how well the model foretells that, beside recency and frequency alone. The fit does not use it. Nothing when it is not known yet.</param>
    /// <param name="progress">Told of each step: <c>starts</c>, then <c>likelihood</c>, then <c>intervals</c>.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model, in the summary's unit of time.</returns>
    /// <exception cref="ArgumentException">The summary counts opportunities and the model needs time, or the other way round; or the outcome has another number of rows, or another unit.</exception>
    /// <exception cref="TrainingDataException">No customer has weight, none has a repeat purchase, or none was observed for any time.</exception>
    public abstract PurchaseModel Fit(PurchaseSummary customers, PurchaseOutcome? outcome = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>The fit of any of the models.</summary>
    private protected TModel Fit<TModel>(
        PurchaseSummary customers,
        PurchaseOutcome? outcome,
        Func<PurchasePattern[], LogLikelihood> likelihood,
        Func<double[], LikelihoodReport, PurchaseEvaluation?, TModel> toModel,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
        where TModel : PurchaseModel
    {
        ArgumentNullException.ThrowIfNull(customers);
        RequireUnit(customers);
        outcome?.Check(customers, nameof(outcome));
        PurchasePattern[] patterns = [.. customers.Patterns.Where(pattern => pattern.Weight > 0)];
        RequireRepeats(patterns);
        (double[] parameters, LikelihoodReport report) = new LikelihoodFit(likelihood(patterns), new(MaxIterations, ConfidenceLevel), progress, cancellationToken).Run(patterns.Length, []);
        TModel model = toModel(parameters, report, null);
        return outcome is null ? model : toModel(parameters, report, PurchaseEvaluation.Of(model, customers, outcome, cancellationToken));
    }

    private void RequireUnit(PurchaseSummary customers)
    {
        bool isDiscrete = this is BgBb;
        if (isDiscrete != (customers.Unit == TimeUnit.Opportunity))
        {
            throw new ArgumentException(
                isDiscrete
                    ? $"The summary counts {customers.Unit}, and BG/BB is about opportunities to buy: give for each customer the opportunities used, the last one used and how many there were, with TimeUnit.Opportunity. Where customers can buy at any time, use MbgNbd."
                    : "The summary counts opportunities, and this model is about purchases at any time. Use BgBb, or a summary in days or weeks.",
                nameof(customers));
        }
    }

    private static void RequireRepeats(PurchasePattern[] patterns)
    {
        if (patterns.Length == 0)
            throw new TrainingDataException("No customer has weight, so there is nothing to fit.");
        if (patterns[^1].RepeatPurchases == 0)
            throw new TrainingDataException("No customer has a repeat purchase, so nothing can be said of when they buy. Observe for longer, or choose another model.");
        if (Array.TrueForAll(patterns, pattern => pattern.Tenure == 0))
            throw new TrainingDataException("Every tenure is 0: all customers bought for the first time on the last day, so there was no time to see anything in. Observe for longer.");
    }
}
