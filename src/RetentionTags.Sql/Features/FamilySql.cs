using RetentionTags.Features;

namespace RetentionTags.Sql.Features;

/// <summary>Which families can be said in SQL, and by whom.</summary>
internal static class FamilySql
{
    /// <summary>What writes each of a family's features, in their order: given the feature's name, its value in the last step.</summary>
    /// <exception cref="NotSupportedException">The family cannot be said in SQL.</exception>
    public static Func<string, string>[] WritersOf(FeatureFamily family, FeatureStatement statement) => family switch
    {
        RfmFeatures rfm => new RfmSql(statement, rfm).Writers(),
        WindowFeatures windows => new WindowSql(statement, windows).Writers(),
        RatioFeatures ratio => new RatioSql(statement, ratio).Writers(),
        CycleFeatures cycle => new CycleSql(statement, cycle).Writers(),
        TrendFeatures trend => new TrendSql(statement, trend).Writers(),
        _ => throw Unsaid(family.GetType().Name, "has no form as aggregates of rows", statement),
    };

    /// <summary>An error about what has no form in SQL, or none in one engine.</summary>
    /// <param name="what">The family or the setting.</param>
    /// <param name="why">The reason.</param>
    /// <param name="statement">For the engine's name.</param>
    public static NotSupportedException Unsaid(string what, string why, FeatureStatement statement) =>
        new($"{what} {why} in {statement.Forms.Dialect}. Compute it in memory: read the events by EventLog.Read, take the plan's snapshot, and call FeatureSet.ToTable; or leave it out of the set.");
}
