using RetentionTags.Binning;
using RetentionTags.Models.Linear;

namespace RetentionTags.Scoring;

/// <summary>Rows of which a scorecard is fitted and that stay where they are, in a database say: <see cref="ScorecardRecipe.Fit(BinningModel, IBinnedRows, IProgress{FitProgress}?, CancellationToken)"/>.</summary>
public interface IBinnedRows
{
    /// <summary>The event rate of the rows, or that of the population they were chosen from, 0–1.</summary>
    double EventRate { get; }

    /// <summary>Fits a regression on the weights of evidence of the rows' bins, one column for each binning, named as it is.</summary>
    /// <param name="regression">The recipe.</param>
    /// <param name="columns">The columns, each with bins that have a weight of evidence.</param>
    /// <param name="start">A model of these columns and others, to begin at; <see langword="null"/> for none.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The fitted model.</returns>
    LogisticModel FitOnEvidence(LogisticRegression regression, IReadOnlyList<ColumnBinning> columns, LogisticModel? start, IProgress<FitProgress>? progress, CancellationToken cancellationToken);
}
