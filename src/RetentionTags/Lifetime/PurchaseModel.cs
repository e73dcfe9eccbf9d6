using System.Text;

namespace RetentionTags.Lifetime;

/// <summary>A purchase model: how often customers buy, and whether they still do. All predictions are of the time after each customer's end of observation, (T, T + h].</summary>
/// <remarks>
/// <b><see cref="ProbabilityOfPurchase"/> is what tags are built on</b>, after calibration on an outcome. <see cref="ProbabilityAlive"/> answers another question, and ranks customers worse: in the BG/NBD even upside down (AUC 0.316 on CDNOW).
/// </remarks>
public abstract class PurchaseModel
{
    private protected PurchaseModel(ReadOnlySpan<double> parameters, TimeUnit unit, PurchaseRecipe? recipe, LikelihoodReport? report, PurchaseEvaluation? evaluation)
    {
        foreach (double parameter in parameters)
        {
            if (!(parameter > 0) || !double.IsFinite(parameter))
                throw new ArgumentOutOfRangeException(nameof(parameters), parameter, "Every parameter of a purchase model is finite and above 0.");
        }

        Parameters = [.. parameters];
        Unit = unit;
        Recipe = recipe;
        Report = report;
        Evaluation = evaluation;
    }

    /// <summary>What the model counts time in; summaries and horizons have the same unit.</summary>
    public TimeUnit Unit { get; }

    /// <summary>The parameters in the order of the literature; each model has them by name, too.</summary>
    public ValueList<double> Parameters { get; }

    /// <summary>The recipe that the model was fitted by; <see langword="null"/> for a model made of parameters.</summary>
    public PurchaseRecipe? Recipe { get; }

    /// <summary>How the fit went; <see langword="null"/> for a model made of parameters.</summary>
    public LikelihoodReport? Report { get; }

    /// <summary>How well the model foretold the outcome that was given to the fit, beside recency and frequency; <see langword="null"/> without one. See <see cref="PurchaseEvaluation.Of"/> for others.</summary>
    public PurchaseEvaluation? Evaluation { get; }

    /// <summary>The probability of at least one purchase in (T, T + h]: the headline of every model, 0–1, and what tags are built on.</summary>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="horizon">h, in the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern.</returns>
    /// <exception cref="ArgumentException">The customers or the horizon have another unit.</exception>
    public CustomerValues ProbabilityOfPurchase(PurchaseSummary customers, Horizon horizon, CancellationToken cancellationToken = default) => ValuesOf(customers, PurchaseProbabilities(LengthOf(horizon)), cancellationToken);

    /// <summary>The mean number of purchases in (T, T + h], at least 0.</summary>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="horizon">h, in the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern.</returns>
    /// <exception cref="ArgumentException">The customers or the horizon have another unit.</exception>
    public CustomerValues ExpectedPurchases(PurchaseSummary customers, Horizon horizon, CancellationToken cancellationToken = default) => ValuesOf(customers, ExpectedCounts(LengthOf(horizon)), cancellationToken);

    /// <summary>The probability that the customer has not left by T, 0–1: secondary, and no ground for a retention tag.</summary>
    /// <remarks>It says whether a customer may ever buy again, not whether within any time that matters; the BG/NBD gives 1 to everybody with a single purchase, the NBD to everybody. For opportunities: alive at number n + 1. Use <see cref="ProbabilityOfPurchase"/>.</remarks>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern.</returns>
    /// <exception cref="ArgumentException">The customers have another unit.</exception>
    public CustomerValues ProbabilityAlive(PurchaseSummary customers, CancellationToken cancellationToken = default) => ValuesOf(customers, AliveOf, cancellationToken);

    /// <summary>The mean number of purchases in (T, T + h], each discounted from the end of the period in which it falls: Σₖ (E[Y(kD)] − E[Y((k−1)D)]) exp(−δkD).</summary>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="horizon">h, a whole number of periods.</param>
    /// <param name="period">D, the length of a period.</param>
    /// <param name="discount">The discount; its stretch has the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern.</returns>
    /// <exception cref="ArgumentException">A unit is another one, or the horizon is no whole number of periods (at most 10,000).</exception>
    public CustomerValues DiscountedPurchases(PurchaseSummary customers, Horizon horizon, Horizon period, Discount discount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(discount);
        double length = LengthOf(period), count = Math.Round(LengthOf(horizon) / length), rate = discount.ContinuousRate(Unit);
        if (!(count is >= 1 and <= 10_000) || Math.Abs((LengthOf(horizon) / length) - count) > 1e-9 * count)
            throw new ArgumentException($"The horizon of {horizon} is no whole number of periods of {period}, from 1 to 10,000.", nameof(period));
        Func<PurchasePattern, double>[] until = [.. Enumerable.Range(1, (int)count).Select(k => ExpectedCounts(k * length))];
        double[] factors = [.. Enumerable.Range(1, (int)count).Select(k => Math.Exp(-rate * k * length))];
        return ValuesOf(customers, Discounted, cancellationToken);

        double Discounted(PurchasePattern pattern)
        {
            double sum = 0, before = 0;
            for (int k = 0; k < until.Length; k++)
            {
                double expected = until[k](pattern);
                sum += (expected - before) * factors[k];
                before = expected;
            }

            return sum;
        }
    }

    /// <summary>The mean number of repeat purchases of a new customer until a time after the first purchase, E[X(t)].</summary>
    /// <param name="horizon">t, in the model's unit.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The horizon has another unit.</exception>
    public double ExpectedPurchasesOfNewCustomer(Horizon horizon) => ExpectedCounts(LengthOf(horizon))(default);

    /// <summary>The probability that a new customer makes exactly so many repeat purchases within a time after the first purchase, P(X(t) = x), 0–1.</summary>
    /// <remarks>The probabilities add up to 1 over x, and their mean is <see cref="ExpectedPurchasesOfNewCustomer"/>. <see cref="PurchaseFrequencies"/> holds them against how many customers did so.</remarks>
    /// <param name="purchases">x, at least 0. For opportunities: how many of t are used.</param>
    /// <param name="horizon">t, in the model's unit.</param>
    /// <returns>The probability.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or above 1,000,000.</exception>
    /// <exception cref="ArgumentException">The horizon has another unit.</exception>
    public double ProbabilityOfCount(int purchases, Horizon horizon) => CountProbability(default, LengthOf(horizon), RequireCount(purchases));

    /// <summary>The probability of exactly so many purchases in (T, T + h], P(Y(h) = y), 0–1.</summary>
    /// <remarks>
    /// P(Y(h) = y) = 1[y=0] (1 − P(alive)) + P(alive) P(y purchases in h | alive at T), the last being that of a new customer whose rates and probabilities have the distributions that x, t and T leave them. For y = 0 it is 1 − <see cref="ProbabilityOfPurchase"/>; the mean over y is <see cref="ExpectedPurchases"/>.
    /// </remarks>
    /// <param name="customers">The customers, in the model's unit.</param>
    /// <param name="purchases">y, at least 0.</param>
    /// <param name="horizon">h, in the model's unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value for each pattern; their <see cref="CustomerValues.Total"/> is the expected number of such customers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or above 1,000,000.</exception>
    /// <exception cref="ArgumentException">The customers or the horizon have another unit.</exception>
    public CustomerValues ProbabilityOfCount(PurchaseSummary customers, int purchases, Horizon horizon, CancellationToken cancellationToken = default)
    {
        double length = LengthOf(horizon);
        RequireCount(purchases);
        return ValuesOf(customers, pattern => CountProbability(pattern, length, purchases), cancellationToken);
    }

    /// <summary>The report as people read it: parameters, likelihood, findings, and the model beside recency and frequency.</summary>
    /// <returns>Several lines. Without an outcome they say how to give one.</returns>
    public string ToText()
    {
        var text = new StringBuilder(Invariant($"{GetType().Name}, time in {Unit}\n\n"));
        text.Append(Report?.Whole() ?? string.Join(", ", Parameters.Select(each => Invariant($"{each}"))) + "\n");
        text.Append('\n').Append(Evaluation?.Whole() ?? "Not compared with recency and frequency: that takes an outcome. Give one to Fit, or to PurchaseEvaluation.Of.\n");
        return text.ToString();
    }

    /// <summary>The probability of at least one purchase within a length of time, by pattern.</summary>
    private protected abstract Func<PurchasePattern, double> PurchaseProbabilities(double length);

    /// <summary>The mean number of purchases within a length of time, by pattern; quickest for patterns in their order.</summary>
    private protected abstract Func<PurchasePattern, double> ExpectedCounts(double length);

    /// <summary>The probability to be alive.</summary>
    private protected abstract double AliveOf(PurchasePattern pattern);

    /// <summary>P(y purchases within a length of time | alive at T) for y = fewest, fewest + 1 …</summary>
    /// <returns>The probability to be alive at T.</returns>
    private protected abstract double CountsWhileAlive(PurchasePattern pattern, double length, int fewest, Span<double> destination);

    /// <summary>P(y purchases within a length of time of at least 0) for y = fewest, fewest + 1 …</summary>
    internal void CountProbabilities(PurchasePattern pattern, double length, int fewest, Span<double> destination)
    {
        double alive = CountsWhileAlive(pattern, length, fewest, destination);
        for (int i = 0; i < destination.Length; i++)
            destination[i] *= alive;
        if (fewest == 0)
            destination[0] += 1 - alive;
    }

    private double CountProbability(PurchasePattern pattern, double length, int purchases)
    {
        double probability = 0;
        CountProbabilities(pattern, length, purchases, new(ref probability));
        return probability;
    }

    private static int RequireCount(int purchases) => purchases is >= 0 and <= PurchaseSummary.MostPurchases
        ? purchases
        : throw new ArgumentOutOfRangeException(nameof(purchases), purchases, Invariant($"Purchases are a number from 0 to {PurchaseSummary.MostPurchases:N0}."));

    /// <summary>The unit of a model in continuous time.</summary>
    private protected static TimeUnit RequireTime(TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit != TimeUnit.Opportunity ? unit : throw new ArgumentException("This model is about purchases at any time; opportunities are for BgBbModel.", nameof(unit));
    }

    internal double LengthOf(Horizon horizon, string parameter = "horizon")
    {
        ArgumentNullException.ThrowIfNull(horizon, parameter);
        return horizon.In(Unit, parameter);
    }

    internal void RequireUnitOf(PurchaseSummary customers)
    {
        if (customers.Unit != Unit)
            throw new ArgumentException($"The customers are counted in {customers.Unit}, and the model in {Unit}. Summarise them in {Unit}.", nameof(customers));
    }

    private protected CustomerValues ValuesOf(PurchaseSummary customers, Func<PurchasePattern, double> value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        RequireUnitOf(customers);
        ReadOnlySpan<PurchasePattern> patterns = customers.AllPatterns;
        double[] values = new double[patterns.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (i % 256 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            values[i] = value(patterns[i]);
        }

        return new(customers, values);
    }
}
