using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using RetentionTags.Binning;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>A card made ready for batches, once: the weights of each column's bins as the kernels want them.</summary>
/// <remarks>
/// Columns are added one after another, or two at a time, to the sums of a tile of rows, which stay in the cache; then the tile's sums become log-odds. Sums are in 32 bits where the card's log-odds stay within ±128. In any other
/// card, which is nonsense but has a score, kernels find the bins instead, and their weights are added in 64 bits. Everything is exact, so tiles, threads and kernels do not show in the result.
/// </remarks>
internal sealed class CompiledCard
{
    /// <summary>Log-odds beneath this size fit into 32 bits.</summary>
    public const double NarrowLimit = 128;

    /// <summary>Rows whose sums (64 KB) and log-odds (128 KB) are in the second-level cache at a time. Fewer are read more slowly, as reading ahead begins anew with each column of a tile.</summary>
    public const int TileRows = 1 << 14;

    /// <summary>Rows of one column on their way to contributions; their weights stay in the first-level cache.</summary>
    private const int ContributionRows = 2048;

    /// <summary>A cache line. Sums begin where one does: a register that is stored across two takes twice as long.</summary>
    private const int LineBytes = 64;
    private const int LineInts = LineBytes / sizeof(int);

    /// <summary>A destination of more than this is written past the cache.</summary>
    private const int CachedBytes = 1 << 23;

    /// <summary>Where more than this is read and written row by row, what was written is not in the cache any more at the end.</summary>
    private const int LargestCacheBytes = 1 << 25;

    private readonly ScorecardColumn[] _columns;
    private readonly long _intercept;
    private readonly long[] _meanUnits;
    private readonly BinWeights?[] _numbers;
    private readonly CodedWeights[] _bins;

    /// <summary>The columns with those of one arrangement side by side, so that two can be added at once.</summary>
    private readonly int[] _order;

    /// <param name="columns">The card's columns.</param>
    /// <param name="intercept">In units.</param>
    /// <param name="isNarrow">Whether sums fit into 32 bits.</param>
    public CompiledCard(ScorecardColumn[] columns, long intercept, bool isNarrow)
    {
        _columns = columns;
        _intercept = intercept;
        _meanUnits = [.. columns.Select(column => column.MeanUnits)];
        IsNarrow = isNarrow;
        _numbers = new BinWeights?[columns.Length];
        _bins = new CodedWeights[columns.Length];
        for (int c = 0; c < columns.Length; c++)
        {
            int[] weights = WeightsOf(columns[c]);
            _bins[c] = new(weights);
            if (columns[c].Binning is NumericBinning numbers)
                _numbers[c] = numbers.Lookup.Arrange(weights);
        }

        _order = [.. Enumerable.Range(0, columns.Length).OrderBy(c => _numbers[c]?.GetType().ToString() ?? "", StringComparer.Ordinal)];
    }

    /// <summary>Whether kernels add weights; otherwise they find bins.</summary>
    public bool IsNarrow { get; }

    /// <summary>What each column adds in the mean of the training rows.</summary>
    public ReadOnlySpan<long> MeanUnits => _meanUnits;

    /// <summary>What the kernels add for a bin of a column.</summary>
    public int WeightOf(int column, int bin) => IsNarrow ? (int)_columns[column].Units[bin] : bin;

    /// <summary>The log-odds of at most <see cref="TileRows"/> rows.</summary>
    /// <param name="columns">The rows of each of the card's columns.</param>
    /// <param name="first">The first row.</param>
    /// <param name="logOdds">Receives the log-odds of the rows from there on.</param>
    [SkipLocalsInit]
    public unsafe void LogOdds(ReadOnlySpan<ColumnRows> columns, int first, Span<double> logOdds)
    {
        int* space = stackalloc int[logOdds.Length + LineInts];
        Span<int> room = OnLine(space, logOdds.Length);
        if (!IsNarrow)
        {
            SumOfWide(columns, first, room, logOdds);
            return;
        }

        Sum(columns, first, room);
        LogOddsGrid.ToLogOdds(room, 0, logOdds);
    }

    /// <summary>The probabilities of at most <see cref="TileRows"/> rows, as the logistic function makes them of log-odds.</summary>
    /// <param name="columns">The rows of each of the card's columns.</param>
    /// <param name="first">The first row.</param>
    /// <param name="probabilities">Receives the probabilities of the rows from there on.</param>
    /// <param name="total">The numbers that are read and written in all: whether a cache holds them.</param>
    [SkipLocalsInit]
    public unsafe void Probabilities(ReadOnlySpan<ColumnRows> columns, int first, Span<double> probabilities, long total)
    {
        if (!IsNarrow)
        {
            LogOdds(columns, first, probabilities);
            LogisticFunctions.Sigmoid(probabilities, probabilities);
            return;
        }

        int* space = stackalloc int[probabilities.Length + LineInts];
        Span<int> sums = OnLine(space, probabilities.Length);
        Sum(columns, first, sums);
        bool pastTheCache = total * sizeof(double) > LargestCacheBytes;
        LogisticFunctions.Sigmoid(sums, probabilities, pastTheCache);
        if (pastTheCache && Sse.IsSupported)
            Sse.StoreFence();
    }

    /// <summary>What one column adds to the log-odds of rows, less a mean.</summary>
    /// <param name="columns">The rows of each of the card's columns.</param>
    /// <param name="column">Which of them.</param>
    /// <param name="first">The first row.</param>
    /// <param name="meanUnits">What the column adds in the mean of those that rows are compared with.</param>
    /// <param name="destination">Receives the contributions of the rows from there on.</param>
    /// <param name="total">The size of all that is written, in numbers: whether a cache holds it.</param>
    [SkipLocalsInit]
    public void Contributions(ReadOnlySpan<ColumnRows> columns, int column, int first, long meanUnits, Span<double> destination, long total)
    {
        bool pastTheCache = total * sizeof(double) > CachedBytes;
        double mean = LogOddsGrid.ToLogOdds(meanUnits);
        ScoringInput input = columns[column].Input;
        if (IsNarrow && input.Kind == ScoringInputKind.Numbers && input.ValidFrom(first).All && _numbers[column]!.TryWriteLogOdds(input.NumbersOf(first, destination.Length), mean, destination, pastTheCache))
        {
            Sse.StoreFence();
            return;
        }

        ReadOnlySpan<long> units = _columns[column].Units;
        Span<int> room = stackalloc int[Math.Min(ContributionRows, destination.Length)];
        for (int start = 0; start < destination.Length; start += ContributionRows)
        {
            Span<double> tile = destination.Slice(start, Math.Min(ContributionRows, destination.Length - start));
            Span<int> weights = room[..tile.Length];
            weights.Clear();
            Add(columns, column, first + start, weights);
            if (IsNarrow)
                LogOddsGrid.ToLogOdds(weights, mean, tile, pastTheCache);
            for (int i = 0; i < tile.Length && !IsNarrow; i++)
                tile[i] = LogOddsGrid.ToLogOdds(units[weights[i]] - meanUnits);
        }

        if (Sse.IsSupported)
            Sse.StoreFence();
    }

    /// <summary>Room of which the first number is at the beginning of a cache line.</summary>
    private static unsafe Span<int> OnLine(int* space, int length) => new((int*)(((nint)space + LineBytes - 1) & -LineBytes), length);

    private void Sum(ReadOnlySpan<ColumnRows> columns, int first, Span<int> sums)
    {
        sums.Fill((int)_intercept);
        if (AddInLanes(columns, first, sums) > 0)
            BinWeights.PutInRowOrder(sums);
        for (int c = 0; c < _columns.Length;)
        {
            int end = IsFourInBins(columns, c) ? c + 4 : c + 1, added = end - c == 4 ? AddMostOfFour(columns, c, first, sums) : 0;
            for (; c < end; c++)
            {
                if (!AddsInLanes(columns, c))
                    Add(columns, c, first + added, sums[added..]);
            }
        }
    }

    private void SumOfWide(ReadOnlySpan<ColumnRows> columns, int first, Span<int> bins, Span<double> logOdds)
    {
        // The place of a log-odds is as wide as that of its sum.
        Span<long> sums = MemoryMarshal.Cast<double, long>(logOdds);
        sums.Fill(_intercept);
        for (int c = 0; c < _columns.Length; c++)
        {
            bins.Clear();
            Add(columns, c, first, bins);
            ReadOnlySpan<long> units = _columns[c].Units;
            for (int i = 0; i < sums.Length; i++)
                sums[i] += units[bins[i]];
        }

        for (int i = 0; i < sums.Length; i++)
            logOdds[i] = LogOddsGrid.ToLogOdds(sums[i]);
    }

    /// <summary>Adds the columns of plain numbers, to sums in the order of lanes: two at once where they are arranged alike.</summary>
    /// <returns>How many.</returns>
    private int AddInLanes(ReadOnlySpan<ColumnRows> columns, int first, Span<int> sums)
    {
        int added = 0;
        for (int k = 0; k < _order.Length; k++)
        {
            int c = _order[k];
            if (!AddsInLanes(columns, c))
                continue;
            ReadOnlySpan<double> values = columns[c].Input.NumbersOf(first, sums.Length);
            int next = k + 1 < _order.Length && AddsInLanes(columns, _order[k + 1]) ? _order[k + 1] : -1;
            if (next >= 0 && _numbers[c]!.TryAddInLanes(_numbers[next]!, sums, values, columns[next].Input.NumbersOf(first, sums.Length)))
                k++;
            else
                _numbers[c]!.AddInLanes(sums, values);
            added++;
        }

        return added;
    }

    private bool AddsInLanes(ReadOnlySpan<ColumnRows> columns, int c) => columns[c].Input.Kind == ScoringInputKind.Numbers && columns[c].Input.ValidFrom(0).All && _numbers[c]!.AddsInLanes;

    /// <summary>Whether the rows of this column and of the next three are indices of bins, of which there are few.</summary>
    private bool IsFourInBins(ReadOnlySpan<ColumnRows> columns, int c)
    {
        for (int i = c; i < c + 4; i++)
        {
            if (i == _columns.Length || columns[i].Input.Kind != ScoringInputKind.Bins || !_bins[i].AddsInFours)
                return false;
        }

        return true;
    }

    private int AddMostOfFour(ReadOnlySpan<ColumnRows> columns, int c, int first, Span<int> sums) => CodedWeights.AddMostOfFour(
        _bins[c], _bins[c + 1], _bins[c + 2], _bins[c + 3], sums,
        columns[c].Input.BinsOf(first, sums.Length), columns[c + 1].Input.BinsOf(first, sums.Length), columns[c + 2].Input.BinsOf(first, sums.Length), columns[c + 3].Input.BinsOf(first, sums.Length));

    private void Add(ReadOnlySpan<ColumnRows> columns, int c, int first, Span<int> sums)
    {
        ScoringInput input = columns[c].Input;
        int unknown = -1;
        switch (input.Kind)
        {
            case ScoringInputKind.Numbers:
                _numbers[c]!.AddTo(sums, input.NumbersOf(first, sums.Length), input.ValidFrom(first));
                break;
            case ScoringInputKind.Categories:
                unknown = CodedWeights.AddTo(sums, input.CodesOf(first, sums.Length), input.ValidFrom(first), columns[c].Weights);
                break;
            default:
                unknown = _bins[c].AddTo(sums, input.BinsOf(first, sums.Length));
                break;
        }

        if (unknown >= 0)
            throw Unknown(columns[c], c, first + unknown);
    }

    private ArgumentException Unknown(in ColumnRows rows, int column, int row) => rows.Input.Kind == ScoringInputKind.Categories
        ? new($"Column '{_columns[column].Name}', row {row}: the code is {rows.Input.CodesOf(row, 1)[0]}. Codes go from 0 to {rows.Weights.Length - 2}, the levels of the table that the card was bound to, or −1 for missing.", nameof(rows))
        : new($"Column '{_columns[column].Name}', row {row}: the bin is {rows.Input.BinsOf(row, 1)[0]}. The column has {_columns[column].Binning.Bins.Count} bins, numbered from 0.", nameof(rows));

    private int[] WeightsOf(ScorecardColumn column)
    {
        var weights = new int[column.Units.Length];
        for (int bin = 0; bin < weights.Length; bin++)
            weights[bin] = IsNarrow ? (int)column.Units[bin] : bin;
        return weights;
    }
}
