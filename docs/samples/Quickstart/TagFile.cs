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

    public static void Write(string path, Snapshot customers, Table features, Scorecard scorecard, TierScheme tiers, int horizonDays)
    {
        double[] chance = scorecard.Score(features), points = scorecard.Points(features);
        ScoreExplanations why = scorecard.Explain(features);
        string asOf = FormattableString.Invariant($"{customers.Plan.CutOffs[0]:yyyy-MM-dd}"), horizon = FormattableString.Invariant($"{horizonDays}");
        using CsvWriter csv = CsvWriter.ToFile(path);
        csv.WriteHeader(["customer", "probability", "points", "tier", "reason_1", "reason_2", "reason_3", "as_of", "horizon_days"]);
        for (int row = 0; row < chance.Length; row++)
        {
            IReadOnlyList<Contribution> top = why.Top(row, Reasons);
            string[] reasons = [.. Enumerable.Range(0, Reasons).Select(i => i < top.Count ? top[i].ToString() : "")];
            string probability = FormattableString.Invariant($"{chance[row]:F6}"), score = FormattableString.Invariant($"{points[row]:F0}");
            csv.WriteRecord([customers.KeyOf(row), probability, score, tiers[chance[row]].Name, .. reasons, asOf, horizon]);
        }
    }
}
