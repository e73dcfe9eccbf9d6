using System.Data;
using System.Text;

namespace RetentionTags.Sql.Dialects;

internal sealed class MySqlDialect : SqlDialect
{
    public override string Name => "MySQL";

    internal override bool HasInfinity => false;

    internal override string EndMark => ".";

    internal override WriteForm Writes => WriteForm.Transaction;

    internal override bool HasTransactionalTables => false;

    internal override string DropTemporary(string quoted) => $"DROP TEMPORARY TABLE {quoted}";

    /// <summary>Keys are indexed, which needs a length, and told apart to the character.</summary>
    internal override string ColumnType(DbType type, bool isKey) => type == DbType.String
        ? isKey ? "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "LONGTEXT CHARACTER SET utf8mb4"
        : base.ColumnType(type, isKey);

    internal override string DoubleType => "DOUBLE";

    internal override string TextType => "LONGTEXT";

    internal override string NullText => "CAST(NULL AS CHAR)";

    internal override string ToNumber(string column, string name) => $"CAST({column} AS DOUBLE)";

    /// <summary>Compared by characters; the mark at the end keeps blanks before it.</summary>
    internal override string ToText(string column) => $"CONCAT(CONVERT({column} USING utf8mb4), '{EndMark}') COLLATE utf8mb4_bin";

    internal override string WholeOf(string x) => $"CAST({x} AS SIGNED)";

    internal override string IsMissing(string number) => $"{number} IS NULL";

    internal override string Fence => "LIMIT 18446744073709551615";

    private protected override string QuoteChecked(string identifier) => Enclose(identifier, '`');

    private protected override string LiteralOf(double number) => double.IsNaN(number) ? "NULL" : WithExponent(number);

    /// <summary>What a backslash means depends on sql_mode, so texts with one, or with control characters, are given as bytes.</summary>
    private protected override string LiteralOf(string text) => text.Any(c => c == '\\' || char.IsControl(c))
        ? $"CONVERT(X'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' USING utf8mb4)"
        : Enclose(text, '\'');
}
