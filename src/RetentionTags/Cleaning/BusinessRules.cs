using System.Diagnostics.CodeAnalysis;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Holds rows against rules that people know: an end is not before its beginning, a discount is a share. Rules are data, so they are saved with the model. All of them look at the rows as they come to this step.</summary>
public sealed record BusinessRules : CleaningStep
{
    internal const string IndicatorSuffix = "_violated";

    /// <summary>The rules. In the report values made missing come after all else.</summary>
    /// <value>None by default.</value>
    public ValueList<BusinessRule> Rules { get; init => field = Checked(value); } = [];

    internal override LearntColumn[] Learn(CleaningPass pass) => [];

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        var emptied = new SortedDictionary<string, List<(string Found, string Done, List<int> Rows)>>(StringComparer.Ordinal);
        foreach (BusinessRule rule in Rules)
            Apply(rule, emptied, pass);
        foreach ((string name, List<(string Found, string Done, List<int> Rows)> changes) in emptied)
            pass.Replace(WithoutValues(pass.Table[name], changes), [.. changes]);
    }

    private static void Apply(BusinessRule rule, SortedDictionary<string, List<(string Found, string Done, List<int> Rows)>> emptied, CleaningPass pass)
    {
        Func<int, bool?>[] when = [.. rule.When.Select(condition => condition.On(pass.Table, rule.Name))];
        Func<int, bool?>[] must = [.. rule.Must.Select(condition => condition.On(pass.Table, rule.Name))];
        bool Concerns(int row) => Array.TrueForAll(when, condition => condition(row) == true);
        List<int> rows = pass.RowsWhere(row => Concerns(row) && Array.Exists(must, condition => condition(row) == false));
        string found = $"breaks the rule '{rule.Name}' ({string.Join(" and ", rule.Must)}{(rule.When.Count == 0 ? "" : $", where {string.Join(" and ", rule.When)}")})";
        if (rule.Action == RuleAction.MakeMissing)
        {
            foreach (string name in rule.MissingColumns.Count > 0 ? rule.MissingColumns.Distinct() : rule.Must.Select(condition => condition.ColumnName).Distinct())
            {
                int[] own = [.. Enumerable.Range(0, must.Length).Where(i => rule.Must[i].ColumnName == name)];
                Column column = pass.Table[name];
                List<int> atFault = [.. rows.Where(row => !column.IsMissing(row) && (rule.MissingColumns.Count > 0 || Array.Exists(own, i => must[i](row) == false)))];
                if (atFault.Count == 0)
                    continue;
                if (!emptied.TryGetValue(name, out List<(string Found, string Done, List<int> Rows)>? changes))
                    emptied.Add(name, changes = []);
                changes.Add((found, "made missing", atFault));
            }
        }
        else if (rule.Action == RuleAction.DropRow)
        {
            pass.Drop(null, found, rows);
        }
        else if (rule.Action == RuleAction.Flag)
        {
            pass.AddIndicator(rule.Name + IndicatorSuffix, found, rows);
        }
        else if (rows.Count > 0)
        {
            pass.Note(null, found, rows);
        }
    }

    private static Column WithoutValues(Column column, List<(string Found, string Done, List<int> Rows)> changes)
    {
        if (column is NumericColumn numbers)
        {
            double[] values = numbers.Values.ToArray();
            foreach (int row in changes.SelectMany(change => change.Rows))
                values[row] = double.NaN;
            return Column.Numeric(column.Name, values);
        }

        var categories = (CategoryColumn)column;
        int[] codes = categories.Codes.ToArray();
        foreach (int row in changes.SelectMany(change => change.Rows))
            codes[row] = CategoryColumn.MissingCode;
        return categories.WithCodes(codes);
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what the caller gave.")]
    private static ValueList<BusinessRule> Checked(ValueList<BusinessRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules, nameof(Rules));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BusinessRule rule in rules)
        {
            ArgumentNullException.ThrowIfNull(rule, nameof(Rules));
            if (string.IsNullOrWhiteSpace(rule.Name) || !names.Add(rule.Name))
                throw new ArgumentException($"Rules have names that differ; '{rule.Name}' is empty or there twice.", nameof(Rules));
            if (rule.Must is null || rule.Must.Count == 0 || !Enum.IsDefined(rule.Action))
                throw new ArgumentException($"The rule '{rule.Name}' has nothing that must hold, or no named action.", nameof(Rules));
            foreach (RuleCondition condition in rule.Must.Concat(rule.When))
                condition.Check(rule.Name);
        }

        return rules;
    }
}
