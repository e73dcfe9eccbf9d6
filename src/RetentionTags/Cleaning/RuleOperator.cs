namespace RetentionTags.Cleaning;

/// <summary>How a <see cref="RuleCondition"/> compares a column with a value or with another column.</summary>
public enum RuleOperator
{
    /// <summary>The same number or category.</summary>
    Equal,

    /// <summary>Another number or category.</summary>
    NotEqual,

    /// <summary>A lower number.</summary>
    Less,

    /// <summary>A lower number, or the same.</summary>
    LessOrEqual,

    /// <summary>A higher number.</summary>
    Greater,

    /// <summary>A higher number, or the same.</summary>
    GreaterOrEqual,

    /// <summary>One of the values.</summary>
    OneOf,

    /// <summary>A number from the first value to the second, both included.</summary>
    Between,

    /// <summary>Not missing.</summary>
    Present,

    /// <summary>Missing.</summary>
    Missing,
}
