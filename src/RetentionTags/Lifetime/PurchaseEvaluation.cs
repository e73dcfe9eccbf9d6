using System.Text;
using RetentionTags.Evaluation;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>A purchase model held against what happened, beside the two baselines that it must beat: recency alone and frequency alone.</summary>
/// <param name="Horizon">How long it was waited.</param>
/// <param name="TotalWeight">The weight of all customers.</param>
/// <param name="ActualBuyers">The weight of those who bought.</param>
/// <param name="Scores">The probability of a purchase, minus the time since the last purchase, repeat purchases, and the probability to be alive; in this order.</param>
/// <param name="Findings">Where a baseline is not beaten, where the model foretells another number of buyers, where the probability to be alive ranks upside down.</param>
public sealed record PurchaseEvaluation(Horizon Horizon, double TotalWeight, double ActualBuyers, ValueList<PurchaseScore> Scores, ValueList<Finding> Findings)
{
    /// <summary>Times since the last purchase are differences; rounded to so many decimals, equal ones are equal.</summary>
    private const int Decimals = 6;

    /// <summary>How far expected and actual buyers may be apart, in standard deviations of independent buyers.</summary>
    private const double MostDeviations = 3;

    /// <summary>The model's probability of a purchase.</summary>
    public PurchaseScore Model => Scores[0];

    /// <summary>Minus the time since the last purchase, −(T − t).</summary>
    public PurchaseScore Recency => Scores[1];

    /// <summary>The number of repeat purchases, x.</summary>
    public PurchaseScore Frequency => Scores[2];

    /// <summary>The model's probability to be alive, for the record only.</summary>
    public PurchaseScore Alive => Scores[3];

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="customers">Customers up to the end of observation: those that the model was fitted on, or others.</param>
    /// <param name="outcome">Who of them bought afterwards.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The evaluation. Baselines have no fit, so they are the same for all models.</returns>
    /// <exception cref="ArgumentException">Rows or units differ.</exception>
    public static PurchaseEvaluation Of(PurchaseModel model, PurchaseSummary customers, PurchaseOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(outcome);
        outcome.Check(customers, nameof(outcome));
        CustomerValues probabilities = model.ProbabilityOfPurchase(customers, outcome.Horizon, cancellationToken);
        double[] alive = model.ProbabilityAlive(customers, cancellationToken).ToRows(), frequency = new double[alive.Length], recency = new double[alive.Length];
        for (int row = 0; row < recency.Length; row++)
        {
            PurchasePattern pattern = customers.AllPatterns[customers.PatternOfRow[row]];
            (frequency[row], recency[row]) = (pattern.RepeatPurchases, -Math.Round(pattern.Tenure - pattern.LastPurchase, Decimals));
        }

        BinaryEvaluation ofModel = Measure(probabilities.ToRows()), ofAlive = Measure(alive);
        PurchaseScore[] scores =
        [
            new("P(purchase)", ofModel.Auc, ofModel.Brier, probabilities.Total, ""),
            new("recency", Measure(recency).Auc, double.NaN, double.NaN, "baseline: minus the time since the last purchase"),
            new("frequency", Measure(frequency).Auc, double.NaN, double.NaN, "baseline: repeat purchases"),
            new("P(alive)", ofAlive.Auc, ofAlive.Brier, double.NaN, "another question; build no tag on it"),
        ];
        double actual = ofModel.EventRate * ofModel.TotalWeight;
        return new(outcome.Horizon, customers.TotalWeight, actual, [.. scores], [.. FindingsOf(scores, actual, probabilities)]);

        BinaryEvaluation Measure(double[] values) => BinaryEvaluation.Of(values, outcome.Bought, customers.Weights, cancellationToken);
    }

    /// <summary>The scores as a table, best read beside one another.</summary>
    /// <param name="format">How to write it.</param>
    /// <returns>One line for each score.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("score", "AUC", "Brier", "expected buyers", "actual buyers", "note");
        foreach (PurchaseScore each in Scores)
            table.Add(each.Name, TableCell.Number(each.Auc, 4), TableCell.Number(each.Brier, 4), TableCell.Number(each.ExpectedBuyers, 1), TableCell.Weight(ActualBuyers), each.Note);
        return table.Render(format);
    }

    /// <summary>Everything, as people read it.</summary>
    internal string Whole()
    {
        var text = new StringBuilder(Invariant($"Purchases within {Horizon} after the end of observation:\n"));
        text.Append(ToText());
        foreach (Finding finding in Findings)
            text.Append(finding).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<Finding> FindingsOf(PurchaseScore[] scores, double actual, CustomerValues probabilities)
    {
        foreach (PurchaseScore baseline in scores[1..3].Where(baseline => baseline.Auc > scores[0].Auc))
            yield return new(FindingSeverity.Warning, FindingCodes.BaselineNotBeaten, Invariant($"{baseline.Name} alone ranks customers better (AUC {baseline.Auc:F4}) than the model does ({scores[0].Auc:F4}). For a ranking the baseline will do; for probabilities, calibrate the model on an outcome."));
        if (scores[3].Auc < 0.5)
            yield return new(FindingSeverity.Warning, FindingCodes.AliveUpsideDown, Invariant($"The probability to be alive ranks customers upside down (AUC {scores[3].Auc:F4}): those who bought again are called less alive than those who did not. Build nothing on it; use the probability of a purchase."));
        double variance = 0;
        for (int i = 0; i < probabilities.PerPattern.Length; i++)
            variance += probabilities.Customers.AllPatterns[i].Weight * probabilities.PerPattern[i] * (1 - probabilities.PerPattern[i]);
        if (Math.Abs(scores[0].ExpectedBuyers - actual) > MostDeviations * Math.Sqrt(variance))
            yield return new(FindingSeverity.Warning, FindingCodes.MiscalibratedPurchases, Invariant($"{scores[0].ExpectedBuyers:F1} buyers were expected and {actual:0.##} came, {Math.Abs(scores[0].ExpectedBuyers - actual) / Math.Sqrt(variance):F1} standard deviations apart. Calibrate the probabilities on an outcome, for instance with PlattScaling, before tiers are cut."));
    }
}
