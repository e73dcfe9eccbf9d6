using System.Diagnostics.CodeAnalysis;
using RetentionTags.Data;

namespace RetentionTags.Binning;

/// <summary>What all ways to bin columns have in common: <see cref="OptimalBinning"/> and <see cref="FixedBinning"/>.</summary>
/// <remarks>
/// Missing values and special values enter all totals. Columns are binned in parallel; neither the number of threads nor the order of rows has an influence on the result (with
/// fractional weights, the order of rows changes nothing but rounding).
/// </remarks>
public abstract record BinningRecipe : IRecipe<BinningModel>
{
    private protected BinningRecipe()
    {
    }

    /// <summary>The largest number of regular bins, rare categories' pool included.</summary>
    /// <value>8 by default: few enough to read, and what the scoring kernels are made for. Up to 256.</value>
    public int MaxBins { get; init => field = value is >= 1 and <= 256 ? value : throw Setting.OutOfRange(nameof(MaxBins), value, "from 1 to 256"); } = 8;

    /// <summary>Categories with fewer rows are pooled before anything else: so few rows have no event rate of their own, and many such categories would be sorted by chance.</summary>
    /// <value>30 by default. 0 keeps every category apart.</value>
    public double MinCategoryCount { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinCategoryCount), value, "finite and at least 0"); } = 30;

    /// <summary>Values that are codes: each group has a bin of its own in every column whose kind (numbers or categories) one of its values has, also where no training row has it.</summary>
    /// <value>None by default. Groups for some columns only are given by <see cref="ColumnRecipes"/>.</value>
    public ValueList<SpecialGroup> Specials { get; init => field = Checked(value); } = [];

    /// <summary>Where missing values go.</summary>
    /// <value>
    /// <see cref="MissingPolicy.OwnBin"/> by default. <see cref="MissingPolicy.Nearest"/> and the two by rate make the time grow with the cube of the number of pre-bins: up to about 200 are practical.
    /// </value>
    public MissingPolicy Missing { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Missing), value, "one of the named policies"); }

    /// <summary>Where categories go that no training row had.</summary>
    /// <value><see cref="UnseenPolicy.Neutral"/> by default.</value>
    public UnseenPolicy Unseen { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Unseen), value, "one of the named policies"); }

    /// <summary>How weights of evidence are estimated once the bins are found.</summary>
    /// <value><see cref="WoeEstimate.Counts"/> by default.</value>
    public WoeEstimate WoeEstimate { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(WoeEstimate), value, "one of the named estimates"); }

    /// <summary>Columns with a recipe of their own; all others follow this one. <see cref="BinningRecipeExtensions.ForColumn{TRecipe}"/> adds one that departs from this recipe in what it says only.</summary>
    /// <value>None by default.</value>
    public ValueList<ColumnRecipe> ColumnRecipes { get; init => field = Checked(value); } = [];

    /// <summary>Whether columns that cannot be binned are left out of the model and listed in <see cref="BinningModel.Failures"/>, instead of failing the whole fit.</summary>
    /// <value><see langword="false"/> by default: the fit fails, and its message names every such column.</value>
    public bool LeaveOutFailures { get; init; }

    /// <summary>How many columns are binned at the same time. It has no influence on the result.</summary>
    /// <value>0 by default: as many as there are processors.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0"); }

    /// <inheritdoc/>
    public BinningModel Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check();
        CheckColumns(data.Table);
        foreach (ColumnRecipe own in ColumnRecipes)
        {
            own.Recipe.Check();
            own.Recipe.CheckColumns(data.Table);
            if (!data.Table.TryGetColumn(own.ColumnName, out _))
                throw new ArgumentException($"There is a recipe for the column '{own.ColumnName}', but no such column. The table has: {string.Join(", ", data.Table.Columns.Select(column => $"'{column.Name}'"))}.", nameof(data));
        }

        data.RequireBothClasses();
        return FitOnly([.. data.Table.Columns.Where(column => !IsAuxiliary(column.Name)).Select(column => column.Name)], data, progress, cancellationToken);
    }

    /// <summary>Fits some columns; the recipe and the data have been checked.</summary>
    internal BinningModel FitOnly(IReadOnlyList<string> columnNames, TrainingSet data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Column[] columns = [.. columnNames.Select(name => data.Table[name])];
        return Assemble(columns.Length, i => RecipeOf(columns[i].Name).FitColumn(columns[i], data, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Fails when settings contradict one another.</summary>
    internal abstract void Check();

    /// <summary>Fails when the recipe needs a column that is not there.</summary>
    internal virtual void CheckColumns(Table table)
    {
    }

    internal abstract ColumnBinning FitColumn(Column column, TrainingSet data, CancellationToken cancellationToken);

    /// <summary>Whether some column's recipe uses this column for something else than binning it.</summary>
    internal virtual bool IsAuxiliary(string columnName) => ColumnRecipes.Any(own => own.Recipe.IsAuxiliary(columnName));

    internal BinningRecipe RecipeOf(string columnName) =>
        ColumnRecipes.FirstOrDefault(own => own.ColumnName == columnName)?.Recipe ?? this;

    /// <summary>Bins columns in parallel and puts the results together in their order.</summary>
    internal BinningModel Assemble(int columnCount, Func<int, ColumnBinning> fit, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (ColumnBinning[] columns, ColumnFailure[] failures) = ColumnsInParallel.Fit(columnCount, fit, MaxThreads, LeaveOutFailures, progress, cancellationToken);
        return new(this, columns, failures);
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<SpecialGroup> Checked(ValueList<SpecialGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var values = new HashSet<Cell>();
        foreach (SpecialGroup group in groups)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(Specials));
            if (string.IsNullOrEmpty(group.Name) || !names.Add(group.Name) || group.Name == BinPlace.Missing.Label || group.Name == BinPlace.Unseen.Label)
                throw new ArgumentException($"Special groups have names that differ, and other ones than '{BinPlace.Missing.Label}' and '{BinPlace.Unseen.Label}'; '{group.Name}' is empty, taken or there twice.", nameof(Specials));
            if (group.Values is null || group.Values.Count == 0)
                throw new ArgumentException($"The special group '{group.Name}' has no values.", nameof(Specials));
            foreach (Cell value in group.Values)
            {
                if (value == Cell.Missing)
                    throw new ArgumentException($"The special group '{group.Name}' holds a missing value. Where missing values go is said by Missing.", nameof(Specials));
                if (value.Kind == ColumnKind.Numeric && !double.IsFinite(value.Number))
                    throw new ArgumentException(Invariant($"The special group '{group.Name}' holds {value.Number}; special numbers are finite."), nameof(Specials));
                if (!values.Add(value))
                    throw new ArgumentException($"The special value '{value}' is there twice.", nameof(Specials));
            }
        }

        return groups;
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<ColumnRecipe> Checked(ValueList<ColumnRecipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ColumnRecipe own in recipes)
        {
            if (own?.Recipe is null)
                throw new ArgumentException("A recipe for a column is null.", nameof(ColumnRecipes));
            if (!names.Add(own.ColumnName))
                throw new ArgumentException($"There are two recipes for the column '{own.ColumnName}'.", nameof(ColumnRecipes));
            if (own.Recipe.ColumnRecipes.Count > 0)
                throw new ArgumentException($"The recipe for the column '{own.ColumnName}' has recipes for columns itself.", nameof(ColumnRecipes));
        }

        return recipes;
    }
}
