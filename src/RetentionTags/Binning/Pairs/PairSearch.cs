using RetentionTags.Data;

namespace RetentionTags.Binning.Pairs;

/// <summary>Looks through all pairs of a training set's columns for those that say more together than their sum.</summary>
/// <remarks>
/// Every pair is fitted by <see cref="PairBinning"/> and compared with the sum of its columns. n columns have n(n − 1)/2 pairs. Each pair's regions are chosen by the rows that rank it, and
/// among many pairs some have a gain by chance: confirm those you mean to use on rows that the search has not seen.
/// </remarks>
public sealed record PairSearch
{
    /// <summary>How each pair is divided; its column names are set by the search.</summary>
    /// <value>The defaults of <see cref="PairBinning"/>.</value>
    public PairBinning Binning { get; init => field = value ?? throw new ArgumentNullException(nameof(Binning)); } = new();

    /// <summary>The largest number of pairs to return.</summary>
    /// <value>20 by default. At least 1.</value>
    public int MaxPairs { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxPairs), value, "at least 1"); } = 20;

    /// <summary>How many pairs are fitted at the same time. It has no influence on the result.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <summary>Fits all pairs and returns the best.</summary>
    /// <param name="data">At least two columns, events and non-events.</param>
    /// <param name="progress">Told of the pairs fitted so far.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>
    /// Up to <see cref="MaxPairs"/> pairs in descending order of <see cref="PairBinningModel.InteractionGain"/>; of equal gains those whose columns come first in the table. The first column
    /// of a pair is the one that comes first.
    /// </returns>
    /// <exception cref="ArgumentException">The table has fewer than two columns.</exception>
    /// <exception cref="TrainingDataException">All rows are events, or none is.</exception>
    public IReadOnlyList<PairBinningModel> Find(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        IReadOnlyList<Column> columns = data.Table.Columns;
        if (columns.Count < 2)
            throw new ArgumentException($"The table has one column, '{columns[0].Name}'. Pairs need at least two.", nameof(data));
        BinningModel alone = (Binning.Alone with { MaxThreads = MaxThreads }).Fit(data, null, cancellationToken);
        (int First, int Second)[] pairs = [.. Enumerable.Range(0, columns.Count).SelectMany(first => Enumerable.Range(first + 1, columns.Count - first - 1).Select(second => (first, second)))];

        // The gains of all pairs first: models of a hundred thousand pairs would fill the memory. The best are fitted a second time.
        var gains = new double[pairs.Length];
        InParallel.For(pairs.Length, i => gains[i] = Fit(pairs[i]).InteractionGain, MaxThreads, "pair search", progress, cancellationToken);
        int[] best = [.. Enumerable.Range(0, pairs.Length).OrderByDescending(i => gains[i]).Take(MaxPairs)];
        var models = new PairBinningModel[best.Length];
        InParallel.For(best.Length, i => models[i] = Fit(pairs[best[i]]), MaxThreads, "pair search", progress: null, cancellationToken);
        return models;

        PairBinningModel Fit((int First, int Second) pair)
        {
            PairBinning recipe = Binning with { FirstColumn = columns[pair.First].Name, SecondColumn = columns[pair.Second].Name };
            return PairFit.Of(recipe, data, alone.Columns[pair.First], alone.Columns[pair.Second], _ => { }, cancellationToken);
        }
    }
}
