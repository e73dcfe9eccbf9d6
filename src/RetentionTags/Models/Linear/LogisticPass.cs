using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// One pass over the rows at given coefficients: loss, gradient and, when asked for, information matrix on standardised columns, the intercept first.
/// </summary>
/// <remarks>
/// Rows are taken in blocks that fit the cache, so that every value is fetched from memory once. Parts of the rows run in parallel and are added up in order; how many there are depends on the sizes of the
/// data alone, so the number of threads does not change a bit of the result.
/// </remarks>
internal sealed class LogisticPass
{
    private const int BlockRows = 256;

    /// <summary>Room for a row of the block beside the next: not a multiple of the cache's period.</summary>
    private const int Stride = BlockRows + 8;

    /// <summary>A part of the rows is at least this many blocks.</summary>
    private const int LeastBlocks = 16;

    private const int MostParts = 64;

    /// <summary>Numbers that the information matrices of all parts may hold together.</summary>
    private const int MostNumbers = 1 << 24;

    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, BlockRows)];
    private readonly DesignMatrix _design;
    private readonly TrainingSet _data;
    private Part[] _parts = [];

    public LogisticPass(DesignMatrix design, TrainingSet data)
    {
        _design = design;
        _data = data;
        Size = design.ColumnCount + 1;
        Gradient = new double[Size];
        Reaches = new double[design.ColumnCount];
    }

    /// <summary>The number of coefficients, the intercept included.</summary>
    public int Size { get; }

    /// <summary>Σ w [ln(1 + e^η) − yη]; NaN after a pass that was not asked for it.</summary>
    public double Loss { get; private set; }

    /// <summary>Σ w (p − y) x.</summary>
    public double[] Gradient { get; }

    /// <summary>Σ w p (1 − p) x xᵀ, row by row, of the last pass that was asked for it.</summary>
    public double[] Information { get; private set; } = [];

    /// <summary>The greatest distance of a row from the centre in each column, in scales, of the last pass that was asked for the information matrix.</summary>
    public double[] Reaches { get; }

    /// <summary>A pass over the rows.</summary>
    /// <param name="coefficients">On the design's present scale, the intercept first.</param>
    /// <param name="cancellationToken">Looked at before each block.</param>
    /// <param name="hasInformation">Whether the information matrix is wanted too, which takes most of the time.</param>
    /// <param name="every">1 for all rows; n for every n-th block of them only, counted n times.</param>
    /// <param name="hasLoss">Whether the loss is wanted, which comes with the information matrix anyway.</param>
    public void Run(double[] coefficients, CancellationToken cancellationToken, bool hasInformation = true, int every = 1, bool hasLoss = true)
    {
        var predictor = new LinearPredictor(_design, coefficients);
        int padded = SymmetricProducts.Padded(Size), blocks = (((_data.RowCount - 1) / BlockRows) / every) + 1;
        int most = hasInformation ? Math.Clamp(MostNumbers / (padded * padded), 2, MostParts) : MostParts, parts = Math.Clamp(blocks / LeastBlocks, 1, most);
        if (_parts.Length < parts)
            Array.Resize(ref _parts, parts);
        InParallel.For(parts, AddPart, maxThreads: 0, "regression", progress: null, cancellationToken);

        Loss = hasLoss || hasInformation ? 0 : double.NaN;
        Gradient.AsSpan().Clear();
        foreach (Part part in _parts.AsSpan(0, parts))
        {
            Loss += every * part.Loss;
            for (int j = 0; j < Size; j++)
                Gradient[j] += every * part.Gradient[j];
        }

        for (int j = 0; j < _design.ColumnCount; j++)
        {
            if (predictor.IsNear[j])
                Gradient[j + 1] = (Gradient[j + 1] - (Gradient[0] * _design.Centers[j])) / _design.Scales[j];
        }

        if (hasInformation)
            SetInformation(_parts.AsSpan(0, parts), padded, every);

        void AddPart(int p)
        {
            Part part = _parts[p] ??= new(Size);
            part.Begin(hasInformation);
            for (int block = (int)((long)blocks * p / parts); block < (long)blocks * (p + 1) / parts; block++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int first = block * every * BlockRows;
                AddBlock(part, predictor, hasLoss, first, every);
            }
        }
    }

    /// <summary>Changes loss and gradient as a step will that is so short that information and slope tell of all of it: no pass over the rows is needed.</summary>
    /// <param name="direction">What is subtracted from the coefficients of the last pass, which was asked for the information matrix.</param>
    public void Follow(double[] direction)
    {
        for (int j = 0; j < Size; j++)
        {
            double bend = DotProduct.Of(Information.AsSpan(j * Size, Size), direction);
            Loss += direction[j] * ((bend / 2) - Gradient[j]);
            Gradient[j] -= bend;
        }
    }

    private void SetInformation(ReadOnlySpan<Part> parts, int padded, int every)
    {
        Reaches.AsSpan().Clear();
        foreach (Part part in parts)
        {
            for (int j = 0; j < Reaches.Length; j++)
                Reaches[j] = Math.Max(Reaches[j], part.Reaches[j]);
        }

        if (Information.Length == 0)
            Information = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                foreach (Part part in parts)
                    sum += part.Information[(i * padded) + j];
                Information[(i * Size) + j] = Information[(j * Size) + i] = every * sum;
            }
        }
    }

    private void AddBlock(Part part, LinearPredictor predictor, bool hasLoss, int first, int every)
    {
        int rows = Math.Min(BlockRows, _data.RowCount - first), ahead = every * BlockRows;
        Span<double> logOdds = part.LogOdds.AsSpan(0, rows), slopes = part.Slopes.AsSpan(0, rows), curvatures = part.Curvatures.AsSpan(0, rows);
        ReadOnlySpan<bool> events = _data.Events.Slice(first, rows);
        ReadOnlySpan<double> weights = _data.Weights.IsEmpty ? [] : _data.Weights.Slice(first, rows);
        predictor.SetLogOdds(logOdds, first, ahead);
        if (hasLoss || part.HasInformation)
            part.Loss += LogisticTerms.Of(logOdds, events, weights, slopes, curvatures);
        else
            LogisticTerms.SlopesOf(logOdds, events, weights, slopes);
        AddGradient(part.Gradient, slopes, predictor.IsNear, first, ahead);
        if (part.HasInformation)
            AddInformation(part, curvatures, first);
    }

    private void AddGradient(Span<double> gradient, ReadOnlySpan<double> slopes, ReadOnlySpan<bool> isNear, int first, int ahead)
    {
        gradient[0] += DotProduct.Of(slopes, Ones.AsSpan(0, slopes.Length));
        int j = 0, rows = slopes.Length;
        while (j < _design.ColumnCount)
        {
            if (isNear[j])
                CenteredColumn.AddDotsOfFour(gradient.Slice(j + 1, LinearPredictor.Together), slopes, Rows(j), Rows(j + 1), Rows(j + 2), Rows(j + 3), ahead);
            else
                gradient[j + 1] += _design.Dot(slopes, j, first);
            j += isNear[j] ? LinearPredictor.Together : 1;
        }

        ReadOnlySpan<double> Rows(int column) => _design.Rows(column, first, rows);
    }

    /// <summary>Columns times the roots of the curvatures, and their products; beyond the last row the block holds zeros.</summary>
    private void AddInformation(Part part, Span<double> curvatures, int first)
    {
        Span<double> block = part.Block.Span;
        if (curvatures.Length < BlockRows)
            block.Clear();
        LogisticTerms.TakeRoots(curvatures);
        curvatures.CopyTo(block);
        for (int j = 1; j < Size; j++)
            part.Reaches[j - 1] = Math.Max(part.Reaches[j - 1], _design.Scale(block.Slice(j * Stride, curvatures.Length), curvatures, j - 1, first));
        SymmetricProducts.AddTo(part.Information, block, Stride, BlockRows, SymmetricProducts.Padded(Size));
    }

    /// <summary>The sums of some rows, and room for the block at hand; what is needed for the information matrix is there once it has been asked for.</summary>
    private sealed class Part(int size)
    {
        public bool HasInformation { get; private set; }

        public double Loss { get; set; }

        public double[] Gradient { get; } = new double[size];

        public double[] Information { get; private set; } = [];

        public double[] Reaches { get; } = new double[size - 1];

        public double[] LogOdds { get; } = new double[BlockRows];

        public double[] Slopes { get; } = new double[BlockRows];

        public double[] Curvatures { get; } = new double[BlockRows];

        public Memory<double> Block { get; private set; }

        /// <summary>Sums become 0.</summary>
        public void Begin(bool hasInformation)
        {
            HasInformation = hasInformation;
            Loss = 0;
            Gradient.AsSpan().Clear();
            Reaches.AsSpan().Clear();
            Information.AsSpan().Clear();
            if (!hasInformation || Information.Length > 0)
                return;
            int padded = SymmetricProducts.Padded(size);
            Information = new double[padded * padded];
            Block = SymmetricProducts.NewBlock(padded * Stride);
        }
    }
}
