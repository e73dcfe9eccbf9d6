using RetentionTags.Models.Calibration;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>What a card's log-odds become: probabilities, calibrated ones, and thresholds of them.</summary>
/// <remarks>
/// Log-odds are the same to the bit in every engine, and the exponential is not. So whatever jumps (steps of calibrations, thresholds of tiers) is said in log-odds: of all numbers on the card's grid the first whose probability, as it is in memory, has come so far. Probabilities never fall as log-odds rise on
/// the grid, which makes that number well defined. Only what is smooth goes through the engine's exponential and logarithm.
/// </remarks>
internal sealed class ScoreMap
{
    private const double UnitsPerLogOdds = 1 << 24;

    /// <summary>Exponentials of log-odds within this are normal numbers.</summary>
    private const double Smooth = 700;

    /// <summary>Below it the exponential is 0.</summary>
    private const double Vanished = -745.13;

    private readonly Scorecard _card;
    private readonly SqlDialect _dialect;

    public ScoreMap(Scorecard card, SqlDialect dialect)
    {
        (_card, _dialect) = (card, dialect);
        Lowest = card.Intercept + card.Columns.Sum(column => LogOddsOf(column).Min());
        Highest = card.Intercept + card.Columns.Sum(column => LogOddsOf(column).Max());
    }

    /// <summary>The lowest log-odds that a row can have.</summary>
    public double Lowest { get; }

    /// <summary>The highest log-odds that a row can have.</summary>
    public double Highest { get; }

    /// <summary>The probability before a calibration that is beside the card.</summary>
    public string Uncalibrated(string logOdds) => Sigmoid(logOdds, Lowest, Highest);

    /// <summary>The lines of the probability through the calibration, unless that is <see cref="Interpolated"/>.</summary>
    public IReadOnlyList<string> Probability(string logOdds) => _card.Calibration switch
    {
        null => [Uncalibrated(logOdds)],
        AffineCalibration line => Saturated(logOdds, Line(line, logOdds)),
        BetaCalibrationModel beta => Saturated(logOdds, Beta(beta, logOdds)),
        IsotonicModel isotonic => Steps(logOdds, isotonic.Blocks.Skip(1).Select(block => FirstAtLeast(block.Lowest))),
        VennAbersModel both => Steps(logOdds, both.Jumps.SelectMany(jump => (double[])[FirstAtLeast(jump), FirstAbove(jump)])),
        CalibrationModel other => throw new NotSupportedException($"The calibration {other.GetType().Name} cannot be said in SQL."),
    };

    /// <summary>The lines of the probability through isotonic blocks with straight lines between them.</summary>
    /// <param name="logOdds">The log-odds.</param>
    /// <param name="uncalibrated">The probability before the calibration.</param>
    public IReadOnlyList<string> Interpolated(string logOdds, string uncalibrated)
    {
        IReadOnlyList<IsotonicBlock> blocks = ((IsotonicModel)_card.Calibration!).Blocks;
        var cases = new List<string>();
        for (int i = 0; i + 1 < blocks.Count; i++)
        {
            IsotonicBlock block = blocks[i], next = blocks[i + 1];
            string share = $"({uncalibrated} - {_dialect.Literal(block.Highest)}) / {_dialect.Literal(next.Lowest - block.Highest)}";
            cases.Add($"    WHEN {logOdds} < {_dialect.Bound(FirstAbove(block.Highest))} THEN {_dialect.Literal(block.EventRate)}");
            cases.Add($"    WHEN {logOdds} < {_dialect.Bound(FirstAtLeast(next.Lowest))} THEN {_dialect.Least($"{_dialect.Literal(block.EventRate)} + {share} * {_dialect.Literal(next.EventRate - block.EventRate)}", _dialect.Literal(next.EventRate))}");
        }

        return cases.Count == 0 ? [_dialect.Literal(blocks[0].EventRate)] : ["CASE", .. cases, $"    ELSE {_dialect.Literal(blocks[^1].EventRate)}", "END"];
    }

    /// <summary>Whether the probability is at least a threshold.</summary>
    public string ConditionOfProbability(string logOdds, double threshold) => _card.Calibration is { IsMonotone: false }
        ? $"{logOdds} < {_dialect.Bound(First(value => _card.ToProbability(value) < threshold))}"
        : $"{logOdds} >= {_dialect.Bound(First(value => _card.ToProbability(value) >= threshold))}";

    /// <summary>Whether the log-odds are at least a threshold.</summary>
    public string ConditionOfLogOdds(string logOdds, double threshold) => $"{logOdds} >= {_dialect.Bound(First(value => value >= threshold))}";

    /// <summary>Whether points are at least a threshold.</summary>
    public string ConditionOfPoints(string points, double threshold) => $"{points} >= {_dialect.Bound(double.IsInfinity(threshold) ? Math.CopySign(double.MaxValue, threshold) : threshold)}";

    private static IEnumerable<double> LogOddsOf(ScorecardColumn column) => Enumerable.Range(0, column.Binning.Bins.Count).Select(column.LogOddsOf);

    private double FirstAtLeast(double probability) => First(value => _card.ToProbability(value, isCalibrated: false) >= probability);

    private double FirstAbove(double probability) => First(value => _card.ToProbability(value, isCalibrated: false) > probability);

    /// <summary>The first log-odds on the grid, of those that a row can have, from which on something holds; the next one behind them if nowhere.</summary>
    private double First(Func<double, bool> holds)
    {
        double low = Lowest * UnitsPerLogOdds, high = (Highest * UnitsPerLogOdds) + 1;
        while (low < high)
        {
            double middle = Math.Floor((low + high) / 2);
            if (holds(middle / UnitsPerLogOdds))
                high = middle;
            else
                low = middle + 1;
        }

        return low / UnitsPerLogOdds;
    }

    /// <summary>A step function, its values as they are in memory.</summary>
    private IReadOnlyList<string> Steps(string logOdds, IEnumerable<double> starts)
    {
        double[] from = [Lowest, .. starts.Where(start => start > Lowest && start <= Highest).Distinct().Order()];
        string[] values = [.. from.Select(start => _dialect.Literal(_card.ToProbability(start)))];
        int[] last = [.. Enumerable.Range(0, from.Length).Where(i => i == from.Length - 1 || values[i] != values[i + 1])];
        return last.Length == 1 ? [values[0]] : ["CASE", .. last[..^1].Select(i => $"    WHEN {logOdds} < {_dialect.Bound(from[i + 1])} THEN {values[i]}"), $"    ELSE {values[^1]}", "END"];
    }

    /// <summary>An expression for all but the log-odds whose probability is 1, or 0, since rounding is all that there is left of them in memory.</summary>
    private IReadOnlyList<string> Saturated(string logOdds, string expression)
    {
        double one = FirstAtLeast(1), aboveZero = FirstAbove(0);
        List<string> cases = [];
        if (one <= Highest)
            cases.Add($"    WHEN {logOdds} >= {_dialect.Bound(one)} THEN {_dialect.Literal(_card.ToProbability(one))}");
        if (aboveZero > Lowest)
            cases.Add($"    WHEN {logOdds} < {_dialect.Bound(aboveZero)} THEN {_dialect.Literal(_card.ToProbability(Lowest))}");
        return cases.Count == 0 ? [expression] : ["CASE", .. cases, $"    ELSE {expression}", "END"];
    }

    private string Line(AffineCalibration line, string logOdds)
    {
        double one = line.Intercept + (line.Slope * Lowest), other = line.Intercept + (line.Slope * Highest);
        return Sigmoid($"({_dialect.Literal(line.Intercept)} + {_dialect.Literal(line.Slope)} * {logOdds})", Math.Min(one, other), Math.Max(one, other));
    }

    /// <summary>With ln p = −ln(1 + e⁻ˣ) and ln(1 − p) = −ln(1 + eˣ).</summary>
    private string Beta(BetaCalibrationModel beta, string logOdds)
    {
        if (Lowest < -Smooth || Highest > Smooth)
            throw new NotSupportedException(Invariant($"A beta calibration of log-odds from {Lowest:G3} to {Highest:G3} cannot be said in SQL: exponentials overflow beyond ±{Smooth}."));
        string first = $"{_dialect.Literal(beta.A)} * {_dialect.Ln($"1 + {_dialect.Exp($"-{logOdds}")}")}", second = $"{_dialect.Literal(beta.B)} * {_dialect.Ln($"1 + {_dialect.Exp(logOdds)}")}";
        double low = Math.Min(0, beta.C) - (beta.A * (Math.Abs(Lowest) + 1)), high = Math.Max(0, beta.C) + (beta.B * (Math.Abs(Highest) + 1));
        return Sigmoid($"({_dialect.Literal(beta.C)} - {first} + {second})", low, high);
    }

    /// <summary>1 / (1 + e⁻ˣ), whose exponential overflows for x far below 0, where it is eˣ.</summary>
    private string Sigmoid(string x, double lowest, double highest)
    {
        string sigmoid = $"1 / (1 + {_dialect.Exp($"-{x}")})";
        if (lowest >= -Smooth && highest <= Smooth)
            return sigmoid;
        return $"CASE WHEN {x} < {_dialect.Bound(-Smooth)} THEN {ExpOrZero(x)} WHEN {x} > {_dialect.Bound(Smooth)} THEN {_dialect.Literal(1)} ELSE {sigmoid} END";
    }

    /// <summary>eˣ far below 0, in two halves, since some engines take an exponential below the least normal number for an error.</summary>
    private string ExpOrZero(string x) => $"CASE WHEN {x} < {_dialect.Bound(Vanished)} THEN {_dialect.Literal(0)} ELSE {_dialect.Exp($"{x} / 2")} * {_dialect.Exp($"{x} / 2")} END";
}
