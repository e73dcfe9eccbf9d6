namespace RetentionTags.Selection;

/// <summary>Takes the columns that say most about the event and least about one another (mRMR; Peng, Long and Ding 2005).</summary>
/// <remarks>
/// The first column is the one with the highest relevance. Then each time the one comes for which relevance minus the mean redundancy with those that have come, or their quotient, is highest; the stage's moves say in which order. Columns that are always kept come first. Among equals the one with the higher
/// relevance comes, then that with the higher information value, then the earlier one.
/// </remarks>
public sealed record MinimumRedundancyMaximumRelevance : SelectionStep
{
    /// <summary>How many columns stay.</summary>
    /// <value>20 by default. At least 1; columns that are always kept count.</value>
    public int Count { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(Count), value, "at least 1"); } = 20;

    /// <summary>What a column says about the event.</summary>
    /// <value><see cref="RelevanceMeasure.MutualInformation"/> by default.</value>
    public RelevanceMeasure Relevance { get; init => field = Named(value, nameof(Relevance)); }

    /// <summary>What a column repeats of another one.</summary>
    /// <value><see cref="RedundancyMeasure.MutualInformation"/> by default.</value>
    public RedundancyMeasure Redundancy { get; init => field = Named(value, nameof(Redundancy)); }

    /// <summary>How the two are weighed against each other.</summary>
    /// <value><see cref="RedundancyScheme.Difference"/> by default.</value>
    public RedundancyScheme Scheme { get; init => field = Named(value, nameof(Scheme)); }

    internal override void Apply(SelectionRun run)
    {
        string[] names = [.. run.ByPreference(run.Candidates)];
        double[] relevances = [.. names.Select(name => RelevanceOf(run, name))];
        double[] redundancies = new double[names.Length], highest = new double[names.Length];
        var closest = new string?[names.Length];
        var chosen = new List<int>();
        List<int> left = [.. Enumerable.Range(0, names.Length)];
        int always = names.Count(run.MustStay);
        while (left.Count > 0 && chosen.Count < Math.Max(Count, always))
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            IEnumerable<int> next = chosen.Count < always ? left.Where(i => run.MustStay(names[i])) : left;
            int best = next.OrderByDescending(Score).ThenByDescending(i => relevances[i]).First();
            run.Measure(names[best], Score(best));
            run.Move(SelectionAction.Add, names[best], Score(best));
            left.Remove(best);
            double[] added = RedundanciesOf(run, names, best, left);
            chosen.Add(best);
            for (int i = 0; i < added.Length; i++)
            {
                redundancies[left[i]] += added[i];
                if (closest[left[i]] is null || added[i] > highest[left[i]])
                    (highest[left[i]], closest[left[i]]) = (added[i], names[best]);
            }
        }

        foreach (int i in Enumerable.Reverse(left).OrderBy(Score))
        {
            run.Measure(names[i], Score(i));
            run.Drop(names[i], Invariant($"its relevance is {relevances[i]:F4} and its mean redundancy with the {chosen.Count} columns that came before it {redundancies[i] / chosen.Count:F4}, most of all with '{closest[i]}'; {Count} columns were asked for."), [new("score", Score(i)), new("relevance", relevances[i]), new("mean redundancy", redundancies[i] / chosen.Count), new(nameof(Count), Count)], closest[i]);
        }

        double Score(int i)
        {
            if (chosen.Count == 0)
                return relevances[i];
            double mean = redundancies[i] / chosen.Count;
            return Scheme == RedundancyScheme.Difference ? relevances[i] - mean : relevances[i] == 0 ? 0 : relevances[i] / mean;
        }
    }

    private double RelevanceOf(SelectionRun run, string name) =>
        Relevance == RelevanceMeasure.InformationValue ? run.InformationValueOf(name) : new BinDependence(run.Binning[name]).MutualInformation;

    private double[] RedundanciesOf(SelectionRun run, string[] names, int chosen, List<int> others)
    {
        ushort[][] codes = run.CodesOf(names);
        double[][] woe = [.. names.Select(name => run.Binning[name].Bins.Select(bin => bin.Woe).ToArray())];
        return run.Each(others.Count, i =>
        {
            int other = others[i];
            PairTable table = PairTable.Of(codes[chosen], woe[chosen].Length, codes[other], woe[other].Length, run.Data.Weights);
            if (Redundancy == RedundancyMeasure.MutualInformation)
                return table.MutualInformation();
            double r = table.Correlation(woe[chosen], woe[other]);
            return double.IsNaN(r) ? 0 : Math.Abs(r);
        });
    }
}
