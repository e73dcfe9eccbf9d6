using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>
/// Cuts every column of a table into the bins that tell most about one of several classes, such as the product bought next: the highest sum of the classes' information values (or their divergence) that a number of
/// bins, a smallest bin and other constraints allow.
/// </summary>
/// <remarks>
/// A class that is to run in a trend is named by <see cref="TrendClass"/>. Categories are sorted by the rate of that class or, without one, of the most frequent class (of several, the first by ordinal); only neighbours in that order
/// are merged. What else holds is said at <see cref="TargetBinning"/>.
/// </remarks>
public sealed record ClassBinning : TargetBinning
{
    /// <summary>More classes than that are hardly classes.</summary>
    private const int MostClasses = 100;

    /// <summary>What is maximised.</summary>
    /// <value><see cref="ClassObjective.InformationValue"/> by default, as in optbinning.</value>
    public ClassObjective Objective { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Objective), value, "one of the named objectives"); }

    /// <summary>The class whose rate follows <see cref="TargetBinning.Trend"/>, and by whose rate categories are sorted.</summary>
    /// <value><see langword="null"/> by default: rates may run as they like, and a <see cref="TargetBinning.Trend"/> other than <see cref="Trend.Automatic"/> or <see cref="Trend.None"/> is an error.</value>
    public string? TrendClass { get; init; }

    /// <summary>Bins every column of a table.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="classes">For each row its class, which is not missing, also of rows of weight 0.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight w means the same as w copies of the row.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the table has no rows, a class or weight is not as it has to be (the message names the row), or no row has the class of the trend.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another.</exception>
    /// <exception cref="TrainingDataException">There are fewer than 2 or more than 100 classes, or a column cannot be binned as asked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ClassBinningModel Fit(Table table, ReadOnlySpan<string> classes, ReadOnlySpan<double> weights = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(table, Column.Category(nameof(classes), classes.ToArray()), weights, progress, cancellationToken);

    /// <summary>Bins every column of a table, for classes that are coded already.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="classes">For each row its class, which is not missing, also of rows of weight 0; the column's name does not matter, and levels of no row with weight are no classes.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each. A whole weight w means the same as w copies of the row.</param>
    /// <param name="progress">Told of each finished column; may be called from several threads, never concurrently.</param>
    /// <param name="cancellationToken">Stops the fit; it is looked at every few milliseconds of work.</param>
    /// <returns>A model that remembers its recipe.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the table has no rows, a class or weight is not as it has to be (the message names the row), or no row has the class of the trend.</exception>
    /// <exception cref="InvalidOperationException">Settings contradict one another.</exception>
    /// <exception cref="TrainingDataException">There are fewer than 2 or more than 100 classes, or a column cannot be binned as asked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ClassBinningModel Fit(Table table, CategoryColumn classes, ReadOnlySpan<double> weights = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classes);
        TrainingSet data = Checked(table, weights);
        if (TrendClass is null && Trend is not (Trend.Automatic or Trend.None))
            throw new InvalidOperationException($"Trend is {Trend}, and no class is named whose rate that is. Set TrendClass, or leave Trend at {Trend.Automatic}.");
        if (TrendClass is null && Missing is MissingPolicy.HighestRate or MissingPolicy.LowestRate)
            throw new InvalidOperationException($"Missing is {Missing}, and no class is named whose rate that is. Set TrendClass, or take another policy.");
        if (classes.Length != table.RowCount)
            throw new ArgumentException($"There are {classes.Length} classes for {table.RowCount} rows.", nameof(classes));
        (string[] names, ulong[] keys) = Coded(data, classes, cancellationToken);
        if (TrendClass is not null && !names.Contains(TrendClass))
            throw new ArgumentException($"TrendClass is '{TrendClass}', and no row has that class. There are: {string.Join(", ", names.Select(name => $"'{name}'"))}.", nameof(classes));
        var target = new ClassTarget(this, TargetRows.Of(data, [keys], cancellationToken), names);
        var totals = new ClassTotals(names, target.Totals);
        (ClassColumnBinning[] columns, ColumnFailure[] failures) = FitColumns(
            table,
            column => new ClassColumnBinning(FitColumn(target, column, cancellationToken), totals),
            progress,
            cancellationToken);
        return new(this, names, columns, failures);
    }

    /// <summary>The classes that some row has, in ordinal order, and for each row its place among them.</summary>
    private static (string[] Names, ulong[] Keys) Coded(TrainingSet data, CategoryColumn classes, CancellationToken cancellationToken)
    {
        var isThere = new bool[classes.Levels.Count];
        ReadOnlySpan<int> codes = classes.Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            TargetRows.CheckSometimes(row, cancellationToken);
            if (codes[row] == CategoryColumn.MissingCode)
                throw new ArgumentException($"Row {row}: the class is missing. Leave out rows whose outcome is not known.", nameof(classes));
            isThere[codes[row]] |= data.WeightOf(row) > 0;
        }

        string[] names = [.. classes.Levels.Where((_, code) => isThere[code]).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
            throw new TrainingDataException($"All rows are of the class '{names[0]}', so there is nothing to explain: check how classes were made.");
        if (names.Length > MostClasses)
            throw new TrainingDataException($"There are {names.Length} classes, and {MostClasses} at most can be told apart. Put rare ones together.");
        ulong[] placeOf = [.. classes.Levels.Select(level => (ulong)Math.Max(0, Array.BinarySearch(names, level, StringComparer.Ordinal)))];
        var keys = new ulong[codes.Length];
        for (int row = 0; row < keys.Length; row++)
            keys[row] = placeOf[codes[row]];
        return (names, keys);
    }

    private static TargetColumnContent<ClassBin> FitColumn(ClassTarget target, Column column, CancellationToken cancellationToken)
    {
        TargetColumnContent<ClassBin> content = TargetColumnFit<ClassSums>.Of(target, column, (place, sums) => ToBin(target, place, sums), cancellationToken);
        IEnumerable<Finding> zeroCells = content.Bins
            .Where(bin => bin.Count > 0 && bin.Counts.Contains(0))
            .Select(bin => new Finding(FindingSeverity.Note, FindingCodes.ZeroCell, Invariant($"the bin '{bin.Label}' holds {bin.Count} rows and none of {Absent(target.Classes, bin)}; its information value counts one more row, divided as all rows are."), column.Name));
        return content with { Findings = [.. content.Findings, .. zeroCells] };
    }

    /// <summary>The classes that a bin lacks, the first few by name.</summary>
    private static string Absent(IReadOnlyList<string> classes, ClassBin bin)
    {
        const int Named = 5;
        string[] names = [.. classes.Where((_, k) => bin.Counts[k] == 0)];
        string list = string.Join(", ", names.Take(Named).Select(name => $"'{name}'"));
        return names.Length > Named ? $"{list} and {names.Length - Named} more classes" : $"{(names.Length == 1 ? "the class" : "the classes")} {list}";
    }

    private static ClassBin ToBin(ClassTarget target, BinPlace place, ClassSums sums)
    {
        double[] counts = sums.ToArray(target.Classes.Count);
        double count = target.Weight(sums);
        return new(place)
        {
            Count = count,
            CountShare = count / target.TotalWeight,
            Counts = [.. counts],
            Rates = [.. counts.Select(each => each / count)],
            InformationValue = count > 0 ? target.InformationValue(sums) : 0,
            JensenShannon = count > 0 ? target.JensenShannon(sums) : 0,
        };
    }
}
