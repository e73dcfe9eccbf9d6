namespace RetentionTags.Selection;

/// <summary>Leaves out, one after the other, columns that the others together nearly determine.</summary>
/// <remarks>
/// VIFⱼ = 1/(1 − R²ⱼ), with R²ⱼ of the regression of column j on the others with an intercept: the diagonal of the inverse of their correlations, which are weighted. The column with the highest factor goes while that is above <see cref="Max"/>, and the
/// others are computed anew; the stage's moves say in which order. Among equal factors the column with the lowest information value goes, then the latest. A column of which the others leave less than 10⁻¹⁰ of the variance unexplained has the factor ∞, and so has each that
/// it depends on.
/// </remarks>
public sealed record VarianceInflation : SelectionStep
{
    /// <summary>Factors this close to each other, relatively, are equal.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The highest factor that a column may have.</summary>
    /// <value>10 by default, as is customary; 5 is the stricter custom. At least 1.</value>
    public double Max { get; init => field = AtLeast(1, value, nameof(Max)); } = 10;

    /// <summary>Of what.</summary>
    /// <value><see cref="SelectionCoding.Woe"/> by default. Columns of numbers with missing values take no part when numbers are read as they are.</value>
    public SelectionCoding Coding { get; init => field = Named(value, nameof(Coding)); }

    internal override void Apply(SelectionRun run)
    {
        Correlations correlations = Correlations.Of(run, Coding, CorrelationMethod.Pearson, needsAllRows: true);

        // In this order the first of several highest is the one to go.
        List<string> left = [.. run.ByPreference(correlations.Names).Reverse()];
        while (true)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            double[] factors = InflationFactors.Of(correlations.Among(left), left.Count);
            int highest = Highest(factors, i => !run.MustStay(left[i]));
            if (highest < 0 || !(factors[highest] > Max))
            {
                for (int i = 0; i < factors.Length; i++)
                    Keep(run, left[i], factors[i]);
                return;
            }

            string name = left[highest], rival = left.Where(other => other != name).MaxBy(other => Math.Abs(correlations[name, other]))!;
            run.Measure(name, factors[highest]);
            run.Move(SelectionAction.Remove, name, factors[highest]);
            run.Drop(name, Invariant($"its variance inflation factor is {factors[highest]:F2}, and {Max} is the highest allowed; of the columns then left it is closest to '{rival}', with a correlation of {correlations[name, rival]:F3}."), [new("variance inflation factor", factors[highest]), new(nameof(Max), Max), new("correlation", correlations[name, rival])], rival);
            left.RemoveAt(highest);
        }
    }

    /// <summary>The first of the highest factors, or −1. Two columns alone have the same factor, up to rounding.</summary>
    private static int Highest(double[] factors, Func<int, bool> mayGo)
    {
        double highest = factors.Where((_, i) => mayGo(i)).DefaultIfEmpty().Max();
        return Array.FindIndex([.. factors.Select((factor, i) => mayGo(i) ? factor : 0)], factor => factor > 0 && factor >= highest * (1 - Rounding));
    }

    private void Keep(SelectionRun run, string name, double factor)
    {
        run.Measure(name, factor);
        if (factor > Max)
            run.Drop(name, Invariant($"its variance inflation factor is {factor:F2}, and {Max} is the highest allowed."), []);
    }
}
