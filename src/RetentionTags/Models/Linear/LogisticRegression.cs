using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Logistic regression on numeric columns, with standard errors. Without a penalty unless one is asked for.
/// </summary>
/// <remarks>
/// It minimises Σ wᵢ [ln(1 + exp ηᵢ) − yᵢηᵢ] + L2/2 · Σⱼ bⱼ², where ηᵢ = b₀ + Σⱼ bⱼxᵢⱼ (and the offset, where there is an <see cref="OffsetColumn"/>), yᵢ is 1 for an event and 0 otherwise, and wᵢ is the row's weight. The intercept is
/// never penalised. Where the training set has a <see cref="TrainingSet.PopulationEventRate"/>, the intercept is moved to it after the fit. The first sum is a sum, not a mean: twice the data weigh twice as much against the same penalty (scikit-learn's C is 1/L2). Columns are
/// centred and scaled inside the fit; coefficients are those of the columns as given. Missing values have no meaning here: use
/// <see cref="Scoring.ScorecardRecipe"/>, which gives them a bin.
/// <para>
/// Newton's method, of which the last step is made on all rows with all columns, decides. Where rows are many, a part of them and L-BFGS (Nocedal 1980) lead near the optimum first; above 500 columns L-BFGS alone does. Standard errors take one information matrix and its inverse
/// whatever the number of columns. Both processors are used; the result does not depend on their number.
/// </para>
/// </remarks>
public sealed record LogisticRegression : IRecipe<LogisticModel>
{
    private const int MostColumns = 10_000;

    /// <summary>The weight of the ridge penalty.</summary>
    /// <value>0 by default: none, so that coefficients are the maximum-likelihood estimates and have standard errors.</value>
    public double L2 { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(L2), value, "finite and at least 0"); }

    /// <summary>The scale on which the penalty measures coefficients.</summary>
    /// <value><see cref="Linear.PenaltyScale.Standardized"/> by default (population standard deviation, weighted). Without a penalty it changes nothing.</value>
    public PenaltyScale PenaltyScale { get; init; } = PenaltyScale.Standardized;

    /// <summary>How much more an event, or a non-event, counts than its weight says. The intercept is corrected for it afterwards, and a finding says by how much.</summary>
    /// <value>Nothing by default: every row counts as its weight says. <see cref="Linear.ClassWeights.Balanced"/> makes both classes count the same.</value>
    public ClassWeights ClassWeights { get; init; } = new();

    /// <summary>The column that is added to the log-odds with coefficient 1, in the fit and in scores: what is known before (the log-odds of another model, say), so that the other columns are fitted to the rest.</summary>
    /// <value><see langword="null"/> by default: none. The column gets no coefficient and is not penalised. The null model, too, has the offset beside its intercept.</value>
    public string? OffsetColumn { get; init; }

    /// <summary>Whether the bias of maximum likelihood is taken out, which also gives finite estimates where events and non-events are separated.</summary>
    /// <value><see cref="BiasReduction.None"/> by default. Others take the place of a penalty, so they go with none of <see cref="L2"/>, <see cref="ClassWeights"/> and <see cref="OffsetColumn"/>. They have no use for a start.</value>
    public BiasReduction BiasReduction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(BiasReduction), value, "one of the named choices"); }

    /// <summary>Which covariance standard errors, tests and intervals go by. The estimates are the same for all.</summary>
    /// <value>
    /// <see cref="StandardErrors.Automatic"/> by default: clustered by entity where some entity has several rows, since rows of one customer repeat what they say, and from the inverse information elsewhere (robust with class weights).
    /// <see cref="LogisticModel.StandardErrors"/> says which it was.
    /// </value>
    public StandardErrors StandardErrors { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(StandardErrors), value, "one of the named kinds"); }

    /// <summary>The largest number of steps on all rows.</summary>
    /// <value>100 by default; six to eight are usual. A wild value can cost one for each unit of log-odds until its row counts no more.</value>
    public int MaxIterations { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxIterations), value, "at least 1"); } = 100;

    /// <summary>The fit has converged when the next step is shorter than this, in standard errors (or so short that doubles cannot tell).</summary>
    /// <value>10⁻¹⁰ by default: far below any error that matters, and one step more than a coarse tolerance.</value>
    public double Tolerance { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Tolerance), value, "above 0 and below 1"); } = 1e-10;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column holds categories, missing values or infinities; there is no <see cref="OffsetColumn"/>; there are more than 10,000 columns; or <see cref="StandardErrors.Clustered"/> is asked for and the rows have no entities.</exception>
    /// <exception cref="InvalidOperationException"><see cref="BiasReduction"/> is asked for together with a penalty, class weights or an offset.</exception>
    /// <exception cref="TrainingDataException">All rows are events or all non-events; or <see cref="StandardErrors.Clustered"/> is asked for and all rows are one entity's.</exception>
    public LogisticModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => FitFrom(null, data, progress, cancellationToken);

    /// <summary>Fits, beginning at the coefficients of an earlier model: that of last month's rows, or of a few columns less. The optimum is the same, and the way to it shorter.</summary>
    /// <param name="data">The training rows.</param>
    /// <param name="start">Columns are matched by name; those that the model does not have begin at 0. Where the intercept alone is more likely on these rows, the fit begins there.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model.</returns>
    /// <exception cref="ArgumentException">As for a fit without a start.</exception>
    public LogisticModel Fit(TrainingSet data, LogisticModel start, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return FitFrom(start, data, progress, cancellationToken);
    }

    private LogisticModel FitFrom(LogisticModel? start, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Table.Columns.Count > MostColumns)
            throw new ArgumentException($"There are {data.Table.Columns.Count:N0} columns; logistic regression takes at most {MostColumns:N0}, since its information matrix grows with the square of their number. Choose among them first, for instance by a SelectionFunnel.", nameof(data));
        RequirePlainFirth();
        data.RequireBothClasses();
        data = data.WithoutZeroWeights();
        var prior = new PriorCorrection(ClassWeights, data);
        var covariance = new SandwichCovariance(StandardErrors, hasErrors: L2 == 0, data, prior.Weighted);
        DesignMatrix design = DesignMatrix.Of(data, OffsetColumn, cancellationToken);
        LogisticModel model = BiasReduction == BiasReduction.None
            ? new NewtonFit(this, design, prior.Weighted, covariance, progress, cancellationToken).Run(start)
            : new FirthFit(this, design, data, covariance, progress, cancellationToken).Run();
        return prior.ApplyTo(model, cancellationToken);
    }

    private void RequirePlainFirth()
    {
        if (BiasReduction != BiasReduction.None && (L2 > 0 || ClassWeights != new ClassWeights() || OffsetColumn is not null))
            throw new InvalidOperationException($"BiasReduction.{BiasReduction} is a penalty of its own and needs rows as they are: take away {(L2 > 0 ? nameof(L2) : OffsetColumn is not null ? nameof(OffsetColumn) : nameof(ClassWeights))}, or BiasReduction.");
    }
}
