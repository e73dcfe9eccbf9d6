using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Logistic regression on numeric columns by Newton's method, with standard errors. Without a penalty unless one is asked for.
/// </summary>
/// <remarks>
/// It minimises Σ wᵢ [ln(1 + exp ηᵢ) − yᵢηᵢ] + L2/2 · Σⱼ bⱼ², where ηᵢ = b₀ + Σⱼ bⱼxᵢⱼ, yᵢ is 1 for an event and 0 otherwise, and wᵢ is the row's weight. The intercept is
/// never penalised. Where the training set has a <see cref="TrainingSet.PopulationEventRate"/>, the intercept is moved to it after the fit. The first sum is a sum, not a mean: twice the data weigh twice as much against the same penalty (scikit-learn's C is 1/L2). Columns are
/// centred and scaled inside the fit; coefficients are those of the columns as given. Missing values have no meaning here: use
/// <see cref="Scoring.ScorecardRecipe"/>, which gives them a bin.
/// </remarks>
public sealed record LogisticRegression : IRecipe<LogisticModel>
{
    /// <summary>The weight of the ridge penalty.</summary>
    /// <value>0 by default: none, so that coefficients are the maximum-likelihood estimates and have standard errors.</value>
    public double L2 { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(L2), value, "finite and at least 0"); }

    /// <summary>The scale on which the penalty measures coefficients.</summary>
    /// <value><see cref="Linear.PenaltyScale.Standardized"/> by default (population standard deviation, weighted). Without a penalty it changes nothing.</value>
    public PenaltyScale PenaltyScale { get; init; } = PenaltyScale.Standardized;

    /// <summary>How much more an event, or a non-event, counts than its weight says. The intercept is corrected for it afterwards, and a finding says by how much.</summary>
    /// <value>Nothing by default: every row counts as its weight says. <see cref="Linear.ClassWeights.Balanced"/> makes both classes count the same.</value>
    public ClassWeights ClassWeights { get; init; } = new();

    /// <summary>Whether the bias of maximum likelihood is taken out, which also gives finite estimates where events and non-events are separated.</summary>
    /// <value><see cref="BiasReduction.None"/> by default. Others take the place of a penalty, so they go with neither <see cref="L2"/> nor <see cref="ClassWeights"/>.</value>
    public BiasReduction BiasReduction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(BiasReduction), value, "one of the named choices"); }

    /// <summary>Which covariance standard errors, tests and intervals go by. The estimates are the same for all.</summary>
    /// <value>
    /// <see cref="StandardErrors.Automatic"/> by default: clustered by entity where some entity has several rows, since rows of one customer repeat what they say, and from the inverse information elsewhere (robust with class weights).
    /// <see cref="LogisticModel.StandardErrors"/> says which it was.
    /// </value>
    public StandardErrors StandardErrors { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(StandardErrors), value, "one of the named kinds"); }

    /// <summary>The largest number of Newton steps.</summary>
    /// <value>100 by default; six to eight are usual. A wild value can cost one for each unit of log-odds until its row counts no more.</value>
    public int MaxIterations { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxIterations), value, "at least 1"); } = 100;

    /// <summary>The fit has converged when the next step is shorter than this, in standard errors (or so short that doubles cannot tell).</summary>
    /// <value>10⁻¹⁰ by default: far below any error that matters, and one step more than a coarse tolerance.</value>
    public double Tolerance { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Tolerance), value, "above 0 and below 1"); } = 1e-10;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column holds categories, missing values or infinities; or <see cref="StandardErrors.Clustered"/> is asked for and the rows have no entities.</exception>
    /// <exception cref="InvalidOperationException"><see cref="BiasReduction"/> is asked for together with a penalty or class weights.</exception>
    /// <exception cref="TrainingDataException">All rows are events or all non-events; or <see cref="StandardErrors.Clustered"/> is asked for and all rows are one entity's.</exception>
    public LogisticModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequirePlainFirth();
        data.RequireBothClasses();
        data = data.WithoutZeroWeights();
        var prior = new PriorCorrection(ClassWeights, data);
        var covariance = new SandwichCovariance(StandardErrors, hasErrors: L2 == 0, data, prior.Weighted);
        DesignMatrix design = DesignMatrix.Of(data, cancellationToken);
        LogisticModel model = BiasReduction == BiasReduction.None
            ? new NewtonFit(this, design, prior.Weighted, covariance, progress, cancellationToken).Run()
            : new FirthFit(this, design, data, covariance, progress, cancellationToken).Run();
        return prior.ApplyTo(model, cancellationToken);
    }

    private void RequirePlainFirth()
    {
        if (BiasReduction != BiasReduction.None && (L2 > 0 || ClassWeights != new ClassWeights()))
            throw new InvalidOperationException($"BiasReduction.{BiasReduction} is a penalty of its own and needs rows as they are: take away {(L2 > 0 ? nameof(L2) : nameof(ClassWeights))}, or BiasReduction.");
    }
}
