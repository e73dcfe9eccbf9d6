using System.Data.Common;
using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>Features and labels as SQL.</summary>
public static class FeatureSql
{
    /// <summary>Writes the features of a set, and the labels that a query asks for, as one SELECT over a table of events: one row for each customer and cut-off of the plan, as <see cref="SnapshotPlan.Take"/> has them, in no order.</summary>
    /// <remarks>
    /// <para>
    /// Columns are the customer's key, the cut-off, and features and labels by the names that they have in memory, with the same values: numbers of events and of days exactly, sums as they are on paper (whole millionths are added up), and what divides, takes roots or powers to 10⁻¹² of its size.
    /// Windows and days are worked out by the plan and written as constants, microseconds since 1970, so that the engine needs to know of no calendar and no zone. A feature sees an event that happened before its cut-off and was known at it, and a label what was known when its maturity was over, as in memory.
    /// </para>
    /// <para>
    /// A label that is not mature is NULL. What must not be in the table is not looked for: see <see cref="ToCheckSql"/>. <see cref="RfmFeatures"/>, <see cref="WindowFeatures"/>, <see cref="CycleFeatures"/>, <see cref="RatioFeatures"/> and <see cref="TrendFeatures"/> can be said.
    /// </para>
    /// </remarks>
    /// <param name="set">The features. Its number of threads plays no part.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="query">Events, plan, and labels.</param>
    /// <returns>The statement, without a semicolon: to be run, or to be scored by <see cref="ScorecardSql.ToSql"/> as a <see cref="SqlSource.Query"/>.</returns>
    /// <exception cref="ArgumentException">Two columns of the result would have the same name; a setting names kinds, orders or a property that the table does not have; or a window reaches further back than the plan observes.</exception>
    /// <exception cref="NotSupportedException">A family or a setting cannot be said in this engine's SQL; the message says which.</exception>
    /// <exception cref="InvalidOperationException">A label is asked for and the plan has no performance window, or settings of a family contradict one another.</exception>
    /// <exception cref="TrainingDataException">The table is stated to be complete for too short a time for a label, and the plan's <see cref="SnapshotPlan.ImmatureLabels"/> does not let it be missing.</exception>
    public static string ToSql(this FeatureSet set, SqlDialect dialect, FeatureQuery query)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(query);
        return new FeatureStatement(set, query, dialect).ToSql();
    }

    /// <summary>Writes a SELECT that counts what must not be in the table: rows without a customer, a moment or a finite amount, refunds above 0, and keys whose rows say different things. One row, all of whose numbers are 0 when the table can be used.</summary>
    /// <param name="query">Events and plan.</param>
    /// <param name="dialect">The engine.</param>
    /// <returns>The statement, without a semicolon.</returns>
    /// <exception cref="ArgumentException">A setting names kinds that the table does not have.</exception>
    public static string ToCheckSql(this FeatureQuery query, SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(dialect);
        return new EventTableCheck(query, dialect).ToSql();
    }

    /// <summary>Checks the table, lets the database compute features and labels, and reads them.</summary>
    /// <param name="set">The features.</param>
    /// <param name="connection">An open connection. Statements have no time limit; cancel them.</param>
    /// <param name="dialect">The engine behind the connection.</param>
    /// <param name="query">Events, plan, and labels.</param>
    /// <param name="progress">Told of the check, of the statement's beginning, and of the rows read so far; the total is not known.</param>
    /// <param name="cancellationToken">Stops the statement, or the reading.</param>
    /// <returns>The rows, in the order of a snapshot.</returns>
    /// <exception cref="TrainingDataException">The table holds rows that are no events; nobody has a row at some cut-off; or a label is not mature, and the plan's <see cref="SnapshotPlan.ImmatureLabels"/> does not let it be missing.</exception>
    /// <exception cref="DbException">The engine refuses a statement: no such table or column, or a value that is not of the type needed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentException">As in <see cref="ToSql"/>.</exception>
    /// <exception cref="NotSupportedException">As in <see cref="ToSql"/>.</exception>
    public static SqlSnapshot Read(this FeatureSet set, DbConnection connection, SqlDialect dialect, FeatureQuery query, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(query);
        return new FeatureReading(connection, dialect, set, query, progress, cancellationToken).Read();
    }
}
