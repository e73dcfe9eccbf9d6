using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>What a scoring statement reads and gives. <see cref="ScorecardSql.ToSql"/> writes it.</summary>
public sealed record ScoreQuery
{
    /// <summary>The rows to score: a table, or a query.</summary>
    /// <value>Required. It has the card's columns by their names; others do not matter.</value>
    public required SqlSource From { get; init => field = value ?? throw new ArgumentNullException(nameof(From)); }

    /// <summary>Columns of the source that are given with the scores, ahead of them: the customer's key first of all.</summary>
    /// <value>None by default.</value>
    public ValueList<string> Keep { get; init => field = value ?? throw new ArgumentNullException(nameof(Keep)); } = [];

    /// <summary>What is given of each row.</summary>
    /// <value><see cref="ScoreColumns.Probability"/> by default.</value>
    public ScoreColumns Columns { get; init; } = ScoreColumns.Probability;

    /// <summary>Tiers, given as column <c>tier</c> by their names.</summary>
    /// <value><see langword="null"/> by default: no tiers.</value>
    public TierScheme? Tiers { get; init; }

    /// <summary>What the thresholds of <see cref="Tiers"/> are thresholds of.</summary>
    /// <value><see cref="ScoreScale.Probability"/> by default.</value>
    public ScoreScale TierScale { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(TierScale), value, "TierScale is one of the named scales."); } = ScoreScale.Probability;

    /// <summary>A column of the source with the name of the tier that a row was in before: with margins, rows stay there while their scores are within them.</summary>
    /// <value><see langword="null"/> by default: all rows are new, as are those in which the column is NULL or no tier of the scheme.</value>
    public string? PreviousTier { get; init; }

    /// <summary>How many reasons are given, as columns <c>reason_1</c>, <c>reason_2</c>, …: the ids of the card's <c>ReasonCatalogue</c>, the strongest first, NULL where there are no more.</summary>
    /// <value>0 by default. At most the catalogue's <c>MaxReasons</c>.</value>
    public int Reasons { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Reasons), value, "The number of reasons is at least 0."); }

    /// <summary>Texts that mean missing, where they are no category of the card. Compared exactly.</summary>
    /// <value>By default the empty text, which <c>Table.Read</c> reads as missing too. Empty the list where the rows in memory did not come through it.</value>
    public ValueList<string> MissingTexts { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingTexts)); } = [""];

    /// <summary>Put ahead of the names of all that is computed, such as <c>churn_</c> where two cards score one table.</summary>
    /// <value>Empty by default.</value>
    public string Prefix { get; init => field = value ?? throw new ArgumentNullException(nameof(Prefix)); } = "";
}
