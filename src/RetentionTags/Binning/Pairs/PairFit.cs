using RetentionTags.Data;

namespace RetentionTags.Binning.Pairs;

/// <summary>The fit of one pair: both axes, the counts of the grid, the optimum over it, and what the columns say without one another.</summary>
internal static class PairFit
{
    public const string Stage = "pair binning";

    /// <summary>How often the fit of one pair says that it has come further.</summary>
    public const int Steps = 4;

    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Rows of both kinds.</param>
    /// <param name="firstAlone">The first column by itself, by the same rules.</param>
    /// <param name="secondAlone">The second column by itself, by the same rules.</param>
    /// <param name="report">Told 1, 2 … <see cref="Steps"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PairBinningModel Of(PairBinning recipe, TrainingSet data, ColumnBinning firstAlone, ColumnBinning secondAlone, Action<int> report, CancellationToken cancellationToken)
    {
        Column first = data.Table[recipe.FirstColumn], second = data.Table[recipe.SecondColumn];
        PairAxis firstAxis = AxisOf(first, second, data, recipe, cancellationToken), secondAxis = AxisOf(second, first, data, recipe, cancellationToken);
        report(1);
        (PairCounts counts, BinCounts[] missing, int[] places) = Count(firstAxis, first, secondAxis, second, data, cancellationToken);
        report(2);
        var findings = new List<Finding>();
        PairRectangle[] blocks = Divide(recipe, counts, findings, cancellationToken);
        report(3);
        PairInformation information = PairEvidence.Of(firstAlone, secondAlone, data, places, RegionOfPlace(blocks, counts), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        BinCounts[] unseen = firstAxis.Kind == ColumnKind.Category || secondAxis.Kind == ColumnKind.Category ? [counts.Of(0, 0)] : [];
        int[] firstStarts = [.. blocks.Select(block => block.FirstStart).Distinct().Order()], secondStarts = [.. blocks.Select(block => block.SecondStart).Distinct().Order()];
        var model = new PairBinningModel(
            recipe,
            firstAxis.Merged(firstStarts),
            secondAxis.Merged(secondStarts),
            [.. blocks.Select(block => Merged(block, firstStarts, secondStarts))],
            [.. blocks.Select(block => counts[block]), .. missing, .. unseen],
            information,
            findings);
        AddZeroCells(model, findings);
        report(4);
        return model;
    }

    private static PairAxis AxisOf(Column column, Column other, TrainingSet data, PairBinning recipe, CancellationToken cancellationToken)
    {
        Column present = Masked(column, other);
        cancellationToken.ThrowIfCancellationRequested();
        return PairAxis.Of(present, data, recipe.Alone, cancellationToken);
    }

    /// <summary>A column that is missing also where another one is.</summary>
    private static Column Masked(Column column, Column other)
    {
        if (other.CountMissing() == 0)
            return column;
        if (column is NumericColumn numbers)
        {
            double[] values = numbers.Values.ToArray();
            for (int row = 0; row < values.Length; row++)
                values[row] = IsMissing(other, row) ? double.NaN : values[row];
            return Column.Numeric(column.Name, values);
        }

        var categories = (CategoryColumn)column;
        int[] codes = categories.Codes.ToArray();
        for (int row = 0; row < codes.Length; row++)
            codes[row] = IsMissing(other, row) ? CategoryColumn.MissingCode : codes[row];
        return categories.WithCodes(codes);
    }

    private static bool IsMissing(Column column, int row) => column is NumericColumn numbers
        ? double.IsNaN(numbers.Values[row])
        : ((CategoryColumn)column).Codes[row] == CategoryColumn.MissingCode;

    /// <summary>The grid; the rows in which the first value is missing, the second, or both; and the place of each row, a cell of the grid or what <see cref="PlaceOf"/> says.</summary>
    private static (PairCounts Counts, BinCounts[] Missing, int[] Places) Count(PairAxis firstAxis, Column first, PairAxis secondAxis, Column second, TrainingSet data, CancellationToken cancellationToken)
    {
        int[] firstPlaces = new int[data.RowCount], secondPlaces = new int[data.RowCount];
        firstAxis.Find(first, firstPlaces, cancellationToken);
        secondAxis.Find(second, secondPlaces, cancellationToken);
        int cells = firstAxis.Size * secondAxis.Size;

        // After the cells: first missing, second missing, both missing, unseen. Unseen are only categories that no row with a weight and with both values has; they add nothing.
        var events = new double[cells + 4];
        var nonEvents = new double[cells + 4];
        for (int row = 0; row < firstPlaces.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            firstPlaces[row] = PlaceOf(firstPlaces[row], secondPlaces[row], secondAxis.Size, cells);
            (data.Events[row] ? events : nonEvents)[firstPlaces[row]] += data.WeightOf(row);
        }

        var counts = new PairCounts(firstAxis.Size, secondAxis.Size, events[..cells], nonEvents[..cells], data.EventWeight, data.NonEventWeight);
        return (counts, [counts.Of(events[cells], nonEvents[cells]), counts.Of(events[cells + 1], nonEvents[cells + 1]), counts.Of(events[cells + 2], nonEvents[cells + 2])], firstPlaces);
    }

    private static int PlaceOf(int first, int second, int secondSize, int cells) => (first, second) switch
    {
        (PairAxis.Missing, PairAxis.Missing) => cells + 2,
        (PairAxis.Missing, _) => cells,
        (_, PairAxis.Missing) => cells + 1,
        (PairAxis.Unseen, _) or (_, PairAxis.Unseen) => cells + 3,
        _ => (first * secondSize) + second,
    };

    /// <summary>The region of each cell of the grid, then the numbers after the last region for the missing ones. Unseen rows have no weight: any region will do.</summary>
    private static int[] RegionOfPlace(PairRectangle[] blocks, PairCounts counts)
    {
        int cells = counts.FirstSize * counts.SecondSize;
        var regions = new int[cells + 4];
        for (int region = 0; region < blocks.Length; region++)
        {
            for (int first = blocks[region].FirstStart; first < blocks[region].FirstEnd; first++)
                regions.AsSpan(first * counts.SecondSize, counts.SecondSize)[blocks[region].SecondStart..blocks[region].SecondEnd].Fill(region);
        }

        for (int missing = 0; missing < 3; missing++)
            regions[cells + missing] = blocks.Length + missing;
        return regions;
    }

    private static PairRectangle[] Divide(PairBinning recipe, PairCounts counts, List<Finding> findings, CancellationToken cancellationToken)
    {
        BinCounts all = counts[counts.All];
        string pair = $"'{recipe.FirstColumn}' and '{recipe.SecondColumn}'";
        if (all.Count == 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.EmptyColumn, $"{pair}: in every row one of the two is missing, so there is one region, which is empty."));
        else if (all.Events == 0 || all.NonEvents == 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.PureColumn, $"{pair}: all rows in which neither is missing are {(all.Events == 0 ? "non-events" : "events")}, so there is one region; being missing may give the answer away."));
        if (all.Events == 0 || all.NonEvents == 0)
            return [counts.All];

        // A share times a weight may come out a hair above the whole number that it stands for.
        double minWeight = recipe.MinBinShare * all.Count * (1 - 1e-12);
        PairRectangle[] blocks = new GuillotineSolver(counts, minWeight, recipe.MaxBins, cancellationToken).Best()?.Blocks ?? [counts.All];
        if (blocks.Length == 1 && recipe.MaxBins > 1)
            findings.Add(new(FindingSeverity.Note, FindingCodes.NoSplit, Invariant($"{pair}: no division with at least {100 * recipe.MinBinShare:0.##} % of the rows and both events and non-events in each region adds information, so there is one region.")));
        return blocks;
    }

    /// <summary>A block in places of axes that have been merged.</summary>
    private static PairRectangle Merged(PairRectangle block, int[] firstStarts, int[] secondStarts) =>
        new(Place(firstStarts, block.FirstStart), Place(firstStarts, block.FirstEnd), Place(secondStarts, block.SecondStart), Place(secondStarts, block.SecondEnd));

    /// <summary>The place that begins at a start. Where a block ends another one begins, unless it is the end of the axis.</summary>
    private static int Place(int[] starts, int start)
    {
        int place = Array.BinarySearch(starts, start);
        return place >= 0 ? place : starts.Length;
    }

    private static void AddZeroCells(PairBinningModel model, List<Finding> findings)
    {
        foreach (PairBin bin in model.Bins.Where(bin => bin.Count > 0 && (bin.Events == 0 || bin.NonEvents == 0)))
            findings.Add(new(FindingSeverity.Note, FindingCodes.ZeroCell, Invariant($"'{model.FirstColumn}' and '{model.SecondColumn}': the bin '{bin.Label}' holds {bin.Count} rows and no {(bin.Events == 0 ? "events" : "non-events")}; its weight of evidence counts one more row, divided as all rows are.")));
    }
}
