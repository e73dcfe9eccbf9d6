using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Lifetime;

/// <summary>Survival in whole periods with covariates: a logistic regression of the hazard hₜ(x), the probability of the event in period t for a customer who has come to it.</summary>
/// <remarks>
/// logit hₜ(x) = γₜ + b·x, fitted on the rows of <see cref="PersonPeriods"/>; S(t | x) = Π (1 − hₛ(x)) over s ≤ t. With <see cref="PeriodEffect.EachPeriod"/> and no covariates it is the curve of Kaplan and Meier, to the precision of the fit. Covariates shift the log-odds by the same amount in all periods.
/// Standard errors of the regression are clustered by customer unless it asks for others. Given the model, the periods of one customer are independent, so <see cref="StandardErrors.ModelBased"/> ones are right where it holds (Allison 1982, Sociological Methodology 13, p. 61–98); clustered ones also where it holds only about.
/// For a classifier of another kind fit it on <see cref="PersonPeriods.ToTrainingSet"/>.
/// </remarks>
public sealed record DiscreteHazard
{
    /// <summary>How the hazard depends on the period.</summary>
    /// <value><see cref="PeriodEffect.EachPeriod"/> by default.</value>
    public PeriodEffect PeriodEffect { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(PeriodEffect), value, "one of the named effects"); }

    /// <summary>The rows: up to which period, and how many cells at most. Its column's name begins the names of the columns of periods, such as <c>period 2</c>.</summary>
    /// <value>All periods and at most 100,000,000 cells by default.</value>
    public PersonPeriods Periods { get; init; } = new();

    /// <summary>How the hazard is fitted.</summary>
    /// <value>Maximum likelihood by default.</value>
    public LogisticRegression Regression { get; init; } = new();

    /// <summary>Fits the hazard.</summary>
    /// <param name="data">Durations in whole periods. A customer without an event at duration 0 tells nothing and has no row.</param>
    /// <param name="covariates">Numeric columns without missing values, one row for each of <paramref name="data"/>: what is known at the start; nothing for a curve of all customers.</param>
    /// <param name="progress">Told of the regression's steps.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model.</returns>
    /// <exception cref="ArgumentException">Durations are not whole periods, numbers of rows differ, a covariate holds categories, missing values or infinities, or there would be no rows or too many cells.</exception>
    /// <exception cref="TrainingDataException">No row has an event, or all have.</exception>
    public DiscreteHazardModel Fit(SurvivalData data, Table? covariates = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWholePeriods();
        var code = new PeriodCode(PeriodEffect, Periods.PeriodColumn, PeriodsOf(data));
        TrainingSet rows = Periods.Expand(data, covariates, code.ToColumns, code.Names.Count);
        LogisticModel regression = Regression.Fit(rows, progress, cancellationToken);
        return new(this, regression, code, [.. covariates?.Columns.Select(column => column.Name) ?? []]) { PersonPeriodCount = rows.RowCount };
    }

    /// <summary>The periods that somebody was at risk in.</summary>
    private int[] PeriodsOf(SurvivalData data) =>
        [.. Enumerable.Range(1, (int)Math.Min(data.LastTime, Periods.LastPeriod ?? SurvivalData.MaxPeriods)).Where(period => data.AtRiskAt(period) > 0)];
}
