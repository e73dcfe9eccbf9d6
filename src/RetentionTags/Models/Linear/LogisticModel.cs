using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>A fitted logistic regression: coefficients, their accuracy, and how the fit went.</summary>
public sealed partial class LogisticModel : IScorer
{
    private readonly Coefficient[] _coefficients;
    private readonly double[] _covariance;

    internal LogisticModel(LogisticRegression recipe, Coefficient[] interceptAndColumns, double[] covariance, Convergence convergence, IReadOnlyList<Finding> findings)
    {
        Recipe = recipe;
        Intercept = interceptAndColumns[0];
        _coefficients = interceptAndColumns[1..];
        _covariance = covariance;
        Convergence = convergence;
        Findings = findings;
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public LogisticRegression Recipe { get; }

    /// <summary>The log-odds when every column is 0.</summary>
    public Coefficient Intercept { get; }

    /// <summary>One coefficient for each column, in the training table's order.</summary>
    public IReadOnlyList<Coefficient> Coefficients => _coefficients;

    /// <summary>
    /// The covariance of the estimates, row by row: the intercept first, then the columns; its side is one more than there are columns. Of the kind that <see cref="StandardErrors"/> names.
    /// NaN where that is <see langword="null"/>; zeros for a column left out.
    /// </summary>
    public ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>
    /// Which covariance standard errors, tests and intervals go by; never <see cref="StandardErrors.Automatic"/>. <see langword="null"/> when there are none: when the recipe asked for <see cref="StandardErrors.None"/>, for a penalised fit, which is biased on purpose, and for a class-weighted one whose recipe asks for
    /// <see cref="StandardErrors.ModelBased"/>.
    /// </summary>
    public StandardErrors? StandardErrors { get; internal init; }

    /// <summary>The number of entities that standard errors are clustered by; <see langword="null"/> for other kinds.</summary>
    public int? ClusterCount { get; internal init; }

    /// <summary>How the optimiser ended.</summary>
    public Convergence Convergence { get; }

    /// <summary>What a person should know about this fit.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Log-likelihood, Σ w [y ln p + (1 − y) ln(1 − p)], without the penalty; with class weights that of the weighted rows. Of the fit as it was, before the intercept is moved to another event rate.</summary>
    public double LogLikelihood { get; internal init; }

    /// <summary>Firth's penalised log-likelihood, l + ½ ln|I|, at its maximum (before an intercept correction); <see langword="null"/> for fits without <see cref="LogisticRegression.BiasReduction"/>. It compares only fits with the same columns, as <see cref="LikelihoodRatioTest(TrainingSet, ReadOnlySpan{string})"/> does.</summary>
    public double? PenalizedLogLikelihood { get; internal init; }

    /// <summary>Log-likelihood of the model without columns: it predicts the event rate for everybody, or has the best intercept beside the offset.</summary>
    public double NullLogLikelihood { get; internal init; }

    /// <summary>Sum of the weights of the training rows.</summary>
    public double TotalWeight { get; internal init; }

    /// <summary>Akaike's criterion, −2 · log-likelihood + 2k, with k estimated coefficients. For fits without a penalty.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * Convergence.Rank);

    /// <summary>Schwarz's criterion, −2 · log-likelihood + k ln W, with k estimated coefficients and the total weight W. For fits without a penalty.</summary>
    public double Bic => (-2 * LogLikelihood) + (Convergence.Rank * Math.Log(TotalWeight));

    /// <summary>Probability of the event for every row: 1 / (1 + exp(−(b₀ + Σ bⱼxⱼ))), the offset added where there is one.</summary>
    /// <param name="table">Holds the model's columns as numbers, found by name.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; or lengths differ.</exception>
    public void Score(Table table, Span<double> destination) => Score(table, destination, CancellationToken.None);

    /// <summary>Learns from new rows without the old ones: what the model knows, its coefficients and their covariance, is taken as a normal prior.</summary>
    /// <remarks>
    /// <para>
    /// It minimises Σ wᵢ [ln(1 + exp ηᵢ) − yᵢηᵢ] over the new rows plus <paramref name="priorWeight"/>/2 · (b − b₀)ᵀV₀⁻¹(b − b₀), b₀ and V₀ being the model's coefficients and <see cref="Covariance"/>. The new covariance is the inverse of the second derivative of this at the minimum, whatever the kind of the old one, so an updated model
    /// can be updated again. This is Laplace's approximation: exact as far as the log-likelihood of the old rows is a parabola around b₀. So it is close to a fit on all rows when the old ones are many, or when the new ones say much the same.
    /// Source: Spiegelhalter and Lauritzen (1990), Networks 20(5), section 4.
    /// </para>
    /// <para>
    /// New rows may be few, all events, or constant in some column. With a <see cref="TrainingSet.PopulationEventRate"/> they need both classes; the intercept is moved to their rate for them, and back. A column that the model has left out stays out, with its coefficient. <see cref="LogLikelihood"/>, <see cref="NullLogLikelihood"/> and
    /// <see cref="TotalWeight"/> are those of the new rows.
    /// </para>
    /// </remarks>
    /// <param name="newRows">Rows that the model has not seen, with its columns, found by name; others are ignored.</param>
    /// <param name="priorWeight">How much the model counts against the new rows, finite and above 0: 1 as much as its rows did, less to forget them. The smaller, the nearer the result is to a fit on the new rows alone.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A new model; this one stays what it is.</returns>
    /// <exception cref="InvalidOperationException">The model has no covariance: it is penalised, held by bounds, or has class weights.</exception>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; or no new row has weight.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not finite and above 0.</exception>
    /// <exception cref="TrainingDataException">The new rows have a population's event rate, and are all events or all non-events.</exception>
    public LogisticModel Update(TrainingSet newRows, double priorWeight = 1, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(newRows);
        if (!(priorWeight > 0) || !double.IsFinite(priorWeight))
            throw new ArgumentOutOfRangeException(nameof(priorWeight), priorWeight, "The weight of the model is finite and above 0. To forget it altogether, fit the new rows.");
        if (Array.Exists(_covariance, value => !double.IsFinite(value)) || Recipe.ClassWeights != new ClassWeights())
            throw new InvalidOperationException("The model has no covariance of rows as they are, which an update needs to know how sure the model is: it was penalised, held by bounds, or fitted with class weights. Fit it without them, or fit old and new rows together.");
        if (newRows.PopulationEventRate is not null)
            newRows.RequireBothClasses();
        TrainingSet rows = newRows.WithTable(newRows.Table.Select([.. _coefficients.Select(each => each.Name).Append(Recipe.OffsetColumn).OfType<string>()])).WithoutZeroWeights();
        return new LaplaceUpdate(this, rows, priorWeight, progress, cancellationToken).Run();
    }

    /// <summary>The same, with a look at the cancellation token after each column.</summary>
    internal void Score(Table table, Span<double> destination, CancellationToken cancellationToken)
    {
        LogOdds(table, destination, cancellationToken);
        LogisticFunctions.Sigmoid(destination, destination);
    }

    /// <summary>b₀ + Σ bⱼxⱼ, and the offset, for every row, with a look at the cancellation token after each column.</summary>
    internal void LogOdds(Table table, Span<double> destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (destination.Length != table.RowCount)
            throw new ArgumentException($"The destination has {destination.Length} places for {table.RowCount} rows.", nameof(destination));
        destination.Fill(Intercept.Value);
        if (Recipe.OffsetColumn is string offset)
            AddTo(destination, FiniteColumn(table, offset), 1);
        foreach (Coefficient coefficient in _coefficients)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddTo(destination, FiniteColumn(table, coefficient.Name), coefficient.Value);
        }
    }

    private static void AddTo(Span<double> logOdds, ReadOnlySpan<double> values, double coefficient)
    {
        for (int row = 0; row < values.Length; row++)
            logOdds[row] += coefficient * values[row];
    }

    private static ReadOnlySpan<double> FiniteColumn(Table table, string name)
    {
        ReadOnlySpan<double> values = table.Numeric(name).Values;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
                throw new ArgumentException($"Column '{name}', row {row}: the value is {(double.IsNaN(values[row]) ? "missing" : "infinite")}. A logistic regression has no rule for that: fill it in beforehand, or use a scorecard, which has bins for missing and for extreme values.", nameof(table));
        }

        return values;
    }
}
