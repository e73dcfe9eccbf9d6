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

    /// <summary>Texts that mean missing, where they are no category of the card. Compared exactly.</summary>
    /// <value>By default the empty text, which <c>Table.Read</c> reads as missing too. Empty the list where the rows in memory did not come through it.</value>
    public ValueList<string> MissingTexts { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingTexts)); } = [""];

    /// <summary>Put ahead of the names of all that is computed, such as <c>churn_</c> where two cards score one table.</summary>
    /// <value>Empty by default.</value>
    public string Prefix { get; init => field = value ?? throw new ArgumentNullException(nameof(Prefix)); } = "";
}
