using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>Which covariance a fit is to have, and its computation where that is not the inverse of the information alone; formulas at <see cref="StandardErrors"/>.</summary>
/// <remarks>
/// Sums go over blocks of rows in a fixed order; columns, or chunks of rows, run in parallel, so the number of threads does not change a bit. It works on the fit's own centred and scaled columns, where wild columns cost no digits.
/// </remarks>
internal sealed class SandwichCovariance
{
    /// <summary>With fewer clusters than this a finding warns.</summary>
    private const int EnoughClusters = 30;

    private const int BlockRows = 256;
    private const int ChunkRows = 64 * BlockRows;
    private readonly TrainingSet _data;
    private readonly TrainingSet _weighted;

    /// <param name="asked">The recipe's setting.</param>
    /// <param name="hasErrors">Whether the fit can have standard errors at all.</param>
    /// <param name="data">Rows of weight above 0, weighted by what they stand for.</param>
    /// <param name="weighted">The same as the fit sees them: with class weights; the same object without.</param>
    public SandwichCovariance(StandardErrors asked, bool hasErrors, TrainingSet data, TrainingSet weighted)
    {
        _data = data;
        _weighted = weighted;
        int clusters = ClustersOf(data, out bool isRepeated);
        if (asked == StandardErrors.Clustered && clusters == 0)
            throw new ArgumentException("StandardErrors.Clustered goes by the entities of the training set, and it has none. Say which rows belong together by TrainingSet.WithEntities, or ask for StandardErrors.Robust.", nameof(data));
        if (asked == StandardErrors.Clustered && clusters == 1)
            throw new TrainingDataException("All rows belong to one entity, and clustered standard errors need at least two. Ask for StandardErrors.Robust.");
        Kind = (asked, hasErrors, data != weighted) switch
        {
            (_, false, _) or (StandardErrors.None, _, _) or (StandardErrors.ModelBased, _, true) => null,
            (StandardErrors.Automatic, _, _) when isRepeated && clusters > 1 => StandardErrors.Clustered,
            (StandardErrors.Automatic, _, true) => StandardErrors.Robust,
            (StandardErrors.Automatic, _, false) => StandardErrors.ModelBased,
            _ => asked,
        };
        ClusterCount = Kind == StandardErrors.Clustered ? clusters : null;
    }

    /// <summary>Never <see cref="StandardErrors.Automatic"/>; nothing when there are no standard errors.</summary>
    public StandardErrors? Kind { get; }

    /// <summary>The number of entities, for clustered errors.</summary>
    public int? ClusterCount { get; }

    public IEnumerable<Finding> Findings => ClusterCount < EnoughClusters
        ? [new(FindingSeverity.Warning, FindingCodes.FewClusters, $"standard errors are clustered by {ClusterCount} entities. With fewer than {EnoughClusters} they tend to be too small; take the tests with care.")]
        : [];

    /// <summary>The covariance of the coefficients on the scale of the design.</summary>
    /// <param name="design">The columns.</param>
    /// <param name="coefficients">The fit's, on the scale of the design.</param>
    /// <param name="inverse">The inverse of the information, with zeros for a column left out.</param>
    /// <param name="rank">The number of estimated coefficients.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public double[] Of(DesignMatrix design, double[] coefficients, double[] inverse, int rank, CancellationToken cancellationToken)
    {
        if (Kind is null)
            return [.. inverse.Select(_ => double.NaN)];
        if (Kind == StandardErrors.ModelBased)
            return inverse;
        double[] residuals = Residuals(design, coefficients, cancellationToken);
        double[] meat = Kind == StandardErrors.Clustered ? OfClusters(design, residuals, cancellationToken) : OfRows(design, residuals, cancellationToken);
        return Between(inverse, meat, Correction(rank), coefficients.Length);
    }

    private double Correction(int rank)
    {
        double n = _data.TotalWeight, free = n > rank ? n - rank : double.NaN;
        return Kind switch
        {
            StandardErrors.RobustCorrected => n / free,
            StandardErrors.Clustered => ClusterCount!.Value / (ClusterCount.Value - 1.0) * ((n - 1) / free),
            _ => 1,
        };
    }

    /// <summary>y − p for every row.</summary>
    private double[] Residuals(DesignMatrix design, double[] coefficients, CancellationToken cancellationToken)
    {
        var residuals = new double[_data.RowCount];
        var predictor = new LinearPredictor(design, coefficients);
        InParallel.For(((residuals.Length - 1) / ChunkRows) + 1, chunk =>
        {
            int end = Math.Min((chunk + 1) * ChunkRows, residuals.Length);
            for (int first = chunk * ChunkRows; first < end; first += BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<double> block = residuals.AsSpan(first, Math.Min(BlockRows, end - first));
                predictor.SetLogOdds(block, first, ahead: BlockRows);
                for (int i = 0; i < block.Length; i++)
                    block[i] = _data.Events[first + i] ? LogisticFunctions.Sigmoid(-block[i]) : -LogisticFunctions.Sigmoid(block[i]);
            }
        }, maxThreads: 0, "standard errors", progress: null, cancellationToken);
        return residuals;
    }

    /// <summary>Σ m r² x xᵀ, where a row of weight w that the class weights make w c counts m = w c², or as a sampling weight (w c)².</summary>
    private double[] OfRows(DesignMatrix design, double[] residuals, CancellationToken cancellationToken)
    {
        int size = design.ColumnCount + 1, chunks = ((residuals.Length - 1) / ChunkRows) + 1;
        var sums = new double[chunks][];
        InParallel.For(chunks, chunk =>
        {
            sums[chunk] = new double[size * size];
            double[] columns = new double[size * BlockRows], weighted = new double[BlockRows], factors = new double[BlockRows];
            int end = Math.Min((chunk + 1) * ChunkRows, residuals.Length);
            for (int first = chunk * ChunkRows; first < end; first += BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(BlockRows, end - first);
                for (int i = 0; i < rows; i++)
                {
                    double weight = _weighted.WeightOf(first + i), score = weight * residuals[first + i];
                    factors[i] = score * score / (Kind == StandardErrors.RobustSampling ? 1 : _data.WeightOf(first + i));
                }

                for (int j = 0; j < size; j++)
                {
                    Span<double> column = columns.AsSpan(j * BlockRows, rows);
                    Fill(design, j, first, column);
                    for (int i = 0; i < rows; i++)
                        weighted[i] = factors[i] * column[i];
                    for (int k = 0; k <= j; k++)
                        sums[chunk][(j * size) + k] += DotProduct.Of(weighted.AsSpan(0, rows), columns.AsSpan(k * BlockRows, rows));
                }
            }
        }, maxThreads: 0, "standard errors", progress: null, cancellationToken);

        var meat = new double[size * size];
        foreach (double[] part in sums)
        {
            for (int i = 0; i < meat.Length; i++)
                meat[i] += part[i];
        }

        return Mirrored(meat, size);
    }

    /// <summary>Σ over entities of (Σ w r x)(Σ w r x)ᵀ. Each column's sums by entity are a list of their own, so columns run in parallel.</summary>
    private double[] OfClusters(DesignMatrix design, double[] residuals, CancellationToken cancellationToken)
    {
        int size = design.ColumnCount + 1;
        var sums = new double[size][];
        InParallel.For(size, j =>
        {
            ReadOnlySpan<int> entities = _data.Entities;
            double[] own = sums[j] = new double[_data.EntityKeys!.Count], values = new double[BlockRows];
            for (int first = 0; first < residuals.Length; first += BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<double> block = values.AsSpan(0, Math.Min(BlockRows, residuals.Length - first));
                Fill(design, j, first, block);
                for (int i = 0; i < block.Length; i++)
                    own[entities[first + i]] += _weighted.WeightOf(first + i) * residuals[first + i] * block[i];
            }
        }, maxThreads: 0, "standard errors", progress: null, cancellationToken);

        var meat = new double[size * size];
        InParallel.For(size, j =>
        {
            for (int k = 0; k <= j; k++)
                meat[(j * size) + k] = DotProduct.Of(sums[j], sums[k]);
        }, maxThreads: 0, "standard errors", progress: null, cancellationToken);
        return Mirrored(meat, size);
    }

    /// <summary>A block of a column of the design; column 0 is that of the intercept.</summary>
    private static void Fill(DesignMatrix design, int column, int first, Span<double> block)
    {
        if (column == 0)
            block.Fill(1);
        else
            design.Standardize(column - 1, first, block);
    }

    private static double[] Mirrored(double[] lower, int size)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = i + 1; j < size; j++)
                lower[(i * size) + j] = lower[(j * size) + i];
        }

        return lower;
    }

    /// <summary>factor · V M V, symmetric to the bit.</summary>
    private static double[] Between(double[] bread, double[] meat, double factor, int size)
    {
        double[] half = new double[size * size], product = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                half[(i * size) + j] = DotProduct.Of(bread.AsSpan(i * size, size), meat.AsSpan(j * size, size));
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                product[(i * size) + j] = factor * DotProduct.Of(half.AsSpan(i * size, size), bread.AsSpan(j * size, size));
        }

        return Mirrored(product, size);
    }

    /// <summary>The number of entities that have rows, 0 for a set without entities; and whether one of them stands for several rows.</summary>
    private static int ClustersOf(TrainingSet data, out bool isRepeated)
    {
        isRepeated = false;
        if (data.EntityKeys is null)
            return 0;
        var isSeen = new bool[data.EntityKeys.Count];
        int clusters = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            ref bool seen = ref isSeen[data.Entities[row]];
            isRepeated |= seen || data.WeightOf(row) > 1;
            clusters += seen ? 0 : 1;
            seen = true;
        }

        return clusters;
    }
}
