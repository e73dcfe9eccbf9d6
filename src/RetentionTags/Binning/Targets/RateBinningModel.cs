using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>The bins of every column for events per exposure.</summary>
public sealed class RateBinningModel : TargetBinningModel<RateColumnBinning>
{
    internal RateBinningModel(RateBinning recipe, RateColumnBinning[] columns, ColumnFailure[] failures)
        : base(columns, failures) => Recipe = recipe;

    /// <summary>The recipe that the model was fitted by.</summary>
    public RateBinning Recipe { get; }

    /// <summary>Replaces every column by the rates of its bins.</summary>
    /// <param name="table">Holds at least the model's columns, found by name; others are left out.</param>
    /// <returns>Numeric columns of the same names, in the model's order, without missing values.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public Table ToRates(Table table) => Replace(table, (binning, column, rates) => binning.ToRates(column, rates));
}
