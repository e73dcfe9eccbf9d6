using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;

namespace RetentionTags.Lifetime;

/// <summary>A fitted hazard in whole periods: survival and the probability of the event within a horizon, for customers with given covariates.</summary>
/// <remarks>Periods beyond <see cref="LastPeriod"/> are an error with <see cref="PeriodEffect.EachPeriod"/>; with other effects the line is extended, and what it says there is a guess.</remarks>
public sealed class DiscreteHazardModel
{
    private readonly PeriodCode _code;
    private readonly string[] _covariates;

    internal DiscreteHazardModel(DiscreteHazard recipe, LogisticModel regression, PeriodCode code, string[] covariates)
    {
        Recipe = recipe;
        Regression = regression;
        _code = code;
        _covariates = covariates;
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public DiscreteHazard Recipe { get; }

    /// <summary>The regression of the hazard: the columns of periods first, then the covariates, whose coefficients are log-odds ratios of the hazard. With <see cref="PeriodEffect.EachPeriod"/> the intercept is that of the first period.</summary>
    public LogisticModel Regression { get; }

    /// <summary>The last period that somebody was watched in.</summary>
    public int LastPeriod => _code.LastPeriod;

    /// <summary>The rows that the regression was fitted on.</summary>
    public int PersonPeriodCount { get; internal init; }

    /// <summary>What a person should know about this fit: the findings of the regression.</summary>
    public IReadOnlyList<Finding> Findings => Regression.Findings;

    /// <summary>The periods that somebody was at risk in, ascending.</summary>
    internal ReadOnlySpan<int> Periods => _code.Periods;

    /// <summary>The names of the covariates, in the regression's order.</summary>
    internal ReadOnlySpan<string> Covariates => _covariates;

    /// <summary>S(t) of a model without covariates: the share without an event after t periods.</summary>
    /// <param name="periods">t, at least 0.</param>
    /// <returns>0–1.</returns>
    /// <exception cref="InvalidOperationException">The model has covariates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">t is negative, or beyond what the model knows.</exception>
    public double Survival(int periods)
    {
        if (_covariates.Length > 0)
            throw new InvalidOperationException($"The model has covariates ({string.Join(", ", _covariates.Select(name => $"'{name}'"))}): give a table with them.");
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        return Math.Exp(-Hazard(Regression.Intercept.Value, Effects(1, periods)));
    }

    /// <summary>S(t | x): for each row the probability of no event in the periods 1 … t.</summary>
    /// <param name="covariates">The covariates, found by name; others are ignored.</param>
    /// <param name="periods">t, at least 0.</param>
    /// <returns>One number for each row, 0–1.</returns>
    /// <exception cref="ArgumentException">A covariate is absent, holds categories, or has a value that is missing or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">t is negative, or beyond what the model knows.</exception>
    public double[] Survival(Table covariates, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        double[] effects = Effects(1, periods);
        return Array.ConvertAll(LogOdds(covariates), odds => Math.Exp(-Hazard(odds, effects)));
    }

    /// <summary>P(T ≤ t + h | T &gt; t, x): for each row the probability of the event in the next h periods, given that it has lasted t.</summary>
    /// <param name="covariates">The covariates, found by name; others are ignored.</param>
    /// <param name="lasted">For each row t, the number of periods it has lasted, at least 0.</param>
    /// <param name="horizon">h, at least 0.</param>
    /// <returns>One number for each row, 0–1; small ones exact.</returns>
    /// <exception cref="ArgumentException">Lengths differ; or a covariate is absent, holds categories, or has a value that is missing or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">t or h is negative, or t + h is beyond what the model knows.</exception>
    public double[] EventProbability(Table covariates, ReadOnlySpan<int> lasted, int horizon)
    {
        double[] logOdds = LogOdds(covariates);
        if (lasted.Length != logOdds.Length)
            throw new ArgumentException($"There are {lasted.Length} numbers of periods for {logOdds.Length} rows.", nameof(lasted));
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        var byTime = new Dictionary<int, double[]>();
        for (int row = 0; row < logOdds.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lasted[row], nameof(lasted));
            if (!byTime.TryGetValue(lasted[row], out double[]? effects))
                byTime[lasted[row]] = effects = Effects(lasted[row] + 1, horizon);
            logOdds[row] = GammaSteps.OneMinusExpOfMinus(Hazard(logOdds[row], effects));
        }

        return logOdds;
    }

    /// <summary>−Σ ln(1 − hₛ), where ln(1 − h) = −ln(1 + e^η).</summary>
    private static double Hazard(double logOdds, double[] effects)
    {
        double sum = 0;
        foreach (double effect in effects)
            sum += LogisticFunctions.SoftPlus(logOdds + effect);
        return sum;
    }

    private double[] Effects(int first, int count) => [.. Enumerable.Range(first, count).Select(period => _code.EffectOf(period, Regression))];

    /// <summary>The intercept and what the covariates add: the regression with its columns of periods at 0.</summary>
    private double[] LogOdds(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        var zeros = new double[covariates.RowCount];
        var odds = new double[covariates.RowCount];
        Table table = Table.Create([.. _code.Names.Select(name => Column.Numeric(name, zeros)), .. _covariates.Select(name => covariates[name])]);
        Regression.LogOdds(table, odds, CancellationToken.None);
        return odds;
    }
}
