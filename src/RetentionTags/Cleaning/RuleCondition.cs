using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>A comparison that a row meets or not: of a column with values, or with another column.</summary>
/// <remarks>Where a value that it compares is missing, the condition is neither met nor broken; <see cref="RuleOperator.Present"/> and <see cref="RuleOperator.Missing"/> ask for that itself.</remarks>
/// <param name="ColumnName">The column on the left.</param>
/// <param name="Operator">How it is compared. Categories are equal or not; only numbers have an order.</param>
/// <param name="Values">The values on the right: one, two for <see cref="RuleOperator.Between"/>, any number for <see cref="RuleOperator.OneOf"/>, none otherwise.</param>
/// <param name="OtherColumn">The column on the right, of the same kind, instead of a value.</param>
public sealed record RuleCondition(string ColumnName, RuleOperator Operator, ValueList<Cell> Values, string? OtherColumn = null)
{
    /// <summary>Compares a column with a value.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="comparison">From <see cref="RuleOperator.Equal"/> to <see cref="RuleOperator.GreaterOrEqual"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition Compare(string columnName, RuleOperator comparison, Cell value) => new(columnName, comparison, [value]);

    /// <summary>Compares a column with another.</summary>
    /// <param name="columnName">The column on the left.</param>
    /// <param name="comparison">From <see cref="RuleOperator.Equal"/> to <see cref="RuleOperator.GreaterOrEqual"/>.</param>
    /// <param name="otherColumn">The column on the right.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition CompareColumns(string columnName, RuleOperator comparison, string otherColumn) => new(columnName, comparison, [], otherColumn);

    /// <summary>Asks for one of several values.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="values">The values.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition OneOf(string columnName, params ReadOnlySpan<Cell> values) => new(columnName, RuleOperator.OneOf, new(values.ToArray()));

    /// <summary>Asks for a number in a range.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="lowest">The lowest number allowed.</param>
    /// <param name="highest">The highest number allowed.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition Between(string columnName, double lowest, double highest) => new(columnName, RuleOperator.Between, [lowest, highest]);

    /// <summary>Asks for a value.</summary>
    /// <param name="columnName">The column.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition IsPresent(string columnName) => new(columnName, RuleOperator.Present, []);

    /// <summary>Asks for no value.</summary>
    /// <param name="columnName">The column.</param>
    /// <returns>The condition.</returns>
    public static RuleCondition IsMissing(string columnName) => new(columnName, RuleOperator.Missing, []);

    /// <summary>The condition in words.</summary>
    /// <returns>Such as <c>age ≥ 18</c>.</returns>
    public override string ToString() => Operator switch
    {
        RuleOperator.OneOf => $"{ColumnName} is one of {string.Join(", ", Values.Select(value => $"'{value}'"))}",
        RuleOperator.Between => $"{ColumnName} from {Values[0]} to {Values[1]}",
        RuleOperator.Present => $"{ColumnName} is known",
        RuleOperator.Missing => $"{ColumnName} is missing",
        _ => $"{ColumnName} {Sign} {OtherColumn ?? Values[0].ToString()}",
    };

    /// <summary>Fails when there are too many values or too few for the operator.</summary>
    internal void Check(string ruleName)
    {
        int expected = Operator switch
        {
            RuleOperator.Present or RuleOperator.Missing => 0,
            RuleOperator.OneOf => Values?.Count ?? 0,
            RuleOperator.Between => 2,
            _ => OtherColumn is null ? 1 : 0,
        };
        if (string.IsNullOrEmpty(ColumnName) || !Enum.IsDefined(Operator) || Values is null || Values.Count != expected || (Operator is RuleOperator.OneOf && expected == 0) || (OtherColumn is not null && Operator > RuleOperator.GreaterOrEqual))
            throw new ArgumentException($"The rule '{ruleName}' has a condition without a column, or with values that do not go with {Operator}. Make conditions with RuleCondition.Compare and its neighbours.", nameof(ruleName));
        if (Values.Any(value => value == Cell.Missing || double.IsInfinity(value.Number)))
            throw new ArgumentException($"The rule '{ruleName}', column '{ColumnName}': conditions compare with finite numbers or categories. For missing values there are IsPresent and IsMissing.", nameof(ruleName));
        if (IsOrder && Values.Any(value => value.Kind != ColumnKind.Numeric))
            throw new ArgumentException($"The rule '{ruleName}', column '{ColumnName}': categories have no order. Use Equal, NotEqual or OneOf.", nameof(ruleName));
    }

    /// <summary>The test of a row of a table: met, broken, or nothing where a value is missing.</summary>
    internal Func<int, bool?> On(Table table, string ruleName)
    {
        Column column = table[ColumnName];
        if (Operator is RuleOperator.Present or RuleOperator.Missing)
            return row => column.IsMissing(row) == (Operator == RuleOperator.Missing);
        Column? other = OtherColumn is null ? null : table[OtherColumn];
        ColumnKind kind = column.Kind;
        if (Values.Any(value => value.Kind != kind) || (other is not null && other.GetType() != column.GetType()) || (IsOrder && kind == ColumnKind.Category))
            throw new ArgumentException($"The rule '{ruleName}': '{ColumnName}' holds {(kind == ColumnKind.Numeric ? "numbers" : "categories")}, which do not go with the condition {this}. Numbers are compared with numbers; categories with categories, by Equal, NotEqual and OneOf.", nameof(table));
        if (column is NumericColumn numbers)
            return OnNumbers(numbers, other as NumericColumn);
        return OnCategories((CategoryColumn)column, other as CategoryColumn);
    }

    private bool IsOrder => Operator is RuleOperator.Less or RuleOperator.LessOrEqual or RuleOperator.Greater or RuleOperator.GreaterOrEqual or RuleOperator.Between;

    private string Sign => Operator switch
    {
        RuleOperator.Equal => "=",
        RuleOperator.NotEqual => "≠",
        RuleOperator.Less => "<",
        RuleOperator.LessOrEqual => "≤",
        RuleOperator.Greater => ">",
        _ => "≥",
    };

    private Func<int, bool?> OnNumbers(NumericColumn column, NumericColumn? other)
    {
        double[] values = [.. Values.Select(value => value.Number)];
        return row =>
        {
            double left = column.Values[row], right = other is null ? values[0] : other.Values[row];
            if (double.IsNaN(left) || double.IsNaN(right))
                return null;
            return Operator switch
            {
                RuleOperator.Equal => left == right,
                RuleOperator.NotEqual => left != right,
                RuleOperator.Less => left < right,
                RuleOperator.LessOrEqual => left <= right,
                RuleOperator.Greater => left > right,
                RuleOperator.GreaterOrEqual => left >= right,
                RuleOperator.Between => left >= values[0] && left <= values[1],
                _ => values.Contains(left),
            };
        };
    }

    private Func<int, bool?> OnCategories(CategoryColumn column, CategoryColumn? other)
    {
        HashSet<string> values = [.. Values.Select(value => value.Category!)];
        return row =>
        {
            if (column[row] is not string left || (other is not null && other.Codes[row] == CategoryColumn.MissingCode))
                return null;
            bool isEqual = other is null ? values.Contains(left) : string.Equals(left, other[row], StringComparison.Ordinal);
            return isEqual == (Operator != RuleOperator.NotEqual);
        };
    }
}
