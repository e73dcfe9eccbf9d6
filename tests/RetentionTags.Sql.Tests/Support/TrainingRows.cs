using System.Data.Common;
using RetentionTags.Data;
using RetentionTags.Engines;

namespace RetentionTags.Sql.Tests.Support;

/// <summary>Rows to learn from, in memory and in an engine.</summary>
internal sealed class TrainingRows
{
    private static readonly string[] Plans = ["monthly", "o'quote \\ \"x\"", "two years", "trial ", "Trial"];
    private readonly double?[] _visits;
    private readonly double?[] _usage;
    private readonly double?[] _noise;
    private readonly string?[] _plan;
    private readonly double?[] _weights;
    private readonly long[] _labels;

    public TrainingRows(int rows, int seed)
    {
        var random = new Random(seed);
        (_visits, _usage, _noise, _plan, _weights, _labels) = (new double?[rows], new double?[rows], new double?[rows], new string?[rows], new double?[rows], new long[rows]);
        for (int row = 0; row < rows; row++)
        {
            double usage = Math.Round(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5, 3);
            int visits = random.Next(12), plan = random.Next(Plans.Length);
            double logOdds = -0.8 + (2 * usage) - (0.15 * visits) + (0.4 * plan);
            _labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)) ? 1 : 0;
            _usage[row] = random.Next(10) == 0 ? null : usage == 0 && random.Next(2) == 0 ? -0.0 : usage;
            _visits[row] = visits;
            _plan[row] = random.Next(12) == 0 ? null : Plans[plan];
            _noise[row] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4));
            _weights[row] = random.Next(4) / 2.0;
        }
    }

    public static ValueList<ColumnSpec> Columns => [ColumnSpec.Numeric("visits"), ColumnSpec.Numeric("usage"), ColumnSpec.Category("plan"), ColumnSpec.Numeric("noise")];

    public TrainingSet InMemory(bool isWeighted = false)
    {
        Table table = Table.Create(Column.Numeric("visits", _visits), Column.Numeric("usage", _usage), Column.Category("plan", _plan), Column.Numeric("noise", _noise));
        bool[] events = [.. _labels.Select(label => label == 1)];
        return isWeighted ? TrainingSet.Create(table, events, _weights.Select(weight => weight!.Value).ToArray()) : TrainingSet.Create(table, events);
    }

    public void Load(Engine engine, DbConnection connection, string name)
    {
        SqlDialect dialect = engine.Dialect();
        engine.Load(
            connection,
            dialect.Quote(name),
            (dialect.Quote("visits"), _visits),
            (dialect.Quote("usage"), _usage),
            (dialect.Quote("plan"), _plan),
            (dialect.Quote("noise"), _noise),
            (dialect.Quote("weight"), _weights),
            (dialect.Quote("churned"), _labels));
    }
}
