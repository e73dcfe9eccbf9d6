using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// One pass over the rows at given coefficients: loss, gradient and information matrix on standardised columns, the intercept first.
/// </summary>
/// <remarks>
/// Rows are taken in blocks that fit the cache. Chunks of blocks run in parallel and are added up in order of rows, so the number of threads
/// does not change a bit of the result.
/// </remarks>
internal sealed class LogisticPass
{
    private const int BlockRows = 256;
    private const int ChunkRows = 64 * BlockRows;
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;

    public LogisticPass(DesignMatrix design, TrainingSet data)
    {
        _design = design;
        _data = data;
        Size = design.ColumnCount + 1;
        Gradient = new double[Size];
        Information = new double[Size * Size];
    }

    /// <summary>The number of coefficients, the intercept included.</summary>
    public int Size { get; }

    /// <summary>Σ w [ln(1 + e^η) − yη].</summary>
    public double Loss { get; private set; }

    /// <summary>Σ w (p − y) x.</summary>
    public double[] Gradient { get; }

    /// <summary>Σ w p (1 − p) x xᵀ, row by row.</summary>
    public double[] Information { get; }

    /// <param name="coefficients">Where, the intercept first.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    /// <param name="hasInformation">Whether the information matrix is wanted, which takes most of the time; otherwise it stays what it was.</param>
    public void Run(double[] coefficients, CancellationToken cancellationToken, bool hasInformation = true)
    {
        int chunks = ((_data.RowCount - 1) / ChunkRows) + 1;
        var sums = new Chunk[chunks];
        InParallel.For(chunks, AddChunk, maxThreads: 0, "regression", progress: null, cancellationToken);

        Loss = 0;
        Gradient.AsSpan().Clear();
        if (hasInformation)
            Information.AsSpan().Clear();
        foreach (Chunk chunk in sums)
        {
            Loss += chunk.Loss;
            Add(Gradient, chunk.Gradient);
            Add(Information, chunk.Information);
        }

        for (int i = 0; i < Size && hasInformation; i++)
        {
            for (int j = i + 1; j < Size; j++)
                Information[(i * Size) + j] = Information[(j * Size) + i];
        }

        void AddChunk(int c)
        {
            sums[c] = new Chunk(Size, hasInformation);
            int end = Math.Min((c + 1) * ChunkRows, _data.RowCount);
            for (int row = c * ChunkRows; row < end; row += BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AddBlock(sums[c], coefficients, row, Math.Min(BlockRows, end - row));
            }
        }
    }

    private static void Add(double[] sums, double[] terms)
    {
        for (int i = 0; i < terms.Length; i++)
            sums[i] += terms[i];
    }

    private void AddBlock(Chunk chunk, double[] coefficients, int first, int rows)
    {
        Span<double> ones = chunk.Column(0, rows);
        Span<double> logOdds = chunk.LogOdds.AsSpan(0, rows);
        ones.Fill(1);
        logOdds.Fill(coefficients[0]);
        for (int j = 1; j < Size; j++)
        {
            Span<double> column = chunk.Column(j, rows);
            _design.Standardize(j - 1, first, column);
            for (int i = 0; i < rows; i++)
                logOdds[i] += coefficients[j] * column[i];
        }

        Span<double> residuals = chunk.Residuals.AsSpan(0, rows);
        Span<double> curvatures = chunk.Curvatures.AsSpan(0, rows);
        for (int i = 0; i < rows; i++)
        {
            double weight = _data.WeightOf(first + i), p = LogisticFunctions.Sigmoid(logOdds[i]);
            bool isEvent = _data.Events[first + i];
            residuals[i] = weight * (isEvent ? p - 1 : p);
            curvatures[i] = weight * p * LogisticFunctions.Sigmoid(-logOdds[i]);
            chunk.Loss += weight * LogisticFunctions.SoftPlus(isEvent ? -logOdds[i] : logOdds[i]);
        }

        for (int j = 0; j < Size; j++)
            chunk.Gradient[j] += DotProduct.Of(residuals, chunk.Column(j, rows));
        Span<double> weighted = chunk.Weighted.AsSpan(0, rows);
        for (int j = 0; j < Size && chunk.Information.Length > 0; j++)
        {
            Span<double> column = chunk.Column(j, rows);
            for (int i = 0; i < rows; i++)
                weighted[i] = curvatures[i] * column[i];
            for (int k = 0; k <= j; k++)
                chunk.Information[(j * Size) + k] += DotProduct.Of(weighted, chunk.Column(k, rows));
        }
    }

    /// <summary>The sums of some rows, and room for the block at hand.</summary>
    private sealed class Chunk(int size, bool hasInformation)
    {
        private readonly double[] _columns = new double[size * BlockRows];

        public double Loss { get; set; }

        public double[] Gradient { get; } = new double[size];

        public double[] Information { get; } = new double[hasInformation ? size * size : 0];

        public double[] LogOdds { get; } = new double[BlockRows];

        public double[] Residuals { get; } = new double[BlockRows];

        public double[] Curvatures { get; } = new double[BlockRows];

        public double[] Weighted { get; } = new double[BlockRows];

        public Span<double> Column(int column, int rows) => _columns.AsSpan(column * BlockRows, rows);
    }
}
