using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>The tier of a score as a CASE.</summary>
/// <param name="scheme">The tiers.</param>
/// <param name="dialect">The engine.</param>
/// <param name="condition">Whether the score is at least a threshold.</param>
internal sealed class TierCases(TierScheme scheme, SqlDialect dialect, Func<double, string> condition)
{
    /// <summary>The lines of the expression.</summary>
    /// <param name="previous">The column with the names of previous tiers, as <see cref="SqlDialect.ToText"/> gave it; nothing where all rows are new.</param>
    public IReadOnlyList<string> ToLines(string? previous)
    {
        IReadOnlyList<Tier> tiers = scheme.Tiers;
        if (tiers.Count == 1)
            return [dialect.Literal(tiers[0].Name)];
        return
        [
            "CASE",
            .. tiers.SkipLast(1).Select(tier => $"    WHEN {ConditionOf(tier, previous)} THEN {dialect.Literal(tier.Name)}"),
            $"    ELSE {dialect.Literal(tiers[^1].Name)}",
            "END",
        ];
    }

    /// <summary>Who was in a lower tier enters this one, who was in it or above leaves it, who is new is placed by the threshold itself.</summary>
    private string ConditionOf(Tier tier, string? previous)
    {
        string ofNew = condition(tier.From);
        if (previous is null || (condition(tier.Enter) == ofNew && condition(tier.Leave) == ofNew))
            return ofNew;
        string inOrAbove = Names(scheme.Tiers.Take(tier.Rank + 1)), below = Names(scheme.Tiers.Skip(tier.Rank + 1));
        return $"(CASE WHEN {previous} IN ({inOrAbove}) THEN {Truth(tier.Leave)} WHEN {previous} IN ({below}) THEN {Truth(tier.Enter)} ELSE {Truth(tier.From)} END) = 1";
    }

    private string Names(IEnumerable<Tier> tiers) => string.Join(", ", tiers.Select(tier => dialect.Literal(tier.Name + dialect.EndMark)));

    /// <summary>A condition as a number, since not every engine has truth values.</summary>
    private string Truth(double threshold) => $"CASE WHEN {condition(threshold)} THEN 1 ELSE 0 END";
}
