using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <summary>One column of a scorecard: its bins, its coefficient, and what each bin adds to a score.</summary>
public sealed class ScorecardColumn
{
    private readonly long[] _units;

    internal ScorecardColumn(ColumnBinning binning, Coefficient coefficient, long[] units, long meanUnits)
    {
        Binning = binning;
        Coefficient = coefficient;
        _units = units;
        MeanUnits = meanUnits;
    }

    /// <summary>The name of the column.</summary>
    public string Name => Binning.ColumnName;

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind => Binning.Kind;

    /// <summary>The column's bins.</summary>
    public ColumnBinning Binning { get; }

    /// <summary>The coefficient of the column's weight of evidence; about 1 when columns do not overlap, less when they do. In a calibrated card it is the regression's times the slope of the calibration.</summary>
    public Coefficient Coefficient { get; }

    /// <summary>The mean of what the column adds over the rows that all others are compared with, in log-odds: the training rows, unless <see cref="Scorecard.WithBaseline"/> chose others.</summary>
    public double MeanLogOdds => LogOddsGrid.ToLogOdds(MeanUnits);

    internal long MeanUnits { get; }

    /// <summary>In units of <see cref="LogOddsGrid"/>, one for each bin.</summary>
    internal ReadOnlySpan<long> Units => _units;

    /// <summary>What a bin adds to a score: coefficient · weight of evidence, in log-odds, rounded to a multiple of 2⁻²⁴.</summary>
    /// <param name="bin">The index of a bin.</param>
    /// <returns>The log-odds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bin.</exception>
    public double LogOddsOf(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, _units.Length);
        return LogOddsGrid.ToLogOdds(_units[bin]);
    }

    internal static ScorecardColumn Of(ColumnBinning binning, Coefficient coefficient)
    {
        long[] units = [.. binning.Bins.Select(bin => LogOddsGrid.FromLogOdds(coefficient.Value * bin.Woe))];
        return new(binning, coefficient, units, MeanOf([.. binning.Bins.Select(bin => bin.CountShare)], units));
    }

    /// <summary>The same column compared with rows of which these shares are in its bins.</summary>
    internal ScorecardColumn WithBaseline(ReadOnlySpan<double> shares) => new(Binning, Coefficient, _units, MeanOf(shares, _units));

    private static long MeanOf(ReadOnlySpan<double> shares, long[] units)
    {
        double mean = 0;
        for (int bin = 0; bin < units.Length; bin++)
            mean += shares[bin] * LogOddsGrid.ToLogOdds(units[bin]);
        return LogOddsGrid.FromLogOdds(mean);
    }

    /// <summary>The table's column of this name, or an error that says what is wrong with it.</summary>
    internal Column Find(Table table)
    {
        if (!table.TryGetColumn(Name, out Column? column))
            throw new ArgumentException($"The scorecard needs the column '{Name}'. The table has: {string.Join(", ", table.Columns.Select(each => $"'{each.Name}'"))}.", nameof(table));
        return (column is NumericColumn) == (Kind == ColumnKind.Numeric)
            ? column
            : throw new ArgumentException($"The scorecard was fitted on {(Kind == ColumnKind.Numeric ? "numbers" : "categories")} in column '{Name}', but the table has {(column is NumericColumn ? "numbers" : "categories")} there.", nameof(table));
    }
}
