using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Sql.Training;

/// <summary>Fits regressions on the bins of rows in an engine: on counts of equal rows of bins, or on sums over all rows where there are too many different ones.</summary>
internal sealed class SqlBinnedRows(SqlTrainingSet data, SqlQueries queries, double eventWeight, double nonEventWeight) : IBinnedRows
{
    private readonly TrainingStatements _statements = new(data);
    private string[] _names = [];
    private TrainingSet? _patterns;
    private bool _isTooMany;

    public double EventRate => data.PopulationEventRate ?? (eventWeight / (eventWeight + nonEventWeight));

    public LogisticModel FitOnEvidence(LogisticRegression regression, IReadOnlyList<ColumnBinning> columns, LogisticModel? start, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (PatternsOf(columns) is TrainingSet patterns)
        {
            if (regression.StandardErrors == StandardErrors.RobustSampling)
                throw new InvalidOperationException("StandardErrors.RobustSampling needs each row with its own weight, and equal rows were counted together. Ask for another kind.");
            return start is null ? regression.Fit(patterns, progress, cancellationToken) : regression.Fit(patterns, start, progress, cancellationToken);
        }

        var rows = new Sums(this, columns);
        return start is null ? regression.Fit(rows, progress, cancellationToken) : regression.Fit(rows, start, progress, cancellationToken);
    }

    /// <summary>Rows of bins and their counts, which also serve for fewer columns; nothing when there are too many.</summary>
    private TrainingSet? PatternsOf(IReadOnlyList<ColumnBinning> columns)
    {
        string[] names = [.. columns.Select(column => column.ColumnName)];
        if (_patterns is null && !(_isTooMany && names.Length == _names.Length))
        {
            _patterns = ReadPatterns(columns);
            (_names, _isTooMany) = (names, _patterns is null);
        }

        return _patterns?.WithTable(_patterns.Table.Select(names));
    }

    private TrainingSet? ReadPatterns(IReadOnlyList<ColumnBinning> columns)
    {
        List<double>[] evidence = [.. columns.Select(_ => new List<double>())];
        List<bool> events = [];
        List<double> weights = [];
        int patterns = 0;
        if (data.MaxPatterns == 0)
            return null;
        queries.Read(_statements.Patterns(columns), reader =>
        {
            if (++patterns > data.MaxPatterns)
                return false;
            for (int label = 0; label < 2; label++)
            {
                double weight = reader.Number(columns.Count + label);
                if (weight == 0)
                    continue;
                for (int c = 0; c < columns.Count; c++)
                    evidence[c].Add(columns[c].Bins[(int)reader.Number(c)].Woe);
                events.Add(label == 0);
                weights.Add(weight);
            }

            return true;
        });
        if (patterns > data.MaxPatterns)
            return null;
        Table table = Table.Create([.. columns.Select((column, c) => Column.Numeric(column.ColumnName, evidence[c].ToArray()))]);
        return TrainingSet.Create(table, events.ToArray(), weights.ToArray()).WithPopulationEventRate(data.PopulationEventRate);
    }

    /// <summary>The rows as a source of sums.</summary>
    private sealed class Sums(SqlBinnedRows rows, IReadOnlyList<ColumnBinning> columns) : ILogisticRows
    {
        /// <summary>Columns of a result that every engine can give.</summary>
        private const int MostSums = 500;

        public IReadOnlyList<string> ColumnNames { get; } = [.. columns.Select(column => column.ColumnName)];

        public double EventWeight => rows.EventTotal;

        public double NonEventWeight => rows.NonEventTotal;

        public double? PopulationEventRate => rows.PopulationRate;

        public LogisticSums SumsAt(ReadOnlySpan<double> coefficients, CancellationToken cancellationToken)
        {
            double[] at = coefficients.ToArray();
            int size = at.Length;
            LogisticSum[] all = LogisticSum.AllOf(size);
            double likelihood = 0;
            double[] gradient = new double[size], information = new double[size * size];
            foreach (LogisticSum[] some in all.Chunk(MostSums))
            {
                double[] sums = rows.Ask(columns, at, some);
                for (int i = 0; i < some.Length; i++)
                {
                    if (some[i].Kind == LogisticSumKind.LogLikelihood)
                        likelihood = sums[i];
                    else if (some[i].Kind == LogisticSumKind.Gradient)
                        gradient[some[i].Row] = sums[i];
                    else
                        information[(some[i].Row * size) + some[i].Column] = information[(some[i].Column * size) + some[i].Row] = sums[i];
                }
            }

            return new(likelihood, gradient, information);
        }
    }

    private double EventTotal => eventWeight;

    private double NonEventTotal => nonEventWeight;

    private double? PopulationRate => data.PopulationEventRate;

    private double[] Ask(IReadOnlyList<ColumnBinning> columns, double[] coefficients, LogisticSum[] sums) => queries.ReadNumbers(_statements.Sums(columns, coefficients, sums));
}
