using RetentionTags.Data;
using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Binning.Pairs;

/// <summary>The plane of two columns, divided into rectangular regions, with the counts and the evidence of each.</summary>
public sealed class PairBinningModel
{
    private const int Uncovered = -1;
    private readonly PairBin[] _bins;
    private readonly int[] _binOfCell;

    /// <param name="recipe">The recipe.</param>
    /// <param name="firstAxis">The first column, divided where regions need it.</param>
    /// <param name="secondAxis">The second column, divided where regions need it.</param>
    /// <param name="blocks">The regions, in places of the axes.</param>
    /// <param name="counts">Those of the regions, of rows in which the first value, the second or both are missing, and with categories of unseen ones.</param>
    /// <param name="information">What the columns say without one another, and the statistic of the interaction.</param>
    /// <param name="findings">What a person should know. Not copied.</param>
    internal PairBinningModel(PairBinning recipe, PairAxis firstAxis, PairAxis secondAxis, PairRectangle[] blocks, BinCounts[] counts, PairInformation information, IReadOnlyList<Finding> findings)
    {
        bool hasCategories = firstAxis.Kind == ColumnKind.Category || secondAxis.Kind == ColumnKind.Category;
        if (blocks.Length == 0 || counts.Length != blocks.Length + (hasCategories ? 4 : 3))
            throw new ArgumentException($"There are {blocks.Length} regions and {counts.Length} bins.", nameof(counts));
        if (!(information.ChiSquare >= 0) || information.Degrees < 0)
            throw new ArgumentException(Invariant($"The chi-square of the interaction is {information.ChiSquare} with {information.Degrees} degrees of freedom."), nameof(information));
        Recipe = recipe;
        FirstAxis = firstAxis;
        SecondAxis = secondAxis;
        Blocks = blocks;
        Findings = findings;
        TotalEvents = counts[0].TotalEvents;
        TotalNonEvents = counts[0].TotalNonEvents;
        FirstInformationValue = information.First;
        SecondInformationValue = information.Second;
        AdditiveInformationValue = information.Additive;
        InteractionChiSquare = information.ChiSquare;
        InteractionDegreesOfFreedom = information.Degrees;
        UnseenBin = hasCategories ? blocks.Length + 3 : null;
        _binOfCell = Cover(firstAxis, secondAxis, blocks);
        _bins = new PairBin[counts.Length];
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            _bins[bin] = BinOf(bin, counts[bin]);
            InformationValue += _bins[bin].InformationValue;
        }
    }

    /// <summary>The recipe that the model was fitted by.</summary>
    public PairBinning Recipe { get; }

    /// <summary>The name of the first column.</summary>
    public string FirstColumn => FirstAxis.Name;

    /// <summary>The name of the second column.</summary>
    public string SecondColumn => SecondAxis.Name;

    /// <summary>What the first column holds.</summary>
    public ColumnKind FirstKind => FirstAxis.Kind;

    /// <summary>What the second column holds.</summary>
    public ColumnKind SecondKind => SecondAxis.Kind;

    /// <summary>
    /// The bins: regions in the order of their lower ends on the first column, then on the second; then the three bins for rows in which the first value is missing, the second, or
    /// both; then, when a column holds categories, the one for categories that no training row with both values had. The last ones are there also when no training row fell into
    /// them. A bin's place in this list is its index everywhere.
    /// </summary>
    public IReadOnlyList<PairBin> Bins => _bins;

    /// <summary>The number of regions, at least 1.</summary>
    public int RegularBinCount => Blocks.Length;

    /// <summary>The index of the bin for rows in which only the first value is missing.</summary>
    public int FirstMissingBin => RegularBinCount;

    /// <summary>The index of the bin for rows in which only the second value is missing.</summary>
    public int SecondMissingBin => RegularBinCount + 1;

    /// <summary>The index of the bin for rows in which both values are missing.</summary>
    public int BothMissingBin => RegularBinCount + 2;

    /// <summary>
    /// The index of the bin for rows in which neither value is missing and one is a category that no training row with both values had; <see langword="null"/> when both columns hold numbers.
    /// </summary>
    public int? UnseenBin { get; }

    /// <summary>Sum of the weights of all events in training, missing rows included.</summary>
    public double TotalEvents { get; }

    /// <summary>Sum of the weights of all non-events in training, missing rows included.</summary>
    public double TotalNonEvents { get; }

    /// <summary>Information value of the pair: the sum over all bins of (event share − non-event share) · weight of evidence. At least 0.</summary>
    public double InformationValue { get; }

    /// <summary>Information value of the first column alone: <see cref="OptimalBinning"/> with the same settings and <see cref="Trend.None"/>.</summary>
    public double FirstInformationValue { get; }

    /// <summary>Information value of the second column alone: <see cref="OptimalBinning"/> with the same settings and <see cref="Trend.None"/>.</summary>
    public double SecondInformationValue { get; }

    /// <summary>Information value of both columns when their weights of evidence w₁ and w₂ may only be added, as in a scorecard.</summary>
    /// <remarks>
    /// Σ (e/E − n/N) · (b₁w₁ + b₂w₂) over the cross table of the two columns' own bins, with b₁ and b₂ from the logistic regression c + b₁w₁ + b₂w₂ (a cell without events or
    /// without non-events counts one more row there, divided as all rows are). It is the mean of the additive log-odds over events minus that over non-events, which is what an information value is. For
    /// independent columns it is about the sum of the two information values, and for columns that repeat one another that of one. It is no yardstick for <see cref="InformationValue"/>: the
    /// cross table has up to MaxBins² cells and the regions are no more than MaxBins, so the regions may say less although the columns interact. <see cref="InteractionGain"/> compares like with like.
    /// </remarks>
    public double AdditiveInformationValue { get; }

    /// <summary>
    /// The likelihood ratio statistic of the regions beyond the sum of the columns: twice the log-likelihood of the logistic regression aᵣ + b₁w₁ + b₂w₂, with one intercept for each bin r of the
    /// pair, minus twice that of c + b₁w₁ + b₂w₂. At least 0.
    /// </summary>
    /// <remarks>
    /// w₁ and w₂ are the weights of evidence of the two columns' own bins, and each model has the highest likelihood that it can have, over the same rows. A cell of the cross table of the two
    /// columns' bins without events or without non-events counts one more row, divided as all rows are.
    /// </remarks>
    public double InteractionChiSquare { get; }

    /// <summary>
    /// The coefficients that the intercepts of the bins add: bins of this pair that have rows, missing ones included, minus 1; fewer where the bins contain what a column says (two columns of two
    /// values each, four regions: 1). 0 when there is nothing to compare.
    /// </summary>
    public int InteractionDegreesOfFreedom { get; }

    /// <summary>The chance of an <see cref="InteractionChiSquare"/> as high without an interaction, by the chi-square distribution; 1 without degrees of freedom.</summary>
    /// <remarks>
    /// It holds for regions that were given. Here the same rows chose them among many, so it is too small, and the smallest of many pairs is smaller yet. Confirm an interaction on rows that
    /// neither the fit nor a search has seen.
    /// </remarks>
    public double InteractionPValue => Tails.ChiSquare(InteractionChiSquare, InteractionDegreesOfFreedom);

    /// <summary>
    /// What the regions say beyond the sum of the columns, for each row and after a deduction for their number (Akaike): (<see cref="InteractionChiSquare"/> − 2 ·
    /// <see cref="InteractionDegreesOfFreedom"/>) / (2 · total weight). In nats, the unit of log-likelihoods.
    /// </summary>
    /// <remarks>
    /// Near 0 or below it, adding the columns says all. Clearly above 0, the columns depend on one another in what they say, and the pair deserves a place of its own. The deduction is that for
    /// regions that were given; since the same rows chose them, some gain comes about by chance: of the order of 10/total weight.
    /// </remarks>
    public double InteractionGain => (InteractionChiSquare - (2 * InteractionDegreesOfFreedom)) / (2 * (TotalEvents + TotalNonEvents));

    /// <summary>What the regions say beyond the better column: <see cref="InformationValue"/> minus the larger of <see cref="FirstInformationValue"/> and <see cref="SecondInformationValue"/>.</summary>
    /// <remarks>Without missing values it is at least −10⁻¹², since cutting one column only is a partition, too. A gain is no interaction yet: two columns that merely add up have one.</remarks>
    public double GainOverBetterColumn => InformationValue - Math.Max(FirstInformationValue, SecondInformationValue);

    /// <summary>What a person should know about these regions.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    internal PairAxis FirstAxis { get; }

    internal PairAxis SecondAxis { get; }

    internal PairRectangle[] Blocks { get; }

    /// <summary>Finds the bin of a pair of values.</summary>
    /// <param name="first">The value of the first column; NaN, <see langword="null"/> and <see cref="Cell.Missing"/> are missing.</param>
    /// <param name="second">The value of the second column, likewise.</param>
    /// <returns>An index into <see cref="Bins"/>.</returns>
    /// <exception cref="ArgumentException">A value is a number where categories were fitted, or the other way round.</exception>
    public int FindBin(Cell first, Cell second) => BinOf(FirstAxis.Find(first), SecondAxis.Find(second));

    /// <summary>Finds the bin of each row.</summary>
    /// <param name="table">Holds the two columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives one index into <see cref="Bins"/> for each row.</param>
    /// <exception cref="ArgumentException">A column is absent or of the other kind, or lengths differ.</exception>
    public void ToBins(Table table, Span<int> destination)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (destination.Length != table.RowCount)
            throw new ArgumentException($"The destination has {destination.Length} places for {table.RowCount} rows.", nameof(destination));
        var seconds = new int[destination.Length];
        FirstAxis.Find(table[FirstColumn], destination, default);
        SecondAxis.Find(table[SecondColumn], seconds, default);
        for (int row = 0; row < seconds.Length; row++)
            destination[row] = BinOf(destination[row], seconds[row]);
    }

    /// <summary>The weight of evidence of each row's bin.</summary>
    /// <param name="table">Holds the two columns, found by name; others are ignored.</param>
    /// <param name="destination">Receives one weight of evidence, in log-odds, for each row; never NaN.</param>
    /// <exception cref="ArgumentException">A column is absent or of the other kind, or lengths differ.</exception>
    public void ToWoe(Table table, Span<double> destination)
    {
        var bins = new int[destination.Length];
        ToBins(table, bins);
        for (int row = 0; row < bins.Length; row++)
            destination[row] = _bins[bins[row]].Woe;
    }

    /// <summary>
    /// The regions as text: one line for each bin, then the totals. In plain text and Markdown a grid follows that shows the plane: the index of the bin at each place, the first column
    /// running down and the second across.
    /// </summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table, and the grid.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("Bin", FirstColumn, SecondColumn, "Count", "Share", "Events", "Non-events", "Event rate", "WOE", "IV");
        for (int i = 0; i < _bins.Length; i++)
        {
            PairBin bin = _bins[i];
            table.Add([
                TableCell.Weight(i),
                bin.First?.Label ?? Outside(i, FirstMissingBin),
                bin.Second?.Label ?? Outside(i, SecondMissingBin),
                .. BinningTables.Counts(bin.Count, bin.CountShare, bin.Events, bin.NonEvents, bin.EventRate),
                TableCell.Number(bin.Woe, 4),
                TableCell.Number(bin.InformationValue, 4)]);
        }

        double total = TotalEvents + TotalNonEvents;
        table.Add(["", "total", "", .. BinningTables.Counts(total, 1, TotalEvents, TotalNonEvents, TotalEvents / total), "", TableCell.Number(InformationValue, 4)]);
        string text = table.Render(format);
        return format == TableFormat.Csv ? text : $"{text}\n{Grid().Render(format)}";
    }

    /// <summary>Writes each region into its cells; an error when regions overlap, leave a cell out or lie outside.</summary>
    private static int[] Cover(PairAxis firstAxis, PairAxis secondAxis, PairRectangle[] blocks)
    {
        var binOfCell = new int[firstAxis.Size * secondAxis.Size];
        Array.Fill(binOfCell, Uncovered);
        for (int bin = 0; bin < blocks.Length; bin++)
        {
            for (int first = blocks[bin].FirstStart; first < blocks[bin].FirstEnd; first++)
            {
                foreach (ref int cell in binOfCell.AsSpan(first * secondAxis.Size, secondAxis.Size)[blocks[bin].SecondStart..blocks[bin].SecondEnd])
                    cell = cell == Uncovered ? bin : throw new ArgumentException("Regions overlap.", nameof(blocks));
            }
        }

        return binOfCell.Contains(Uncovered) ? throw new ArgumentException("Regions leave a part out.", nameof(blocks)) : binOfCell;
    }

    private PairBin BinOf(int bin, BinCounts counts) => (bin - RegularBinCount) switch
    {
        < 0 => PairBin.Region(FirstAxis.Side(Blocks[bin].FirstStart, Blocks[bin].FirstEnd), SecondAxis.Side(Blocks[bin].SecondStart, Blocks[bin].SecondEnd), counts),
        0 => new(BinKind.Missing, $"{FirstColumn} missing", counts),
        1 => new(BinKind.Missing, $"{SecondColumn} missing", counts),
        2 => new(BinKind.Missing, "both missing", counts),
        _ => new(BinKind.Unseen, "unseen", counts),
    };

    /// <summary>Missing goes before unseen: there is evidence about missing values.</summary>
    private int BinOf(int first, int second) => (first, second) switch
    {
        (PairAxis.Missing, PairAxis.Missing) => BothMissingBin,
        (PairAxis.Missing, _) => FirstMissingBin,
        (_, PairAxis.Missing) => SecondMissingBin,
        (PairAxis.Unseen, _) or (_, PairAxis.Unseen) => UnseenBin!.Value,
        _ => _binOfCell[(first * SecondAxis.Size) + second],
    };

    private string Outside(int bin, int missingBin)
    {
        if (bin == UnseenBin)
            return "unseen";
        return bin == missingBin || bin == BothMissingBin ? "missing" : "any";
    }

    private TextTable Grid()
    {
        var grid = new TextTable([$"{FirstColumn} \\ {SecondColumn}", .. Enumerable.Range(0, SecondAxis.Size).Select(place => SecondAxis.Side(place, place + 1).Label), "missing"]);
        for (int first = 0; first < FirstAxis.Size; first++)
            AddLine(FirstAxis.Side(first, first + 1).Label, first);
        AddLine("missing", PairAxis.Missing);
        return grid;

        void AddLine(string label, int first)
        {
            var cells = new TableCell[SecondAxis.Size + 2];
            cells[0] = label;
            for (int second = 0; second < SecondAxis.Size; second++)
                cells[second + 1] = TableCell.Weight(BinOf(first, second));
            cells[^1] = TableCell.Weight(BinOf(first, PairAxis.Missing));
            grid.Add(cells);
        }
    }
}
