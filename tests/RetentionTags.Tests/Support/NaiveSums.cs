using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Tests.Support;

/// <summary>The sums of a logistic regression, row by row from their definition.</summary>
internal sealed class NaiveSums(TrainingSet data) : ILogisticRows
{
    public IReadOnlyList<string> ColumnNames => [.. data.Table.Columns.Select(column => column.Name)];

    public double EventWeight => data.EventWeight;

    public double NonEventWeight => data.NonEventWeight;

    public int Calls { get; private set; }

    public LogisticSums SumsAt(ReadOnlySpan<double> coefficients, CancellationToken cancellationToken)
    {
        Calls++;
        int size = coefficients.Length;
        double likelihood = 0;
        double[] gradient = new double[size], information = new double[size * size];
        for (int row = 0; row < data.RowCount; row++)
        {
            double[] x = [1, .. data.Table.Columns.Select(column => ((NumericColumn)column).Values[row])];
            double eta = 0, weight = data.Weights.IsEmpty ? 1 : data.Weights[row], y = data.Events[row] ? 1 : 0;
            for (int j = 0; j < size; j++)
                eta += coefficients[j] * x[j];
            double p = 1 / (1 + Math.Exp(-eta));
            likelihood += weight * ((y * eta) - Math.Log(1 + Math.Exp(eta)));
            for (int i = 0; i < size; i++)
            {
                gradient[i] += weight * (y - p) * x[i];
                for (int j = 0; j < size; j++)
                    information[(i * size) + j] += weight * p * (1 - p) * x[i] * x[j];
            }
        }

        return new(likelihood, gradient, information);
    }
}
