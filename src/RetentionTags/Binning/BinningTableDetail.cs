namespace RetentionTags.Binning;

/// <summary>How much of a binning <see cref="ColumnBinning.ToText(TableFormat, BinningTableDetail)"/> writes.</summary>
public enum BinningTableDetail
{
    /// <summary>The bins with counts, event rate, weight of evidence and information value: what <see cref="ColumnBinning.ToText(TableFormat)"/> writes.</summary>
    Brief,

    /// <summary>The bins with 95 % confidence intervals and all divergences too and, except in CSV, a line that states sign, zero cells, totals and interval ends.</summary>
    Bins,

    /// <summary>The measures of the whole table: <see cref="BinningStatistics"/>, on one line.</summary>
    Statistics,

    /// <summary>The tests between neighbouring regular bins: <see cref="AdjacentTest"/>.</summary>
    AdjacentTests,

    /// <summary><see cref="Bins"/>, <see cref="Statistics"/> and <see cref="AdjacentTests"/> one below the other, an empty line between. In CSV these are three tables in one text; programs read them better one by one.</summary>
    Full,
}
