using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Selection;

/// <summary>The correlations of all candidates that have any: those that vary and, where numbers are read as they are, hold numbers.</summary>
internal sealed class Correlations
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly double[] _matrix;

    private Correlations(string[] names, double[] matrix)
    {
        Names = names;
        _matrix = matrix;
        for (int i = 0; i < names.Length; i++)
            _places.Add(names[i], i);
    }

    /// <summary>The columns, in the table's order.</summary>
    public string[] Names { get; }

    public double this[string first, string second] => _matrix[(_places[first] * Names.Length) + _places[second]];

    /// <summary>Correlates all candidates; the run is told of those that cannot be judged.</summary>
    /// <param name="run">Has the candidates.</param>
    /// <param name="coding">What is correlated.</param>
    /// <param name="method">How.</param>
    /// <param name="needsAllRows">Whether columns of numbers with missing values are left aside, since each pair would have other rows.</param>
    public static Correlations Of(SelectionRun run, SelectionCoding coding, CorrelationMethod method, bool needsAllRows = false) =>
        coding == SelectionCoding.Woe ? OfBins(run, method) : OfNumbers(run, method, needsAllRows);

    /// <summary>The highest |r| with another column; NaN when there is none.</summary>
    public double Highest(string name) => Names.Length < 2 ? double.NaN : Names.Where(other => other != name).Max(other => Math.Abs(this[name, other]));

    /// <summary>The correlations among some of the columns, row by row.</summary>
    public double[] Among(IReadOnlyList<string> names) => [.. names.SelectMany(first => names.Select(second => this[first, second]))];

    private static Correlations OfBins(SelectionRun run, CorrelationMethod method)
    {
        var names = new List<string>();
        var values = new List<double[]>();
        foreach (string name in run.Candidates)
        {
            double[] woe = [.. run.Binning[name].Bins.Select(bin => bin.Woe)];
            if (run.Binning[name].Bins.Where(bin => bin.Count > 0).Select(bin => bin.Woe).Distinct().Count() < 2)
            {
                run.NotJudged(name, "its weight of evidence is the same in all rows, so it has no correlation.");
                continue;
            }

            names.Add(name);
            values.Add(method == CorrelationMethod.Pearson ? woe : Midranks(run.Binning[name].Bins));
        }

        ushort[][] codes = run.CodesOf([.. names]);
        return OfPairs([.. names], run, (i, j) => PairTable.Of(codes[i], values[i].Length, codes[j], values[j].Length, run.Data.Weights).Correlation(values[i], values[j]));
    }

    private static Correlations OfNumbers(SelectionRun run, CorrelationMethod method, bool needsAllRows)
    {
        string[] candidates = run.Candidates;
        RawNumbers?[] numbers = run.Each(candidates.Length, i => run.Data.Table[candidates[i]] is NumericColumn column ? RawNumbers.Of(column, run.Data, method, run.CancellationToken) : null);
        var judged = new List<RawNumbers>();
        for (int i = 0; i < candidates.Length; i++)
        {
            string? whyNot = numbers[i] switch
            {
                null => "it holds categories, and numbers are read as they are. Set Coding to Woe to let it take part.",
                { Varies: false } => "it has infinite values, or the same value in all rows, so it has no correlation.",
                { HasMissing: true } when needsAllRows => "it has missing values, and numbers are read as they are. Set Coding to Woe to let it take part, or fill them in.",
                _ => null,
            };
            if (whyNot is null)
                judged.Add(numbers[i]!);
            else
                run.NotJudged(candidates[i], whyNot);
        }

        return OfPairs([.. judged.Select(each => each.Name)], run, (i, j) => RawNumbers.Correlation(judged[i], judged[j], run.Data, run.CancellationToken));
    }

    private static Correlations OfPairs(string[] names, SelectionRun run, Func<int, int, double> correlate)
    {
        (int First, int Second)[] pairs = [.. Enumerable.Range(0, names.Length).SelectMany(i => Enumerable.Range(i + 1, names.Length - i - 1).Select(j => (i, j)))];
        double[] found = run.Each(pairs.Length, pair => correlate(pairs[pair].First, pairs[pair].Second));
        var matrix = new double[names.Length * names.Length];
        for (int i = 0; i < names.Length; i++)
            matrix[(i * names.Length) + i] = 1;

        // A pair may have no rows in common, or none in which both vary: then nothing says that they are alike.
        for (int pair = 0; pair < pairs.Length; pair++)
            matrix[(pairs[pair].First * names.Length) + pairs[pair].Second] = matrix[(pairs[pair].Second * names.Length) + pairs[pair].First] = double.IsNaN(found[pair]) ? 0 : found[pair];
        return new(names, matrix);
    }

    /// <summary>The mean rank of the rows in each bin, when rows are ranked by weight of evidence, up to a number that is the same for all.</summary>
    private static double[] Midranks(IReadOnlyList<Bin> bins)
    {
        var ranks = new double[bins.Count];
        double before = 0;
        foreach (IGrouping<double, int> equal in Enumerable.Range(0, bins.Count).GroupBy(bin => bins[bin].Woe).OrderBy(group => group.Key))
        {
            double count = equal.Sum(bin => bins[bin].Count);
            foreach (int bin in equal)
                ranks[bin] = before + (count / 2);
            before += count;
        }

        return ranks;
    }
}
