using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>The bins of every column for a target that is a number.</summary>
public sealed class MeanBinningModel : TargetBinningModel<MeanColumnBinning>
{
    internal MeanBinningModel(MeanBinning recipe, MeanColumnBinning[] columns, ColumnFailure[] failures)
        : base(columns, failures) => Recipe = recipe;

    /// <summary>The recipe that the model was fitted by.</summary>
    public MeanBinning Recipe { get; }

    /// <summary>Replaces every column by the means of its bins.</summary>
    /// <param name="table">Holds at least the model's columns, found by name; others are left out.</param>
    /// <returns>Numeric columns of the same names, in the model's order, without missing values.</returns>
    /// <exception cref="ArgumentException">A column is absent or of another kind.</exception>
    public Table ToMeans(Table table) => Replace(table, (binning, column, means) => binning.ToMeans(column, means));
}
