using System.Text;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Sql.Tests.Support;
using RetentionTags.Sql.Training;

namespace RetentionTags.Sql.Tests;

public class TrainingGoldenTests
{
    [Theory]
    [InlineData("Spark SQL")]
    [InlineData("Trino")]
    [InlineData("SQL Server")]
    [InlineData("MySQL")]
    [InlineData("ClickHouse")]
    public void Statements_are_the_approved_ones(string name)
    {
        SqlDialect dialect = SqlDialect.All.Single(each => each.Name == name);
        var set = new SqlTrainingSet { Dialect = dialect, From = SqlSource.Table("shop", "customers"), Label = "churned", Weight = "weight", Columns = [ColumnSpec.Numeric("usage"), ColumnSpec.Category("plan")] };
        double[] usage = [.. Enumerable.Range(0, 40).Select(i => i % 10 == 9 ? double.NaN : i / 4.0)];
        string?[] plan = [.. Enumerable.Range(0, 40).Select(i => i % 8 == 7 ? null : i % 2 == 0 ? "o'hara" : "b")];
        bool[] churned = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 || i is > 25 and < 30)];
        BinningModel bins = new OptimalBinning { MinCategoryCount = 1, MaxBins = 2 }.Fit(TrainingSet.Create(Table.Create(Column.Numeric("usage", usage), Column.Category("plan", plan)), churned));
        var statements = new TrainingStatements(set);
        var text = new StringBuilder();
        foreach (string sql in (string[])
            [
                statements.Checks(), statements.Counts(set.Columns[0]), statements.Counts(set.Columns[1]),
                .. dialect.HasWindows ? (string[])[statements.Ranges(set.Columns[0], 1e6)] : [statements.RangeNumbers(set.Columns[0], [32, 40]), statements.Ranges(set.Columns[0], 40)],
                statements.Patterns(bins.Columns), statements.Sums(bins.Columns, [-1.5, 0.75, 1.25], LogisticSum.AllOf(3)),
            ])
        {
            text.Append(sql).Append(";\n\n");
        }

        if (dialect == SqlDialect.SqlServer)
        {
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text.ToString()), out IList<ParseError> errors);
            Assert.Empty(errors.Select(error => error.Message));
        }

        GoldenText.Check("training", dialect, _ => text.ToString());
    }
}
