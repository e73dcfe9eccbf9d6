using RetentionTags.Data;

namespace RetentionTags.Lifetime;

/// <summary>Turns durations into a training set with one row for each customer and period: what any classifier can learn the hazard from, the probability of the event in a period for those who have come to it.</summary>
/// <remarks>
/// A customer with duration t has rows for the periods 1 … t (from entry + 1 on with delayed entry). All are non-events but the last one of a customer with an event. So the rows of a customer who was not watched to the end are as they should be, and her unknown future is in none. Covariates are those of the start, the same in all her rows.
/// Rows keep the customer's weight, and her row number as their entity: standard errors can be clustered by it, and splitters keep her rows together. Source: Singer and Willett (1993), Journal of Educational Statistics 18(2), p. 155–195.
/// </remarks>
public sealed record PersonPeriods
{
    /// <summary>The name of the column that holds the period's number, 1, 2, …</summary>
    /// <value><c>period</c> by default.</value>
    public string PeriodColumn { get; init => field = !string.IsNullOrWhiteSpace(value) ? value : throw Setting.OutOfRange(nameof(PeriodColumn), value, "a name"); } = "period";

    /// <summary>The last period that gets rows: whoever lasts longer counts as not watched any further.</summary>
    /// <value><see langword="null"/> by default: the longest duration. At least 1.</value>
    public int? LastPeriod { get; init => field = value is null or >= 1 ? value : throw Setting.OutOfRange(nameof(LastPeriod), value, "at least 1, or null for the longest duration"); }

    /// <summary>The greatest number of cells (rows times columns, 8 bytes each) that the table may have: an error says how many there would be.</summary>
    /// <value>100,000,000 by default: 800 MB. A fit takes about as much again.</value>
    public long MaxCells { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxCells), value, "at least 1"); } = 100_000_000;

    /// <summary>How many rows the training set will have: the number of periods that customers were watched through.</summary>
    /// <param name="data">Durations in whole periods.</param>
    /// <returns>0 or more; weights play no part.</returns>
    /// <exception cref="ArgumentException">A duration or an entry is not a whole number, is above 10,000, or there is an event at duration 0.</exception>
    public long CountRows(SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWholePeriods();
        long rows = 0;
        for (int row = 0; row < data.RowCount; row++)
            rows += Math.Max(0, EndOf(data, row) - (int)data.EntryOf(row));
        return rows;
    }

    /// <summary>Makes the training set.</summary>
    /// <param name="data">Durations in whole periods. A customer with duration 0 has no row.</param>
    /// <param name="covariates">What is known of each customer, one row for each of <paramref name="data"/>; nothing for the period alone.</param>
    /// <returns>The period and the covariates, with the event of each row, its weight and its entity; by customer and period.</returns>
    /// <exception cref="ArgumentException">Durations are not whole periods, numbers of rows differ, a covariate is named as the period's column, or there would be no rows or more than <see cref="MaxCells"/> cells.</exception>
    public TrainingSet ToTrainingSet(SurvivalData data, Table? covariates = null) =>
        Expand(data, covariates, periods => [Column.Numeric(PeriodColumn, periods)], 1);

    /// <summary>The training set with columns that are made of the periods of its rows.</summary>
    internal TrainingSet Expand(SurvivalData data, Table? covariates, Func<int[], Column[]> toColumns, int columnsOfPeriod)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (covariates is not null && covariates.RowCount != data.RowCount)
            throw new ArgumentException($"There are {covariates.RowCount} rows of covariates for {data.RowCount} durations.", nameof(covariates));
        int rows = RequireBudget(data, columnsOfPeriod + (covariates?.Columns.Count ?? 0));
        int[] rowOf = new int[rows], periods = new int[rows];
        var events = new bool[rows];
        double[] weights = new double[data.Weights.IsEmpty ? 0 : rows];
        int place = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            int end = EndOf(data, row);
            for (int period = (int)data.EntryOf(row) + 1; period <= end; period++, place++)
            {
                (rowOf[place], periods[place]) = (row, period);
                events[place] = data.Events[row] && period == data.Durations[row];
                if (weights.Length > 0)
                    weights[place] = data.Weights[row];
            }
        }

        Column[] columns = toColumns(periods);
        Table table = covariates is null ? Table.Create(columns) : Table.Create([.. columns, .. covariates.Rows(rowOf).Columns]);
        return TrainingSet.Create(table, events, weights).WithEntities([.. rowOf.Select(row => (long)row)]);
    }

    private int EndOf(SurvivalData data, int row) => (int)Math.Min(data.Durations[row], LastPeriod ?? SurvivalData.MaxPeriods);

    private int RequireBudget(SurvivalData data, int columns)
    {
        long rows = CountRows(data);
        if (rows == 0)
            throw new ArgumentException("Nobody was watched for a whole period: there are no rows.", nameof(data));
        if (rows * columns > MaxCells || rows > Array.MaxLength)
            throw new ArgumentException(Invariant($"The table would have {rows:N0} rows and {columns:N0} columns, {rows * columns:N0} cells or {rows * columns * 8 / 1e9:N1} GB; at most {MaxCells:N0} cells are allowed. Count longer periods, set LastPeriod, take a PeriodEffect other than EachPeriod or fewer covariates, or raise MaxCells."), nameof(data));
        return (int)rows;
    }
}
