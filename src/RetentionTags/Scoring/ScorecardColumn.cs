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

    /// <summary>The coefficient of the column's weight of evidence; about 1 when columns do not overlap, less when they do. In a calibrated card it is the regression's times the slope of the calibration. With <see cref="ScorecardCoding.BinIndicators"/> it is 1 without a standard error: each bin has a coefficient of its own, in <see cref="Scorecard.Regression"/>.</summary>
    public Coefficient Coefficient { get; }

    /// <summary>The mean over the training rows of what the column adds, in log-odds.</summary>
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

    internal static ScorecardColumn Of(ColumnBinning binning, Coefficient coefficient) =>
        OfLogOdds(binning, coefficient, [.. binning.Bins.Select(bin => coefficient.Value * bin.Woe)]);

    /// <summary>The column of a regression on indicators: the coefficients of the bins, 0 for the reference, and their mean over the training rows for bins without such rows.</summary>
    internal static ScorecardColumn OfIndicators(ColumnBinning binning, LogisticModel regression)
    {
        var values = new double[binning.Bins.Count];
        for (int bin = 0; bin < values.Length; bin++)
        {
            if (bin != binning.ReferenceBin && binning.Bins[bin].Count > 0)
                values[bin] = regression.Coefficients.First(coefficient => coefficient.Name == binning.IndicatorName(bin)).Value;
        }

        double mean = binning.Bins.Select((bin, i) => bin.CountShare * values[i]).Sum();
        return OfLogOdds(binning, new(binning.ColumnName, 1, double.NaN), [.. values.Select((value, bin) => binning.Bins[bin].Count > 0 ? value : mean)]);
    }

    /// <summary>The column with everything times a number.</summary>
    internal ScorecardColumn Times(double factor) => OfLogOdds(Binning, Coefficient.Times(factor), [.. _units.Select(units => factor * LogOddsGrid.ToLogOdds(units))]);

    private static ScorecardColumn OfLogOdds(ColumnBinning binning, Coefficient coefficient, double[] values)
    {
        long[] units = [.. values.Select(LogOddsGrid.FromLogOdds)];
        double mean = binning.Bins.Select((bin, i) => bin.CountShare * LogOddsGrid.ToLogOdds(units[i])).Sum();
        return new(binning, coefficient, units, LogOddsGrid.FromLogOdds(mean));
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
