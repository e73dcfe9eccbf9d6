using CsvHelper;
using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Features;
using RetentionTags.Scoring;

namespace RetentionTags.Samples.Quickstart;

/// <summary>Everybody's tag, one line for each customer: what a marketing system reads.</summary>
internal static class TagFile
{
    private const int Reasons = 3;

    public static void Write(string path, Snapshot customers, Table features, Scorecard scorecard, TierScheme tiers)
    {
        double[] risk = scorecard.Score(features), points = new double[risk.Length];
        scorecard.Points(features, points);
        ScoreExplanations why = scorecard.Explain(features);
        using CsvWriter csv = CsvWriter.ToFile(path);
        csv.WriteHeader(["customer", "probability", "points", "tier", "reason_1", "reason_2", "reason_3"]);
        for (int row = 0; row < risk.Length; row++)
        {
            IReadOnlyList<Contribution> top = why.Top(row, Reasons);
            string[] reasons = [.. Enumerable.Range(0, Reasons).Select(i => i < top.Count ? top[i].ToString() : "")];
            csv.WriteRecord([customers.KeyOf(row), FormattableString.Invariant($"{risk[row]:F6}"), FormattableString.Invariant($"{points[row]:F0}"), tiers[risk[row]].Name, .. reasons]);
        }
    }
}
