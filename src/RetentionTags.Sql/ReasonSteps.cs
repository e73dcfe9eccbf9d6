using RetentionTags.Explanations;
using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>The strongest reasons of a row, by the rules of <see cref="ReasonCatalogue"/>.</summary>
/// <remarks>
/// Each reason that applies has a key: the size of its effect in units of the card's grid, a whole number, times a power of two, plus its place counted from the end of the catalogue. So the largest keys are those of the strongest reasons, of equal ones the first in the catalogue,
/// and the rest of a key by that power tells which reason it is. All keys are whole numbers below 2⁵³; 0 is the key of a reason that does not apply.
/// </remarks>
internal sealed class ReasonSteps
{
    private const double UnitsPerLogOdds = 1 << 24;

    /// <summary>Whole numbers up to here are exact.</summary>
    private const double Exact = 1L << 53;

    private readonly Scorecard _card;
    private readonly SqlDialect _dialect;
    private readonly int _count;
    private readonly ValueList<Reason> _reasons;

    /// <summary>The power of two that is above the number of reasons.</summary>
    private readonly double _places = 1;

    public ReasonSteps(Scorecard card, SqlDialect dialect, int count)
    {
        (_card, _dialect, _count, _reasons) = (card, dialect, count, card.ReasonCatalogue.Reasons);
        if (count > card.ReasonCatalogue.MaxReasons)
            throw new ArgumentException($"The query asks for {count} reasons, and the card's catalogue gives {card.ReasonCatalogue.MaxReasons} (MaxReasons). Ask for fewer, or give the card another catalogue: WithReasons.");
        while (_places <= _reasons.Count)
            _places *= 2;
        double largest = card.Columns.Sum(column => Enumerable.Range(0, column.Binning.Bins.Count).Max(bin => Math.Abs(column.LogOddsOf(bin) - column.MeanLogOdds)));
        if (count > 0 && !(largest * UnitsPerLogOdds * _places < Exact))
            throw new ArgumentException(Invariant($"Reasons cannot be ranked in SQL: {_reasons.Count} of them with effects of up to {largest:G3} in log-odds are beyond whole numbers of 53 bits. Leave Reasons at 0, or take reasons out of the catalogue."));
    }

    /// <summary>Defines the keys of the reasons that may apply.</summary>
    /// <returns>Their names.</returns>
    public string[] DefineKeys(SelectChain chain, string[] contributions, Func<string, string> nameOf)
    {
        if (_count == 0)
            return [];
        var keys = new List<string>();
        for (int i = 0; i < _reasons.Count; i++)
        {
            Reason reason = _reasons[i];
            string[] of = [.. reason.Columns.Select(column => contributions[Enumerable.Range(0, contributions.Length).Single(c => _card.Columns[c].Name == column)])];
            string effect = string.Join(" + ", of.Select(_dialect.Quote));
            if (KeyOf(reason, of.Length == 1 ? effect : $"({effect})", _places - 1 - i) is not string expression)
                continue;
            keys.Add(nameOf(Invariant($"reason_key_{i + 1}")));
            chain.Define(keys[^1], [expression], of);
        }

        return [.. keys];
    }

    /// <summary>Defines the largest keys, in this step or in further ones, and in another the reasons that they stand for.</summary>
    public void Define(SelectChain chain, string[] keys, Func<string, string> nameOf, Func<int, string> outputOf)
    {
        if (_count == 0)
            return;
        string[] quoted = [.. keys.Select(_dialect.Quote)];
        var largest = new List<string>();
        for (int k = 1; k <= Math.Min(_count, keys.Length); k++)
        {
            string name = nameOf(Invariant($"reason_top_{k}"));
            if (_dialect.NthLargest(quoted, k) is string nth)
            {
                chain.Define(name, [nth], keys);
            }
            else
            {
                if (k > 1)
                    chain.Begin(Invariant($"scorecard_reason_{k}"), isApart: true);
                string before = k > 1 ? _dialect.Quote(largest[^1]) : "";
                chain.Define(name, [_dialect.Greatest(k == 1 ? quoted : [.. quoted.Select(key => $"CASE WHEN {key} < {before} THEN {key} ELSE 0 END")])], k == 1 ? keys : [.. keys, largest[^1]]);
            }

            largest.Add(name);
        }

        chain.Begin("scorecard_reasons", isApart: true);
        for (int k = 1; k <= _count; k++)
            chain.Define(outputOf(k), k <= largest.Count ? ReasonOf(_dialect.Quote(largest[k - 1])) : [_dialect.NullText], k <= largest.Count ? [largest[k - 1]] : []);
    }

    /// <summary>Nothing where the catalogue never gives the reason.</summary>
    private string? KeyOf(Reason reason, string effect, double place)
    {
        ReasonDirection catalogue = _card.ReasonCatalogue.Direction;
        double smallest = reason.MinEffect ?? _card.ReasonCatalogue.MinEffect;
        string zero = _dialect.Literal(0), raises = smallest > 0 ? $">= {_dialect.Literal(smallest)}" : $"> {zero}", lowers = smallest > 0 ? $"<= {_dialect.Literal(-smallest)}" : $"< {zero}";
        var cases = new List<string>();
        if (reason.Direction != ReasonDirection.Lowers && catalogue != ReasonDirection.Lowers)
            cases.Add($"WHEN {effect} {raises} THEN {effect} * {_dialect.Literal(UnitsPerLogOdds * _places)} + {_dialect.Literal(place)}");
        if (reason.Direction != ReasonDirection.Raises && catalogue != ReasonDirection.Raises)
            cases.Add($"WHEN {effect} {lowers} THEN {effect} * {_dialect.Literal(-UnitsPerLogOdds * _places)} + {_dialect.Literal(place)}");
        return cases.Count == 0 ? null : $"CASE {string.Join(' ', cases)} ELSE {zero} END";
    }

    private List<string> ReasonOf(string key)
    {
        string place = $"{key} - {_dialect.Literal(_places)} * FLOOR({key} / {_dialect.Literal(_places)})";
        return
        [
            "CASE",
            $"    WHEN {key} = {_dialect.Literal(0)} THEN NULL",
            .. _reasons.Select((reason, i) => $"    WHEN {place} = {_dialect.Literal(_places - 1 - i)} THEN {_dialect.Literal(reason.Id)}"),
            "END",
        ];
    }
}
