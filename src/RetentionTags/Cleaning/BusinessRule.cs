namespace RetentionTags.Cleaning;

/// <summary>What must hold of a row, under a name.</summary>
/// <param name="Name">The name, for reports; unique within the rules.</param>
/// <param name="Must">What must hold, all of it. A row breaks the rule when one of these conditions is broken; a missing value breaks none.</param>
/// <param name="Action">What happens to rows that break the rule.</param>
public sealed record BusinessRule(string Name, ValueList<RuleCondition> Must, RuleAction Action = RuleAction.Report)
{
    /// <summary>The rows that the rule is for: those that meet all of these conditions.</summary>
    /// <value>None by default: all rows.</value>
    public ValueList<RuleCondition> When { get; init => field = value ?? throw new ArgumentNullException(nameof(When)); } = [];

    /// <summary>The columns that <see cref="RuleAction.MakeMissing"/> empties.</summary>
    /// <value>None by default: the columns on the left of the conditions that are broken.</value>
    public ValueList<string> MissingColumns { get; init => field = value ?? throw new ArgumentNullException(nameof(MissingColumns)); } = [];
}
