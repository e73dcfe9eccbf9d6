using RetentionTags.Data;

namespace RetentionTags.Binning.Targets;

/// <summary>The bins of every column for a target of several classes.</summary>
public sealed class ClassBinningModel : TargetBinningModel<ClassColumnBinning>
{
    internal ClassBinningModel(ClassBinning recipe, string[] classes, ClassColumnBinning[] columns, ColumnFailure[] failures)
        : base(columns, failures) => (Recipe, Classes) = (recipe, [.. classes]);

    /// <summary>The recipe that the model was fitted by.</summary>
    public ClassBinning Recipe { get; }

    /// <summary>The classes, in ordinal order.</summary>
    public ValueList<string> Classes { get; }

    /// <summary>Replaces every column by the rates of a class in its bins.</summary>
    /// <param name="className">One of <see cref="Classes"/>.</param>
    /// <param name="table">Holds at least the model's columns, found by name; others are left out.</param>
    /// <returns>Numeric columns of the same names, in the model's order, without missing values.</returns>
    /// <exception cref="ArgumentException">There is no such class, or a column is absent or of another kind.</exception>
    public Table ToRates(string className, Table table) => Replace(table, (binning, column, rates) => binning.ToRates(className, column, rates));
}
