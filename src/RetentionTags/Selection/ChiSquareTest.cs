namespace RetentionTags.Selection;

/// <summary>Leaves out columns whose bins show no significant dependence of the event: Pearson's χ² over all bins that hold rows, without a continuity correction, one degree of freedom less than there are such bins.</summary>
/// <remarks>
/// Missing values are a bin like others here, unlike in <see cref="Binning.BinningStatistics.ChiSquare"/>. The bins were chosen on the same rows, so P values are too low: what fails the test says nothing, what passes it may still say nothing. Where fewer than five rows are expected in more than
/// a fifth of the cells, the distribution of χ² is not yet that of the test, and a finding says so.
/// </remarks>
public sealed record ChiSquareTest : SelectionStep
{
    /// <summary>The share of cells with fewer than five expected rows above which there is a finding; Cochran's rule.</summary>
    private const double ManySmallCells = 0.2;

    /// <summary>A column goes when its P value is higher.</summary>
    /// <value>0.05 by default. From 0 to 1.</value>
    public double MaxPValue { get; init => field = Within(0, 1, value, nameof(MaxPValue)); } = 0.05;

    internal override void Apply(SelectionRun run)
    {
        foreach (string name in run.Candidates)
        {
            var test = new BinDependence(run.Binning[name]);
            run.Measure(name, test.PValue);
            if (test.SmallShare > ManySmallCells)
                run.Note(FindingSeverity.Note, FindingCodes.SmallExpectedCounts, Invariant($"in {100 * test.SmallShare:F0} % of the cells of its chi-square test fewer than five rows are expected, so the P value of {Binning.BinningTables.ProbabilityText(test.PValue)} is only a hint. Make fewer, larger bins."), name);
            if (test.PValue > MaxPValue)
                run.Drop(name, Invariant($"its chi-square is {test.ChiSquare:F3} with {test.DegreesOfFreedom} degrees of freedom, P = {test.PValue:F4}, and MaxPValue is {MaxPValue}."), [new("P value", test.PValue), new(nameof(MaxPValue), MaxPValue), new("chi-square", test.ChiSquare), new("degrees of freedom", test.DegreesOfFreedom), new("Cramér's V", test.CramersV)]);
        }
    }
}
