using RetentionTags.Data;
using RetentionTags.Scoring;

namespace RetentionTags.Arrow.Tests.Support;

/// <summary>A scorecard on a number and a category, both of which can be missing.</summary>
internal static class Scored
{
    public static Scorecard Card()
    {
        const int Rows = 600;
        double[] tenure = [.. Enumerable.Range(0, Rows).Select(row => row % 19 == 0 ? double.NaN : row * 37 % 100)];
        string?[] contract = [.. Enumerable.Range(0, Rows).Select(row => row % 23 == 0 ? null : new[] { "monthly", "yearly", "two years" }[row % 3])];
        bool[] events = [.. Enumerable.Range(0, Rows).Select(row => (double.IsNaN(tenure[row]) ? 50 : tenure[row]) + (row % 3 * 20) + (row * 11 % 60) < 75)];
        return new ScorecardRecipe().Fit(TrainingSet.Create(Table.Create(Column.Numeric("tenure", tenure), Column.Category("contract", contract)), events));
    }
}
