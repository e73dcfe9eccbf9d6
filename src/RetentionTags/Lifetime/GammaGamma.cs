namespace RetentionTags.Lifetime;

/// <summary>The gamma-gamma model of spend: a customer's amounts have mean ζ and shape p, and the means differ by an inverse gamma distribution with q and v.</summary>
/// <remarks>
/// <para>
/// Over customers with repeat purchases, with mean amount m of x of them: ln L = ln Γ(px+q) − ln Γ(px) − ln Γ(q) + q ln v + (px−1) ln m + px ln x − (px+q) ln(xm+v). q stays above 1 by construction, so that the population has a mean and no value is ever negative.
/// Source: Fader and Hardie (2013), "The gamma-gamma model of monetary value", equation 1a.
/// </para>
/// <para>
/// <b>It assumes that how much is unrelated to how often.</b> A correlation above 0.3 (either way) between x and m is a finding. Refunds and margins are dealt with before: give amounts net of refunds, and multiply by a margin afterwards.
/// </para>
/// </remarks>
public sealed record GammaGamma
{
    private const double MostCorrelation = 0.3;

    /// <summary>The largest number of steps of a search.</summary>
    /// <value>500 by default; 15 to 40 are usual.</value>
    public int MaxIterations { get; init => field = LikelihoodSettings.CheckedIterations(value); } = LikelihoodSettings.DefaultIterations;

    /// <summary>The coverage of the parameters' intervals.</summary>
    /// <value>0.95 by default.</value>
    public double ConfidenceLevel { get; init => field = LikelihoodSettings.CheckedLevel(value); } = LikelihoodSettings.DefaultLevel;

    /// <summary>Learns a model of spend.</summary>
    /// <param name="customers">Customers with mean amounts. Those without a repeat purchase say nothing of amounts, and the likelihood does not see them.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The summary has no mean amounts.</exception>
    /// <exception cref="TrainingDataException">No customer with a repeat purchase has weight, or the mean amount of one is not above 0.</exception>
    public GammaGammaModel Fit(PurchaseSummary customers, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (!customers.HasMeanAmounts)
            throw new ArgumentException("The summary has no mean amounts. Create it with meanAmounts, or from a table with the column 'repeat_mean_amount'.", nameof(customers));
        (int Purchases, double Mean, double Weight)[] spends = Repeaters(customers);
        double correlation = CorrelationOf(spends);
        (double[] parameters, LikelihoodReport report) = new LikelihoodFit(new GammaGammaLikelihood(spends), new(MaxIterations, ConfidenceLevel), progress, cancellationToken).Run(spends.Length, Findings(correlation));
        return new(parameters[0], parameters[1], parameters[2], correlation, this, report);
    }

    /// <summary>Customers with repeat purchases, in the order of purchases, then amounts, then weights, so that sums do not depend on that of rows; equal ones are one.</summary>
    private static (int Purchases, double Mean, double Weight)[] Repeaters(PurchaseSummary customers)
    {
        var found = new List<(int Purchases, double Mean, double Weight)>();
        for (int row = 0; row < customers.RowCount; row++)
        {
            double mean = customers.MeanAmounts[row], weight = customers.Weights.IsEmpty ? 1 : customers.Weights[row];
            int purchases = customers.RepeatPurchasesOf(row);
            if (purchases == 0 || weight == 0)
                continue;
            if (mean <= 0)
                throw new TrainingDataException(Invariant($"Row {row}: the mean amount of {purchases} repeat purchases is {mean}; the gamma-gamma model needs amounts above 0. Decide beforehand what refunds and free orders mean: net them by order, or leave such customers out of the summary for spend."));
            found.Add((purchases, mean, weight));
        }

        if (found.Count == 0)
            throw new TrainingDataException("No customer with weight has a repeat purchase, so there are no amounts to learn from.");
        found.Sort();
        var merged = new List<(int Purchases, double Mean, double Weight)>();
        foreach ((int Purchases, double Mean, double Weight) each in found)
        {
            if (merged.Count > 0 && merged[^1].Purchases == each.Purchases && merged[^1].Mean == each.Mean)
                merged[^1] = each with { Weight = merged[^1].Weight + each.Weight };
            else
                merged.Add(each);
        }

        return [.. merged];
    }

    /// <summary>Pearson's, weighted; NaN where all have as many purchases, or spend as much.</summary>
    private static double CorrelationOf((int Purchases, double Mean, double Weight)[] spends)
    {
        double weight = 0, purchases = 0, amounts = 0, both = 0, squaredPurchases = 0, squaredAmounts = 0;
        foreach ((int x, double mean, double w) in spends)
            (weight, purchases, amounts) = (weight + w, purchases + (w * x), amounts + (w * mean));
        foreach ((int x, double mean, double w) in spends)
        {
            double dx = x - (purchases / weight), dm = mean - (amounts / weight);
            (both, squaredPurchases, squaredAmounts) = (both + (w * dx * dm), squaredPurchases + (w * dx * dx), squaredAmounts + (w * dm * dm));
        }

        return both / Math.Sqrt(squaredPurchases * squaredAmounts);
    }

    private static IEnumerable<Finding> Findings(double correlation)
    {
        if (Math.Abs(correlation) > MostCorrelation)
            yield return new(FindingSeverity.Warning, FindingCodes.SpendCorrelation, Invariant($"Repeat purchases and mean amount are correlated, {correlation:F2}; the model takes them to be unrelated. Values of frequent customers are {(correlation > 0 ? "too low" : "too high")}: fit groups of customers apart, or model the amount by a regression."));
    }
}
