using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>Looks for the columns of a logistic regression one at a time.</summary>
/// <remarks>
/// <para>
/// At each move every single addition, removal or both are fitted, each by <see cref="Models.Linear.LogisticRegression"/> without a penalty. By <see cref="StepwiseCriterion.Aic"/> and <see cref="StepwiseCriterion.Bic"/> the one with the lowest criterion is made while it is lower than the present one by more than 10⁻⁷,
/// as R's <c>step</c> does it. By <see cref="StepwiseCriterion.PValue"/> the column with the highest P value goes while that is above <see cref="Leave"/>; then the one with the lowest comes, while that is below <see cref="Enter"/>. Among equals the column with the higher information value is preferred, then the
/// earlier one. A set of columns that was there before ends the search, with a finding.
/// </para>
/// <para>P values and criteria of the model that a search has found are not valid as such: they do not know of the search. Judge it on rows that had no part in it.</para>
/// </remarks>
public sealed record Stepwise : SelectionStep
{
    /// <summary>Where to start and what moves to make.</summary>
    /// <value><see cref="StepwiseDirection.Both"/> by default.</value>
    public StepwiseDirection Direction { get; init => field = Named(value, nameof(Direction)); }

    /// <summary>By what models are compared.</summary>
    /// <value><see cref="StepwiseCriterion.Aic"/> by default, as in R and toad.</value>
    public StepwiseCriterion Criterion { get; init => field = Named(value, nameof(Criterion)); }

    /// <summary>By P value: a column comes when its own is lower.</summary>
    /// <value>0.05 by default. Above 0 and at most <see cref="Leave"/>.</value>
    public double Enter { get; init => field = Within(0, 1, value, nameof(Enter)); } = 0.05;

    /// <summary>By P value: a column goes when its own is higher.</summary>
    /// <value>0.1 by default; above <see cref="Enter"/>, so that a column that has come does not go at once.</value>
    public double Leave { get; init => field = Within(0, 1, value, nameof(Leave)); } = 0.1;

    /// <summary>What the regression is fitted on.</summary>
    /// <value>
    /// <see cref="SelectionCoding.Woe"/> by default. Numbers as they are must not be missing or infinite, and columns of categories then stay without being judged.
    /// </value>
    public SelectionCoding Coding { get; init => field = Named(value, nameof(Coding)); }

    /// <summary>Whether every coefficient of a weight of evidence must be positive, as in a scorecard.</summary>
    /// <value>
    /// <see langword="true"/> by default. A column does not come when some coefficient would not be positive with it, and while the model has such a coefficient the column with the lowest one goes. Columns that are always kept are exempt. Numbers as they are may have any sign.
    /// </value>
    public bool RequirePositiveCoefficients { get; init; } = true;

    /// <summary>How many additions, and how many removals, are fitted at each move: those that promise most by the score test, which needs no fit, and by Wald's test. When none of them is to be made, all others are fitted before the search ends.</summary>
    /// <value>
    /// 0 by default: all of them are fitted, as in R. With many columns a short list of 5 saves most of the time and usually finds the same way; in any case no single move improves what the search ends with.
    /// </value>
    public int Shortlist { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(Shortlist), value, "at least 0"); }

    internal override void Check(Binning.BinningRecipe binning, Table table)
    {
        if (Enter > Leave)
            throw new InvalidOperationException(Invariant($"Enter is {Enter} and Leave is {Leave}. Enter is at most Leave; otherwise a column that has come goes again at once."));
    }

    internal override void Apply(SelectionRun run)
    {
        string[] names = run.Candidates;
        if (Coding == SelectionCoding.Raw)
        {
            foreach (string name in names.Where(name => run.Data.Table[name] is CategoryColumn))
                run.NotJudged(name, "it holds categories, and numbers are read as they are. Set Coding to Woe to let it take part.");
            names = [.. names.Where(name => run.Data.Table[name] is NumericColumn)];
        }

        if (names.Length > 0)
            new StepwiseSearch(this, run, names).Run();
    }
}
