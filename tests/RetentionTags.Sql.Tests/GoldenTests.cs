using Microsoft.SqlServer.TransactSql.ScriptDom;
using RetentionTags.Engines;
using RetentionTags.Scoring;
using RetentionTags.Sql.Tests.Support;

namespace RetentionTags.Sql.Tests;

/// <summary>The text of statements, approved by a person in Golden/*.sql. What no engine at hand runs is held by it; T-SQL is parsed by its maker's parser besides.</summary>
public class GoldenTests
{
    public static TheoryData<string> Dialects => [.. SqlDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_score_is_one_short_statement(string name) => Approve(name, "score", dialect => SampleCard.Card.ToSql(dialect, new() { From = SqlSource.Table("crm", "customers"), Keep = ["customer_id"], Columns = ScoreColumns.LogOdds | ScoreColumns.Probability }));

    [Theory]
    [MemberData(nameof(Dialects))]
    public void All_that_a_card_says_is_one_statement(string name) => Approve(name, "all", dialect => SampleCard.Calibrated.ToSql(dialect, new()
    {
        From = "customers",
        Keep = ["customer_id"],
        Columns = ScoreColumns.LogOdds | ScoreColumns.UncalibratedProbability | ScoreColumns.Probability | ScoreColumns.Points | ScoreColumns.Bins | ScoreColumns.Labels | ScoreColumns.WeightsOfEvidence | ScoreColumns.Contributions,
        Tiers = SampleCard.Tiers,
        PreviousTier = "tier_before",
        Reasons = 2,
        Prefix = "churn_",
    }));

    [Fact]
    public void Statements_for_SQL_Server_are_T_SQL_whatever_the_card()
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new RandomScorecards(seed, AllEngines.Named(AllEngines.Sqlite));
            (Scorecard card, Data.Table table, _) = random.Next(20);
            string sql = card.ToSql(SqlDialect.SqlServer, new() { From = "o'dd ] table; --", Keep = ["id"], Columns = (ScoreColumns)255, Tiers = random.Tiers(card.Score(table)), PreviousTier = "was in", Reasons = 1, Prefix = "s_" });
            using var reader = new StringReader(sql);
            var script = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out IList<ParseError> errors);
            Assert.True(errors.Count == 0, $"Seed {seed}: {string.Join('\n', errors.Select(error => $"line {error.Line}: {error.Message}"))}\n{sql}");
            Assert.IsType<SelectStatement>(Assert.Single(Assert.Single(script.Batches).Statements));
        }
    }

    private static void Approve(string name, string what, Func<SqlDialect, string> write) => GoldenText.Check(what, SqlDialect.All.Single(each => each.Name == name), write);
}
