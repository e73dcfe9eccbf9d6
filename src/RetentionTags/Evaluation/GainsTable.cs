using RetentionTags.Rendering;

namespace RetentionTags.Evaluation;

/// <summary>What is gained by going down the list from the highest scores: groups of equal size, usually tenths.</summary>
public sealed class GainsTable
{
    private GainsTable(GainsGroup[] groups) => Groups = groups;

    /// <summary>The groups, highest scores first. They hold equal weight.</summary>
    public IReadOnlyList<GainsGroup> Groups { get; }

    /// <summary>The table as text: one line for each group.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; a dash where a measure is not defined.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Top", "Down to score", "Count", "Events", "Event rate", "Lift", "Cumulative gain", "Cumulative lift", "KS");
        foreach (GainsGroup group in Groups)
        {
            table.Add(
                TableCell.Percent(group.CumulativeShare),
                TableCell.Number(group.Threshold, 4),
                TableCell.Weight(group.Count),
                TableCell.Weight(group.Events),
                TableCell.Percent(group.EventRate),
                TableCell.Number(group.Lift, 2),
                TableCell.Percent(group.CumulativeGain),
                TableCell.Number(group.CumulativeLift, 2),
                TableCell.Number(group.KolmogorovSmirnov, 4));
        }

        return table.Render(format);
    }

    internal static GainsTable Of(ScoreDistribution distribution, int groups)
    {
        (double total, double rate) = (distribution.TotalWeight, distribution.EventWeight / distribution.TotalWeight);
        double[] rowCounts = [.. Enumerable.Range(1, groups).Select(group => total * group / groups)];
        (double Threshold, double Events)[] points = ScoreCurves.EventsAt(distribution, rowCounts);
        var rows = new GainsGroup[groups];
        double before = 0;
        for (int i = 0; i < groups; i++)
        {
            double share = (i + 1.0) / groups, gain = points[i].Events / distribution.EventWeight, count = total / groups, events = points[i].Events - before;
            double nonEventShare = (rowCounts[i] - points[i].Events) / distribution.NonEventWeight;
            rows[i] = new(share, points[i].Threshold, count, events, events / count / rate, gain, gain / share, gain - nonEventShare);
            before = points[i].Events;
        }

        return new(rows);
    }
}
