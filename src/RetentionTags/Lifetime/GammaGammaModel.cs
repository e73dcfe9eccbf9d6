using System.Text;

namespace RetentionTags.Lifetime;

/// <summary>A fitted <see cref="GammaGamma"/>: what a customer will spend on each purchase.</summary>
public sealed class GammaGammaModel
{
    internal GammaGammaModel(double p, double q, double v, double frequencyCorrelation, GammaGamma? recipe, LikelihoodReport? report)
    {
        if (!(p > 0) || !double.IsFinite(p))
            throw new ArgumentOutOfRangeException(nameof(p), p, "p is finite and above 0.");
        if (!(q > 1) || !double.IsFinite(q))
            throw new ArgumentOutOfRangeException(nameof(q), q, "q is finite and above 1; at 1 and below the population has no mean, and values would be negative.");
        if (!(v > 0) || !double.IsFinite(v))
            throw new ArgumentOutOfRangeException(nameof(v), v, "v is finite and above 0.");
        (P, Q, V, FrequencyCorrelation, Recipe, Report) = (p, q, v, frequencyCorrelation, recipe, report);
    }

    /// <summary>The shape of a customer's amounts.</summary>
    public double P { get; }

    /// <summary>The shape of the distribution of customers' means, above 1.</summary>
    public double Q { get; }

    /// <summary>The scale of that distribution, in the amounts' currency.</summary>
    public double V { get; }

    /// <summary>Pearson's correlation of repeat purchases and mean amount, over customers with repeat purchases; the model assumes 0. NaN where either does not vary, or for a model made of parameters.</summary>
    public double FrequencyCorrelation { get; }

    /// <summary>The recipe that the model was fitted by; <see langword="null"/> for a model made of parameters.</summary>
    public GammaGamma? Recipe { get; }

    /// <summary>How the fit went; <see langword="null"/> for a model made of parameters.</summary>
    public LikelihoodReport? Report { get; }

    /// <summary>The mean amount over the population, p v/(q − 1): what is expected of a customer without a repeat purchase.</summary>
    public double PopulationMean => P * V / (Q - 1);

    /// <summary>A model of known parameters: published ones, or those of another program.</summary>
    /// <param name="p">The shape of a customer's amounts, finite and above 0.</param>
    /// <param name="q">The shape of the distribution of means, finite and above 1.</param>
    /// <param name="v">Its scale, finite and above 0.</param>
    /// <returns>The model, without a report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static GammaGammaModel FromParameters(double p, double q, double v) => new(p, q, v, double.NaN, null, null);

    /// <summary>The mean amount of a customer's purchases to come, E[M | x, m] = p (v + x m)/(p x + q − 1): between the customer's own mean and the population's.</summary>
    /// <param name="customers">Customers with mean amounts, at least 0.</param>
    /// <returns>One amount for each row.</returns>
    /// <exception cref="ArgumentException">The summary has no mean amounts, or one is negative.</exception>
    public double[] ExpectedAmounts(PurchaseSummary customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (!customers.HasMeanAmounts)
            throw new ArgumentException("The summary has no mean amounts. Create it with meanAmounts, or from a table with the column 'repeat_mean_amount'.", nameof(customers));
        double[] amounts = new double[customers.RowCount];
        for (int row = 0; row < amounts.Length; row++)
        {
            double x = customers.RepeatPurchasesOf(row), mean = customers.MeanAmounts[row];
            if (mean < 0)
                throw new ArgumentException(Invariant($"Row {row}: the mean amount is {mean}; it is at least 0. Decide beforehand what refunds mean."), nameof(customers));
            amounts[row] = P * (V + (x * mean)) / ((P * x) + Q - 1);
        }

        return amounts;
    }

    /// <summary>The report as people read it: parameters, likelihood, correlation, findings.</summary>
    /// <returns>Several lines.</returns>
    public string ToText()
    {
        var text = new StringBuilder("GammaGammaModel\n\n");
        text.Append(Report?.Whole() ?? Invariant($"p {P}, q {Q}, v {V}\n"));
        return text.Append(Invariant($"mean of the population {PopulationMean:G5}; correlation of repeat purchases and mean amount {FrequencyCorrelation:F3}\n")).ToString();
    }
}
