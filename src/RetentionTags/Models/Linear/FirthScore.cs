using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>What Firth's penalty adds to the score, and to the information of the rows that it amounts to.</summary>
internal static class FirthScore
{
    private const int BlockRows = 256;
    private const int ChunkRows = 64 * BlockRows;

    /// <summary>Σ h (½ − p) x, where the leverage of a row is h = w p (1 − p) xᵀI⁻¹x = w p (1 − p) |L⁻¹x|² with I = LLᵀ; and Σ h p (1 − p) x xᵀ.</summary>
    /// <remarks>The score is that of rows of which each has half its leverage more as an event and as much as a non-event, so the second sum is what these add to the information while leverages stay as they are. Blocks of columns are solved for L together. Chunks of rows run in parallel and are added up in order, so the number of threads does not change a bit.</remarks>
    /// <param name="design">The columns.</param>
    /// <param name="data">The rows.</param>
    /// <param name="coefficients">On the design's present scale, the intercept first.</param>
    /// <param name="factor">Of the information with rows and columns multiplied by <paramref name="scale"/>.</param>
    /// <param name="scale">0 for a coefficient without a part in it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static (double[] Score, double[] Information) Of(DesignMatrix design, TrainingSet data, double[] coefficients, CholeskyFactor factor, double[] scale, CancellationToken cancellationToken)
    {
        int size = coefficients.Length, chunks = ((data.RowCount - 1) / ChunkRows) + 1;
        var predictor = new LinearPredictor(design, coefficients);
        (double[] Score, double[] Information)[] sums = new (double[], double[])[chunks];
        InParallel.For(chunks, chunk =>
        {
            double[] score = new double[size], information = new double[size * size];
            sums[chunk] = (score, information);
            double[] curvatures = new double[BlockRows], weighted = new double[BlockRows];
            double[] columns = new double[size * BlockRows], solved = new double[size * BlockRows], logOdds = new double[BlockRows], terms = new double[BlockRows];
            int end = Math.Min((chunk + 1) * ChunkRows, data.RowCount);
            for (int first = chunk * ChunkRows; first < end; first += BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(BlockRows, end - first);
                columns.AsSpan(0, rows).Fill(1);
                for (int j = 1; j < size; j++)
                    design.Standardize(j - 1, first, columns.AsSpan(j * BlockRows, rows));
                predictor.SetLogOdds(logOdds.AsSpan(0, rows), first, ahead: BlockRows);
                AddSquares(columns, solved, factor, scale, rows, terms);
                for (int i = 0; i < rows; i++)
                {
                    double p = LogisticFunctions.Sigmoid(logOdds[i]), spread = p * LogisticFunctions.Sigmoid(-logOdds[i]), leverage = terms[i] * data.WeightOf(first + i) * spread;
                    terms[i] = leverage * (0.5 - p);
                    curvatures[i] = leverage * spread;
                }

                for (int j = 0; j < size; j++)
                {
                    ReadOnlySpan<double> column = columns.AsSpan(j * BlockRows, rows);
                    score[j] += DotProduct.Of(terms.AsSpan(0, rows), column);
                    for (int i = 0; i < rows; i++)
                        weighted[i] = curvatures[i] * column[i];
                    for (int k = 0; k <= j; k++)
                        information[(j * size) + k] += DotProduct.Of(weighted.AsSpan(0, rows), columns.AsSpan(k * BlockRows, rows));
                }
            }
        }, maxThreads: 0, "regression", progress: null, cancellationToken);

        double[] scores = new double[size], products = new double[size * size];
        foreach ((double[] score, double[] information) in sums)
        {
            for (int j = 0; j < size; j++)
            {
                scores[j] += score[j];
                for (int k = 0; k <= j; k++)
                    products[(k * size) + j] = products[(j * size) + k] += information[(j * size) + k];
            }
        }

        return (scores, products);
    }

    /// <summary>|L⁻¹x|² of each row of a block, by forward substitution over all rows at once.</summary>
    private static void AddSquares(double[] columns, double[] solved, CholeskyFactor factor, double[] scale, int rows, double[] squares)
    {
        squares.AsSpan(0, rows).Clear();
        for (int j = 0; j < scale.Length; j++)
        {
            Span<double> own = solved.AsSpan(j * BlockRows, rows);
            if (factor.IsDependent[j])
            {
                own.Clear();
                continue;
            }

            ReadOnlySpan<double> row = factor.Row(j), column = columns.AsSpan(j * BlockRows, rows);
            for (int i = 0; i < rows; i++)
                own[i] = scale[j] * column[i];
            for (int k = 0; k < j; k++)
            {
                ReadOnlySpan<double> before = solved.AsSpan(k * BlockRows, rows);
                for (int i = 0; i < rows; i++)
                    own[i] -= row[k] * before[i];
            }

            for (int i = 0; i < rows; i++)
            {
                own[i] /= row[j];
                squares[i] += own[i] * own[i];
            }
        }
    }
}
