namespace RetentionTags.Cleaning;

/// <summary>What happens to rows that break a <see cref="BusinessRule"/>.</summary>
public enum RuleAction
{
    /// <summary>They stay, and the report lists them.</summary>
    Report,

    /// <summary>They stay, and a column <c>…_violated</c>, after the name of the rule, is added: 1 in their rows and 0 elsewhere.</summary>
    Flag,

    /// <summary>The values at fault become missing: those of <see cref="BusinessRule.MissingColumns"/>, or of the columns on the left of the conditions that do not hold.</summary>
    MakeMissing,

    /// <summary>They are dropped from a training set. In a table they stay and are listed.</summary>
    DropRow,
}
