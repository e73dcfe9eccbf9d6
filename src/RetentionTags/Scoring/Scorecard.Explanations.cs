using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <content>What contributions are compared with, and what is said of them.</content>
public sealed partial class Scorecard
{
    private ExplanationBaseline? _population;
    private ReasonCatalogue? _defaultReasons;

    /// <summary>What contributions are compared with: the population of the training rows, unless <see cref="WithBaseline"/> chose another.</summary>
    public ExplanationBaseline ExplanationBaseline => ChosenBaseline ?? (_population ??= BaselineOf(BaselineKind.Population));

    /// <summary>By which rules contributions become reasons: <see cref="ReasonCatalogue.ForColumns"/> of the card's columns, unless <see cref="WithReasons"/> chose others.</summary>
    public ReasonCatalogue ReasonCatalogue => ChosenReasons ?? (_defaultReasons ??= ReasonCatalogue.ForColumns(_columns.Select(column => column.Name)));

    internal ExplanationBaseline? ChosenBaseline { get; init; }

    internal ReasonCatalogue? ChosenReasons { get; init; }

    /// <summary>A baseline of the training rows, or of the best bins.</summary>
    /// <param name="kind"><see cref="BaselineKind.Population"/>, <see cref="BaselineKind.LowestLogOdds"/> or <see cref="BaselineKind.HighestLogOdds"/>.</param>
    /// <returns>The baseline, for <see cref="WithBaseline"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is a cohort, which has rows and a name, or none of those there are.</exception>
    public ExplanationBaseline BaselineOf(BaselineKind kind) => kind switch
    {
        BaselineKind.Population => new(kind, ScoreExplanations.PopulationName, Names(), [.. _columns.Select(column => column.Binning.Bins.Select(bin => bin.CountShare).ToArray())]),
        BaselineKind.LowestLogOdds => new(kind, "lowest log-odds of each column", Names(), [.. _columns.Select(column => Only(column, 1))]),
        BaselineKind.HighestLogOdds => new(kind, "highest log-odds of each column", Names(), [.. _columns.Select(column => Only(column, -1))]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Use Population, LowestLogOdds or HighestLogOdds; a cohort is made of rows: BaselineOf(name, table)."),
    };

    /// <summary>A baseline of chosen rows: the customers who stayed, those of one region, one customer to compare with.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="cohort">The rows. Holds at least the card's columns, found by name.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The baseline, for <see cref="WithBaseline"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty, there are no rows or no weight, a column is absent or of another kind, or a weight is negative or not finite.</exception>
    public ExplanationBaseline BaselineOf(string name, Table cohort, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        double[] of = BackgroundRows.WeightsOf(cohort, weights);
        double total = of.Sum();
        var bins = new int[of.Length];
        return new(BaselineKind.Cohort, name, Names(), [.. _columns.Select(column =>
        {
            column.Binning.ToBins(column.Find(cohort), bins);
            var shares = new double[column.Binning.Bins.Count];
            for (int row = 0; row < bins.Length; row++)
                shares[bins[row]] += of[row] / total;
            return shares;
        })]);
    }

    /// <summary>The same card with another baseline: <see cref="Baseline"/>, contributions and reasons are then against it. Scores stay what they are.</summary>
    /// <param name="baseline">A baseline of this card, or of one with the same columns and bins.</param>
    /// <returns>A new card; this one stays what it is.</returns>
    /// <exception cref="ArgumentException">The baseline is of other columns or bins.</exception>
    public Scorecard WithBaseline(ExplanationBaseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        if (!baseline.ColumnNames.SequenceEqual(Names()))
            throw new ArgumentException($"The baseline is of the columns {string.Join(", ", baseline.ColumnNames)}; the card has {string.Join(", ", Names())}. Make it with this card's BaselineOf.", nameof(baseline));
        var columns = new ScorecardColumn[_columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            if (baseline[j].Length != _columns[j].Binning.Bins.Count)
                throw new ArgumentException($"The baseline has {baseline[j].Length} bins in column '{_columns[j].Name}'; the card has {_columns[j].Binning.Bins.Count}. Make it with this card's BaselineOf.", nameof(baseline));
            columns[j] = _columns[j].WithBaseline(baseline[j]);
        }

        return Copy(columns, baseline, ChosenReasons, Findings);
    }

    /// <summary>The same card with another catalogue of reasons, which is saved with it.</summary>
    /// <param name="catalogue">The reasons. Columns of the card that are in none of them are named by a finding.</param>
    /// <returns>A new card; this one stays what it is.</returns>
    /// <exception cref="ArgumentException">A reason names a column that the card does not have.</exception>
    public Scorecard WithReasons(ReasonCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        RequireColumnsOf(catalogue);
        IEnumerable<Finding> uncovered = Names()
            .Where(name => !catalogue.Reasons.Any(reason => reason.Columns.Contains(name)))
            .Select(name => new Finding(FindingSeverity.Note, FindingCodes.UncoveredColumn, "it is in none of the catalogue's reasons, so what it contributes is never given as one.", name));
        return Copy(_columns, ChosenBaseline, catalogue, [.. Findings.Where(finding => finding.Code != FindingCodes.UncoveredColumn), .. uncovered]);
    }

    /// <summary>The reasons of every row by the card's <see cref="ReasonCatalogue"/>, against its <see cref="ExplanationBaseline"/>.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <returns>The reasons; their texts are made when a row is asked for.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind, or the rows have more contributions than an array holds.</exception>
    public ReasonCodes Reasons(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column[] columns = [.. _columns.Select(column => column.Find(table))];
        int[] bins = BinsOf(table);
        return new(ReasonCatalogue, [.. _columns.Select(column => column.Binning)], bins, Explain(bins, table.RowCount), ValueOf);

        Cell ValueOf(int row, int column) => columns[column] is NumericColumn numbers ? (Cell)numbers.Values[row] : ((CategoryColumn)columns[column])[row];
    }

    /// <summary>The reasons of one row by the card's <see cref="ReasonCatalogue"/>, against its <see cref="ExplanationBaseline"/>.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <returns>The reasons, the strongest first; the same as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or one is of the wrong kind.</exception>
    public IReadOnlyList<ReasonCode> Reasons(params ReadOnlySpan<Cell> row)
    {
        Cell[] values = row.ToArray();
        int[] bins = BinsOf(row);
        return new ReasonCodes(ReasonCatalogue, [.. _columns.Select(column => column.Binning)], bins, Explain(bins, 1), (_, column) => values[column])[0];
    }

    /// <summary>What makes tiers differ: the mean contribution of each column within each tier.</summary>
    /// <param name="table">The rows. Holds at least the card's columns, found by name.</param>
    /// <param name="scheme">Tiers of probabilities, those of <see cref="Score(Table, Span{double})"/>. For tiers of another score use <see cref="GroupContributions.Of"/>.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <returns>The report, its groups being the tiers from the highest down.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind, there are no rows or no weight, or a weight is negative or not finite.</exception>
    public GroupContributions ContributionsByTier(Table table, TierScheme scheme, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(table);
        var scores = new double[table.RowCount];
        Score(table, scores);
        return GroupContributions.Of(Explain(table), [.. scheme.Tiers.Select(tier => tier.Name)], [.. scores.Select(score => scheme[score].Rank)], weights);
    }

    /// <summary>Says for every row what each column adds to its probability, through <see cref="Calibration"/> if there is one: the Shapley values of another game than those in log-odds, see <see cref="ProbabilityExplanations"/>.</summary>
    /// <param name="table">Holds at least the card's columns, found by name; others are ignored.</param>
    /// <param name="background">The rows to compare with, such as the training rows: the same columns. Rows in the same bins count as one, so thousands are quick.</param>
    /// <param name="weights">For each row of the background a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <param name="cancellationToken">Stops the enumeration, which takes 2ᵏ probabilities for each row and each combination of bins in the background.</param>
    /// <returns>Shapley values in probability.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind, the background has no rows or no weight, or the card has no columns or more than 15.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ProbabilityExplanations ExplainProbability(Table table, Table background, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(background);
        (double[][] terms, double[] of) = Distinct(background, BackgroundRows.WeightsOf(background, weights));
        return ProbabilityGame.Play(Intercept, Names(), Terms(BinsOf(table), table.RowCount), terms, of, Link, cancellationToken);

        void Link(ReadOnlySpan<double> sums, Span<double> probabilities)
        {
            LogisticFunctions.Sigmoid(sums, probabilities);
            Calibration?.Apply(probabilities, probabilities);
        }
    }

    private Scorecard Copy(ScorecardColumn[] columns, ExplanationBaseline? baseline, ReasonCatalogue? reasons, IReadOnlyList<Finding> findings) =>
        new(Recipe, Binning, Regression, columns, _intercept, findings, Calibration) { Selection = Selection, ChosenBaseline = baseline, ChosenReasons = reasons };

    internal void RequireColumnsOf(ReasonCatalogue catalogue)
    {
        string[] names = Names();
        foreach (Reason reason in catalogue.Reasons)
        {
            if (reason.Columns.FirstOrDefault(column => !names.Contains(column)) is string unknown)
                throw new ArgumentException($"The reason '{reason.Id}' is of the column '{unknown}', which the card does not have. It has: {string.Join(", ", names)}. Make a catalogue of the columns that were kept, or fit anew.", nameof(catalogue));
        }
    }

    private string[] Names() => [.. _columns.Select(column => column.Name)];

    /// <summary>Row by row, the bin of each column.</summary>
    private int[] BinsOf(Table table)
    {
        int width = _columns.Length;
        var bins = new int[BackgroundRows.CellsOf(table, width)];
        var columnBins = new int[table.RowCount];
        for (int c = 0; c < width; c++)
        {
            _columns[c].Binning.ToBins(_columns[c].Find(table), columnBins);
            for (int row = 0; row < columnBins.Length; row++)
                bins[(row * width) + c] = columnBins[row];
        }

        return bins;
    }

    private int[] BinsOf(ReadOnlySpan<Cell> row)
    {
        var values = new double[row.Length];
        Row.Read(row, values);
        return BinsOf((ReadOnlySpan<double>)values);
    }

    private int[] BinsOf(ReadOnlySpan<double> row)
    {
        Row.RequireWidth(row.Length);
        var bins = new int[row.Length];
        for (int c = 0; c < bins.Length; c++)
            bins[c] = Row.BinOf(c, row[c]);
        return bins;
    }

    /// <summary>Column by column, what each row has from it, in log-odds.</summary>
    private double[][] Terms(int[] bins, int rowCount) =>
        [.. _columns.Select((column, c) => Enumerable.Range(0, rowCount).Select(row => column.LogOddsOf(bins[(row * _columns.Length) + c])).ToArray())];

    /// <summary>Each combination of bins once, with the weights of its rows together, in the order in which they first come.</summary>
    private (double[][] Terms, double[] Weights) Distinct(Table background, double[] weights)
    {
        int width = _columns.Length;
        int[] bins = BinsOf(background);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<int>();
        var sums = new List<double>();
        var key = new char[width];
        for (int row = 0; row < weights.Length; row++)
        {
            for (int c = 0; c < width; c++)
                key[c] = (char)bins[(row * width) + c];
            if (places.TryAdd(new(key), sums.Count))
            {
                distinct.AddRange(bins.AsSpan(row * width, width));
                sums.Add(0);
            }

            sums[places[new(key)]] += weights[row];
        }

        return (Terms([.. distinct], sums.Count), [.. sums]);
    }

    /// <summary>All rows in the regular bin of the lowest log-odds or, turned round, of the highest.</summary>
    private static double[] Only(ScorecardColumn column, int sign)
    {
        int best = Enumerable.Range(0, column.Binning.RegularBinCount).MinBy(bin => sign * column.LogOddsOf(bin));
        return [.. column.Binning.Bins.Select((_, bin) => bin == best ? 1.0 : 0)];
    }
}
