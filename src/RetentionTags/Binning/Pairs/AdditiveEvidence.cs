using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Binning.Pairs;

/// <summary>
/// What two columns say when their weights of evidence w₁ and w₂ may only be added, as in a scorecard: the logistic regression c + b₁w₁ + b₂w₂ with the highest likelihood.
/// </summary>
/// <remarks>
/// <para>
/// An information value is the mean log-odds of events minus that of non-events, Σ (e/E − n/N) · s over the cells, when s is the weight of evidence of each cell. The additive model's is
/// the same difference with s = b₁w₁ + b₂w₂, so the two compare. Independent columns have b₁ = b₂ = 1 and add up their information values; where one
/// repeats the other, b₁ + b₂ = 1 and nothing is counted twice.
/// </para>
/// <para>
/// The fit runs over the cross table of the two columns' bins, missing ones included. A cell with one kind of rows only counts one more row, divided as all rows are (as in
/// <see cref="Bin"/>): so an optimum always exists. Newton's method with halved steps on three coefficients.
/// </para>
/// </remarks>
internal sealed class AdditiveEvidence
{
    private const int MaxSteps = 100;
    private const int MaxHalvings = 40;

    /// <summary>Below this share left unexplained by the other column, the second column is left out.</summary>
    private const double Dependence = 1e-10;

    /// <summary>The square of the remaining step in standard errors at which the fit is at its end.</summary>
    private const double Tolerance = 1e-20;

    /// <summary>The share of the log-likelihood that may be rounding.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Rows between two looks at the cancellation token.</summary>
    private const int Stride = 1 << 18;

    private readonly CrossCell[] _cells;
    private readonly double[] _gradient = new double[3];
    private readonly double[] _information = new double[9];

    private AdditiveEvidence(CrossCell[] cells) => _cells = cells;

    public static double InformationValue(ColumnBinning first, Column firstColumn, ColumnBinning second, Column secondColumn, TrainingSet data, CancellationToken cancellationToken)
    {
        CrossCell[] cells = CrossTable(first, firstColumn, second, secondColumn, data, cancellationToken);
        CrossCell[] filled = [.. cells.Select(cell => cell.Events > 0 && cell.NonEvents > 0 ? cell : cell with { Events = cell.Events + data.EventRate, NonEvents = cell.NonEvents + 1 - data.EventRate })];
        double[] b = new AdditiveEvidence(filled).Fit(Math.Log(data.EventWeight / data.NonEventWeight));
        double information = 0;
        foreach (CrossCell cell in cells)
            information += ((cell.Events / data.EventWeight) - (cell.NonEvents / data.NonEventWeight)) * ((b[1] * cell.First) + (b[2] * cell.Second));
        return information;
    }

    /// <summary>The cells with rows, along the first column's bins and then along the second's.</summary>
    private static CrossCell[] CrossTable(ColumnBinning first, Column firstColumn, ColumnBinning second, Column secondColumn, TrainingSet data, CancellationToken cancellationToken)
    {
        int[] firstBins = new int[data.RowCount], secondBins = new int[data.RowCount];
        first.ToBins(firstColumn, firstBins);
        cancellationToken.ThrowIfCancellationRequested();
        second.ToBins(secondColumn, secondBins);
        var cells = new CrossCell[first.Bins.Count * second.Bins.Count];
        for (int place = 0; place < cells.Length; place++)
            cells[place] = new(0, 0, first.Bins[place / second.Bins.Count].Woe, second.Bins[place % second.Bins.Count].Woe);
        for (int row = 0; row < firstBins.Length; row++)
        {
            if (row % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ref CrossCell cell = ref cells[(firstBins[row] * second.Bins.Count) + secondBins[row]];
            double weight = data.WeightOf(row);
            cell = data.Events[row] ? cell with { Events = cell.Events + weight } : cell with { NonEvents = cell.NonEvents + weight };
        }

        return [.. cells.Where(cell => cell.Events + cell.NonEvents > 0)];
    }

    private double[] Fit(double logOdds)
    {
        double[] b = [logOdds, 0, 0];
        double objective = Pass(b);
        for (int step = 0; step < MaxSteps; step++)
        {
            double[] direction = Direction();
            double decrement = DotProduct.Of(_gradient, direction);
            if (!(decrement > Tolerance))
                break;
            double[] next = [.. b];

            // At the optimum the likelihood is flat: the last steps change it by less than its rounding, but still improve b.
            double least = objective - (Rounding * Math.Abs(objective)), scale = 1, reached = double.NegativeInfinity;
            for (int halving = 0; halving < MaxHalvings && !(reached >= least); halving++, scale /= 2)
            {
                for (int i = 0; i < next.Length; i++)
                    next[i] = b[i] + (scale * direction[i]);
                reached = Pass(next);
            }

            if (!(reached >= least))
                break;
            (b, objective) = (next, reached);
        }

        return b;
    }

    /// <summary>Log-likelihood at b, and its gradient and information.</summary>
    private double Pass(double[] b)
    {
        _gradient.AsSpan().Clear();
        _information.AsSpan().Clear();
        double logLikelihood = 0;
        foreach (CrossCell cell in _cells)
        {
            double score = b[0] + (b[1] * cell.First) + (b[2] * cell.Second);
            double count = cell.Events + cell.NonEvents, rate = LogisticFunctions.Sigmoid(score);
            double rest = cell.Events - (count * rate), weight = count * rate * (1 - rate);
            logLikelihood += (cell.Events * score) - (count * LogisticFunctions.SoftPlus(score));
            ReadOnlySpan<double> x = [1, cell.First, cell.Second];
            for (int i = 0; i < x.Length; i++)
            {
                _gradient[i] += rest * x[i];
                for (int j = 0; j < x.Length; j++)
                    _information[(3 * i) + j] += weight * x[i] * x[j];
            }
        }

        return logLikelihood;
    }

    /// <summary>Information⁻¹ · gradient; 0 for a column that is constant or follows from the other.</summary>
    private double[] Direction()
    {
        double[] scales = [.. Enumerable.Range(0, 3).Select(i => _information[4 * i] > 0 ? 1 / Math.Sqrt(_information[4 * i]) : 0)];
        var scaled = new double[9];
        for (int place = 0; place < scaled.Length; place++)
            scaled[place] = _information[place] * scales[place / 3] * scales[place % 3];
        double[] direction = [.. _gradient.Select((slope, i) => slope * scales[i])];
        new CholeskyFactor(scaled, 3, Dependence).Solve(direction);
        for (int i = 0; i < direction.Length; i++)
            direction[i] *= scales[i];
        return direction;
    }

    /// <summary>Rows with the same weights of evidence.</summary>
    private readonly record struct CrossCell(double Events, double NonEvents, double First, double Second);
}
