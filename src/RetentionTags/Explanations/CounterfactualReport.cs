using RetentionTags.Rendering;

namespace RetentionTags.Explanations;

/// <summary>The smallest changes that bring a row to a target, or how near it can be brought.</summary>
public sealed class CounterfactualReport
{
    internal CounterfactualReport(string target, double score, bool isReached, IReadOnlyList<Counterfactual> alternatives, Counterfactual best)
    {
        Target = target;
        Score = score;
        IsReached = isReached;
        Alternatives = alternatives;
        Best = best;
    }

    /// <summary>What was to be reached, in words: <c>probability below 0.3</c>.</summary>
    public string Target { get; }

    /// <summary>The score of the row as it is, on the scale of the target.</summary>
    public double Score { get; }

    /// <summary>Whether the row is there already; then there are no alternatives.</summary>
    public bool IsReached { get; }

    /// <summary>Whether the target can be reached within what the search allows, or is reached already.</summary>
    public bool IsReachable => IsReached || Alternatives.Count > 0;

    /// <summary>The ways to the target: those that change the fewest columns first, of these the cheapest, of these the one whose columns come first in the card. Each changes other columns, and in none could a change be left out.</summary>
    public IReadOnlyList<Counterfactual> Alternatives { get; }

    /// <summary>How far the row can be brought towards the target: every actionable column in its best bin, the cheapest of equal ones. With <see cref="CounterfactualSearch.MaxChanges"/> only the columns that do most, so many.</summary>
    public Counterfactual Best { get; }

    /// <summary>The report as text: one line for each change.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>A table of the alternatives; of the best that can be done where the target cannot be reached; without lines where it is reached already.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Way", "Column", "From", "To", "Effect", "Cost", "Score");
        for (int i = 0; i < Alternatives.Count; i++)
            Add(table, (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), Alternatives[i]);
        if (!IsReachable)
            Add(table, "not enough", Best);
        string lines = table.Render(format);
        string head = Invariant($"{Target}: {(IsReached ? "reached already" : IsReachable ? "can be reached" : "cannot be reached")}; the score is {Score:G6}{(IsReachable ? "" : Invariant($", and at best {Best.Score:G6}"))}.");
        return format == TableFormat.Csv ? lines : $"{head}\n\n{lines}";
    }

    private static void Add(TextTable table, string way, Counterfactual counterfactual)
    {
        foreach (BinChange change in counterfactual.Changes)
            table.Add(way, change.ColumnName, change.FromLabel, change.ToLabel, TableCell.Number(change.Effect, 4), TableCell.Number(change.Cost, 2), TableCell.Number(counterfactual.Score, 4));
    }
}
