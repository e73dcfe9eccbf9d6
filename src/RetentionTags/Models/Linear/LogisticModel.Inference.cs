using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <content>Tests, intervals, and the regression as text.</content>
public sealed partial class LogisticModel
{
    /// <summary>McFadden's R², 1 − l/l₀ with the null log-likelihood l₀; 0–1, and well below what a linear regression's would be. For fits without a penalty.</summary>
    public double McFaddenR2 => 1 - (LogLikelihood / NullLogLikelihood);

    /// <summary>Nagelkerke's R², (1 − exp(2(l₀ − l)/W)) / (1 − exp(2l₀/W)): Cox and Snell's, divided by the greatest value that it can have; 0–1. For fits without a penalty. Source: Nagelkerke (1991), Biometrika 78, p. 691–692.</summary>
    public double NagelkerkeR2 => (1 - Math.Exp(2 * (NullLogLikelihood - LogLikelihood) / TotalWeight)) / (1 - Math.Exp(2 * NullLogLikelihood / TotalWeight));

    /// <summary>Tjur's R², also called the coefficient of discrimination: the mean probability of the events less that of the non-events. Of any rows, also such as the fit has not seen. Source: Tjur (2009), The American Statistician 63, p. 366–372.</summary>
    /// <param name="data">Rows with the model's columns; weights count.</param>
    /// <returns>From −1 to 1; NaN when all rows are events or all are not.</returns>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite.</exception>
    public double TjurR2(TrainingSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data = data.WithoutZeroWeights();
        var probabilities = new double[data.RowCount];
        Score(data.Table, probabilities);
        double events = 0, nonEvents = 0;
        for (int row = 0; row < probabilities.Length; row++)
        {
            events += data.Events[row] ? data.WeightOf(row) * probabilities[row] : 0;
            nonEvents += data.Events[row] ? 0 : data.WeightOf(row) * probabilities[row];
        }

        return (events / data.EventWeight) - (nonEvents / data.NonEventWeight);
    }

    /// <summary>Wald's test that the coefficients of some columns are all 0: bᵀV⁻¹b with their covariance V, about χ² with as many degrees of freedom as V has rank. Of the kind that <see cref="StandardErrors"/> names, so it holds for repeated customers too.</summary>
    /// <param name="columns">Columns of the model; all of them when none is given.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">The model has no such column, or it is named twice.</exception>
    /// <exception cref="InvalidOperationException">The model has no standard errors.</exception>
    public ModelTest WaldTest(params ReadOnlySpan<string> columns)
    {
        RequireErrors();
        int[] places = columns.IsEmpty ? [.. Enumerable.Range(1, _coefficients.Length)] : PlacesOf(columns);
        int side = _coefficients.Length + 1;
        double[] scaled = new double[places.Length * places.Length], values = new double[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            values[i] = _coefficients[places[i] - 1].Value / Deviation(places[i]);
            for (int j = 0; j < places.Length; j++)
                scaled[(i * places.Length) + j] = _covariance[(places[i] * side) + places[j]] / (Deviation(places[i]) * Deviation(places[j]));
        }

        var factor = new CholeskyFactor(scaled, places.Length, 1e-10);
        double[] solved = [.. values];
        factor.Solve(solved);
        return new(DotProduct.Of(values, solved), places.Length - factor.IsDependent.Count(true));

        double Deviation(int place) => _covariance[(place * side) + place] is > 0 and double variance ? Math.Sqrt(variance) : 1;
    }

    /// <summary>The likelihood-ratio test against the model without columns: 2(l − l₀), about χ² with as many degrees of freedom as columns were estimated. It takes rows for independent.</summary>
    /// <returns>The test.</returns>
    /// <exception cref="InvalidOperationException">The fit is penalised, bias-reduced, class-weighted or has not converged.</exception>
    public ModelTest LikelihoodRatioTest()
    {
        RequireMaximumLikelihood();
        return new(2 * (LogLikelihood - NullLogLikelihood), Convergence.Rank - 1);
    }

    /// <summary>The likelihood-ratio test against a model with some of this one's columns, fitted on the same rows: 2(l − l₀), about χ² with as many degrees of freedom as columns were estimated besides. It takes rows for independent.</summary>
    /// <param name="smaller">The model whose columns are some of this one's. Rows are compared by their total weight and the null log-likelihood; that they are the same ones is for the caller to see to.</param>
    /// <returns>The test.</returns>
    /// <exception cref="ArgumentException">The smaller model has a column that this one has not, was fitted on other rows, or is no maximum-likelihood fit.</exception>
    /// <exception cref="InvalidOperationException">The fit is penalised, bias-reduced, class-weighted or has not converged.</exception>
    public ModelTest LikelihoodRatioTest(LogisticModel smaller)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        RequireMaximumLikelihood();
        if (smaller.NoMaximumLikelihood is string reason)
            throw new ArgumentException($"The smaller model {reason}", nameof(smaller));
        if (smaller._coefficients.FirstOrDefault(other => !_coefficients.Any(own => own.Name == other.Name)) is Coefficient foreign)
            throw new ArgumentException($"The smaller model has the column '{foreign.Name}', which this one has not: the two are not nested.", nameof(smaller));
        if (Math.Abs(smaller.TotalWeight - TotalWeight) > 1e-9 * TotalWeight || Math.Abs(smaller.NullLogLikelihood - NullLogLikelihood) > 1e-9 * Math.Abs(NullLogLikelihood))
            throw new ArgumentException(Invariant($"The two models were fitted on different rows: they weigh {TotalWeight} and {smaller.TotalWeight}, with a null log-likelihood of {NullLogLikelihood:G10} and {smaller.NullLogLikelihood:G10}."), nameof(smaller));
        return new(2 * (LogLikelihood - smaller.LogLikelihood), Convergence.Rank - smaller.Convergence.Rank);
    }

    /// <summary>The likelihood-ratio test that the coefficients of some columns are all 0, by a fit with them held there: 2(l − l₀), for a bias-reduced fit of the penalised likelihoods with the information of all columns in both. It takes rows for independent.</summary>
    /// <param name="data">The training rows of the model.</param>
    /// <param name="columns">Columns of the model.</param>
    /// <returns>The test, with as many degrees of freedom as columns were estimated.</returns>
    /// <exception cref="ArgumentException">The rows are not those of the fit; or the model has no such column, it is named twice, or none is named.</exception>
    /// <exception cref="InvalidOperationException">The fit is penalised, class-weighted or has not converged.</exception>
    public ModelTest LikelihoodRatioTest(TrainingSet data, params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireLikelihood();
        if (columns.IsEmpty)
            throw new ArgumentException("Name the columns that are to be tested.", nameof(columns));
        return new ProfileLikelihood(this, data, isCentered: true, CancellationToken.None).TestOf(PlacesOf(columns));
    }

    /// <summary>
    /// The profile-likelihood interval of a coefficient: all values b at which 2(l − lₚ(b)) is at most the χ² quantile with one degree of freedom, where lₚ is the greatest likelihood with the coefficient held at b; for a bias-reduced fit of the penalised likelihood. Better than Wald's where the likelihood is far from a parabola,
    /// as near separation. It takes rows for independent.
    /// </summary>
    /// <remarks>Each end is found to 10⁻⁹ of a standard error by Newton's method, in some five fits of a few steps each. R's <c>confint</c> interpolates between such fits, and is off by up to 10⁻⁵ standard errors. An end is infinite when the likelihood never falls so far.</remarks>
    /// <param name="data">The training rows of the model.</param>
    /// <param name="coefficient">The name of a column, or <c>intercept</c>.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <param name="progress">Told of each end.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The interval; NaN at both ends for a column that was left out as a combination of others.</returns>
    /// <exception cref="ArgumentException">The rows are not those of the fit; or the model has no such column, or the level is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">The fit is penalised, class-weighted or has not converged.</exception>
    public ConfidenceInterval ProfileInterval(TrainingSet data, string coefficient, double level = 0.95, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(coefficient);
        ConfidenceInterval.CheckLevel(level);
        RequireLikelihood();
        bool isIntercept = coefficient == Intercept.Name;
        int place = isIntercept ? 0 : PlacesOf([coefficient])[0];
        ConfidenceInterval fitted = new ProfileLikelihood(this, data, isCentered: !isIntercept, cancellationToken).IntervalOf(place, level, progress);
        double shift = isIntercept ? PriorCorrection.PopulationShift(data) : 0;
        return fitted with { Lower = fitted.Lower + shift, Upper = fitted.Upper + shift };
    }

    /// <summary>Rao's score test of adding columns to the model, without a fit: UᵀV⁻¹U with the slopes U = Σ w (y − p) x of the log-likelihood and what the model's columns leave of the candidates' information V. R calls it <c>anova(test = "Rao")</c>. It takes rows for independent.</summary>
    /// <param name="data">The training rows of the model, with its columns and the candidates.</param>
    /// <param name="columns">Numeric columns that the model does not hold.</param>
    /// <returns>The test, with as many degrees of freedom as there are candidates that other columns do not determine.</returns>
    /// <exception cref="ArgumentException">The rows are not those of the fit; or a candidate is absent, holds categories, missing values or infinities, is named twice, or is part of the model.</exception>
    /// <exception cref="InvalidOperationException">The fit is penalised, bias-reduced, class-weighted or has not converged.</exception>
    public ModelTest ScoreTest(TrainingSet data, params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireMaximumLikelihood();
        if (columns.IsEmpty)
            throw new ArgumentException("Name the columns that are to be added.", nameof(columns));
        data = data.WithoutZeroWeights();
        var candidates = new NumericColumn[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = columns[i];
            if (_coefficients.Any(coefficient => coefficient.Name == name) || columns[..i].Contains(name))
                throw new ArgumentException($"The column '{name}' is part of the model, or named twice. The score test is of columns to be added; for those of the model there is WaldTest.", nameof(columns));
            candidates[i] = data.Table.Numeric(name);
        }

        DesignMatrix.RequireFinite(candidates, data);
        var test = new ScoreTest(data, this);
        RequireFittedOn(data, test.LogLikelihood);
        return test.Of(candidates);
    }

    /// <summary>The standard error of each row's log-odds, √(xᵀVx) with a 1 and the row's values in x: how far the score itself is uncertain, not the outcome. Of the kind that <see cref="StandardErrors"/> names.</summary>
    /// <param name="table">Holds the model's columns as numbers, found by name.</param>
    /// <returns>One standard error for each row, in log-odds.</returns>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite.</exception>
    /// <exception cref="InvalidOperationException">The model has no standard errors.</exception>
    public double[] LogOddsErrors(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        RequireErrors();
        double[][] columns = [.. _coefficients.Select(coefficient => FiniteColumn(table, coefficient.Name).ToArray())];
        var errors = new double[table.RowCount];
        var x = new double[columns.Length + 1];
        x[0] = 1;
        for (int row = 0; row < errors.Length; row++)
        {
            for (int j = 0; j < columns.Length; j++)
                x[j + 1] = columns[j][row];
            double variance = 0;
            for (int j = 0; j < x.Length; j++)
                variance += x[j] * DotProduct.Of(_covariance.AsSpan(j * x.Length, x.Length), x);
            errors[row] = Math.Sqrt(Math.Max(variance, 0));
        }

        return errors;
    }

    /// <summary>A confidence interval of each row's probability: that of its log-odds, η ± z · <see cref="LogOddsErrors"/>, both ends made probabilities. So it is never outside 0–1, as p ± z · error would be.</summary>
    /// <param name="table">Holds the model's columns as numbers, found by name.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <returns>One interval for each row; it holds <see cref="Score(Table, Span{double})"/>.</returns>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; or the level is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">The model has no standard errors.</exception>
    public ConfidenceInterval[] ScoreIntervals(Table table, double level = 0.95)
    {
        double[] errors = LogOddsErrors(table), logOdds = new double[errors.Length];
        LogOdds(table, logOdds, CancellationToken.None);
        var intervals = new ConfidenceInterval[errors.Length];
        for (int row = 0; row < errors.Length; row++)
        {
            ConfidenceInterval own = ConfidenceInterval.Around(logOdds[row], errors[row], level);
            intervals[row] = own with { Lower = LogisticFunctions.Sigmoid(own.Lower), Upper = LogisticFunctions.Sigmoid(own.Upper) };
        }

        return intervals;
    }

    /// <summary>The coefficients as users of statsmodels and R know them: estimate, standard error, z, P value and Wald interval, the intercept first.</summary>
    /// <remarks>Rounded for people; in CSV with all digits. What the fit as a whole says is in <see cref="ToSummary"/>.</remarks>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <param name="level">Coverage of the intervals, above 0 and below 1.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public string ToText(TableFormat format = TableFormat.Plain, double level = 0.95) => LogisticTables.Coefficients(this, level).Render(format);

    /// <summary>The fit as a whole: rows, log-likelihood, criteria, R², the likelihood-ratio test against no columns, which standard errors, how it converged.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table.</returns>
    public string ToSummary(TableFormat format = TableFormat.Plain) => LogisticTables.Summary(this).Render(format);

    /// <summary>Whether ratios of the likelihood mean something.</summary>
    internal bool IsMaximumLikelihood => NoMaximumLikelihood is null;

    /// <summary>Why the likelihood is not at its maximum, so that its ratios mean nothing; <see langword="null"/> when it is.</summary>
    private string? NoMaximumLikelihood => Recipe.BiasReduction == BiasReduction.None
        ? NoLikelihood
        : "is bias-reduced, so its likelihood is not at its maximum. LikelihoodRatioTest with rows and columns compares penalised likelihoods.";

    /// <summary>The same, where a maximum of Firth's penalised likelihood counts too.</summary>
    private string? NoLikelihood => Recipe switch
    {
        { L1: > 0 } or { L2: > 0 } => "is penalised, so its likelihood is not at its maximum. Fit without a penalty.",
        _ when Findings.Any(finding => finding.Code == FindingCodes.ActiveBound) => "is held by bounds, so its likelihood is not at its maximum. Fit without them.",
        _ when Findings.Any(finding => finding.Code == FindingCodes.UpdatedModel) => "was updated, so its likelihood on the new rows is not at its maximum. Fit old and new rows together.",
        _ when Recipe.ClassWeights != new ClassWeights() => "has class weights, so its log-likelihood is not that of the rows. Fit without them.",
        _ when !Convergence.IsConverged => $"has not converged ({Convergence.Reason}), so its log-likelihood is not the greatest. Its findings say what to do.",
        _ => null,
    };

    /// <summary>Where the columns stand in <see cref="Covariance"/>.</summary>
    private int[] PlacesOf(ReadOnlySpan<string> columns)
    {
        var places = new int[columns.Length];
        for (int i = 0; i < places.Length; i++)
        {
            string name = columns[i];
            places[i] = Array.FindIndex(_coefficients, coefficient => coefficient.Name == name) + 1;
            if (places[i] == 0)
                throw new ArgumentException($"The model has no column '{name}'. It has: {string.Join(", ", _coefficients.Select(each => $"'{each.Name}'"))}.", nameof(columns));
            if (columns[..i].Contains(name))
                throw new ArgumentException($"The column '{name}' is named twice.", nameof(columns));
        }

        return places;
    }

    private void RequireErrors()
    {
        if (StandardErrors is null)
            throw new InvalidOperationException("The model has no standard errors: it was fitted with StandardErrors.None, is penalised, or class-weighted with StandardErrors.ModelBased. Fit without a penalty, or ask for StandardErrors.Robust.");
    }

    private void RequireMaximumLikelihood()
    {
        if (NoMaximumLikelihood is string reason)
            throw new InvalidOperationException($"The model {reason}");
    }

    private void RequireLikelihood()
    {
        if (NoLikelihood is string reason)
            throw new InvalidOperationException($"The model {reason}");
    }

    /// <summary>That these are the rows of the fit is seen by the log-likelihood that they have under the model.</summary>
    internal void RequireFittedOn(TrainingSet data, double logLikelihood)
    {
        if (!(Math.Abs(data.TotalWeight - TotalWeight) <= 1e-9 * TotalWeight && Math.Abs(logLikelihood - LogLikelihood) <= 1e-7 * Math.Abs(LogLikelihood)))
            throw new ArgumentException(Invariant($"These are not the rows that the model was fitted on: they weigh {data.TotalWeight} and have a log-likelihood of {logLikelihood:G10} under it, and those weighed {TotalWeight} and had {LogLikelihood:G10}. Give the training set of the fit."), nameof(data));
    }
}
