using RetentionTags.Evaluation;
using RetentionTags.Rendering;

namespace RetentionTags.Models.Linear;

/// <summary>A regression as text.</summary>
internal static class LogisticTables
{
    public static TextTable Coefficients(LogisticModel model, double level)
    {
        string percent = Invariant($"{100 * level:0.##} %");
        var table = new TextTable("Column", "Coefficient", "Std. error", "z", "P > |z|", $"{percent} from", $"{percent} to");
        foreach (Coefficient coefficient in (Coefficient[])[model.Intercept, .. model.Coefficients])
        {
            ConfidenceInterval interval = coefficient.Interval(level);
            table.Add(
                coefficient.Name,
                TableCell.Significant(coefficient.Value),
                TableCell.Significant(coefficient.StandardError),
                TableCell.Number(coefficient.Z, 2),
                TableCell.Number(coefficient.PValue, 4),
                TableCell.Significant(interval.Lower),
                TableCell.Significant(interval.Upper));
        }

        return table;
    }

    public static TextTable Summary(LogisticModel model)
    {
        var table = new TextTable("Fit", "Value");
        table.Add("rows (total weight)", TableCell.Weight(model.TotalWeight));
        table.Add("coefficients", TableCell.Weight(model.Convergence.Rank));
        table.Add("log-likelihood", TableCell.Number(model.LogLikelihood, 4));
        table.Add("log-likelihood without columns", TableCell.Number(model.NullLogLikelihood, 4));
        if (model.PenalizedLogLikelihood is double penalized)
            table.Add("penalised log-likelihood", TableCell.Number(penalized, 4));
        if (model.IsMaximumLikelihood)
        {
            ModelTest test = model.LikelihoodRatioTest();
            table.Add("AIC", TableCell.Number(model.Aic, 3));
            table.Add("BIC", TableCell.Number(model.Bic, 3));
            table.Add("McFadden R²", TableCell.Number(model.McFaddenR2, 4));
            table.Add("Nagelkerke R²", TableCell.Number(model.NagelkerkeR2, 4));
            table.Add(Invariant($"likelihood ratio, {test.DegreesOfFreedom} df"), TableCell.Number(test.Statistic, 3));
            table.Add("P of the likelihood ratio", TableCell.Significant(test.PValue));
        }

        table.Add("condition number", TableCell.Number(model.Convergence.ConditionNumber, 2));
        table.Add("standard errors", Errors(model));
        table.Add("stopped", Invariant($"{model.Convergence.Reason} after {model.Convergence.Iterations} steps"));
        return table;
    }

    private static string Errors(LogisticModel model) => model.StandardErrors switch
    {
        null => "none",
        StandardErrors.Clustered => $"Clustered by {model.ClusterCount} entities",
        StandardErrors kind => kind.ToString(),
    };
}
