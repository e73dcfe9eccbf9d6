using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Lifetime;

/// <summary>How many customers made 0, 1, 2 … purchases, beside how many a model expects to: the usual check of whether its distribution fits.</summary>
/// <remarks>
/// <para>
/// Expected is Σ w P(X(T) = x) over customers for the time that the model was fitted on, and Σ w P(Y(h) = x) for a time after it. The first says whether the shape fits; only the second says whether the model foretells.
/// </para>
/// <para>
/// <see cref="ChiSquare"/> is Pearson's Σ (actual − expected)² / expected. Where <c>k</c> parameters were estimated from the same customers, its distribution under the model lies between those with <c>lines − 1 − k</c> and <c>lines − 1</c> degrees of freedom, since the likelihood knows more than the counts (Chernoff and Lehmann, 1954);
/// the literature uses the first (Fader, Hardie and Lee, 2005), and so does <see cref="PValue"/>. With many thousand customers any model is rejected: look at the differences, too.
/// </para>
/// </remarks>
/// <param name="Lines">One for each number of purchases from 0; the last stands for its number and all above.</param>
/// <param name="DegreesOfFreedom">Lines − 1, less the number of parameters where they were estimated from the same counts; at least 0.</param>
public sealed record PurchaseFrequencies(ValueList<PurchaseFrequency> Lines, int DegreesOfFreedom)
{
    private const int DefaultMost = 7;

    /// <summary>Pearson's statistic, at least 0.</summary>
    public double ChiSquare => Lines.Sum(line => line.ChiSquare);

    /// <summary>The probability of a statistic at least so large if the model holds, 0–1; NaN without degrees of freedom.</summary>
    public double PValue => DegreesOfFreedom == 0 ? double.NaN : Tails.ChiSquare(ChiSquare, DegreesOfFreedom);

    /// <summary>Repeat purchases up to the end of observation: the fit itself, or the fit of a model of known parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="customers">The customers. Only how often they bought and for how long they were observed counts.</param>
    /// <param name="most">The last line stands for this number and all above, from 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the work, which is of the order of distinct tenures times lines.</param>
    /// <returns>The frequencies. A model with a <see cref="PurchaseModel.Report"/> is taken to be fitted on these customers: its parameters cost degrees of freedom.</returns>
    /// <exception cref="ArgumentException">The customers have another unit than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The most is below 1 or above 1,000.</exception>
    public static PurchaseFrequencies Of(PurchaseModel model, PurchaseSummary customers, int most = DefaultMost, CancellationToken cancellationToken = default)
    {
        Check(model, customers, most);
        double[] actual = new double[most + 1];
        foreach (PurchasePattern pattern in customers.AllPatterns)
            actual[Math.Min(pattern.RepeatPurchases, most)] += pattern.Weight;
        var sums = new double[most];
        double[] probabilities = new double[most];
        foreach ((double tenure, double weight) in Tenures(customers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.CountProbabilities(default, tenure, 0, probabilities);
            Add(probabilities, weight, sums);
        }

        return Of(actual, sums, customers.TotalWeight, model.Report is null ? 0 : model.Parameters.Count);
    }

    /// <summary>Purchases in a time after the end of observation, (T, T + h]: what the model foretold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="customers">The customers up to the end of observation.</param>
    /// <param name="purchases">For each row of the summary the number of purchases in that time, a whole number of at least 0: what <see cref="Features.Snapshot.Label"/> gives for <see cref="Features.SnapshotLabel.PurchaseCount"/> and a plan without a gap.</param>
    /// <param name="horizon">h, in the model's unit.</param>
    /// <param name="most">The last line stands for this number and all above, from 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the work, which is of the order of distinct patterns times lines.</param>
    /// <returns>The frequencies. Nothing was estimated from these purchases, so parameters cost no degrees of freedom.</returns>
    /// <exception cref="ArgumentException">Rows or units differ, or a number of purchases is none; the message names the row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The most is below 1 or above 1,000.</exception>
    public static PurchaseFrequencies Of(PurchaseModel model, PurchaseSummary customers, ReadOnlySpan<double> purchases, Horizon horizon, int most = DefaultMost, CancellationToken cancellationToken = default)
    {
        Check(model, customers, most);
        double length = model.LengthOf(horizon);
        double[] actual = Counted(customers, purchases, most), sums = new double[most], probabilities = new double[most];
        foreach (PurchasePattern pattern in customers.AllPatterns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.CountProbabilities(pattern, length, 0, probabilities);
            Add(probabilities, pattern.Weight, sums);
        }

        return Of(actual, sums, customers.TotalWeight, parameters: 0);
    }

    /// <summary>The frequencies as people read them.</summary>
    /// <param name="format">How to write them.</param>
    /// <returns>One line for each number of purchases.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable("purchases", "actual", "expected", "chi-square");
        foreach (PurchaseFrequency line in Lines)
            table.Add(line.ToString(), TableCell.Weight(line.Actual), TableCell.Number(line.Expected, 1), TableCell.Number(line.ChiSquare, 2));
        return table.Render(format);
    }

    private static PurchaseFrequencies Of(double[] actual, double[] expected, double total, int parameters)
    {
        int most = expected.Length;
        double more = Math.Max(0, total - expected.Sum());
        ValueList<PurchaseFrequency> lines = [.. Enumerable.Range(0, most + 1).Select(x => new PurchaseFrequency(x, x == most, actual[x], x == most ? more : expected[x]))];
        return new(lines, Math.Max(0, most - parameters));
    }

    private static void Check(PurchaseModel model, PurchaseSummary customers, int most)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(customers);
        model.RequireUnitOf(customers);
        if (most is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(most), most, "The last line is for a number of purchases from 1 to 1,000.");
    }

    /// <summary>Distinct tenures with their weights, in ascending order.</summary>
    private static IEnumerable<(double Tenure, double Weight)> Tenures(PurchaseSummary customers)
    {
        var weights = new Dictionary<double, double>();
        foreach (PurchasePattern pattern in customers.AllPatterns)
            weights[pattern.Tenure] = weights.GetValueOrDefault(pattern.Tenure) + pattern.Weight;
        return weights.OrderBy(each => each.Key).Select(each => (each.Key, each.Value));
    }

    private static double[] Counted(PurchaseSummary customers, ReadOnlySpan<double> purchases, int most)
    {
        if (purchases.Length != customers.RowCount)
            throw new ArgumentException($"There are {purchases.Length} numbers of purchases for {customers.RowCount} rows of the summary. They are row for row the same customers.", nameof(purchases));
        double[] actual = new double[most + 1];
        for (int row = 0; row < purchases.Length; row++)
        {
            if (!(purchases[row] >= 0) || purchases[row] != Math.Floor(purchases[row]))
                throw new ArgumentException(Invariant($"Row {row}: {purchases[row]} purchases; it is a whole number of at least 0. Leave out customers of whom it is not known yet."), nameof(purchases));
            actual[(int)Math.Min(purchases[row], most)] += customers.Weights.IsEmpty ? 1 : customers.Weights[row];
        }

        return actual;
    }

    private static void Add(double[] probabilities, double weight, double[] sums)
    {
        for (int x = 0; x < sums.Length; x++)
            sums[x] += weight * probabilities[x];
    }
}
