using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>
/// Cuts every column of a training set by a rule that is no optimisation: equal frequencies, equal widths, information gain, ChiMerge, minimum description length, or as told. The results are of the same kind
/// as those of <see cref="OptimalBinning"/>, so they can be compared and used alike.
/// </summary>
/// <remarks>
/// Nothing keeps such bins from holding one class only, or no rows at all; a finding says so, and <see cref="Bin"/> says what their evidence is. Categories are taken in the order of their event rates; there
/// equal widths mean equal frequencies.
/// </remarks>
public sealed record FixedBinning : BinningRecipe
{
    /// <summary>The rule.</summary>
    /// <value><see cref="FixedRule.EqualFrequency"/> by default.</value>
    public FixedRule Rule { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Rule), value, "one of the named rules"); }

    /// <summary>Where numeric columns are cut by <see cref="FixedRule.Given"/>.</summary>
    /// <value>None by default: one bin. Ascending finite numbers.</value>
    public ValueList<double> Cuts { get; init => field = OptimalBinning.CheckedCuts(value, nameof(Cuts)); } = [];

    /// <summary>The bins of categories by <see cref="FixedRule.Given"/>, in this order. Categories that are in none of them share one more bin, the last, and special values keep their own.</summary>
    /// <value>None by default: one bin. No more than <see cref="BinningRecipe.MaxBins"/>, the bin of the rest included.</value>
    public ValueList<ValueList<string>> CategoryGroups { get; init => field = OptimalBinning.CheckedGroups(value, nameof(CategoryGroups)); } = [];

    /// <summary>The significance at which <see cref="FixedRule.ChiMerge"/> keeps neighbours apart.</summary>
    /// <value>0.05 by default. Above 0, below 1.</value>
    public double MergeSignificance { get; init => field = value is > 0 and < 1 ? value : throw Setting.OutOfRange(nameof(MergeSignificance), value, "above 0 and below 1"); } = 0.05;

    /// <summary>The smallest share of the regular rows in a bin by <see cref="FixedRule.InformationGain"/>.</summary>
    /// <value>0.05 by default. From 0 to 1.</value>
    public double MinBinShare { get; init => field = value is >= 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(MinBinShare), value, "from 0 to 1"); } = 0.05;

    internal override void Check()
    {
        if (Rule != FixedRule.Given)
        {
            if (Cuts.Count > 0 || CategoryGroups.Count > 0)
                throw new InvalidOperationException($"Cuts and CategoryGroups are for the rule Given, and Rule is {Rule}. Set Rule to FixedRule.Given, or leave them out.");
            return;
        }

        if (Cuts.Count >= MaxBins)
            throw new InvalidOperationException($"There are {Cuts.Count} Cuts, which make {Cuts.Count + 1} bins, and MaxBins is {MaxBins}. Raise MaxBins or give fewer cuts.");
        if (CategoryGroups.Count > MaxBins)
            throw new InvalidOperationException($"There are {CategoryGroups.Count} CategoryGroups, each of which makes a bin, and MaxBins is {MaxBins}. Raise MaxBins or give fewer groups.");
    }

    internal override ColumnBinning FitColumn(Column column, TrainingSet data, CancellationToken cancellationToken) => FixedFit.Of(this, column, data, cancellationToken);
}
