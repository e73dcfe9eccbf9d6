using RetentionTags.Data;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Logistic regression on numeric columns, with standard errors. Without a penalty and without bounds unless they are asked for.
/// </summary>
/// <remarks>
/// It minimises Σ wᵢ [ln(1 + exp ηᵢ) − yᵢηᵢ] + L2/2 · Σⱼ vⱼbⱼ² + L1 · Σⱼ vⱼ|bⱼ| over lⱼ ≤ bⱼ ≤ uⱼ, where ηᵢ = b₀ + Σⱼ bⱼxᵢⱼ (and the offset, where there is an <see cref="OffsetColumn"/>), yᵢ is 1 for an event and 0 otherwise, wᵢ is the row's weight, and vⱼ the column's penalty factor. The intercept is
/// neither penalised nor bounded. Where the training set has a <see cref="TrainingSet.PopulationEventRate"/>, the intercept is moved to it after the fit. The first sum is a sum, not a mean: twice the data weigh twice as much against the same penalty. scikit-learn: L2 = (1 − r)/C and L1 = r/C, r its <c>l1_ratio</c>; glmnet: L2 = W λ (1 − α) and L1 = W λ α, W the sum of the weights. Columns are
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

    /// <summary>The weight of the lasso penalty, which sets coefficients to 0 whose columns add too little. With <see cref="L2"/> beside it the penalty is the elastic net.</summary>
    /// <value>0 by default: none. To find one, see <see cref="RegularizationPath"/>. Where columns determine one another exactly and <see cref="L2"/> is 0, several sets of coefficients are equally good; the fit finds one of them, always the same.</value>
    public double L1 { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(L1), value, "finite and at least 0"); }

    /// <summary>The scale on which the penalties measure coefficients.</summary>
    /// <value><see cref="Linear.PenaltyScale.Standardized"/> by default (population standard deviation, weighted). Without a penalty it changes nothing.</value>
    public PenaltyScale PenaltyScale { get; init; } = PenaltyScale.Standardized;

    /// <summary>Columns that are penalised more than others, less, or not at all.</summary>
    /// <value>None by default: every column has the factor 1. Factors are used as they are (glmnet rescales them to a mean of 1).</value>
    public ValueList<PenaltyFactor> PenaltyFactors { get; init => field = Checked(value); } = [];

    /// <summary>The least coefficient of all columns that <see cref="Bounds"/> does not name.</summary>
    /// <value>−∞ by default: none. 0 lets no coefficient be negative, as in a scorecard; a column that would have one is left at 0.</value>
    public double MinCoefficient { get; init => field = double.IsNaN(value) || value == double.PositiveInfinity ? throw Setting.OutOfRange(nameof(MinCoefficient), value, "a number, or −∞ for no bound") : value; } = double.NegativeInfinity;

    /// <summary>The greatest coefficient of all columns that <see cref="Bounds"/> does not name.</summary>
    /// <value>∞ by default: none. At least <see cref="MinCoefficient"/>.</value>
    public double MaxCoefficient { get; init => field = double.IsNaN(value) || value == double.NegativeInfinity ? throw Setting.OutOfRange(nameof(MaxCoefficient), value, "a number, or ∞ for no bound") : value; } = double.PositiveInfinity;

    /// <summary>Between which numbers the coefficients of single columns lie. They are those of the columns as given, whatever the <see cref="PenaltyScale"/>.</summary>
    /// <value>None by default. A column that is named here has these bounds instead of <see cref="MinCoefficient"/> and <see cref="MaxCoefficient"/>. While no bound is reached, the fit is the one without bounds, with its standard errors.</value>
    public ValueList<CoefficientBounds> Bounds { get; init => field = Checked(value); } = [];

    /// <summary>How much more an event, or a non-event, counts than its weight says. The intercept is corrected for it afterwards, and a finding says by how much.</summary>
    /// <value>Nothing by default: every row counts as its weight says. <see cref="Linear.ClassWeights.Balanced"/> makes both classes count the same.</value>
    public ClassWeights ClassWeights { get; init; } = new();

    /// <summary>The column that is added to the log-odds with coefficient 1, in the fit and in scores: what is known before (the log-odds of another model, say), so that the other columns are fitted to the rest.</summary>
    /// <value><see langword="null"/> by default: none. The column gets no coefficient and is not penalised. The null model, too, has the offset beside its intercept.</value>
    public string? OffsetColumn { get; init; }

    /// <summary>Whether the bias of maximum likelihood is taken out, which also gives finite estimates where events and non-events are separated.</summary>
    /// <value><see cref="BiasReduction.None"/> by default. Others take the place of a penalty, so they go with none of <see cref="L1"/>, <see cref="L2"/>, bounds, <see cref="ClassWeights"/> and <see cref="OffsetColumn"/>. They have no use for a start.</value>
    public BiasReduction BiasReduction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(BiasReduction), value, "one of the named choices"); }

    /// <summary>Which covariance standard errors, tests and intervals go by. The estimates are the same for all.</summary>
    /// <value>
    /// <see cref="StandardErrors.Automatic"/> by default: clustered by entity where some entity has several rows, since rows of one customer repeat what they say, and from the inverse information elsewhere (robust with class weights).
    /// <see cref="LogisticModel.StandardErrors"/> says which it was. <see cref="StandardErrors.None"/> saves time where rows and columns are many.
    /// </value>
    public StandardErrors StandardErrors { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(StandardErrors), value, "one of the named kinds"); }

    /// <summary>The largest number of steps on all rows.</summary>
    /// <value>100 by default; six to eight are usual. A wild value can cost one for each unit of log-odds until its row counts no more.</value>
    public int MaxIterations { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxIterations), value, "at least 1"); } = 100;

    /// <summary>The fit has converged when the next step is shorter than this, in standard errors (or so short that doubles cannot tell).</summary>
    /// <value>
    /// 10⁻¹⁰ by default: far below any error that matters, and one step more than a coarse tolerance. On many rows a coarser one saves a pass over them, one in five of the time; standard errors are then exact to about half as many digits as it asks of the coefficients
    /// (10⁻⁶: to five), but never to more than seven.
    /// </value>
    public double Tolerance { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(Tolerance), value, "above 0 and below 1"); } = 1e-10;

    /// <summary>Whether the objective is the likelihood and at most a ridge that is the same for all columns: no kinks, no bounds.</summary>
    private bool IsSmooth => L1 == 0 && !HasBounds && (L2 == 0 || PenaltyFactors.Count == 0);

    private bool HasBounds => Bounds.Count > 0 || !double.IsInfinity(MinCoefficient) || !double.IsInfinity(MaxCoefficient);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A column holds categories, missing values or infinities; there is no <see cref="OffsetColumn"/>; there are more than 10,000 columns; <see cref="Bounds"/> or <see cref="PenaltyFactors"/> name a column that is not there; or <see cref="StandardErrors.Clustered"/> is asked for and the rows have no entities.
    /// </exception>
    /// <exception cref="InvalidOperationException"><see cref="BiasReduction"/> is asked for together with a penalty, bounds, class weights or an offset; or <see cref="MinCoefficient"/> is above <see cref="MaxCoefficient"/>.</exception>
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

    /// <summary>Fits on rows that stay where they are: in a database, or on other machines. Each step asks for three sums over all of them.</summary>
    /// <remarks>The model is that of the rows themselves, but for the rounding of sums that others add up in an order of their own: about 10⁻¹⁰ of a standard error. Separation of events and non-events cannot be told from sums; the fit then ends with <see cref="StopReason.MaxIterations"/>.</remarks>
    /// <param name="rows">Gives the sums.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model, with standard errors from the information matrix unless it is penalised.</returns>
    /// <exception cref="InvalidOperationException">A setting needs the rows themselves: <see cref="L1"/>, bounds, penalty factors, class weights, an offset, <see cref="BiasReduction"/>, or robust or clustered standard errors.</exception>
    /// <exception cref="TrainingDataException">All rows are events or all non-events, or a sum is not finite.</exception>
    public LogisticModel Fit(ILogisticRows rows, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => FitFrom(null, rows, progress, cancellationToken);

    /// <summary>The same, beginning at the coefficients of an earlier model.</summary>
    /// <param name="rows">Gives the sums.</param>
    /// <param name="start">Columns are matched by name. Where the intercept alone is more likely, the fit begins there.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model.</returns>
    /// <exception cref="InvalidOperationException">As for a fit without a start.</exception>
    public LogisticModel Fit(ILogisticRows rows, LogisticModel start, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return FitFrom(start, rows, progress, cancellationToken);
    }

    private LogisticModel FitFrom(LogisticModel? start, ILogisticRows rows, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireSumsSuffice();
        if (!(rows.EventWeight > 0) || !(rows.NonEventWeight > 0))
            throw new TrainingDataException(Invariant($"The rows hold {rows.EventWeight} events and {rows.NonEventWeight} non-events. A model needs both: check how the label was made, or take a longer performance window."));
        return new SumsFit(this, rows, progress, cancellationToken).Run(start);
    }

    private void RequireSumsSuffice()
    {
        (bool IsSet, string Setting)[] settings =
        [
            (L1 > 0, nameof(L1)), (HasBounds, "MinCoefficient, MaxCoefficient or Bounds"), (PenaltyFactors.Count > 0, nameof(PenaltyFactors)), (ClassWeights != new ClassWeights(), nameof(ClassWeights)),
            (OffsetColumn is not null, nameof(OffsetColumn)), (BiasReduction != BiasReduction.None, nameof(BiasReduction)), (StandardErrors is not (StandardErrors.Automatic or StandardErrors.ModelBased or StandardErrors.None), nameof(StandardErrors)),
        ];
        if (Array.Find(settings, each => each.IsSet).Setting is string asked)
            throw new InvalidOperationException($"{asked} needs the rows, and this fit sees nothing but sums over them. Leave the setting as it is by default, or fit on the rows (or on counts of equal rows).");
    }

    private LogisticModel FitFrom(LogisticModel? start, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Table.Columns.Count > MostColumns)
            throw new ArgumentException($"There are {data.Table.Columns.Count:N0} columns; logistic regression takes at most {MostColumns:N0}, since its information matrix grows with the square of their number. Choose among them first, for instance by a SelectionFunnel.", nameof(data));
        RequirePlainFirth();
        Check([.. data.Table.Columns.Select(column => column.Name)]);
        data.RequireBothClasses();
        data = data.WithoutZeroWeights();
        var prior = new PriorCorrection(ClassWeights, data);
        var covariance = new SandwichCovariance(StandardErrors, hasErrors: L1 == 0 && L2 == 0, data, prior.Weighted);
        bool isGlance = BiasReduction == BiasReduction.None && IsSmooth && L2 == 0 && QuickDescent.IsFor(data.RowCount, data.Table.Columns.Count + 1);
        DesignMatrix design = DesignMatrix.Of(data, OffsetColumn, cancellationToken, isGlance);
        LogisticModel model = BiasReduction != BiasReduction.None
            ? new FirthFit(this, design, data, covariance, progress, cancellationToken).Run()
            : IsSmooth
                ? new NewtonFit(this, design, prior.Weighted, covariance, progress, cancellationToken).Run(start)
                : FitConstrained(start, data, design, prior.Weighted, covariance, progress, cancellationToken);
        return prior.ApplyTo(model, cancellationToken);
    }

    /// <summary>What the penalties of a column are multiplied by.</summary>
    internal double PenaltyFactorOf(string column) => PenaltyFactors.FirstOrDefault(each => each.Column == column)?.Factor ?? 1;

    /// <summary>The bounds of a column, its own or those of all.</summary>
    internal CoefficientBounds BoundsOf(string column) => Bounds.FirstOrDefault(each => each.Column == column) ?? new(column, MinCoefficient, MaxCoefficient);

    /// <summary>Throws when a setting names a column that there is not.</summary>
    internal void Check(IReadOnlyCollection<string> columns)
    {
        if (MinCoefficient > MaxCoefficient)
            throw new InvalidOperationException(Invariant($"MinCoefficient is {MinCoefficient} and MaxCoefficient is {MaxCoefficient}: no coefficient lies between them."));
        foreach ((string setting, string column) in PenaltyFactors.Select(each => (nameof(PenaltyFactors), each.Column)).Concat(Bounds.Select(each => (nameof(Bounds), each.Column))))
        {
            if (column == OffsetColumn || !columns.Contains(column))
                throw new ArgumentException($"{setting} names the column '{column}', and {(column == OffsetColumn ? "that is the offset, which has no coefficient" : "there is none of that name")}. The columns are: {string.Join(", ", columns.Select(each => $"'{each}'"))}.", nameof(columns));
        }
    }

    /// <summary>The same regression for some of its columns: what it says of others is left out.</summary>
    internal LogisticRegression For(IReadOnlyCollection<string> columns) => this with
    {
        PenaltyFactors = [.. PenaltyFactors.Where(each => columns.Contains(each.Column))],
        Bounds = [.. Bounds.Where(each => columns.Contains(each.Column))],
    };

    /// <summary>Bounds that the optimum keeps by itself change nothing, so a fit without them comes first; where it breaks them, it is where the other one starts.</summary>
    private LogisticModel FitConstrained(LogisticModel? start, TrainingSet data, DesignMatrix design, TrainingSet weighted, SandwichCovariance covariance, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LogisticModel? free = null;
        if (L1 == 0 && (L2 == 0 || PenaltyFactors.Count == 0))
        {
            free = new NewtonFit(this, design, weighted, covariance, progress: null, cancellationToken).Run(start);
            if (free.Convergence.IsConverged && free.Coefficients.All(IsWithinBounds))
            {
                progress?.Report(new("regression", MaxIterations, MaxIterations));
                return free;
            }

            design = DesignMatrix.Of(data, OffsetColumn, cancellationToken);
        }

        var fit = new ProximalNewtonFit(this, design, weighted, progress, cancellationToken);
        if ((free?.Convergence.IsConverged == true ? free : start) is LogisticModel near)
            fit.StartAt(near);
        fit.Minimize(L1, L2);
        return fit.ToModel(this);
    }

    private bool IsWithinBounds(Coefficient coefficient)
    {
        CoefficientBounds bounds = BoundsOf(coefficient.Name);
        return coefficient.Value >= bounds.Lower && coefficient.Value <= bounds.Upper;
    }

    private static ValueList<PenaltyFactor> Checked(ValueList<PenaltyFactor> factors)
    {
        RequireDistinct(factors.Select(each => each.Column), nameof(PenaltyFactors));
        return factors.FirstOrDefault(each => !(each.Factor >= 0) || !double.IsFinite(each.Factor)) is PenaltyFactor wrong
            ? throw Setting.OutOfRange(nameof(PenaltyFactors), wrong, "a list of factors that are finite and at least 0")
            : factors;
    }

    private static ValueList<CoefficientBounds> Checked(ValueList<CoefficientBounds> bounds)
    {
        RequireDistinct(bounds.Select(each => each.Column), nameof(Bounds));
        return bounds.FirstOrDefault(each => !(each.Lower <= each.Upper) || each.Lower == double.PositiveInfinity || each.Upper == double.NegativeInfinity) is CoefficientBounds wrong
            ? throw Setting.OutOfRange(nameof(Bounds), wrong, "a list of bounds of which the lower is at most the upper")
            : bounds;
    }

    private static void RequireDistinct(IEnumerable<string> columns, string setting)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string column in columns)
        {
            if (string.IsNullOrEmpty(column) || !seen.Add(column))
                throw new ArgumentException(string.IsNullOrEmpty(column) ? $"{setting} has an entry without a column." : $"{setting} names the column '{column}' twice.", setting);
        }
    }

    private void RequirePlainFirth()
    {
        string? other = L2 > 0 ? nameof(L2) : L1 > 0 ? nameof(L1) : HasBounds ? "the bounds" : OffsetColumn is not null ? nameof(OffsetColumn) : ClassWeights != new ClassWeights() ? nameof(ClassWeights) : null;
        if (BiasReduction != BiasReduction.None && other is not null)
            throw new InvalidOperationException($"BiasReduction.{BiasReduction} is a penalty of its own and needs rows as they are: take away {other}, or BiasReduction.");
    }
}
