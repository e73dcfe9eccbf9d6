using System.Globalization;

namespace RetentionTags.Sql.Dialects;

internal sealed class SparkDialect : SqlDialect
{
    public override string Name => "Spark SQL";

    internal override string DoubleType => "DOUBLE";

    internal override string TextType => "STRING";

    internal override string ToNumber(string column, string name) => $"CAST({column} AS DOUBLE)";

    internal override string ToText(string column) => $"CAST({column} AS STRING)";

    internal override string IsMissing(string number) => $"({number} IS NULL OR isnan({number}))";

    internal override string NthLargest(IReadOnlyList<string> numbers, int place) => Invariant($"sort_array(array({string.Join(", ", numbers)}))[{numbers.Count - place}]");

    private protected override string QuoteChecked(string identifier) => Enclose(identifier, '`');

    private protected override string LiteralOf(double number) => double.IsFinite(number) ? $"{Digits(number)}D" : $"CAST('{(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity")}' AS DOUBLE)";

    /// <summary>Quotes are escaped, not doubled: before version 4 two in a row join two texts.</summary>
    private protected override string LiteralOf(string text) => $"'{string.Concat(text.Select(c => c switch
    {
        '\0' => @"\u0000",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\\' => @"\\",
        '\'' => @"\'",
        _ => c.ToString(CultureInfo.InvariantCulture),
    }))}'";
}
