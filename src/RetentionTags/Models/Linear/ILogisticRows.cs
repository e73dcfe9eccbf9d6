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

    /// <summary>The sums over all rows at given coefficients: one pass over the rows.</summary>
    /// <param name="coefficients">The intercept first, then one for each column.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The sums.</returns>
    LogisticSums SumsAt(ReadOnlySpan<double> coefficients, CancellationToken cancellationToken);
}
