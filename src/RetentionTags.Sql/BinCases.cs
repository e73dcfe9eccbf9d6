using RetentionTags.Binning;
using RetentionTags.Data;

namespace RetentionTags.Sql;

/// <summary>The bins of one column as conditions, in the order in which a row is put into the first that holds: missing, special values, intervals or sets of categories; the last bin takes what is left.</summary>
internal sealed class BinCases
{
    /// <summary>What is compared with whole numbers; nothing where cases are conditions.</summary>
    private readonly string _subject;

    private readonly List<(string Condition, int Bin)> _cases = [];
    private readonly int _rest;

    private BinCases(int rest, string subject = "") => (_rest, _subject) = (rest, subject);

    /// <param name="binning">The column's bins.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="value">The column as <see cref="SqlDialect.ToNumber"/> or <see cref="SqlDialect.ToText"/> gave it.</param>
    /// <param name="missingTexts">Texts that mean missing unless the column has such a category.</param>
    public static BinCases Of(ColumnBinning binning, SqlDialect dialect, string value, IReadOnlyList<string> missingTexts) =>
        binning is NumericBinning numbers ? OfNumbers(numbers, dialect, value) : OfCategories((CategoryBinning)binning, dialect, value, missingTexts);

    /// <summary>The cases of a column of indices.</summary>
    public static BinCases OfIndices(int bins, string index)
    {
        var cases = new BinCases(bins - 1, $" {index}");
        cases._cases.AddRange(Enumerable.Range(0, bins - 1).Select(bin => (Invariant($"{bin}"), bin)));
        return cases;
    }

    /// <summary>A CASE that gives each bin's value.</summary>
    /// <param name="valueOf">The value of a bin, as SQL.</param>
    /// <returns>The lines of the expression.</returns>
    public IReadOnlyList<string> ToLines(Func<int, string> valueOf) =>
        _cases.Count == 0 ? [valueOf(_rest)] : [$"CASE{_subject}", .. _cases.Select(each => $"    WHEN {each.Condition} THEN {valueOf(each.Bin)}"), $"    ELSE {valueOf(_rest)}", "END"];

    private static BinCases OfNumbers(NumericBinning binning, SqlDialect dialect, string value)
    {
        var cases = new BinCases(binning.RegularBinCount - 1);
        cases._cases.Add((dialect.IsMissing(value), binning.MissingBin));
        for (int bin = binning.RegularBinCount; bin < binning.Bins.Count; bin++)
            cases.AddAny(value, [.. binning.Bins[bin].SpecialValues.Select(special => special.Number).Where(number => double.IsFinite(number) || dialect.HasInfinity).Select(dialect.Bound)], bin);
        for (int cut = 0; cut < binning.Cuts.Length; cut++)
            cases._cases.Add(($"{value} < {dialect.Bound(binning.Cuts[cut])}", cut));
        return cases;
    }

    private static BinCases OfCategories(CategoryBinning binning, SqlDialect dialect, string value, IReadOnlyList<string> missingTexts)
    {
        var cases = new BinCases(binning.UnseenBin);
        cases._cases.Add(($"{value} IS NULL", binning.MissingBin));
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int bin = 0; bin < binning.Bins.Count; bin++)
        {
            string[] texts = [.. binning.Bins[bin].Categories, .. binning.Bins[bin].SpecialValues.Where(special => special.Kind == ColumnKind.Category).Select(special => special.Category!)];
            known.UnionWith(texts);
            cases.AddAny(value, Literals(texts, dialect), bin);
        }

        cases.AddAny(value, Literals([.. missingTexts.Where(text => !known.Contains(text))], dialect), binning.MissingBin);
        return cases;
    }

    /// <summary>What the engine cannot hold no row of it has.</summary>
    private static string[] Literals(string[] texts, SqlDialect dialect) => [.. texts.Where(dialect.CanHold).Select(text => dialect.Literal(text + dialect.EndMark))];

    private void AddAny(string value, string[] literals, int bin)
    {
        if (literals.Length > 0)
            _cases.Add((literals.Length == 1 ? $"{value} = {literals[0]}" : $"{value} IN ({string.Join(", ", literals)})", bin));
    }
}
