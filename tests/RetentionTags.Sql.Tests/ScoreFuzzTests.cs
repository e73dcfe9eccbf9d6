using System.Data.Common;
using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Models.Calibration;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

/// <summary>Random cards over random rows: what engines compute is what the scorer in memory computes.</summary>
public class ScoreFuzzTests
{
    private const int Rows = 250;

    /// <summary>2⁻⁵³.</summary>
    private const double HalfUlp = 1.1102230246251565e-16;

    private const ScoreColumns All = ScoreColumns.LogOdds | ScoreColumns.UncalibratedProbability | ScoreColumns.Probability | ScoreColumns.Points | ScoreColumns.Bins | ScoreColumns.Labels | ScoreColumns.WeightsOfEvidence | ScoreColumns.Contributions;

    [Theory]
    [OnEngine(AllEngines.Sqlite, 100)]
    [OnEngine(AllEngines.PostgreSql, 60)]
    [OnEngine(AllEngines.ClickHouse, 60)]
    [OnEngine(AllEngines.ClickHouseShards, 30)]
    [OnEngine(AllEngines.DuckDb, 40)]
    [OnEngine(AllEngines.MySql, 60)]
    public void Every_output_is_that_in_memory(string name, int cards)
    {
        Engine engine = AllEngines.Named(name);
        using DbConnection connection = engine.Open();
        for (int seed = 0; seed < cards; seed++)
            Compare(engine, connection, seed);
    }

    private static void Compare(Engine engine, DbConnection connection, int seed)
    {
        SqlDialect dialect = engine.Dialect();
        var random = new RandomScorecards(seed, engine);
        (Scorecard card, Table table, (string Name, Array Values)[] source) = random.Next(Rows);
        bool hasLabels = card.Columns.SelectMany(column => column.Binning.Bins).All(bin => dialect.CanHold(bin.Label));
        ScoreScale scale = (ScoreScale)(seed % 3);
        double[] scores = scale switch { ScoreScale.Probability => card.Score(table), ScoreScale.LogOdds => card.LogOdds(table), _ => card.Points(table) };
        TierScheme tiers = random.Tiers(scores);
        string?[] previous = [.. Enumerable.Range(0, Rows).Select(_ => random.PreviousTier(tiers))];
        engine.Load(connection, dialect.Quote("fuzz"), [(dialect.Quote("id"), Enumerable.Range(0, Rows).Select(i => (long)i).ToArray()), (dialect.Quote("was in"), previous), .. source.Select(column => (dialect.Quote(column.Name), column.Values))]);
        var query = new ScoreQuery
        {
            From = "fuzz",
            Keep = ["id"],
            Columns = hasLabels ? All : All & ~ScoreColumns.Labels,
            Tiers = tiers,
            TierScale = scale,
            PreviousTier = seed % 2 == 0 ? "was in" : null,
            Reasons = Math.Min(card.ReasonCatalogue.MaxReasons, 3),
            MissingTexts = [],
            Prefix = seed % 5 == 0 || card.Columns.Any(column => column.Name.StartsWith("x_", StringComparison.Ordinal)) ? "s_" : "",
        };
        string sql = card.ToSql(dialect, query);
        Dictionary<string, object?>[] found = Read(connection, sql);
        try
        {
            Compare(card, table, query, hasLabels, tiers, previous, found);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed}, {engine.Name}, calibration {card.Calibration?.GetType().Name}: {failure.Message}\n{Shown(sql)}", failure);
        }
    }

    private static void Compare(Scorecard card, Table table, ScoreQuery query, bool hasLabels, TierScheme tiers, string?[] previous, Dictionary<string, object?>[] found)
    {
        double[] logOdds = card.LogOdds(table), probabilities = card.Score(table), points = card.Points(table);
        double[] contributions = new double[card.Columns.Count * Rows];
        card.Contributions(table, contributions);
        var reasons = card.Reasons(table);
        string[] tierOf = new string[Rows];
        double[] scores = query.TierScale switch { ScoreScale.Probability => probabilities, ScoreScale.LogOdds => logOdds, _ => points };
        for (int row = 0; row < Rows; row++)
            tierOf[row] = tiers[scores[row], query.PreviousTier is null || tiers.Find(previous[row] ?? "") < 0 ? null : tiers.Tiers[tiers.Find(previous[row]!)]].Name;
        for (int row = 0; row < Rows; row++)
        {
            Dictionary<string, object?> cells = found[row];
            Same(logOdds[row], Number("log_odds"), "log-odds");
            Same(points[row], Number("points"), "points");
            Near(card.ToProbability(logOdds[row], isCalibrated: false), Number("uncalibrated_probability"), 0, "uncalibrated");
            Near(probabilities[row], Number("probability"), Allowance(card, logOdds[row]), "probability");
            Assert.Equal(tierOf[row], cells[query.Prefix + "tier"]);
            IReadOnlyList<string> ids = reasons.IdsOf(row);
            for (int k = 0; k < query.Reasons; k++)
                Assert.Equal(k < ids.Count ? ids[k] : null, cells[Invariant($"{query.Prefix}reason_{k + 1}")]);
            for (int c = 0; c < card.Columns.Count; c++)
            {
                ScorecardColumn column = card.Columns[c];
                var bins = new int[Rows];
                column.Binning.ToBins(table[column.Name], bins);
                Assert.Equal(bins[row], (int)Number(column.Name + "_bin"));
                Same(column.Binning.Bins[bins[row]].Woe, Number(column.Name + "_woe"), "weight of evidence");
                Same(contributions[(c * Rows) + row], Number(column.Name + "_contribution"), "contribution");
                if (hasLabels)
                    Assert.Equal(column.Binning.Bins[bins[row]].Label, cells[query.Prefix + column.Name + "_label"]);
            }

            double Number(string name) => Convert.ToDouble(cells[query.Prefix + name], CultureInfo.InvariantCulture);

            void Same(double expected, double actual, string what)
            {
                if (expected != actual)
                    Assert.Fail(Invariant($"Row {row}, {what}: {expected:R} in memory, {actual:R} in the engine; {string.Join(", ", table.Columns.Select(each => each is NumericColumn numbers ? Invariant($"{each.Name} {numbers.Values[row]:R}") : $"{each.Name} '{((CategoryColumn)each)[row]}'"))}."));
            }

            void Near(double expected, double actual, double allowance, string what)
            {
                if (!(Math.Abs(actual - expected) <= ((1e-12 + allowance) * Math.Abs(expected)) + 1e-320))
                    Assert.Fail(Invariant($"Row {row}, {what}: {expected:R} in memory, {actual:R} in the engine, log-odds {logOdds[row]:R}, allowed {allowance}."));
            }
        }
    }

    /// <summary>
    /// How far the probability in memory itself depends on the last bit of the one before the calibration: where 1 − p is taken of a p near 1, and between isotonic blocks that lie close together.
    /// </summary>
    private static double Allowance(Scorecard card, double logOdds)
    {
        double p = card.ToProbability(logOdds, isCalibrated: false);
        switch (card.Calibration)
        {
            case AffineCalibration line:
                return 4 * HalfUlp * Math.Abs(line.Slope) / (1 - p);
            case BetaCalibrationModel beta:
                return 4 * HalfUlp * beta.B / (1 - p);
            case IsotonicModel { IsInterpolated: true } isotonic:
                int i = isotonic.Blocks.TakeWhile(block => block.Lowest <= p).Count() - 1;
                if (i < 0 || i + 1 == isotonic.Blocks.Count || p <= isotonic.Blocks[i].Highest)
                    return 0;
                double rise = isotonic.Blocks[i + 1].EventRate - isotonic.Blocks[i].EventRate;
                return 8 * HalfUlp * p * rise / (isotonic.Blocks[i + 1].Lowest - isotonic.Blocks[i].Highest) / card.ToProbability(logOdds);
            default:
                return 0;
        }
    }

    /// <summary>Rows by id, each a cell for each name.</summary>
    private static Dictionary<string, object?>[] Read(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = Execute(command);
        var rows = new Dictionary<string, object?>[Rows];
        int count = 0;
        while (reader.Read())
        {
            count++;
            rows[Convert.ToInt32(reader.GetValue(reader.GetOrdinal("id")), CultureInfo.InvariantCulture)] = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.GetValue(i) is object value and not DBNull ? value : null);
        }

        Assert.Equal(Rows, count);
        return rows;
    }

    private static string Shown(string sql) => sql.Replace("\0", "\\0", StringComparison.Ordinal);

    private static DbDataReader Execute(DbCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (DbException failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{Shown(command.CommandText)}", failure);
        }
    }
}
