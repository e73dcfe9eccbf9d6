using System.Diagnostics.CodeAnalysis;
using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Puts values in the place of missing ones.</summary>
/// <remarks>
/// <para>Every column gets its rule from the training rows, also one that misses nothing there, so that whatever is missing later is filled too. Statistics are of the rows in which the column is not missing.</para>
/// <para>
/// Interpolation looks at the rows of the data to be cleaned, later ones included: fill a gap in the past with it, not the last value known. Several values of one entity at one time count as the middle between the lowest and the highest.
/// Infinite values are no points of a line.
/// </para>
/// </remarks>
public sealed record MissingValues : CleaningStep
{
    internal const string IndicatorSuffix = "_missing";

    /// <summary>How numbers are filled that <see cref="Columns"/> does not name.</summary>
    /// <value><see cref="FillMethod.Median"/> by default, which a few extreme values do not move.</value>
    public FillMethod Numbers { get; init => field = value is not FillMethod.OwnCategory && Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Numbers), value, "one of the named methods but OwnCategory"); } = FillMethod.Median;

    /// <summary>How categories are filled that <see cref="Columns"/> does not name.</summary>
    /// <value><see cref="FillMethod.OwnCategory"/> by default: that something is missing often says something.</value>
    public FillMethod Categories { get; init => field = IsForCategories(value) ? value : throw Setting.OutOfRange(nameof(Categories), value, "OwnCategory, MostFrequent, Constant or Keep"); } = FillMethod.OwnCategory;

    /// <summary>The number that <see cref="FillMethod.Constant"/> fills in.</summary>
    /// <value>0 by default. Finite.</value>
    public double ConstantNumber { get; init => field = double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(ConstantNumber), value, "finite"); }

    /// <summary>The category that <see cref="FillMethod.OwnCategory"/> and <see cref="FillMethod.Constant"/> fill in. If the column has such a category, the two become one.</summary>
    /// <value><c>(missing)</c> by default.</value>
    public string ConstantCategory { get; init => field = value ?? throw new ArgumentNullException(nameof(ConstantCategory)); } = "(missing)";

    /// <summary>Columns with a rule of their own.</summary>
    /// <value>None by default.</value>
    public ValueList<ColumnFill> Columns { get; init => field = Checked(value); } = [];

    /// <summary>The numeric column along which <see cref="FillMethod.Interpolate"/> goes, such as days. It is not filled itself, unless <see cref="Columns"/> names it.</summary>
    /// <value><see langword="null"/> by default; interpolation needs it.</value>
    public string? TimeColumn { get; init; }

    /// <summary>The column that says whose values <see cref="FillMethod.Interpolate"/> may use: only those of the same entity. It is not filled itself, unless <see cref="Columns"/> names it.</summary>
    /// <value><see langword="null"/> by default: all rows are one series.</value>
    public string? EntityColumn { get; init; }

    /// <summary>Whether a column <c>…_missing</c>, 1 where the value was missing and 0 elsewhere, is added for each column that was missing in some training row and is filled.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AddIndicator { get; init; }

    internal override void Check()
    {
        if (TimeColumn is null && (Numbers == FillMethod.Interpolate || Columns.Any(column => column.Method == FillMethod.Interpolate)))
            throw new InvalidOperationException("Interpolation goes along a column of time, and TimeColumn is not set. Set it to the name of a numeric column, such as days.");
    }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        foreach (ColumnFill own in Columns)
            CheckKind(own, pass.Table[own.ColumnName]);
        CheckSeries(pass.Table);
        var learnt = new List<LearntColumn>();
        foreach (Column column in pass.Table.Columns)
        {
            pass.CancellationToken.ThrowIfCancellationRequested();
            FillMethod method = MethodOf(column.Name, column is NumericColumn);
            if (method == FillMethod.Keep)
                continue;
            bool hasIndicator = AddIndicator && column.CountMissing() > 0;
            learnt.Add(column is NumericColumn numbers
                ? new(column.Name, ColumnKind.Numeric) { Fill = NumberFor(numbers, method, pass), HasIndicator = hasIndicator }
                : new(column.Name, ColumnKind.Category) { Fill = CategoryFor((CategoryColumn)column, method, pass), HasIndicator = hasIndicator });
        }

        return [.. learnt];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        foreach (LearntColumn learnt in columns)
        {
            if (pass.Find(learnt) is not Column column)
                continue;
            List<int> rows = column is NumericColumn numbers ? Fill(numbers, learnt.Fill.Number, pass) : Fill((CategoryColumn)column, learnt.Fill.Category!, pass);
            if (learnt.HasIndicator)
                pass.AddIndicator(column.Name + IndicatorSuffix, $"'{column.Name}' is missing", rows);
        }
    }

    private static bool IsForCategories(FillMethod method) => method is FillMethod.OwnCategory or FillMethod.MostFrequent or FillMethod.Constant or FillMethod.Keep;

    private List<int> Fill(NumericColumn column, double fill, CleaningPass pass)
    {
        FillMethod method = MethodOf(column.Name, isNumeric: true);
        double[] values = column.Values.ToArray();
        List<int> missing = pass.RowsWhere(row => double.IsNaN(values[row])), onLine = [], nearest = [], left = missing;
        if (method == FillMethod.Interpolate && missing.Count > 0)
        {
            (onLine, nearest) = Interpolation.Fill(column, values, pass.Table.Numeric(TimeColumn!), EntityColumn is null ? null : pass.Table[EntityColumn], pass);
            left = [.. missing.Where(row => double.IsNaN(values[row]))];
        }

        foreach (int row in left)
            values[row] = fill;
        if (missing.Count > 0)
        {
            pass.Replace(
                Column.Numeric(column.Name, values),
                ("missing, between two known values of the entity", "filled by interpolation", onLine),
                ("missing, before the first or after the last known value of the entity", "filled with the nearest of them", nearest),
                (method == FillMethod.Interpolate ? "missing, and no value of the entity is known" : "missing", Invariant($"filled with {fill} ({Words(method)})"), left));
        }

        return missing;
    }

    private List<int> Fill(CategoryColumn column, string fill, CleaningPass pass)
    {
        int[] codes = column.Codes.ToArray();
        List<int> missing = pass.RowsWhere(row => codes[row] == CategoryColumn.MissingCode);
        if (missing.Count == 0)
            return missing;
        string[] levels = [.. column.Levels];
        int code = Array.IndexOf(levels, fill);
        if (code < 0)
        {
            code = levels.Length;
            levels = [.. levels, fill];
        }

        foreach (int row in missing)
            codes[row] = code;
        pass.Replace(Column.Category(column.Name, codes, levels), ("missing", $"filled with '{fill}' ({Words(MethodOf(column.Name, isNumeric: false))})", missing));
        return missing;
    }

    /// <summary>What interpolation goes by must be there when it is fitted, also while nothing is missing; otherwise the first gap in rows to be scored would find out.</summary>
    private void CheckSeries(Table table)
    {
        if (!table.Columns.OfType<NumericColumn>().Any(column => MethodOf(column.Name, isNumeric: true) == FillMethod.Interpolate))
            return;
        _ = table.Numeric(TimeColumn!);
        _ = EntityColumn is null ? null : table[EntityColumn];
    }

    private Cell NumberFor(NumericColumn column, FillMethod method, CleaningPass pass)
    {
        if (method == FillMethod.Constant)
            return Columns.FirstOrDefault(own => own.ColumnName == column.Name)?.Constant ?? ConstantNumber;
        SortedValues values = SortedValues.Of(column.Values, pass.Data!.Events, pass.Data.Weights, pass.CancellationToken);
        if (values.Count == 0)
            throw Empty(column);
        double fill = method switch
        {
            FillMethod.Mean => WeightedQuantiles.Mean(values),
            FillMethod.MostFrequent => values.Values[Array.IndexOf(values.Weights, values.Weights.Max())],
            _ => WeightedQuantiles.Of(values, 0.5),
        };
        return double.IsFinite(fill)
            ? fill
            : throw new TrainingDataException(Invariant($"Column '{column.Name}': its {Words(method)} is {fill}, because it has infinite or overflowing values. Make them missing by BusinessRules, or fill it with a Constant.")) { ColumnName = column.Name };
    }

    private Cell CategoryFor(CategoryColumn column, FillMethod method, CleaningPass pass)
    {
        if (method != FillMethod.MostFrequent)
            return method == FillMethod.Constant && Columns.FirstOrDefault(own => own.ColumnName == column.Name) is ColumnFill own ? own.Constant : ConstantCategory;
        (double[] weights, _) = LevelWeights.Of(column, pass);
        double greatest = weights.DefaultIfEmpty().Max();
        return greatest > 0
            ? column.Levels.Where((_, level) => weights[level] == greatest).Min(StringComparer.Ordinal)
            : throw Empty(column);
    }

    private FillMethod MethodOf(string columnName, bool isNumeric)
    {
        if (Columns.FirstOrDefault(own => own.ColumnName == columnName) is ColumnFill own)
            return own.Method;
        if (columnName == TimeColumn || columnName == EntityColumn)
            return FillMethod.Keep;
        return isNumeric ? Numbers : Categories;
    }

    private static string Words(FillMethod method) => method switch
    {
        FillMethod.Median or FillMethod.Interpolate => "median of the training rows",
        FillMethod.Mean => "mean of the training rows",
        FillMethod.MostFrequent => "most frequent value of the training rows",
        FillMethod.OwnCategory => "a category of its own",
        _ => "a constant",
    };

    private static TrainingDataException Empty(Column column) =>
        new($"Column '{column.Name}' is missing in every row, so there is nothing to fill it with. Leave it out (ConstantColumns does), or fill it with a Constant.") { ColumnName = column.Name };

    private static void CheckKind(ColumnFill own, Column column)
    {
        if (column is NumericColumn ? own.Method == FillMethod.OwnCategory : !IsForCategories(own.Method))
            throw new ArgumentException($"Column '{own.ColumnName}' holds {(column is NumericColumn ? "numbers" : "categories")}, and {nameof(FillMethod)}.{own.Method} is for {(column is NumericColumn ? "categories" : "numbers")}.", nameof(own));
        if (own.Method == FillMethod.Constant && own.Constant.Kind != column.Kind)
            throw new ArgumentException($"Column '{own.ColumnName}' holds {(column is NumericColumn ? "numbers" : "categories")}, and its constant is '{own.Constant}'.", nameof(own));
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<ColumnFill> Checked(ValueList<ColumnFill> columns)
    {
        ArgumentNullException.ThrowIfNull(columns, nameof(Columns));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ColumnFill own in columns)
        {
            ArgumentNullException.ThrowIfNull(own, nameof(Columns));
            if (!names.Add(own.ColumnName))
                throw new ArgumentException($"There are two rules for the column '{own.ColumnName}'.", nameof(Columns));
            if (!Enum.IsDefined(own.Method))
                throw new ArgumentException($"The rule for the column '{own.ColumnName}' has no named method.", nameof(Columns));
            if (own.Method == FillMethod.Constant ? own.Constant == Cell.Missing || double.IsInfinity(own.Constant.Number) : own.Constant != Cell.Missing)
                throw new ArgumentException($"The rule for the column '{own.ColumnName}': a finite number or a category goes with {nameof(FillMethod)}.{nameof(FillMethod.Constant)}, and with no other method.", nameof(Columns));
        }

        return columns;
    }
}
