using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Divides customers into named segments by their scores. Each combination of scores is in exactly one segment, which is proved cell by cell when the grid is made.</summary>
public sealed class SegmentGrid
{
    private readonly string[] _segments;
    private readonly int[] _segmentOfCell;

    private SegmentGrid(ValueList<SegmentRule> rules, int levels)
    {
        (Rules, Levels) = (rules, levels);
        _segments = [.. rules.Select(rule => rule.Segment).Distinct(StringComparer.Ordinal)];
        _segmentOfCell = [.. Cells(rules, levels).Select(cell => Array.IndexOf(_segments, rules.First(rule => rule.Holds(cell)).Segment))];
    }

    /// <summary>
    /// The usual ten segments of recency and frequency scores from 1 to 5:
    /// <code>
    /// R \ F  1              2                    3                    4                5
    /// 5      new_customers  potential_loyalists  potential_loyalists  champions        champions
    /// 4      promising      potential_loyalists  potential_loyalists  loyal_customers  loyal_customers
    /// 3      about_to_sleep about_to_sleep       need_attention       loyal_customers  loyal_customers
    /// 2, 1   hibernating    hibernating          at_risk              at_risk          cant_lose
    /// </code>
    /// </summary>
    public static SegmentGrid Default { get; } = Create(
    [
        new("champions") { Recency = new(5, 5), Frequency = new(4, 5) },
        new("loyal_customers") { Recency = new(3, 4), Frequency = new(4, 5) },
        new("potential_loyalists") { Recency = new(4, 5), Frequency = new(2, 3) },
        new("cant_lose") { Recency = new(1, 2), Frequency = new(5, 5) },
        new("need_attention") { Recency = new(3, 3), Frequency = new(3, 3) },
        new("at_risk") { Recency = new(1, 2), Frequency = new(3, 4) },
        new("promising") { Recency = new(4, 4), Frequency = new(1, 1) },
        new("about_to_sleep") { Recency = new(3, 3), Frequency = new(1, 2) },
        new("hibernating") { Recency = new(1, 2), Frequency = new(1, 2) },
        new("new_customers") { Recency = new(5, 5), Frequency = new(1, 1) },
    ]);

    /// <summary>The rules.</summary>
    public ValueList<SegmentRule> Rules { get; }

    /// <summary>k, the highest score.</summary>
    public int Levels { get; }

    /// <summary>The segments, in the order in which rules name them first.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>Whether the grid looks at monetary value.</summary>
    public bool UsesMonetary => IsByMonetary(Rules);

    /// <summary>Makes a grid.</summary>
    /// <param name="rules">At least one. Together they claim every cell once; their order decides nothing but that of <see cref="Segments"/>.</param>
    /// <param name="levels">The highest score, from 2 to 100.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">Cells are in no segment or in several, a rule asks for scores above <paramref name="levels"/>, or a segment has no name; the message lists the cells. See <see cref="Check"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The highest score is out of range.</exception>
    public static SegmentGrid Create(IReadOnlyList<SegmentRule> rules, int levels = 5)
    {
        SegmentGridCheck check = Check(rules, levels);
        return check.IsPartition ? new([.. rules], levels) : throw new ArgumentException($"{check} Rules of a grid claim every cell once: mend their ranges, or give the rest a rule of its own.", nameof(rules));
    }

    /// <summary>Looks for gaps, overlaps and segments that no cell leads to, without making a grid.</summary>
    /// <param name="rules">At least one.</param>
    /// <param name="levels">The highest score, from 2 to 100.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">There is no rule, a rule asks for scores above <paramref name="levels"/>, or a segment has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The highest score is out of range.</exception>
    public static SegmentGridCheck Check(IReadOnlyList<SegmentRule> rules, int levels = 5)
    {
        CheckRules(rules, levels);
        var gaps = new List<SegmentCell>();
        var overlaps = new List<SegmentOverlap>();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        int cells = 0;
        foreach (SegmentCell cell in Cells(rules, levels))
        {
            cells++;
            string[] claims = [.. rules.Where(rule => rule.Holds(cell)).Select(rule => rule.Segment)];
            if (claims.Length == 0)
                gaps.Add(cell);
            else
                reached.Add(claims[0]);
            if (claims.Length > 1)
                overlaps.Add(new(cell, [.. claims]));
        }

        return new(cells, gaps, overlaps, [.. rules.Select(rule => rule.Segment).Distinct(StringComparer.Ordinal).Where(segment => !reached.Contains(segment))]);
    }

    /// <summary>The segment of a cell.</summary>
    /// <param name="cell">Scores from 1 to <see cref="Levels"/>; that of monetary value is needed when <see cref="UsesMonetary"/>, and otherwise not looked at.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A score is out of range, or that of monetary value is needed and absent.</exception>
    public string this[SegmentCell cell]
    {
        get
        {
            int monetary = UsesMonetary ? cell.Monetary ?? 0 : 1;
            if (!IsScore(cell.Recency) || !IsScore(cell.Frequency) || !IsScore(monetary))
                throw new ArgumentOutOfRangeException(nameof(cell), cell, Invariant($"Scores go from 1 to {Levels}{(UsesMonetary ? ", that of monetary value too" : "")}."));
            return _segments[_segmentOfCell[PlaceOf(cell.Recency, cell.Frequency, monetary)]];
        }
    }

    /// <summary>The segments of customers.</summary>
    /// <param name="scores">Has the columns <c>recency_score</c>, <c>frequency_score</c> and, when <see cref="UsesMonetary"/>, <c>monetary_score</c>: see <see cref="RfmScoreModel.ToScores"/>.</param>
    /// <param name="name">What the column is called.</param>
    /// <returns>One segment for each row, missing where a score that counts is; all segments are levels, also those that no row has.</returns>
    /// <exception cref="ArgumentException">A column is absent, or a score is no whole number from 1 to <see cref="Levels"/>.</exception>
    public CategoryColumn ToSegments(Table scores, string name = "segment")
    {
        ArgumentNullException.ThrowIfNull(scores);
        NumericColumn recency = scores.Numeric(RfmScoreModel.RecencyScore), frequency = scores.Numeric(RfmScoreModel.FrequencyScore);
        NumericColumn? monetary = UsesMonetary ? scores.Numeric(RfmScoreModel.MonetaryScore) : null;
        var codes = new int[scores.RowCount];
        for (int row = 0; row < codes.Length; row++)
        {
            int r = ScoreIn(recency, row), f = ScoreIn(frequency, row), m = monetary is null ? 1 : ScoreIn(monetary, row);
            codes[row] = r == 0 || f == 0 || m == 0 ? CategoryColumn.MissingCode : _segmentOfCell[PlaceOf(r, f, m)];
        }

        return Column.Category(name, codes, _segments);
    }

    /// <summary>Looks for segments that customers cannot get into, because a model never gives the scores that they need.</summary>
    /// <param name="scores">The model, with as many levels as the grid.</param>
    /// <returns>One finding for each such segment.</returns>
    /// <exception cref="ArgumentException">The model has another number of levels.</exception>
    public IReadOnlyList<Finding> FindingsFor(RfmScoreModel scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Recipe.Levels != Levels)
            throw new ArgumentException(Invariant($"The model gives scores from 1 to {scores.Recipe.Levels}, the grid divides those from 1 to {Levels}. Fit the model with Levels = {Levels}."), nameof(scores));
        SegmentCell[] given = [.. Cells(Rules, Levels).Where(cell => scores.Recency.Counts[cell.Recency - 1] > 0 && scores.Frequency.Counts[cell.Frequency - 1] > 0 && (cell.Monetary is not int monetary || scores.Monetary.Counts[monetary - 1] > 0))];
        return
        [
            .. _segments.Except(given.Select(cell => this[cell]), StringComparer.Ordinal)
                .Select(segment => new Finding(FindingSeverity.Warning, FindingCodes.UnreachableSegment, $"the segment '{segment}' stays empty: all its cells need a score that no customer had when the scores were learnt. Take fewer Levels, or another grid.")),
        ];
    }

    private static void CheckRules(IReadOnlyList<SegmentRule> rules, int levels)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (levels is < 2 or > 100)
            throw new ArgumentOutOfRangeException(nameof(levels), levels, "The highest score is from 2 to 100.");
        if (rules.Count == 0)
            throw new ArgumentException("A grid has at least one rule.", nameof(rules));
        foreach (SegmentRule rule in rules)
        {
            if (string.IsNullOrWhiteSpace(rule.Segment))
                throw new ArgumentException("A segment has a name.", nameof(rules));
            if (rule.Highest > levels)
                throw new ArgumentException(Invariant($"A rule of '{rule.Segment}' asks for a score of {rule.Highest}, but scores go from 1 to {levels}."), nameof(rules));
        }
    }

    private static bool IsByMonetary(IReadOnlyList<SegmentRule> rules) => rules.Any(rule => rule.Monetary is not null);

    private static IEnumerable<SegmentCell> Cells(IReadOnlyList<SegmentRule> rules, int levels)
    {
        int[] scores = [.. Enumerable.Range(1, levels)];
        return IsByMonetary(rules)
            ? scores.SelectMany(recency => scores.SelectMany(frequency => scores.Select(monetary => new SegmentCell(recency, frequency, monetary))))
            : scores.SelectMany(recency => scores.Select(frequency => new SegmentCell(recency, frequency)));
    }

    /// <summary>In the order of <see cref="Cells"/>.</summary>
    private int PlaceOf(int recency, int frequency, int monetary)
    {
        int pair = ((recency - 1) * Levels) + frequency - 1;
        return UsesMonetary ? (pair * Levels) + monetary - 1 : pair;
    }

    private bool IsScore(int score) => score >= 1 && score <= Levels;

    /// <summary>A row's score; 0 when it is missing.</summary>
    private int ScoreIn(NumericColumn scores, int row)
    {
        double value = scores.Values[row];
        if (double.IsNaN(value))
            return 0;
        if (value != Math.Floor(value) || !(value >= 1 && value <= Levels))
            throw new ArgumentException(Invariant($"Column '{scores.Name}', row {row}: {value} is no score from 1 to {Levels}. Take the scores of a model with Levels = {Levels}."), nameof(scores));
        return (int)value;
    }
}
