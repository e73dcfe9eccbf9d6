using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Sql.Training;

/// <summary>Rows of an engine to learn from. They stay where they are: what comes back are counts and sums.</summary>
/// <remarks>
/// <para>
/// A scorecard is fitted in two steps. For each column one query counts events and non-events of each value, or of ranges of values where there are more than <see cref="MaxValues"/>: enough for <see cref="OptimalBinning"/>.
/// Then the rows are counted by the bins of all columns at once: a regression on these counts is that on the rows. Where there are more than <see cref="MaxPatterns"/> different rows of bins, Newton's method runs on sums that the engine adds up, one or more queries a step.
/// </para>
/// <para>
/// The card is the one that <see cref="ScorecardRecipe"/> fits in memory on the same rows: with the same counts of every bin (with the same cuts where every value was counted by itself) and with coefficients that agree to 10⁻⁸.
/// The rows must not change between the queries: give a snapshot, or run in a transaction that sees one.
/// </para>
/// </remarks>
public sealed record SqlTrainingSet
{
    private const int MostPatterns = 10_000_000;

    /// <summary>The engine.</summary>
    /// <value>Required.</value>
    public required SqlDialect Dialect { get; init => field = value ?? throw new ArgumentNullException(nameof(Dialect)); }

    /// <summary>The rows: a table, or a query.</summary>
    /// <value>Required.</value>
    public required SqlSource From { get; init => field = value ?? throw new ArgumentNullException(nameof(From)); }

    /// <summary>The column that says whether a row is an event: a number, 1 for an event and 0 for a non-event.</summary>
    /// <value>Required. NULL and other numbers are an error. Make truth values a number in the query, such as <c>CASE WHEN churned THEN 1 ELSE 0 END</c>.</value>
    public required string Label { get; init => field = value ?? throw new ArgumentNullException(nameof(Label)); }

    /// <summary>The columns to learn from, and what each holds.</summary>
    /// <value>Required; at least one, each name once.</value>
    public required ValueList<ColumnSpec> Columns { get; init => field = Checked(value); }

    /// <summary>The column of the rows' weights.</summary>
    /// <value><see langword="null"/> by default: every row weighs 1. NULL, NaN, infinite and negative weights are an error.</value>
    public string? Weight { get; init; }

    /// <summary>Texts that mean missing. Compared exactly.</summary>
    /// <value>By default the empty text, which <c>Table.Read</c> reads as missing too.</value>
    public ValueList<string> MissingTexts { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingTexts)); } = [""];

    /// <summary>The event rate of the population that the rows were chosen from, 0–1, if it is not theirs: the card's intercept is moved to it.</summary>
    /// <value><see langword="null"/> by default: the rows are as they came.</value>
    public double? PopulationEventRate { get; init => field = value is null or (> 0 and < 1) ? value : throw OutOfRange(nameof(PopulationEventRate), value, "above 0 and below 1"); }

    /// <summary>Up to how many distinct values of a numeric column are counted each by itself.</summary>
    /// <value>16,384 by default. From 2 to 1,000,000. Up to there the bins are those of the rows, to the bit.</value>
    public int MaxValues { get; init => field = value is >= 2 and <= 1_000_000 ? value : throw OutOfRange(nameof(MaxValues), value, "from 2 to 1,000,000"); } = 16_384;

    /// <summary>Into how many ranges of about as many rows a column with more distinct values is divided (ClickHouse: of values that agree in their leading bits). Cuts lie between ranges; the counts of bins are exact.</summary>
    /// <value>2,000 by default. From 20 to 100,000.</value>
    public int MaxRanges { get; init => field = value is >= 20 and <= 100_000 ? value : throw OutOfRange(nameof(MaxRanges), value, "from 20 to 100,000"); } = 2000;

    /// <summary>Up to how many different rows of bins are fetched with their counts; beyond, the regression runs on sums.</summary>
    /// <value>200,000 by default. From 0, so that it always runs on sums, to 10,000,000.</value>
    public int MaxPatterns { get; init => field = value is >= 0 and <= MostPatterns ? value : throw OutOfRange(nameof(MaxPatterns), value, "from 0 to 10,000,000"); } = 200_000;

    /// <summary>How long one query may take.</summary>
    /// <value><see langword="null"/> by default: as long as it needs; the cancellation token stops it.</value>
    public TimeSpan? Timeout { get; init => field = value is null || value > TimeSpan.Zero ? value : throw OutOfRange(nameof(Timeout), value, "above 0"); }

    /// <summary>Counts events and non-events of each column's values where the rows are: one or more queries for each column.</summary>
    /// <param name="connection">Open; of the engine that <see cref="Dialect"/> names. It stays open.</param>
    /// <param name="progress">Told of each column.</param>
    /// <param name="cancellationToken">Stops the work; the running query is cancelled.</param>
    /// <returns>Counts that <see cref="OptimalBinning.Fit(BinningHistogram, IProgress{FitProgress}?, CancellationToken)"/> takes.</returns>
    /// <exception cref="DbException">The engine refuses a query: a table or a column is absent, a column that is to be numeric holds texts, or the connection is lost.</exception>
    /// <exception cref="TrainingDataException">A label is neither 0 nor 1, or a weight is missing, negative or not finite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public BinningHistogram Count(DbConnection connection, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var counting = new ColumnCounting(this, new(connection, Timeout, cancellationToken));
        counting.RequireLabels();
        var counts = new ColumnCounts[Columns.Count];
        for (int c = 0; c < counts.Length; c++)
        {
            progress?.Report(new("counting", c, counts.Length));
            counts[c] = counting.Of(Columns[c]);
        }

        progress?.Report(new("counting", counts.Length, counts.Length));
        return BinningHistogram.OfCounts(counts);
    }

    /// <summary>Fits a scorecard on the rows where they are.</summary>
    /// <param name="recipe">How. Its <see cref="ScorecardRecipe.Binning"/> is an <see cref="OptimalBinning"/>.</param>
    /// <param name="connection">Open; of the engine that <see cref="Dialect"/> names. It stays open.</param>
    /// <param name="progress">Told of each column and each step.</param>
    /// <param name="cancellationToken">Stops the work; the running query is cancelled.</param>
    /// <returns>The card.</returns>
    /// <exception cref="InvalidOperationException">A setting of the recipe needs the rows themselves: another binning, a selection funnel, a calibration, indicators, or cross-fitting of all columns.</exception>
    /// <exception cref="DbException">As for <see cref="Count"/>.</exception>
    /// <exception cref="TrainingDataException">The rows do not support the fit.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Scorecard Fit(ScorecardRecipe recipe, DbConnection connection, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Binning is not OptimalBinning binning)
            throw new InvalidOperationException($"A {recipe.Binning.GetType().Name} needs the rows, and these stay in the engine. Set Binning to an OptimalBinning; it has CandidateCuts and FixedCuts for cuts that are known.");
        BinningHistogram histogram = Count(connection, progress, cancellationToken);
        BinningModel bins = binning.Fit(histogram, progress, cancellationToken);
        return recipe.Fit(bins, new SqlBinnedRows(this, new(connection, Timeout, cancellationToken), histogram.EventWeight, histogram.NonEventWeight), progress, cancellationToken);
    }

    private static ArgumentOutOfRangeException OutOfRange(string setting, object? value, string allowed) => new(setting, value, $"{setting} is {allowed}.");

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<ColumnSpec> Checked(ValueList<ColumnSpec> columns)
    {
        ArgumentNullException.ThrowIfNull(columns, nameof(Columns));
        if (columns.Count == 0 || columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() < columns.Count)
            throw new ArgumentException(columns.Count == 0 ? "There is no column to learn from. Name at least one." : "A column is named twice. Name each once.", nameof(Columns));
        return columns;
    }
}
