namespace RetentionTags.Models.Linear;

/// <summary>Rows that stay where they are, in a database or on other machines, and are asked for sums: <see cref="LogisticRegression.Fit(ILogisticRows, IProgress{FitProgress}?, CancellationToken)"/>.</summary>
public interface ILogisticRows
{
    /// <summary>The names of the columns; numbers without missing values.</summary>
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The sum of the weights of the events.</summary>
    double EventWeight { get; }

    /// <summary>The sum of the weights of the non-events.</summary>
    double NonEventWeight { get; }

    /// <summary>The event rate of the population that the rows were chosen from, 0–1, which the intercept is moved to; <see langword="null"/> when it is that of the rows.</summary>
    double? PopulationEventRate => null;

    /// <summary>The sums over all rows at given coefficients: one pass over the rows.</summary>
    /// <param name="coefficients">The intercept first, then one for each column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The sums.</returns>
    LogisticSums SumsAt(ReadOnlySpan<double> coefficients, CancellationToken cancellationToken);
}
