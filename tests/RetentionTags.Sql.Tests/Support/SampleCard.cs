using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Calibration;
using RetentionTags.Scoring;

namespace RetentionTags.Sql.Tests.Support;

/// <summary>A small card of a number with a special value and of categories with odd names, fitted on rows that a formula makes.</summary>
internal static class SampleCard
{
    public const int Rows = 600;

    public static double?[] Tenure { get; } = [.. Enumerable.Range(0, Rows).Select(i => i % 11 == 0 ? null : i % 13 == 0 ? -1 : (double?)(i * 7919 % 720 / 10.0))];

    public static string?[] Contract { get; } = [.. Enumerable.Range(0, Rows).Select(i => (i % 7) switch { 0 => null, 1 or 2 => "One year", 3 => "it's \\ \"two\"", _ => "Month-to-month" })];

    public static long[] Ids { get; } = [.. Enumerable.Range(0, Rows).Select(i => (long)i)];

    public static Table Table { get; } = Table.Create(Column.Numeric("tenure_months", Tenure), Column.Category("contract", Contract));

    public static bool[] Events { get; } = [.. Enumerable.Range(0, Rows).Select(i => (Tenure[i] ?? 20) + (Contract[i] == "Month-to-month" ? 0 : 25) + (i * 31 % 40) < 60)];

    public static Scorecard Card { get; } = new ScorecardRecipe
    {
        Binning = new FixedBinning { Rule = FixedRule.Given, Cuts = [6, 18.5, 40], Specials = [new("unknown", [-1.0])] },
        Points = new() { RoundTo = 1 },
    }.Fit(TrainingSet.Create(Table, Events));

    /// <summary>The same card with an isotonic calibration beside it.</summary>
    public static Scorecard Calibrated { get; } = Card.Calibrated(new IsotonicRegression { Interpolate = false }.Fit(Card.Score(Table), Events));

    public static TierScheme Tiers { get; } = TierScheme.FromThresholds([("critical", 0.8), ("watch 'them'", 0.4)], "calm").WithMargin(0.05);
}
