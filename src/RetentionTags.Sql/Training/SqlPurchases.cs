using System.Data.Common;
using RetentionTags.Lifetime;

namespace RetentionTags.Sql.Training;

/// <summary>Customers of an engine for models of purchases (BG/NBD, Pareto/NBD and the like), collapsed where they are: what comes back is each pattern of repeat purchases, last purchase and tenure once, with its number of customers.</summary>
/// <remarks>A model fitted on patterns with their numbers is the one fitted on the customers, to the bit. With whole days there are far fewer patterns than customers.</remarks>
public sealed record SqlPurchases
{
    /// <summary>The engine.</summary>
    /// <value>Required.</value>
    public required SqlDialect Dialect { get; init => field = value ?? throw new ArgumentNullException(nameof(Dialect)); }

    /// <summary>A row for each customer: a table, or a query such as that of RFM features with <c>RfmConvention.PurchaseModel</c>.</summary>
    /// <value>Required.</value>
    public required SqlSource From { get; init => field = value ?? throw new ArgumentNullException(nameof(From)); }

    /// <summary>The column of x, the number of purchases after the first.</summary>
    /// <value><c>repeat_purchases</c> by default, as in RFM features.</value>
    public string RepeatPurchases { get; init => field = value ?? throw new ArgumentNullException(nameof(RepeatPurchases)); } = "repeat_purchases";

    /// <summary>The column of t, the time from the first purchase to the last.</summary>
    /// <value><c>last_purchase_days</c> by default.</value>
    public string LastPurchase { get; init => field = value ?? throw new ArgumentNullException(nameof(LastPurchase)); } = "last_purchase_days";

    /// <summary>The column of T, the time from the first purchase to the end of observation.</summary>
    /// <value><c>tenure_days</c> by default.</value>
    public string Tenure { get; init => field = value ?? throw new ArgumentNullException(nameof(Tenure)); } = "tenure_days";

    /// <summary>The unit to count in. Where it has a length the columns hold days, which are divided by it; for opportunities they are taken as they are.</summary>
    /// <value>Days by default.</value>
    public TimeUnit Unit { get; init => field = value ?? throw new ArgumentNullException(nameof(Unit)); } = TimeUnit.Day;

    /// <summary>How long the query may take.</summary>
    /// <value><see langword="null"/> by default: as long as it needs; the cancellation token stops it.</value>
    public TimeSpan? Timeout { get; init => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Timeout), value, "Timeout is above 0."); }

    /// <summary>Reads the patterns: one query.</summary>
    /// <param name="connection">Open; of the engine that <see cref="Dialect"/> names. It stays open.</param>
    /// <param name="progress">Told of each 10,000 patterns.</param>
    /// <param name="cancellationToken">Stops the work; the running query is cancelled.</param>
    /// <returns>A row for each pattern, weighted by its customers, in ascending order: for <see cref="PurchaseRecipe.Fit"/>.</returns>
    /// <exception cref="DbException">The engine refuses the query: the table or a column is absent, a column holds texts, or the connection is lost.</exception>
    /// <exception cref="TrainingDataException">There are no customers, or a value is missing.</exception>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public PurchaseSummary Read(DbConnection connection, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        const int Often = 10_000;
        ArgumentNullException.ThrowIfNull(connection);
        string[] columns = [RepeatPurchases, LastPurchase, Tenure];
        var patterns = new List<(double X, double Last, double Tenure, double Customers)>();
        new SqlQueries(connection, Timeout, cancellationToken).Read(ToSql(columns), reader =>
        {
            for (int c = 0; c < columns.Length; c++)
            {
                if (reader.IsDBNull(c) || double.IsNaN(reader.Number(c)))
                    throw new TrainingDataException(Invariant($"Column '{columns[c]}': it is missing for {reader.Number(columns.Length)} customers. Leave them out of the query, or fill it in.")) { ColumnName = columns[c] };
            }

            patterns.Add((reader.Number(0), reader.Number(1), reader.Number(2), reader.Number(3)));
            if (patterns.Count % Often == 0)
                progress?.Report(new("reading patterns", patterns.Count, 0));
            return true;
        });
        if (patterns.Count == 0)
            throw new TrainingDataException("There are no customers to learn from.");
        patterns.Sort();
        double days = Unit.Days ?? 1;
        return PurchaseSummary.Create([.. patterns.Select(each => each.X)], [.. patterns.Select(each => each.Last / days)], [.. patterns.Select(each => each.Tenure / days)], Unit, [.. patterns.Select(each => each.Customers)]);
    }

    private string ToSql(string[] columns)
    {
        SelectChain chain = new(Dialect, From);
        string[] names = ["pattern_x", "pattern_last", "pattern_tenure"];
        for (int c = 0; c < names.Length; c++)
        {
            while (columns.Contains(names[c]))
                names[c] += "_";
        }

        chain.Begin("customers");
        for (int c = 0; c < columns.Length; c++)
            chain.Define(names[c], [Dialect.PlainZero(Dialect.ToNumber(chain.SourceColumn(columns[c]), columns[c]))]);
        chain.Begin("patterns", groupBy: names);
        chain.Define("customer_count", [$"SUM({Dialect.Literal(1)})"]);
        return chain.ToSql([.. names, "customer_count"]);
    }
}
