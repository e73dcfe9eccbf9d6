using System.Text;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>How a fit by maximum likelihood went: estimates with their accuracy, the likelihood, convergence, findings.</summary>
/// <param name="Parameters">The parameters, in the order of the literature.</param>
/// <param name="LogLikelihood">At the maximum: of counts and timing, without the terms that no parameter is in; for spend with all terms.</param>
/// <param name="TotalWeight">The sum of weights of the rows that the likelihood is made of: all for purchases, those with repeat purchases for spend.</param>
/// <param name="PatternCount">Distinct patterns that were summed over.</param>
/// <param name="Iterations">Steps of the search, Newton's last ones included. Where patterns are many, the steps on a part of them, which lead near the maximum, are not counted.</param>
/// <param name="RelativeGradient">The greatest derivative of the log-likelihood by a parameter's logarithm, divided by the log-likelihood.</param>
/// <param name="IsConverged">Whether the relative gradient is at most 10⁻⁹ and Newton's step would be shorter than 10⁻⁴ standard errors.</param>
/// <param name="Findings">What a person should know about this fit.</param>
public sealed record LikelihoodReport(
    ValueList<EstimatedParameter> Parameters,
    double LogLikelihood,
    double TotalWeight,
    int PatternCount,
    int Iterations,
    double RelativeGradient,
    bool IsConverged,
    ValueList<Finding> Findings)
{
    /// <summary>Akaike's criterion, −2 · log-likelihood + 2k with k parameters. It compares models of the same customers: those in continuous time with one another.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * Parameters.Count);

    /// <summary>Schwarz's criterion, −2 · log-likelihood + k ln W with k parameters and the total weight W.</summary>
    public double Bic => (-2 * LogLikelihood) + (Parameters.Count * Math.Log(TotalWeight));

    /// <summary>The parameters as a table: estimate, standard error, interval and its kind.</summary>
    /// <param name="format">How to write it.</param>
    /// <returns>One line for each parameter.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        string level = Invariant($"{100 * Parameters[0].Interval.Level:0.##} %");
        var table = new TextTable("parameter", "estimate", "standard error", $"lower {level}", $"upper {level}", "interval");
        foreach (EstimatedParameter each in Parameters)
            table.Add(each.Name, TableCell.Significant(each.Value), TableCell.Significant(each.StandardError), TableCell.Significant(each.Interval.Lower), TableCell.Significant(each.Interval.Upper), each.IsProfile ? "profile" : "Wald in logs");
        return table.Render(format);
    }

    /// <summary>Everything, as people read it.</summary>
    internal string Whole()
    {
        var text = new StringBuilder(ToText());
        text.Append(Invariant($"\nlog-likelihood {LogLikelihood:F4}, AIC {Aic:F2}, BIC {Bic:F2}; weight {TotalWeight:0.##} in {PatternCount} patterns\n"));
        text.Append(Invariant($"{(IsConverged ? "converged" : "not converged")} after {Iterations} steps, relative gradient {RelativeGradient:E1}\n"));
        foreach (Finding finding in Findings)
            text.Append(finding).Append('\n');
        return text.ToString();
    }
}
