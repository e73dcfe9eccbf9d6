using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>A fitted logistic regression: coefficients, their accuracy, and how the fit went.</summary>
public sealed class LogisticModel : IScorer
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
    /// The covariance of the estimates, row by row: the intercept first, then the columns; its side is one more than there are columns. The inverse of the
    /// information matrix Σ w p (1 − p) x xᵀ. NaN for a penalised fit and for one with class weights; zeros for a column left out.
    /// </summary>
    public ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>How the optimiser ended.</summary>
    public Convergence Convergence { get; }

    /// <summary>What a person should know about this fit.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Log-likelihood, Σ w [y ln p + (1 − y) ln(1 − p)], without the penalty; with class weights that of the weighted rows. Of the fit as it was, before the intercept is moved to another event rate.</summary>
    public double LogLikelihood { get; internal init; }

    /// <summary>Log-likelihood of the model that predicts the event rate for everybody.</summary>
    public double NullLogLikelihood { get; internal init; }

    /// <summary>Sum of the weights of the training rows.</summary>
    public double TotalWeight { get; internal init; }

    /// <summary>Akaike's criterion, −2 · log-likelihood + 2k, with k estimated coefficients. For fits without a penalty.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * Convergence.Rank);

    /// <summary>Schwarz's criterion, −2 · log-likelihood + k ln W, with k estimated coefficients and the total weight W. For fits without a penalty.</summary>
    public double Bic => (-2 * LogLikelihood) + (Convergence.Rank * Math.Log(TotalWeight));

    /// <summary>Probability of the event for every row: 1 / (1 + exp(−(b₀ + Σ bⱼxⱼ))).</summary>
    /// <param name="table">Holds the model's columns as numbers, found by name.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; or lengths differ.</exception>
    public void Score(Table table, Span<double> destination) => Score(table, destination, CancellationToken.None);

    /// <summary>The same, with a look at the cancellation token after each column.</summary>
    internal void Score(Table table, Span<double> destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (destination.Length != table.RowCount)
            throw new ArgumentException($"The destination has {destination.Length} places for {table.RowCount} rows.", nameof(destination));
        destination.Fill(Intercept.Value);
        foreach (Coefficient coefficient in _coefficients)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<double> values = table.Numeric(coefficient.Name).Values;
            for (int row = 0; row < values.Length; row++)
            {
                if (!double.IsFinite(values[row]))
                    throw new ArgumentException($"Column '{coefficient.Name}', row {row}: the value is {(double.IsNaN(values[row]) ? "missing" : "infinite")}. A logistic regression has no rule for that: fill it in beforehand, or use a scorecard, which has bins for missing and for extreme values.", nameof(table));
                destination[row] += coefficient.Value * values[row];
            }
        }

        LogisticFunctions.Sigmoid(destination, destination);
    }
}
